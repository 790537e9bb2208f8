"""Opening the store that a setting names, made or migrated where that is needed."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from orgctl.store import sqlite
from orgctl.store.places import identity, is_postgres, sqlite_path
from orgctl.store.schema import BUSY_SECONDS, SCHEMA

if TYPE_CHECKING:
    from orgctl.domain.refusals import Fault
    from orgctl.store.engine import Driver
    from orgctl.store.sqlite import SqliteDriver


PASSING_SECONDS = 2
"""How long one who only passes by waits for a server to answer; libpq counts whole seconds, two at least."""


def migrate(setting: str, *, commit: bool = True) -> int:
    """Bring a store's schema up to date, creating the store where there is none; answers what it had.

    `commit=False` is a dry run, which makes no store either.
    """
    from orgctl.store import upkeep

    if is_postgres(setting):
        return upkeep.migrate_postgres(setting, commit=commit)
    path = sqlite_path(setting)
    if not os.path.lexists(path):
        if commit:
            upkeep.create_sqlite(path)
        return 0
    sqlite.check_place(path)
    return upkeep.migrate_sqlite(path, commit=commit)


def connect(setting: str, *, passing: bool = False) -> Driver:
    """Open a store's engine; creates and migrates it where it is new or older.

    `passing` is for whom nobody asked to open a store, such as a shell that completes a word: it neither
    makes nor migrates one, and waits for nobody. Raises Fault: store.not_a_store, store.newer,
    store.read_only, store.unavailable, store.isolation; with `passing` also store.outdated.
    """
    if is_postgres(setting):
        from orgctl.store import postgres

        def migrate_first(setting: str) -> int:
            if passing:
                raise _untouched(setting)
            from orgctl.store import upkeep

            return upkeep.migrate_postgres(setting)

        patience = PASSING_SECONDS if passing else BUSY_SECONDS
        return postgres.connect(setting, migrate_first, patience=patience)
    if "://" in setting and not setting.startswith("sqlite"):
        from orgctl.domain.refusals import Code, Fault, say

        raise Fault(
            Code.STORE_UNSUPPORTED,
            say(
                "No engine serves the store {setting}.",
                setting=setting.split("://", 1)[0] + "://…",
            ),
            say("Give a file's path, sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE."),
        )
    return _open_file(sqlite_path(setting), passing=passing)


def is_made(setting: str) -> bool:
    """Whether a store may be there: False only for a file that is missing, as before the first use."""
    return is_postgres(setting) or os.path.lexists(sqlite_path(setting))


def _untouched(setting: str) -> Fault:
    from orgctl.domain.refusals import Code, Fault, say

    return Fault(
        Code.STORE_OUTDATED,
        say("The store {store} is missing or older than orgctl.", store=identity(setting)),
    )


def _open_file(path: str, *, passing: bool) -> SqliteDriver:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        if passing:
            raise _untouched(path) from None
        from orgctl.store import upkeep

        upkeep.create_sqlite(path)
        status = os.lstat(path)
    except (OSError, ValueError) as error:
        from orgctl.store.sqlite_faults import unreachable

        raise unreachable(path, error) from error
    sqlite.check_is_store(path, status)
    driver = sqlite.open_file(path, patience=0 if passing else BUSY_SECONDS)
    try:
        version = driver.connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        driver.close()
        raise driver.fault(error) or error from error
    if version > SCHEMA:
        from orgctl.store.versions import newer

        driver.close()
        raise newer(path, version)
    if version < SCHEMA:
        if passing:
            driver.close()
            raise _untouched(path)
        from orgctl.store import upkeep

        upkeep.migrate_sqlite(path)
    return driver
