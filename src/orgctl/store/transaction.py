"""A store's transaction: begun once per command, rolled back unless committed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from orgctl.store.opening import connect
from orgctl.store.places import identity
from orgctl.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from orgctl.store.engine import Driver

T = TypeVar("T")

_TRIES = 8
_PAUSE_SECONDS = 0.02


class Overtaken(Exception):  # noqa: N818 (it is no error: the work is run again)
    """Users have to be held whom it is too late to hold now: the work is run again with them held first.

    `users` are the keys of all. Raised inside work, for `Store.write`.
    """

    def __init__(self, users: Iterable[int] = ()) -> None:
        super().__init__()
        self.users = frozenset(users)


class Transaction:
    """What queries are run with. Parameters are bound by name, never pasted into the SQL."""

    def __init__(self, driver: Driver, *, write: bool, seen_expired: set[int]) -> None:
        self._driver = driver
        self.writes = write
        self.seen_expired = seen_expired
        """Invitations seen to be expired though stored as pending; outlives a roll-back on purpose."""
        self.dialect = driver.dialect
        self.among = driver.among
        self.array = driver.array
        self.among_texts = driver.among_texts
        self.texts = driver.texts
        self.in_byte_order = driver.in_byte_order
        self._held_users: set[int] = set()
        self.queued: list[int] = []
        """Outbox rows enqueued here, for delivery after the commit."""
        self.next_position: Callable[[], int] = count(1).__next__
        """Counts the history entries of this transaction, which all bear the same instant."""

    def all(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._driver.all(sql, values)

    def one(self, sql: str, **values: object) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        rows = self._driver.all(sql, values)
        return rows[0] if rows else None

    def run(self, sql: str, **values: object) -> int:
        """Change rows; answers how many."""
        return self._driver.run(sql, values)

    def together(self, *statements: tuple[str, Mapping[str, object]]) -> None:
        """Change rows by several statements at the price of one; none runs after one that failed."""
        self._driver.together(statements)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """The same statement, with `?` placeholders, for many rows."""
        self._driver.many(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows to a table of this program, in the order of their keys where that can be had."""
        self._driver.insert(table, columns, rows)

    def hold(self, aliases: str, *, skip_held: bool = False) -> str:
        """SQL after a SELECT that keeps its rows from others until this transaction ends.

        In the order of the aliases. What others hold is waited for, or passed over.
        """
        return self._driver.hold(aliases, skip_held=skip_held) if self.writes else ""

    def holds_user(self, user_id: int) -> None:
        """Take note that a SELECT has held a user's row."""
        self._held_users.add(user_id)

    def lock_users(self, ids: Iterable[int]) -> None:
        """Hold users' rows, which their limits belong to. Always before organizations.

        Rows are held in the order of their keys, or two transactions may wait for each other. Where one
        with a higher key is held already (the actor's), the work is run again, and all are held first.
        """
        missing = set(ids) - self._held_users
        if not missing:
            return
        if self._driver.locks_rows and self._held_users and min(missing) < max(self._held_users):
            raise Overtaken(missing | self._held_users)
        self._driver.lock("users", sorted(missing))
        self._held_users |= missing

    def require_held(self, user_ids: Iterable[int]) -> None:
        """Have the work run again, with these users held first, unless they are held.

        Members are known before their organization is held; one who joined in between is not.
        """
        if not self._held_users.issuperset(ids := set(user_ids)):
            raise Overtaken(ids | self._held_users)

    def lock_organizations(self, ids: Iterable[int]) -> None:
        """Hold organizations' rows: their licenses, their edition, their one super administrator."""
        self._driver.lock("organizations", sorted(set(ids)))

    def new_id(self) -> int:
        """A random 63-bit key."""
        import secrets  # brings `random` and `hmac`, for those who add rows only

        return secrets.randbits(63) or 1

    def new_ids(self, count: int) -> list[int]:
        """As many random 63-bit keys, ascending: rows in that order find their places fastest."""
        import secrets
        from array import array

        numbers = array("Q", secrets.token_bytes(8 * count))
        return sorted([number >> 1 or 1 for number in numbers])

    def unique_violation(self, error: Exception) -> str | None:
        """The constraint's columns or name, if the error is a broken uniqueness."""
        return self._driver.unique_violation(error)

    def is_mine(self) -> bool:
        """Whether the one who runs the program owns the store."""
        return self._driver.is_mine()


def _pause(attempt: int) -> None:
    """Longer each time, and never as long as another process's."""
    import secrets
    import time

    time.sleep(_PAUSE_SECONDS * attempt * (1 + secrets.randbelow(100) / 100))


class Store:
    """One store, open for one process."""

    def __init__(self, driver: Driver, setting: str) -> None:
        self.driver = driver
        self.setting = setting
        self.seen_expired: set[int] = set()
        self.committed = False
        """Whether what the latest `write` did is in the store, however that ended."""

    @classmethod
    def open(cls, setting: str, *, passing: bool = False) -> Store:
        """Open the store that a path or URL names, creating or migrating it where needed.

        Raises Fault with a store.* code. `passing`: see `store.opening.connect`.
        """
        return cls(connect(setting, passing=passing), setting)

    @property
    def identity(self) -> str:
        """One name for this store, however it was written."""
        return identity(self.setting)

    def write(self, work: Callable[[Transaction], T], *, commit: bool = True) -> T:
        """Run work in one writing transaction; `commit=False` is a dry run.

        The work is run again from its beginning if another transaction got in its way (Overtaken, or
        PostgreSQL's 40001, 40P01 and 23505), so it must do nothing that a roll-back doesn't undo.
        Raises Fault with a store.* code, and whatever the work raises, after rolling back.
        """
        held: frozenset[int] = frozenset()
        self.committed = False
        for attempt in range(1, _TRIES + 1):
            try:
                return self._once(work, write=True, commit=commit, held=held)
            except Overtaken as late:
                held |= late.users
            except Exception as error:
                if attempt == _TRIES or not self.driver.is_conflict(error):
                    fault = self.driver.fault(error)
                    if fault is None:
                        raise
                    raise fault from error
                _pause(attempt)
        from orgctl.store.versions import overtaken

        raise overtaken(self.identity)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run work in one reading transaction: a consistent view.

        Raises Fault with a store.* code, and whatever the work raises.
        """
        try:
            return self._once(work, write=False, commit=False)
        except Exception as error:
            fault = self.driver.fault(error)
            if fault is None:
                raise
            raise fault from error

    def _once(
        self,
        work: Callable[[Transaction], T],
        *,
        write: bool,
        commit: bool,
        held: frozenset[int] = frozenset(),
    ) -> T:
        version = self.driver.begin(write=write)
        try:
            if version != SCHEMA:
                from orgctl.store.versions import outdated

                raise outdated(self.identity, version)
            tx = Transaction(self.driver, write=write, seen_expired=self.seen_expired)
            tx.lock_users(held)
            result = work(tx)
            if commit:
                self._commit()
        except BaseException:
            self.driver.rollback()
            raise
        if not commit:
            self.driver.rollback()
        return result

    def _commit(self) -> None:
        try:
            self.driver.commit()
            self.committed = True
        except Exception:
            raise
        except BaseException:
            # A signal is heard when the engine is back from its work, which may be done by then.
            self.committed = self.driver.is_idle()
            raise

    def close(self) -> None:
        """Let go of the store."""
        self.driver.close()
