"""Making a store and bringing it up to the program's schema."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Code, Fault, say
from orgctl.store.schema import APPLICATION_ID, SCHEMA
from orgctl.store.versions import newer

if TYPE_CHECKING:
    from sqlalchemy import Connection


def create_sqlite(path: str) -> None:
    """A new store in a file of mode 0600, in a directory that is made 0700 where it is missing.

    It is finished under another name and linked into place, so that a process that comes at the same
    time finds a whole store or none. Raises Fault store.read_only, store.full, store.unavailable.
    """
    from orgctl.store.sqlite_faults import fault_of, unreachable

    temporary = f"{path}.new-{secrets.token_hex(4)}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600))
        try:
            _make(temporary)
            _link(temporary, path)
        finally:
            for beside in ("", "-journal", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(f"{temporary}{beside}")
        sync_directory(os.path.dirname(path))
    except (OSError, ValueError) as error:
        raise unreachable(path, error) from error
    except sqlite3.Error as error:
        raise fault_of(error, path) from error


def _make(path: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
    migrate_sqlite(path)
    # The file alone gets the store's name: what its log still holds must be in it first. Closing does that
    # too, but says nothing where it fails.
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _link(temporary: str, path: str) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    except OSError:
        # Some file systems have no hard links; what comes second then wins, and loses nothing yet.
        if not os.path.exists(path):
            os.rename(temporary, path)


def sync_directory(directory: str) -> None:
    """Make the names in a directory as durable as what they name."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def migrate_sqlite(path: str, *, commit: bool = True) -> int:
    """Bring a file's schema up to date; answers the version that it had. `commit=False` is a dry run.

    One transaction that begins IMMEDIATE and looks again inside: of racing processes one migrates.
    """
    from sqlalchemy import create_engine, event, pool

    from orgctl.store.sqlite_faults import fault_of

    def open_raw() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        # Tables are rebuilt by copying, which foreign keys would see half done; checked at the end.
        connection.executescript("PRAGMA synchronous=FULL;PRAGMA foreign_keys=OFF;")
        return connection

    engine = create_engine("sqlite://", creator=open_raw, poolclass=pool.NullPool)
    event.listen(
        engine,
        "begin",
        lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"),
    )
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            before: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if before > SCHEMA:
                raise newer(path, before)
            if before < SCHEMA:
                upgrade(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise Fault(
                        Code.STORE_DAMAGED,
                        say(
                            "The store {path} has rows that refer to missing ones.",
                            path=path,
                        ),
                        say("Nothing was migrated. Run: orgctl store check."),
                    )
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
            if not commit:
                transaction.rollback()
        return before
    except Exception as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, sqlite3.Error):
            raise fault_of(cause, path) from error
        raise
    finally:
        engine.dispose()


def migrate_postgres(setting: str, *, commit: bool = True) -> int:
    """Bring a database's schema up to date, one process at a time; answers the version that it had.

    `commit=False` is a dry run.
    """
    import psycopg
    from sqlalchemy import create_engine, pool

    from orgctl.store.places import conninfo, without_password
    from orgctl.store.postgres_faults import fault_of

    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(conninfo(setting)),
        poolclass=pool.NullPool,
    )
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
            exists = connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar()
            before = 0
            if exists:
                found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                before = int(found) if found else 0
            if before > SCHEMA:
                raise newer(without_password(setting), before)
            if before < SCHEMA:
                upgrade(connection)
            if not commit:
                transaction.rollback()
        return before
    except Exception as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, psycopg.Error):
            raise fault_of(cause, setting) from error
        raise
    finally:
        engine.dispose()


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, on a connection that is inside a transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "orgctl:store/migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
