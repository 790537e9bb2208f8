"""Whom to invite: addresses on the command line, and a CSV file with the columns email and role."""

from __future__ import annotations

import csv
import io
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.domain.values import Role
from orgctl.manifest.csv_reading import unguarded
from orgctl.manifest.flaws import Flaws
from orgctl.text.addresses import parse_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from orgctl.text.addresses import Address

STDIN = "-"
_MOST_BYTES = 64 << 20
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,]*')
_ROLES = {str(role): role for role in (Role.ADMIN, Role.STANDARD)}


def invitees(emails: list[str], from_file: str | None, role: Role) -> list[tuple[Address, Role]]:
    """Each once, with a role. Raises InvalidInput: usage.missing, input.email, input.file."""
    if role is Role.SUPERADMIN:
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("Nobody is invited as super administrator."),
            say("Invite as admin, then: `orgctl org transfer EMAIL`"),
        )
    items: Iterable[tuple[Address, Role]] = [(parse_address(email), role) for email in emails]
    if from_file is not None:
        items = [*items, *from_csv(from_file, role)]
    once: dict[str, tuple[Address, Role]] = {}
    for address, wanted in items:
        once.setdefault(address.key, (address, wanted))
    if not once and from_file is None:
        raise InvalidInput(Code.USAGE_MISSING, say("EMAIL or --from-file is missing."))
    return list(once.values())


def from_csv(path: str, role: Role) -> list[tuple[Address, Role]]:
    """The addresses in a file (`-`: standard input) with their roles, `role` where none is said.

    Raises InvalidInput input.file with everything that is wrong, each by line and column.
    """
    flaws = Flaws(path)
    rows = list(_rows(_text(path, flaws), flaws))
    found = [item for row in rows if (item := _item(row, role, flaws)) is not None]
    if len(flaws):
        raise flaws.error()
    return found


def contents(path: str, *, most: int = _MOST_BYTES) -> bytes:
    """The bytes of a file, or of standard input; of a larger one `most` and one more.

    Raises InvalidInput input.file.
    """
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InvalidInput(
            Code.INPUT_FILE, say("{path} can't be read: {reason}.", path=path, reason=reason)
        ) from error
    return data


def _text(path: str, flaws: Flaws) -> str:
    data = contents(path)
    if len(data) > _MOST_BYTES:
        raise flaws.stop(1, 1, say("The file is larger than {limit} MiB.", limit=_MOST_BYTES >> 20))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise flaws.stop(line, 1, say("The file is not UTF-8."), say("Save it as UTF-8.")) from None


class _Row(NamedTuple):
    """A row's cells, and where they stand: the line, and a character each, from 1."""

    line: int
    email: str
    role: str
    email_at: int
    role_at: int


def _rows(text: str, flaws: Flaws) -> Iterator[_Row]:
    """All rows but the first, which names the columns; blank ones are none."""
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns: tuple[int, int | None] | None = None
    try:
        for row in reader:
            cells = [unguarded(cell.strip()) for cell in row]
            written = lines[reader.line_num - 1]
            if not any(cells):
                continue
            if columns is None:
                columns = _header(reader.line_num, cells, written, flaws)
                continue
            email, role = columns
            yield _Row(
                reader.line_num,
                cells[email] if email < len(cells) else "",
                cells[role] if role is not None and role < len(cells) else "",
                _column(written, email),
                _column(written, role or 0),
            )
    except csv.Error as error:
        problem = say("The line is no CSV: {reason}.", reason=str(error))
        raise flaws.stop(reader.line_num, 1, problem) from error
    if columns is None:
        raise flaws.stop(1, 1, say("The file is empty."), say("Its first line is: email,role"))


def _header(line: int, cells: list[str], written: str, flaws: Flaws) -> tuple[int, int | None]:
    names = [cell.casefold() for cell in cells]
    columns = say("Columns: email,role.")
    unknown = next((index for index, name in enumerate(names) if name not in {"email", "role"}), None)
    if unknown is not None:
        problem = say("There is no column {name}.", name=cells[unknown])
        raise flaws.stop(line, _column(written, unknown), problem, columns)
    if "email" not in names:
        raise flaws.stop(line, 1, say("The column email is missing."), columns)
    return names.index("email"), names.index("role") if "role" in names else None


def _column(written: str, index: int) -> int:
    """Where in its line a cell begins."""
    start = 0
    for _ in range(index):
        found = _CELL.match(written, start)
        start = (found.end() if found else start) + 1
    return min(start, len(written)) + 1


def _item(row: _Row, role: Role, flaws: Flaws) -> tuple[Address, Role] | None:
    wanted = _ROLES.get(row.role.lower()) if row.role else role
    if wanted is None:
        known = say("Roles: {roles}.", roles=", ".join(_ROLES))
        flaws.add(row.line, row.role_at, say("{role} is no role.", role=row.role), known)
    try:
        address = parse_address(row.email)
    except InvalidInput as error:
        flaws.add(row.line, row.email_at, error.message, error.hint)
        return None
    return None if wanted is None else (address, wanted)
