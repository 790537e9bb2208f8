"""Everything of one store into another, engine to engine, compared row by row at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from orgctl.domain.refusals import Code, Fault, say
from orgctl.store import opening, places, sqlite_faults
from orgctl.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Table

    from orgctl.store.transaction import Store, Transaction

_BATCH = 10_000


@contextmanager
def rehearsing(target: str) -> Iterator[str]:
    """A store to copy to without a trace: the target, if it is one; else one beside it, or a temporary one.

    Raises Fault store.unavailable, store.read_only where no store can be made there, and store.newer.
    """
    if places.is_postgres(target):
        is_there = opening.migrate(target, commit=False) > 0
        beside = None
    else:
        path = places.sqlite_path(target)
        is_there = os.path.lexists(path)
        beside = os.path.dirname(path)
        while not os.path.lexists(beside):
            beside = os.path.dirname(beside)
    if is_there:
        yield target
        return
    try:
        folder = tempfile.mkdtemp(prefix=".orgctl-", dir=beside)
    except OSError as error:
        raise sqlite_faults.unreachable(places.identity(target), error) from error
    try:
        yield os.path.join(folder, "orgctl.db")
    finally:
        shutil.rmtree(folder)


def copy(
    source: Store,
    target: Store,
    progress: Callable[[int], None] = lambda _: None,
    *,
    commit: bool = True,
) -> dict[str, int]:
    """Copy every table into a target that holds nothing yet; answers the rows of each.

    One reading transaction of the source, one writing one of the target, and a digest of every row on
    both sides before the target commits. Raises Fault store.in_use for a target that is not empty,
    store.invariant where the two differ at the end.
    """

    def copying(reading: Transaction) -> dict[str, int]:
        return target.write(lambda writing: _copy(reading, writing, progress), commit=commit)

    return source.read(copying)


def _copy(reading: Transaction, writing: Transaction, progress: Callable[[int], None]) -> dict[str, int]:
    tables = metadata().sorted_tables
    if any(writing.one(f"SELECT 1 FROM {table.name} LIMIT 1") is not None for table in tables):  # noqa: S608 (our own names)
        raise Fault(
            Code.STORE_IN_USE,
            say("The store to copy to is not empty; nothing was copied."),
            say("Name a new file or an empty database."),
        )
    counts: dict[str, int] = {}
    done = 0
    for table in tables:
        names = [column.name for column in table.columns]
        counts[table.name] = 0
        sent = hashlib.sha256()
        for batch in _rows(reading, table):
            for row in batch:
                sent.update(repr(row).encode())
            writing.insert(table.name, names, batch)
            counts[table.name] += len(batch)
            done += len(batch)
            progress(done)
        came = hashlib.sha256()
        for batch in _rows(writing, table):
            for row in batch:
                came.update(repr(row).encode())
        if sent.digest() != came.digest():
            raise Fault(
                Code.STORE_INVARIANT,
                say("Table {table} is not the same in both stores; nothing was copied.", table=table.name),
                say("Report this; the source is unchanged."),
            )
    return counts


def _rows(tx: Transaction, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """All rows in the order of the primary key, in batches, with values that are alike on both engines.

    Each batch begins after the last one's key, so that the last costs no more than the first.
    """
    names = [column.name for column in table.columns]
    flags = [index for index, column in enumerate(table.columns) if column.type.python_type is bool]
    keys = [column.name for column in table.primary_key.columns]
    order = [tx.in_byte_order(key) if table.columns[key].type.python_type is str else key for key in keys]
    begun = f"SELECT {', '.join(names)} FROM {table.name}"  # noqa: S608 (our own names)
    ended = f"ORDER BY {', '.join(order)} LIMIT {_BATCH}"
    beyond = f"WHERE ({', '.join(order)}) > ({', '.join(f':{key}' for key in keys)})"
    rows = tx.all(f"{begun} {ended}")
    while rows:
        yield [
            tuple(bool(value) if index in flags else value for index, value in enumerate(row)) for row in rows
        ]
        last = dict(zip(names, rows[-1], strict=True))
        rows = tx.all(f"{begun} {beyond} {ended}", **{key: last[key] for key in keys})
