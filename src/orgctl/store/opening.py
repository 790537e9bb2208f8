"""Opening the store that a setting names, made or migrated where that is needed."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from orgctl.store import sqlite
from orgctl.store.places import is_postgres, sqlite_path
from orgctl.store.schema import SCHEMA

if TYPE_CHECKING:
    from orgctl.store.engine import Driver
    from orgctl.store.sqlite import SqliteDriver


def migrate(setting: str) -> int:
    """Bring a store's schema up to date, creating the store where there is none; answers what it had."""
    from orgctl.store import upkeep

    if is_postgres(setting):
        return upkeep.migrate_postgres(setting)
    path = sqlite_path(setting)
    if not os.path.lexists(path):
        upkeep.create_sqlite(path)
        return 0
    sqlite.check_place(path)
    return upkeep.migrate_sqlite(path)


def connect(setting: str) -> Driver:
    """Open a store's engine; creates and migrates it where it is new or older.

    Raises Fault: store.not_a_store, store.newer, store.read_only, store.unavailable, store.isolation.
    """
    if is_postgres(setting):
        from orgctl.store import postgres

        def migrate_first(setting: str) -> int:
            from orgctl.store import upkeep

            return upkeep.migrate_postgres(setting)

        return postgres.connect(setting, migrate_first)
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
    return _open_file(sqlite_path(setting))


def _open_file(path: str) -> SqliteDriver:
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        from orgctl.store import upkeep

        upkeep.create_sqlite(path)
        status = os.lstat(path)
    except (OSError, ValueError) as error:
        from orgctl.store.sqlite_faults import unreachable

        raise unreachable(path, error) from error
    sqlite.check_is_store(path, status)
    driver = sqlite.open_file(path)
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
        from orgctl.store import upkeep

        upkeep.migrate_sqlite(path)
    return driver
