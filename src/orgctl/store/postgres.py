"""PostgreSQL: READ COMMITTED and row locks, which measured correct where higher levels did not.

A lock under REPEATABLE READ is silently useless (the snapshot is older than the lock), so the level is
asked for and read back in the statement that begins a transaction, at no further round trip.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import psycopg

from orgctl.domain.refusals import Code, Fault, say
from orgctl.store.engine import Facts
from orgctl.store.places import conninfo, without_password
from orgctl.store.schema import BUSY_SECONDS, SCHEMA
from orgctl.store.versions import newer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from orgctl.domain.refusals import Sentence

# Of a pipeline that fails psycopg also writes a warning, which nobody asked for, on standard error.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_NAME = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_VERSION = "SELECT version_num, current_setting('transaction_isolation') FROM alembic_version"
_PATIENCE = f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"
_BEGIN_WRITE = f"BEGIN ISOLATION LEVEL READ COMMITTED; {_PATIENCE}; {_VERSION}"
_BEGIN_READ = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {_PATIENCE}; {_VERSION}"
_ISOLATED = {"read committed", "serializable"}
_CONFLICTS = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    # A race for a name that nobody holds a row of yet: run again, the rule sees who has it, and says so.
    psycopg.errors.UniqueViolation,
)


class PostgresDriver:
    """One connection to a team's store."""

    dialect = "postgresql"
    locks_rows = True

    def __init__(
        self,
        setting: str,
        connection: psycopg.Connection[tuple[Any, ...]],
        migrate: Callable[[str], object],
    ) -> None:
        self.setting = setting
        self._migrate = migrate
        self.connection = connection
        self.round_trips = 0
        self._begun = False
        self._translated: dict[str, str] = {}

    def begin(self, *, write: bool) -> int:
        """Begin; an empty or older database is migrated first."""
        try:
            version, isolation = self._begin(write=write)
        except psycopg.errors.UndefinedTable:
            self.rollback()
            version, isolation = 0, ""
        if version < SCHEMA:
            self.rollback()
            self._migrate(self.setting)
            version, isolation = self._begin(write=write)
        if version > SCHEMA and not self._begun:
            self.rollback()
            raise newer(without_password(self.setting), version)
        self._begun = True
        if write and isolation not in _ISOLATED:
            self.rollback()
            raise Fault(
                Code.STORE_ISOLATION,
                say("The server answered with isolation level {level}.", level=isolation),
                say("Limits hold at READ COMMITTED with row locks, or SERIALIZABLE; lift what overrides it."),
            )
        return version

    def _begin(self, *, write: bool) -> tuple[int, str]:
        self.round_trips += 1
        cursor = self.connection.execute(_BEGIN_WRITE if write else _BEGIN_READ)
        while cursor.nextset():
            pass
        row = cursor.fetchone()
        return (int(row[0]), str(row[1])) if row else (0, "")

    def commit(self) -> None:
        """Make it durable. Raises Fault store.fault where the server's answer was not heard."""
        self.round_trips += 1
        try:
            self.connection.execute("COMMIT")
        except psycopg.OperationalError as error:
            if self.connection.closed:
                from orgctl.store.postgres_faults import unheard

                raise unheard(error, self.setting) from error
            raise

    def is_idle(self) -> bool:
        """See Driver.is_idle."""
        status = self.connection.info.transaction_status
        return bool(status == psycopg.pq.TransactionStatus.IDLE)

    def rollback(self) -> None:
        """Undo what is open, if the server is still there."""
        if not self.connection.closed and (
            self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE
        ):
            self.round_trips += 1
            self.connection.execute("ROLLBACK")

    def all(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        self.round_trips += 1
        return self.connection.execute(self._translate(sql), values).fetchall()

    def run(self, sql: str, values: Mapping[str, object]) -> int:
        """Rows changed by a statement."""
        self.round_trips += 1
        return self.connection.execute(self._translate(sql), values).rowcount

    def together(self, statements: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """See Driver.together: pipelined, and none runs after one that failed."""
        self.round_trips += 1
        with self.connection.pipeline():
            for sql, values in statements:
                self.connection.execute(self._translate(sql), values)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for many rows, pipelined."""
        self.round_trips += 1
        with self.connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), rows)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """See Driver.insert: COPY, a tenth of the time of as many INSERTs."""
        self.round_trips += 1
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def array(self, numbers: Sequence[int]) -> object:
        """PostgreSQL takes a list as an array."""
        return list(numbers)

    def among(self, name: str) -> str:
        """See Driver.among."""
        return f"= ANY(CAST(:{name} AS bigint[]))"

    def texts(self, texts: Sequence[str]) -> object:
        """PostgreSQL takes a list as an array."""
        return list(texts)

    def among_texts(self, name: str) -> str:
        """See Driver.among_texts."""
        return f"= ANY(CAST(:{name} AS text[]))"

    def hold(self, aliases: str, *, skip_held: bool = False) -> str:
        """See Driver.hold; FOR NO KEY UPDATE lets foreign keys refer to the rows meanwhile."""
        return f" FOR NO KEY UPDATE OF {aliases}{' SKIP LOCKED' if skip_held else ''}"

    def lock(self, table: str, ids: Sequence[int]) -> None:
        """Take row locks in the order of the keys, so that two transactions can't wait in a ring."""
        if ids:
            sql = f"SELECT id FROM {table} WHERE id {self.among('ids')} ORDER BY id FOR NO KEY UPDATE"  # noqa: S608 (a table's name, from our own code)
            self.all(sql, {"ids": list(ids)})

    def fault(self, error: Exception) -> Fault | None:
        """See Driver.fault."""
        if not isinstance(error, psycopg.Error):
            return None
        from orgctl.store.postgres_faults import fault_of

        return fault_of(error, self.setting)

    def is_conflict(self, error: Exception) -> bool:
        """40001, 40P01, and 23505, which a lost race for a name ends in."""
        return isinstance(error, _CONFLICTS)

    def unique_violation(self, error: Exception) -> str | None:
        """See Driver.unique_violation."""
        if isinstance(error, psycopg.errors.UniqueViolation):
            return error.diag.constraint_name or ""
        return None

    def is_mine(self) -> bool:
        """Whether the server's user has the rights of the schema's owner."""
        rows = self.all(
            "SELECT pg_has_role(current_user, nspowner, 'USAGE') FROM pg_namespace "
            "WHERE nspname = current_schema()",
            {},
        )
        return bool(rows and rows[0][0])

    def facts(self) -> Facts:
        """See Driver.facts."""
        row = self.all("SELECT current_setting('server_version'), pg_database_size(current_database())", {})[
            0
        ]
        return Facts(str(row[0]), int(row[1]))

    def integrity(self) -> list[Sentence]:
        """The check of every B-tree against its table, by the server's amcheck where it is installed."""
        installed = self.all("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'", {})
        if not installed:
            return []
        try:
            self.all(
                "SELECT bt_index_check(c.oid, i.indisunique) FROM pg_index i JOIN pg_class c "
                "ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam "
                "WHERE a.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace",
                {},
            )
        except psycopg.errors.DataCorrupted as error:
            return [say("{problem}", problem=str(error).strip())]
        return []

    def in_byte_order(self, column: str) -> str:
        """See Driver.in_byte_order."""
        return f'{column} COLLATE "C"'

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()

    def _translate(self, sql: str) -> str:
        text = self._translated.get(sql)
        if text is None:
            text = self._translated[sql] = _NAME.sub(r"%(\1)s", sql)
        return text


def connect(
    setting: str, migrate: Callable[[str], object], *, patience: int = BUSY_SECONDS
) -> PostgresDriver:
    """A connection in autocommit, on which transactions are begun by hand; `migrate` is for an older schema.

    Nothing is left on the server between transactions, settings and prepared statements included, so that
    a pooler may give each transaction another connection. Raises Fault store.unavailable; never shows the password.
    """
    try:
        connection = psycopg.connect(
            conninfo(setting),
            autocommit=True,
            connect_timeout=patience,
            prepare_threshold=None,
        )
    except psycopg.Error as error:
        from orgctl.store.postgres_faults import fault_of

        raise fault_of(error, setting) from error
    return PostgresDriver(setting, connection, migrate)
