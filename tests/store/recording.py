"""A driver that notes which statements go through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from orgctl.store.engine import Driver
    from orgctl.store.transaction import Store


class Recording:
    """Stands for a driver; `statements` are (SQL, values) as the store gave them, a batch of rows as one."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.statements: list[tuple[str, Mapping[str, object]]] = []
        self._before = 0
        self._writes = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def begin(self, *, write: bool) -> int:
        self._before, self._writes = len(self.statements), write
        return self._driver.begin(write=write)

    def rollback(self) -> None:
        """A write that is rolled back is run again: only the last time counts."""
        if self._writes:
            del self.statements[self._before :]
        self._driver.rollback()

    def all(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        self.statements.append((sql, values))
        return self._driver.all(sql, values)

    def run(self, sql: str, values: Mapping[str, object]) -> int:
        self.statements.append((sql, values))
        return self._driver.run(sql, values)

    def together(self, statements: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        noted = list(statements)
        self.statements += noted
        self._driver.together(noted)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self.statements.append((sql, {}))
        self._driver.many(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self.statements.append((f"INSERT INTO {table}", {}))
        self._driver.insert(table, columns, rows)

    def lock(self, table: str, ids: Sequence[int]) -> None:
        self.statements.append((f"lock {table}", {"ids": list(ids)}))
        self._driver.lock(table, ids)


class Rehearsing(Recording):
    """Records in one transaction that is never committed, whatever is committed inside it."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver)
        self._version = driver.begin(write=True)

    def begin(self, *, write: bool) -> int:
        return self._version

    def commit(self) -> None:
        pass

    def rollback(self) -> None:
        pass

    def end(self) -> None:
        """Undo everything."""
        self._driver.rollback()


def recorded(store: Store) -> Recording:
    """Note what goes through a store from now on."""
    store.driver = recording = Recording(store.driver)  # type: ignore[assignment] # it answers like one
    return recording
