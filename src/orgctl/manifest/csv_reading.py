"""A roster in CSV (RFC 4180, UTF-8) with the columns org, email and role: a million rows in seconds."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final, TypeVar

from orgctl.domain.refusals import InvalidInput, say
from orgctl.domain.values import Role
from orgctl.manifest.fields import choose, nearest
from orgctl.manifest.values import Manifest, WantedMember, WantedOrganization
from orgctl.text.addresses import parse_address
from orgctl.text.characters import visible
from orgctl.text.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from orgctl.manifest.checking import Checks
    from orgctl.manifest.flaws import Flaws

T = TypeVar("T")

COLUMNS: Final = ("org", "email", "role")
ROLES: Final = {str(role): role for role in Role}

GUARDED: Final = re.compile(r"'*[=+\-@\t\r]")
"""How cells begin that a spreadsheet takes for formulas, guarded already or not.

They are written with one `'` more before them and read with one less, so that what is read is what was
written, whatever it was.
"""

_CELL: Final = re.compile(r'"(?:[^"]|"")*"|[^,\n]*')
_LONGEST_ROW: Final = 2_000


class _Roster:
    """The members of one organization so far."""

    __slots__ = ("column", "line", "members", "url")

    def __init__(self, url: str) -> None:
        self.url = url
        self.line = 0
        self.column = 0
        self.members: list[WantedMember] = []


class _Meanings(dict[str, T]):
    """What cells mean: judged when a cell is first seen (InvalidInput if it means nothing), then looked up."""

    def __init__(self, judge: Callable[[str], T]) -> None:
        self._judge = judge

    def __missing__(self, cell: str) -> T:
        meaning = self[cell] = self._judge(unguarded(cell))
        return meaning


def read_roster(data: bytes, name: str, checks: Checks, flaws: Flaws) -> Manifest:
    """The organizations in the order of their first rows, with all their members. Flaws are noted.

    The bytes are UTF-8. They are read line by line: a whole file as text takes four times its size.
    """
    lines = enumerate(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=None), start=1)
    columns = _header(lines, flaws)
    organizations = []
    for roster in _rosters(lines, columns, flaws):
        members = tuple(roster.members)
        roster.members.clear()
        wanted = WantedOrganization(roster.url, members=members, line=roster.line, column=roster.column)
        checks.organization(wanted)
        organizations.append(wanted)
    if not organizations and not len(flaws):
        raise flaws.stop(1, 1, say("There are no rows after the header."))
    return Manifest(organizations=tuple(organizations), name=name, rosters=True)


def unguarded(cell: str) -> str:
    """The cell without the `'` that keeps spreadsheets from running it."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def _header(lines: Iterator[tuple[int, str]], flaws: Flaws) -> tuple[int, int, int]:
    """Where org, email and role are. Raises ManifestError: without them no row means anything."""
    for number, line in lines:
        text, cells = _cells(number, line, lines, flaws)
        if any(cells):
            _judge_header(number, text, cells, flaws)
        if len(flaws):
            raise flaws.error()
        if any(cells):
            return cells.index("org"), cells.index("email"), cells.index("role")
    hint = say("Its first row is {columns}.", columns=",".join(COLUMNS))
    raise flaws.stop(1, 1, say("The file is empty."), hint)


def _judge_header(number: int, text: str, cells: list[str], flaws: Flaws) -> None:
    for index, cell in enumerate(cells):
        if cell not in COLUMNS:
            hint = nearest(cell, COLUMNS) or say("The columns are {columns}.", columns=", ".join(COLUMNS))
            shown = visible(cell) or "''"
            flaws.add(*_place(number, text, index), say("There is no column {cell}.", cell=shown), hint)
        elif cells.index(cell) != index:
            flaws.add(*_place(number, text, index), say("The column {cell} is there already.", cell=cell))
    for column in COLUMNS:
        if column not in cells:
            flaws.add(number, 1, say("The column {column} is missing.", column=column))


def _rosters(
    lines: Iterator[tuple[int, str]], columns: tuple[int, int, int], flaws: Flaws
) -> Iterable[_Roster]:
    """All rows, by organization."""
    org, email, role = columns
    rosters = _Meanings(_Roster)
    of = _Meanings(lambda cell: rosters[clean_url(cell)])
    addresses = _Meanings(parse_address)
    roles = _Meanings(lambda cell: choose("role", cell, ROLES))
    meanings: tuple[Mapping[str, object], ...] = (of, addresses, roles)
    for number, line in lines:
        plain = '"' not in line and len(line) <= _LONGEST_ROW
        text, cells = (line, line.rstrip("\n").split(",")) if plain else _cells(number, line, lines, flaws)
        if len(cells) == len(COLUMNS):
            try:
                roster, address, rank = of[cells[org]], addresses[cells[email]], roles[cells[role]]
            except InvalidInput:
                if any(cells):
                    _note(
                        number,
                        text,
                        [(at, cells[at], known) for at, known in zip(columns, meanings, strict=True)],
                        flaws,
                    )
                continue
            simple = plain and email == 1
            place = (number, len(cells[0]) + 2) if simple else _place(number, text, email)
            if not roster.line:
                roster.line, roster.column = _place(number, text, org)
            roster.members.append(WantedMember(address, rank, None, *place))
        elif any(cells):
            place = _place(number, text, len(COLUMNS))
            flaws.add(*place, say("This row has {count} cells and not 3.", count=len(cells)))
    return rosters.values()


def _note(
    number: int, text: str, cells: Iterable[tuple[int, str, Mapping[str, object]]], flaws: Flaws
) -> None:
    """Note what is wrong with the row, cell by cell."""
    for index, cell, known in cells:
        try:
            known[cell]
        except InvalidInput as refused:
            flaws.add(*_place(number, text, index), refused.message, refused.hint)


def _cells(number: int, line: str, lines: Iterator[tuple[int, str]], flaws: Flaws) -> tuple[str, list[str]]:
    """A row's text and cells; one with line ends between quotes takes more of `lines`. A flawed row is empty."""
    taken = [line]

    def more() -> Iterator[str]:
        yield line
        for _, another in lines:
            taken.append(another)
            yield another

    if len(line) > _LONGEST_ROW:
        flaws.add(number, 1, say("This row is longer than {limit} characters.", limit=_LONGEST_ROW))
        return line, []
    try:
        cells = next(csv.reader(more(), strict=True))
    except csv.Error:
        flaws.add(number, 1, say("The quotes of this row are not closed, or something follows them."))
        return line, []
    return "".join(taken), cells


def _place(number: int, text: str, index: int) -> tuple[int, int]:
    """Line and column at which a cell of the row starts that starts in line `number`."""
    start = 0
    for _ in range(index):
        found = _CELL.match(text, start)
        start = (found.end() if found else start) + 1
    start = min(start, len(text.rstrip("\n")))
    return number + text.count("\n", 0, start), start - text.rfind("\n", 0, start)
