"""A table before it is drawn: cells with what may be left out of them where there is no room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orgctl.cli.output.text import shorten, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from orgctl.cli.terminal import Terminal

GAP = 2
"""Columns of space between two cells."""


_EXTRA = 3
_GENTLY: tuple[tuple[Callable[[int], int], int], ...] = (
    (lambda least: 2 * least, _EXTRA),
    (lambda least: least, 1),
    (lambda _least: 4, 1),
)
"""How far texts may be cut, and from which rank on columns may go, one step after the other."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Clean text, what to say instead where there is less room, and a style's name ("" for none)."""

    text: str
    style: str = ""
    brief: str | None = None

    @property
    def short(self) -> str:
        """The shorter of the two."""
        return self.text if self.brief is None else self.brief


@dataclass(frozen=True, slots=True)
class Column:
    """How a column gives way: `least` is how narrow its text may be cut (0: never cut), `rank` when it is
    left out altogether: the highest first, 0 never; from 3 on it is an extra. Numbers stand right.
    `about` is what the title is said of, where a translation needs to know.
    """

    title: str
    least: int = 0
    rank: int = 0
    right: bool = False
    brief_title: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns and rows, a heading above and lines of explanation below. Without titles: pairs."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: str | None = None
    below: tuple[str, ...] = field(default=())
    below_style: str = "faint"

    @property
    def titled(self) -> bool:
        """Whether there is a line of titles."""
        return any(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A sheet for one width: titles, texts and styles by row, and the width of each column that is left."""

    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    right: tuple[bool, ...]


def fit(sheet: Sheet, terminal: Terminal) -> Fitted:
    """Make room, gently first; nothing is ever wrapped.

    Brief texts come first, then texts cut to a comfortable width, then fewer of the columns that are
    extras, then texts cut to their least width, then fewer columns, and at last nothing is spared.
    """
    columns = [index for index in range(len(sheet.columns)) if _is_used(sheet, index)]
    brief: set[int] = set()
    room = terminal.columns
    widths = _widths(sheet, columns, brief)
    if room is None:
        return _fitted(sheet, columns, brief, widths, terminal)
    for index in sorted(columns, key=lambda each: -sheet.columns[each].rank):
        if _total(_widths(sheet, columns, brief)) > room:
            brief.add(index)
    for floors, expendable in _GENTLY:
        widths = _cut(sheet, columns, _widths(sheet, columns, brief), room, floors)
        while _total(widths) > room:
            ranks = {index: sheet.columns[index].rank for index in columns}
            out = max(columns, key=lambda each: ranks[each])
            if ranks[out] < expendable:
                break
            columns.remove(out)
            widths = _cut(sheet, columns, _widths(sheet, columns, brief), room, floors)
        if _total(widths) <= room:
            break
    return _fitted(sheet, columns, brief, widths, terminal)


def wrapped(texts: Sequence[str], terminal: Terminal) -> list[str]:
    """Explanations, broken between words where the terminal ends; what is indented hangs below itself."""
    if terminal.columns is None:
        return list(texts)
    lines: list[str] = []
    for text in texts:
        indent = len(text) - len(text.lstrip())
        lines += _broken(text, terminal.columns, " " * (indent + GAP if indent else 0))
    return lines


def hanging(text: str, columns: int) -> list[str]:
    """A text in lines of so many columns, all but the first set in: broken between words, else within one."""
    lines = _broken(text, columns, " " * GAP)
    return [part for line in lines for part in _in_parts(line, columns)]


def _in_parts(line: str, columns: int) -> Iterator[str]:
    while width(line) > columns > 2 * GAP:
        end = next(end for end in range(len(line), 0, -1) if width(line[:end]) <= columns)
        yield line[:end]
        line = " " * GAP + line[end:]
    yield line


def _broken(text: str, columns: int, before: str) -> list[str]:
    lines: list[str] = []
    first, *words = text.lstrip().split(" ")
    line = " " * (len(text) - len(text.lstrip())) + first
    for word in words:
        if width(f"{line} {word}") > columns:
            lines.append(line)
            line = before + word
        else:
            line = f"{line} {word}"
    return [*lines, line]


def _is_used(sheet: Sheet, index: int) -> bool:
    """Whether a column says anything; marks that nobody has need no room."""
    return bool(sheet.columns[index].title) or any(row[index].text for row in sheet.rows)


def _title(column: Column, *, brief: bool) -> str:
    return column.brief_title if brief and column.brief_title is not None else column.title


def _text(cell: Cell, *, brief: bool) -> str:
    return cell.short if brief else cell.text


def _widths(sheet: Sheet, columns: Sequence[int], brief: set[int]) -> list[int]:
    return [
        max(
            width(_title(sheet.columns[index], brief=index in brief)),
            *(width(_text(row[index], brief=index in brief)) for row in sheet.rows),
        )
        if sheet.rows
        else width(_title(sheet.columns[index], brief=index in brief))
        for index in columns
    ]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _cut(
    sheet: Sheet, columns: Sequence[int], widths: list[int], room: int, floors: Callable[[int], int]
) -> list[int]:
    """Take columns away from the widest text that may be cut, one by one, down to its floor."""
    least = [floors(sheet.columns[index].least) for index in columns]
    while _total(widths) > room:
        spare = [position for position, floor in enumerate(least) if floor and widths[position] > floor]
        if not spare:
            break
        widest = max(spare, key=lambda position: widths[position])
        widths[widest] -= 1
    return widths


def _fitted(
    sheet: Sheet, columns: Sequence[int], brief: set[int], widths: Sequence[int], terminal: Terminal
) -> Fitted:
    def shown(row: tuple[Cell, ...], index: int, columns_: int) -> Cell:
        text = shorten(_text(row[index], brief=index in brief), columns_, terminal.ellipsis)
        return Cell(text, row[index].style)

    return Fitted(
        tuple(_title(sheet.columns[index], brief=index in brief) for index in columns),
        tuple(
            tuple(shown(row, index, widths[position]) for position, index in enumerate(columns))
            for row in sheet.rows
        ),
        tuple(widths),
        tuple(sheet.columns[index].right for index in columns),
    )
