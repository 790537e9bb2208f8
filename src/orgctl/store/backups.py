"""Copies of a whole store: taken while others write, checked before they are put back."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Code, Fault, InvalidInput, say
from orgctl.store import places, schema, sqlite, sqlite_faults, upkeep, versions

if TYPE_CHECKING:
    from collections.abc import Sequence


def backup(setting: str, path: str, *, keep: bool = True) -> None:
    """A consistent copy in a new file of mode 0600, while others write; unless `keep`, it is deleted again.

    SQLite: its backup API. PostgreSQL: pg_dump in its custom format. Raises InvalidInput usage.argument
    where something lies at `path`, Fault store.unsupported without pg_dump, store.* otherwise.
    """
    path = os.path.abspath(os.path.expanduser(path))
    if os.path.lexists(path):
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("{path} exists; a backup never overwrites.", path=path),
            say("Name a new file."),
        )
    temporary = f"{path}.new-{secrets.token_hex(4)}"
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600))
    except OSError as error:
        raise sqlite_faults.unreachable(path, error) from error
    try:
        if places.is_postgres(setting):
            _run(["pg_dump", "--format=custom", "--no-owner", f"--file={temporary}"], setting)
        else:
            copy_sqlite(places.sqlite_path(setting), temporary)
        if keep:
            _give_name(temporary, path)
    except sqlite3.Error as error:
        raise sqlite_faults.fault_of(error, path) from error
    except OSError as error:
        raise sqlite_faults.unreachable(path, error) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def copy_sqlite(source: str, target: str) -> None:
    """All pages of one file into another, as of one instant, in one transaction of the target."""
    with (
        contextlib.closing(sqlite.open_file(source).connection) as reading,
        contextlib.closing(
            sqlite3.connect(target, isolation_level=None, timeout=schema.BUSY_SECONDS)
        ) as writing,
    ):
        writing.execute("PRAGMA synchronous=FULL")
        reading.backup(writing)


def check_file(path: str) -> int:
    """What a file must be before it takes a store's place: a whole store; answers its schema's version.

    Raises Fault: store.not_a_store, store.damaged, store.newer.
    """
    try:
        status = os.lstat(path)
    except OSError as error:
        raise sqlite_faults.unreachable(path, error) from error
    sqlite.check_is_store(path, status)
    driver = sqlite.open_file(path)
    try:
        version: int = driver.connection.execute("PRAGMA user_version").fetchone()[0]
        problems = sqlite.integrity(driver.connection)
    except sqlite3.Error as error:
        raise sqlite_faults.fault_of(error, path) from error
    finally:
        driver.close()
    if problems:
        raise Fault(
            Code.STORE_DAMAGED,
            say("{path} is damaged ({reason}); nothing was restored.", path=path, reason=problems[0]),
            say("Take another backup."),
        )
    if version > schema.SCHEMA:
        raise versions.newer(path, version)
    return version


def restore_sqlite(setting: str, backup_path: str, stamp: str, *, commit: bool = True) -> str | None:
    """Put a checked backup in the place of the store; answers where the former one lies now.

    `commit=False` is a dry run: it checks, and answers where the former one would lie.

    The former store is copied beside itself first. It is written into the same file, in one transaction,
    so that whoever opens it meanwhile waits and never holds a file that is no store any more. Raises
    Fault store.in_use while another process has it open, and what `check_file` raises.
    """
    path = places.sqlite_path(setting)
    backup_path = os.path.abspath(os.path.expanduser(backup_path))
    check_file(backup_path)
    if not os.path.lexists(path):
        if commit:
            upkeep.create_sqlite(path)
        kept = None
    else:
        sqlite.check_place(path)
        kept = f"{path}.before-restore-{stamp}"
    try:
        if kept is not None:
            _require_alone(path)
        if not commit:
            return kept
        if kept is not None:
            os.close(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600))
            copy_sqlite(path, kept)
        copy_sqlite(backup_path, path)
    except sqlite3.Error as error:
        raise sqlite_faults.fault_of(error, path) from error
    except OSError as error:
        raise sqlite_faults.unreachable(kept or path, error) from error
    upkeep.migrate_sqlite(path)
    return kept


def _require_alone(path: str) -> None:
    # Leaving WAL needs every other connection to be gone: the one question SQLite answers exactly.
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        alone = mode == "delete"
        if alone:
            connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        alone = False
    finally:
        connection.close()
    if not alone:
        raise Fault(
            Code.STORE_IN_USE,
            say("The store {path} is open in another process; nothing was restored.", path=path),
            say("End the other process and try again."),
        )


def restore_postgres(setting: str, backup_path: str, stamp: str, *, commit: bool = True) -> str:
    """As `restore_sqlite`, with pg_dump and pg_restore; the former store is a dump beside the backup."""
    from orgctl.store.postgres import connect

    backup_path = os.path.abspath(os.path.expanduser(backup_path))
    listing = _run(["pg_restore", "--list", backup_path], setting, with_database=False)
    if "alembic_version" not in listing or "memberships" not in listing:
        raise sqlite_faults.not_a_store(backup_path, say("it is no dump of one"))
    driver = connect(setting, upkeep.migrate_postgres)
    try:
        others = driver.all(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            {},
        )
    finally:
        driver.close()
    if others[0][0]:
        raise Fault(
            Code.STORE_IN_USE,
            say("{count} other connections have the store open; nothing was restored.", count=others[0][0]),
            say("End them and try again."),
        )
    kept = f"{backup_path}.before-restore-{stamp}"
    backup(setting, kept, keep=commit)
    if not commit:
        return kept
    _run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", backup_path],
        setting,
        into_database=True,
    )
    upkeep.migrate_postgres(setting)
    return kept


def _run(
    command: Sequence[str], setting: str, *, with_database: bool = True, into_database: bool = False
) -> str:
    """Run one of PostgreSQL's own programs; the password goes by the environment, never by an argument."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    program = shutil.which(command[0])
    if program is None:
        raise Fault(
            Code.STORE_UNSUPPORTED,
            say("{program} is not installed.", program=command[0]),
            say("Install PostgreSQL's client programs, of the server's version or newer."),
        )
    parts = {
        name: value for name, value in conninfo_to_dict(places.conninfo(setting)).items() if value is not None
    }
    environment = dict(os.environ)
    password = parts.pop("password", None)
    if password is not None:
        environment["PGPASSWORD"] = str(password)
    target = make_conninfo("", **parts)
    arguments = [program, *command[1:]]
    if into_database:
        arguments += [f"--dbname={target}"]
    elif with_database:
        arguments += [target]
    done = subprocess.run(  # noqa: S603 (a fixed program; arguments are no shell's)
        arguments, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        raise Fault(
            Code.STORE_FAULT,
            say("{program} failed: {reason}", program=command[0], reason=lines[-1]),
            say("Nothing was changed."),
        )
    return done.stdout


def _give_name(temporary: str, path: str) -> None:
    handle = os.open(temporary, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.link(temporary, path)
    upkeep.sync_directory(os.path.dirname(path))
