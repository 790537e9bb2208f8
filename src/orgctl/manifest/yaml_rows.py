"""The long lists of a YAML file, read without the parser, which takes a quarter of a millisecond a row.

A row is a line such as `      - {email: anna@zylker.example, role: admin}`. Of rows that follow each
other at one indentation, the parser sees the first; the others are blank lines to it, so that all places
stay. If it finds that the first starts an entry of a list at its place, then so do the others, whatever
surrounds them. If it doesn't (it may stand in a block of text), or if anything is wrong with the file,
the whole of it goes through the parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from orgctl.manifest.tree import Cell, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.manifest.flaws import Flaws
    from orgctl.manifest.tree import Node

    Plain = Callable[[str], str | int | float | bool | None]

_PLAIN: Final = r"[A-Za-z0-9][A-Za-z0-9_.@+/-]*(?: [A-Za-z0-9][A-Za-z0-9_.@+/-]*)*"
_QUOTED: Final = r'"[^"\\\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]*"'
_VALUE: Final = f"(?:{_PLAIN}|{_QUOTED})"
_ROW: Final = re.compile(rf"( *)- \{{[a-z_]+: {_VALUE}(?:, [a-z_]+: {_VALUE})*\}}")
_PAIR: Final = re.compile(rf"([a-z_]+): ({_VALUE})")
_ODD_LINE_ENDS: Final = re.compile("[\r\x85\u2028\u2029]")


class Rows:
    """A text with its runs of rows; `rest` is what the parser gets. `unmet` counts the runs not met yet."""

    def __init__(self, text: str, plain: Plain) -> None:
        self._plain = plain
        self._runs: dict[tuple[int, int], list[tuple[int, str]]] = {}
        self.rest = "" if _ODD_LINE_ENDS.search(text) else self._without_rows(text)
        self.unmet = len(self._runs)

    def _without_rows(self, text: str) -> str:
        lines = text.split("\n")
        run: list[tuple[int, str]] = []
        indent = -1
        for index, line in enumerate(lines):
            found = _ROW.fullmatch(line)
            if found is None:
                indent = -1
            elif found.end(1) == indent:
                run.append((index + 1, line))
                lines[index] = ""
            else:
                indent = found.end(1)
                run = self._runs[index + 1, indent + 3] = []
        self._runs = {place: rows for place, rows in self._runs.items() if rows}
        return "\n".join(lines)

    def after(self, line: int, column: int, flaws: Flaws) -> list[Node]:
        """The rows that follow the one whose table starts at this place."""
        run = self._runs.get((line, column))
        if run is None:
            return []
        self.unmet -= 1
        return [self._table(number, row, column, flaws) for number, row in run]

    def _table(self, line: int, row: str, column: int, flaws: Flaws) -> Table:
        table = Table({}, line, column)
        for pair in _PAIR.finditer(row, column):
            word = pair[2]
            value = word[1:-1] if word[0] == '"' else self._plain(word)
            node = Scalar(value, line, pair.start(2) + 1)
            table.put(pair[1], Cell(node, line, pair.start() + 1), flaws)
        return table
