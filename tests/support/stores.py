"""Empty stores by the dozen: made once for a run, which costs a second, and copied for each test."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.postgres import Server

# in a process of its own, after which nothing is connected to the new store
_MAKE = """
import sys
from orgctl.store.transaction import Store
Store.open(sys.argv[1]).write(lambda tx: None)
"""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time; the workers of a run share the folder."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sqlite_template(folder: Path) -> Path:
    """An empty SQLite store, made by the first who asks."""
    path = folder / "template.db"
    with locked(folder):
        if not path.exists():
            unfinished = folder / "unfinished.db"
            make_store(str(unfinished))
            with sqlite3.connect(unfinished) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            unfinished.rename(path)
    return path


def copy_sqlite(template: Path, path: Path) -> Path:
    """A store of a test's own, with the modes that orgctl gives."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    shutil.copyfile(template, path)
    return path


def postgres_template(folder: Path, server: Server) -> str:
    """The name of a database that holds an empty store, made by the first who asks."""
    note = folder / "postgres.template"
    with locked(folder):
        if not note.exists():
            name = f"template_{folder.name.replace('-', '_')}"
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
            server.execute(f'CREATE DATABASE "{name}"')
            make_store(server.database(name))
            note.write_text(name)
    return note.read_text()


def make_store(setting: str) -> None:
    """Let orgctl make the store that a path or URL names."""
    subprocess.run([sys.executable, "-c", _MAKE, setting], check=True, stdin=subprocess.DEVNULL)
