"""SQLite, set up as measured: WAL, synchronous FULL, foreign keys, writers that begin IMMEDIATE.

A deferred transaction that turns into a writer fails without waiting, and one that reads before it
locks lets two processes pass the same limit; so a writer locks first, always.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING, Any

from orgctl.store.engine import Facts
from orgctl.store.schema import APPLICATION_ID, BUSY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from orgctl.domain.refusals import Fault, Sentence

BULK_CACHE_KIB = 65_536
"""For rows by the hundred thousand: the inner pages of all indexes fit in, so that each is read once."""

_HEADER = b"SQLite format 3\x00"


class SqliteDriver:
    """One connection to a store's file."""

    dialect = "sqlite"
    locks_rows = False

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    def begin(self, *, write: bool) -> int:
        """Begin; a writer waits for its turn here and nowhere later."""
        self.connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        version: int = self.connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    def commit(self) -> None:
        """Make it durable (synchronous FULL: the log is on disk when this returns)."""
        self.connection.execute("COMMIT")

    def is_idle(self) -> bool:
        """See Driver.is_idle: Python hears a signal once SQLite is back, and COMMIT is done by then."""
        return not self.connection.in_transaction

    def rollback(self) -> None:
        """Undo what is open; SQLite has already done so after some errors."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def all(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self.connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Mapping[str, object]) -> int:
        """Rows changed by a statement."""
        return self.connection.execute(sql, values).rowcount

    def together(self, statements: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """See Driver.together; there is no way to go here."""
        for sql, values in statements:
            self.connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for many rows."""
        self.connection.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """See Driver.insert. Rows in the order of their keys are written several times as fast."""
        self.connection.execute(f"PRAGMA cache_size = -{BULK_CACHE_KIB}")
        places = ", ".join("?" * len(columns))
        self.connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 (our own names)
            rows,
        )

    def array(self, numbers: Sequence[int]) -> object:
        """SQLite has no arrays: a JSON list that json_each opens."""
        return "[" + ",".join(map(str, numbers)) + "]"

    def among(self, name: str) -> str:
        """See Driver.among."""
        return f"IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 (a parameter's name)

    def texts(self, texts: Sequence[str]) -> object:
        """See array."""
        import json

        return json.dumps(list(texts))

    def among_texts(self, name: str) -> str:
        """See Driver.among_texts."""
        return self.among(name)

    def hold(self, aliases: str, *, skip_held: bool = False) -> str:  # noqa: ARG002 (PostgreSQL needs them)
        """Nothing: BEGIN IMMEDIATE holds the whole file."""
        return ""

    def lock(self, table: str, ids: Sequence[int]) -> None:
        """Nothing to do: BEGIN IMMEDIATE holds the whole file."""

    def fault(self, error: Exception) -> Fault | None:
        """See Driver.fault."""
        if not isinstance(error, sqlite3.Error):
            return None
        from orgctl.store.sqlite_faults import fault_of

        return fault_of(error, self.path)

    def is_conflict(self, error: Exception) -> bool:  # noqa: ARG002 (PostgreSQL needs it)
        """Never: writers are queued by BEGIN IMMEDIATE."""
        return False

    def unique_violation(self, error: Exception) -> str | None:
        """See Driver.unique_violation."""
        if isinstance(error, sqlite3.IntegrityError) and error.sqlite_errorname.startswith(
            ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
        ):
            return str(error)
        return None

    def is_mine(self) -> bool:
        """Whether the effective user owns the file, or is root."""
        me = os.geteuid()
        return me == 0 or os.stat(self.path).st_uid == me

    def facts(self) -> Facts:
        """See Driver.facts."""
        pages = self.connection.execute("PRAGMA page_count").fetchone()[0]
        size = self.connection.execute("PRAGMA page_size").fetchone()[0]
        return Facts(sqlite3.sqlite_version, pages * size)

    def integrity(self) -> list[Sentence]:
        """See Driver.integrity."""
        try:
            return integrity(self.connection)
        except sqlite3.DatabaseError as error:
            from orgctl.domain.refusals import say

            return [say("{problem}", problem=str(error))]

    def in_byte_order(self, column: str) -> str:
        """SQLite compares text by bytes unless told otherwise."""
        return column

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def open_file(path: str, *, patience: float = BUSY_SECONDS) -> SqliteDriver:
    """A connection with everything set that belongs to a connection; `patience` in seconds, with others."""
    try:
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, cached_statements=256)
        connection.executescript("PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;")
    except sqlite3.Error as error:
        from orgctl.store.sqlite_faults import fault_of

        raise fault_of(error, path) from error
    return SqliteDriver(path, connection)


def check_place(path: str) -> None:
    """Raise Fault unless a store lies at the path, without opening it."""
    check_is_store(path, os.lstat(path))


def check_is_store(path: str, status: os.stat_result) -> None:
    """Raise Fault store.not_a_store for what its header shows to be anything else."""
    from orgctl.domain.refusals import say
    from orgctl.store.sqlite_faults import not_a_store, unreachable

    if stat.S_ISLNK(status.st_mode):
        if status.st_uid not in (os.geteuid(), 0):
            raise not_a_store(path, say("it is a symbolic link that somebody else made"))
        try:
            status = os.stat(path)
        except OSError as error:
            raise unreachable(path, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise not_a_store(path, say("it is no regular file"))
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except OSError as error:
        raise unreachable(path, error) from error
    if not header:
        raise not_a_store(path, say("it is empty"))
    if not header.startswith(_HEADER):
        raise not_a_store(path, say("it is no SQLite database, or its beginning is damaged"))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise not_a_store(path, say("it is the database of another program"))


def integrity(connection: sqlite3.Connection) -> list[Sentence]:
    """What SQLite's own check finds; empty where all is well."""
    from orgctl.domain.refusals import say

    rows = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    problems = [] if rows == ["ok"] else [say("{problem}", problem=row) for row in rows]
    return problems + [
        say(
            "table {table}, row {row} refers to a missing row of {other}",
            table=row[0],
            row=row[1],
            other=row[2],
        )
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
