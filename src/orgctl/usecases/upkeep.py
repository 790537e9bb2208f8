"""Looking after a store: what it is, whether it is whole, its copies and its schema."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Code, Fault, NotSignedIn, Sentence, say
from orgctl.store import backups, checking, opening, places
from orgctl.store.schema import SCHEMA
from orgctl.store.transaction import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_COUNTED = ("users", "organizations", "memberships", "invitations", "links", "sessions", "outbox", "audit")


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store is; `bytes` is what it takes on disk."""

    store: str
    engine: str
    engine_version: str
    schema: int
    mine: bool
    bytes: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that breaks an invariant, or damage that the engine's own check found (rule `engine`)."""

    rule: str
    subject: str
    problem: Sentence


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found; `ok` if nothing."""

    ok: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class CopyResult:
    """Where a copy lies; `kept` is where a replaced store lies now."""

    store: str
    copy: str
    kept: str | None
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class MigrateResult:
    """The schema's version before and now."""

    store: str
    before: int
    schema: int


def info(store: Store) -> StoreInfo:
    """What the store is and how much is in it."""
    facts = store.driver.facts()
    rows = store.read(
        lambda tx: {table: tx.all(f"SELECT COUNT(*) FROM {table}")[0][0] for table in _COUNTED}  # noqa: S608 (our own names)
    )
    return StoreInfo(
        store=store.identity,
        engine=store.driver.dialect,
        engine_version=facts.version,
        schema=SCHEMA,
        mine=store.read(lambda tx: tx.is_mine()),
        bytes=facts.bytes,
        rows=rows,
    )


def check(store: Store) -> CheckResult:
    """The engine's own integrity check, then every invariant of the policy."""
    damage = [Problem("engine", store.identity, problem) for problem in store.driver.integrity()]
    try:
        broken = [Problem(*finding) for finding in store.read(checking.broken)]
    except Fault:
        # What is damaged may not be readable; what is may still be told.
        if not damage:
            raise
        broken = []
    return CheckResult(not damage and not broken, tuple(damage + broken))


def backup(store: Store, path: str, *, dry_run: bool = False) -> CopyResult:
    """A consistent copy while others write. Raises InvalidInput usage.argument for a file that exists.

    Dry, the copy is taken, and deleted again: only so is it known that it can be.
    """
    backups.backup(store.setting, path, keep=not dry_run)
    return CopyResult(store.identity, path, None, {})


def restore(setting: str, path: str, *, now: datetime, dry_run: bool = False) -> CopyResult:
    """Put a checked backup in the store's place; the former store is kept beside it.

    Raises Fault: store.not_a_store, store.damaged, store.newer, store.in_use.
    """
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    put_back = backups.restore_postgres if places.is_postgres(setting) else backups.restore_sqlite
    kept = put_back(setting, path, stamp, commit=not dry_run)
    return CopyResult(places.identity(setting), path, kept, {})


def migrate(setting: str, *, dry_run: bool = False) -> MigrateResult:
    """Bring the schema up to date now, instead of at the next use."""
    before = opening.migrate(setting, commit=not dry_run)
    return MigrateResult(places.identity(setting), before, SCHEMA)


def copy(
    source: str,
    target: str,
    progress: Callable[[int], None] = lambda _: None,
    *,
    dry_run: bool = False,
) -> CopyResult:
    """Everything into another, empty store, of either engine, compared row by row.

    Dry, a store that is there is rolled back, and one that isn't is made beside its place and deleted. For the source's owner only: it is all that a backup is. Raises NotSignedIn auth.not_owner; Fault
    store.in_use for a target that is not empty, store.invariant where the copy differs.
    """
    from orgctl.store.copying import copy as copy_rows
    from orgctl.store.copying import rehearsing

    if places.identity(source) == places.identity(target):
        raise Fault(Code.STORE_IN_USE, say("A store can't be copied to itself."), say("Name another one."))
    reading = Store.open(source)
    try:
        if not reading.read(lambda tx: tx.is_mine()):
            raise NotSignedIn(
                Code.AUTH_NOT_OWNER,
                say("Only the owner of the store may do this: {store}", store=reading.identity),
            )
        with rehearsing(target) if dry_run else nullcontext(target) as setting:
            writing = Store.open(setting)
            try:
                rows = copy_rows(reading, writing, progress, commit=not dry_run)
            finally:
                writing.close()
    finally:
        reading.close()
    return CopyResult(places.identity(source), places.identity(target), None, rows)
