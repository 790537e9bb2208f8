"""A document as it was written, before anybody asks what it means: words, tables, lists and their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from orgctl.domain.refusals import say
from orgctl.text.characters import visible

if TYPE_CHECKING:
    from orgctl.manifest.flaws import Flaws

DEPTH: Final = 20
"""Lists and tables may be nested so deep; a set-up file needs five levels."""

_DIGITS: Final = 18


class Scalar(NamedTuple):
    """A word or a number. Numbers too large to be anybody's count are infinite."""

    value: str | int | float | bool | None
    line: int
    column: int


class Sequence(NamedTuple):
    """A list."""

    items: list[Node]
    line: int
    column: int


class Unread(NamedTuple):
    """What a flaw was noted for already; whoever meets it says nothing."""

    line: int
    column: int


class Cell(NamedTuple):
    """A value in a table; the place is its key's."""

    node: Node
    line: int
    column: int


class Table(NamedTuple):
    """Keys with their values."""

    cells: dict[str, Cell]
    line: int
    column: int

    def put(self, key: str, cell: Cell, flaws: Flaws) -> None:
        """Add a value, or note that the key is there already."""
        first = self.cells.setdefault(key, cell)
        if first is not cell:
            flaws.add(
                cell.line,
                cell.column,
                say("{key} is given twice; first in line {line}.", key=visible(key), line=first.line),
            )


Node = Scalar | Sequence | Table | Unread


def whole(text: str, base: int = 10) -> int | float:
    """The number that digits stand for. Turning a million of them into one takes minutes; infinity will do."""
    return int(text, base) if len(text) <= _DIGITS else float("inf")
