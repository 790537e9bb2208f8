"""Results as CSV for spreadsheets: one row an item, instants as in JSON, nested values as JSON text.

A spreadsheet would run a cell that begins like a formula. Such a text gets an apostrophe in front, and
so does one that begins with apostrophes and then like a formula: taking one apostrophe away from every
cell of that shape gives back exactly what was there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from orgctl.cli.output.document import plain
from orgctl.cli.output.text import clean

if TYPE_CHECKING:
    from orgctl.cli.output.document import Plain

_FORMULA = re.compile(r"'*[=+\-@\t\r]")

LIST = "list"
"""The first column where a result has several lists: which of them a row is from."""


def rendered(result: object, columns: tuple[str, ...] = ()) -> str:
    """The rows below a line of keys; of a result without items, only that line, from `columns`.

    Of several lists that are all empty, what stands beside them is the one row.
    """
    document = plain(result)
    rows = _rows(document)
    if not rows and isinstance(document, dict):
        beside: dict[str, Plain] = {
            name: value for name, value in document.items() if not isinstance(value, list)
        }
        rows, columns = [beside] if beside else [], (LIST,)
    header = list(dict.fromkeys([*(columns if not rows else ()), *(name for row in rows for name in row)]))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(row.get(name)) for name in header] for row in rows)
    return buffer.getvalue()


def _rows(document: Plain) -> list[dict[str, Plain]]:
    if isinstance(document, list):
        return [item if isinstance(item, dict) else {"value": item} for item in document]
    if not isinstance(document, dict):
        return [{"value": document}]
    lists = {name: item for name, item in document.items() if _is_rows(item)}
    if not lists or any(not isinstance(item, list | int) for item in document.values()):
        return [document]
    return [{LIST: name, **row} for name, items in lists.items() for row in _rows(items)]


def _is_rows(value: Plain) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _cell(value: Plain) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=True)
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if _FORMULA.match(text) else text
    return value
