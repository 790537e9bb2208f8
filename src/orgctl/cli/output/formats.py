"""The four formats, and the choice among them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.cli.output.sheet import Sheet
    from orgctl.cli.output.views import Sight, View
    from orgctl.cli.terminal import Terminal


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    YAML = "yaml"


def rendered(
    result: object,
    format_: Format,
    terminal: Terminal,
    *,
    now: datetime,
    item: type | None = None,
    view: View | None = None,
    empty: str = "",
) -> str:
    """A result as text, ended by a line break.

    `item` is the type of a list's items, `view` its columns where the type's own won't do, `empty` what a
    table says where there is none.
    """
    if format_ is Format.JSON:
        from orgctl.cli.output import json

        return json.rendered(result)
    if format_ is Format.YAML:
        from orgctl.cli.output import yaml

        return yaml.rendered(result)
    if format_ is Format.CSV:
        from orgctl.cli.output import csv

        return csv.rendered(result, _keys(item))
    from orgctl.cli.output.table import drawn
    from orgctl.cli.output.views import Sight

    return drawn(_sheets(result, Sight(now, terminal.unicode, terminal.columns), item, view, empty), terminal)


def _keys(item: type | None) -> tuple[str, ...]:
    if item is None:
        return ()
    from dataclasses import fields

    from orgctl.cli.output.document import key

    return tuple(key(field.name) for field in fields(item))


def _sheets(result: object, sight: Sight, item: type | None, view: View | None, empty: str) -> list[Sheet]:
    from orgctl.cli.output import pairs, sections
    from orgctl.cli.output.sheet import Sheet
    from orgctl.cli.output.views import BY_TYPE

    several = sections.of(result, sight)
    if several is not None:
        return several
    if not isinstance(result, tuple | list):
        return [pairs.sheet(result, sight)]
    if not result:
        return [Sheet((), (), below=(empty,))]
    return [(view or BY_TYPE[item or type(result[0])]).sheet(result, sight)]
