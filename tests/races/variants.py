"""The program as it is, and as it would be with one precaution taken away: controls that must break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.store import postgres
from orgctl.store.postgres import PostgresDriver
from orgctl.store.sqlite import SqliteDriver

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from orgctl.store.transaction import Store

REMOVE_SECOND_LINE = (
    "DROP INDEX uq_memberships_user_slot",
    "DROP INDEX uq_organizations_creator_slot",
)
"""What stands behind the counting of memberships and of creations."""


class _Deferred(SqliteDriver):
    """Begins without a lock, and takes it at the first write."""

    def begin(self, *, write: bool) -> int:
        return super().begin(write=False)


class _ReadingOutside(SqliteDriver):
    """Python's sqlite3 in its usual mode: what is read before the first write is in no transaction."""

    def begin(self, *, write: bool) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def run(self, sql: str, values: Mapping[str, object]) -> int:
        self._begin_late()
        return super().run(sql, values)

    def together(self, statements: Any) -> None:
        self._begin_late()
        super().together(statements)

    def many(self, sql: str, rows: Any) -> None:
        self._begin_late()
        super().many(sql, rows)

    def commit(self) -> None:
        if self.connection.in_transaction:
            super().commit()

    def _begin_late(self) -> None:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")


class _RepeatableRead(PostgresDriver):
    """Locks as the program does, at a level whose snapshot is older than the lock."""

    def begin(self, *, write: bool) -> int:
        sql = postgres._BEGIN_WRITE if write else postgres._BEGIN_READ  # noqa: SLF001 (a variant of it)
        cursor = self.connection.execute(sql.replace("READ COMMITTED", "REPEATABLE READ"))
        while cursor.nextset():
            pass
        row = cursor.fetchone()
        return int(row[0]) if row else 0


class _Unlocked(PostgresDriver):
    """READ COMMITTED without row locks."""

    def hold(self, aliases: str, *, skip_held: bool = False) -> str:
        return ""

    def lock(self, table: str, ids: Sequence[int]) -> None:
        pass


class _AsTheyCome(PostgresDriver):
    """Holds users in the order in which they come up: the actor first, whatever the key."""

    locks_rows = False


class _MembershipsUnheld(PostgresDriver):
    """Holds organizations, and believes what it read of memberships before it had to wait for them."""

    def hold(self, aliases: str, *, skip_held: bool = False) -> str:
        return super().hold(aliases.replace(", m", ""), skip_held=skip_held)


def _with(driver: type[Any] | None) -> Callable[[Store], Store]:
    def changed(store: Store) -> Store:
        if driver is not None:
            store.driver.__class__ = driver  # type: ignore[assignment] # the same connection, other manners
        return store

    return changed


VARIANTS: dict[str, Callable[[Store], Store]] = {
    "the program": _with(None),
    "deferred": _with(_Deferred),
    "reading outside": _with(_ReadingOutside),
    "repeatable read": _with(_RepeatableRead),
    "unlocked": _with(_Unlocked),
    "as they come": _with(_AsTheyCome),
    "memberships unheld": _with(_MembershipsUnheld),
}
