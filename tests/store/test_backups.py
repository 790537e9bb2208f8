"""A backup is one instant of a store; restoring puts a whole one in its place, and keeps what was there."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from orgctl.domain.refusals import Fault, InvalidInput
from orgctl.store.places import is_postgres, sqlite_path
from orgctl.store.transaction import Store
from orgctl.usecases import upkeep
from tests.builders import NOON
from tests.store.scene import furnish, rows
from tests.support.postgres import find_binaries
from tests.usecases.acts import ANNA, Acts, refused


@pytest.fixture(autouse=True)
def _clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, of the server that the tests run."""
    monkeypatch.setenv("PATH", f"{find_binaries()}{os.pathsep}{os.environ['PATH']}")


@contextlib.contextmanager
def _opened(url: str):
    store = Store.open(url)
    try:
        yield Acts(store)
    finally:
        store.close()


def _backup(url: str, path: Path) -> None:
    with _opened(url) as acts:
        upkeep.backup(acts.store, str(path))


def test_what_is_restored_is_what_was_backed_up_and_what_was_there_lies_beside(any_url, tmp_path):
    with _opened(any_url) as acts:
        before = rows(furnish(acts.store))
    backup = tmp_path / "backup"
    _backup(any_url, backup)
    with _opened(any_url) as acts:
        acts.sign_up("later@x.example", "later")
        later = rows(acts)

    result = upkeep.restore(any_url, str(backup), now=NOON)

    with _opened(any_url) as acts:
        assert rows(acts) == before
    assert result.kept is not None
    assert result.kept.endswith(".before-restore-20250301T120000Z")
    upkeep.restore(any_url, result.kept, now=NOON.replace(hour=13))
    with _opened(any_url) as acts:
        assert rows(acts) == later


def test_a_backup_is_for_its_owner_alone_and_never_overwrites(any_url, tmp_path):
    backup = tmp_path / "backup"
    _backup(any_url, backup)
    content = backup.read_bytes()

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with _opened(any_url) as acts, pytest.raises(InvalidInput) as caught:
        upkeep.backup(acts.store, str(backup))
    assert caught.value.code.value == "usage.argument"
    assert backup.read_bytes() == content
    assert [name.name for name in tmp_path.iterdir() if "backup" in name.name] == ["backup"]


def test_backups_while_others_write_are_each_whole(any_url, tmp_path):
    with _opened(any_url) as acts:
        acts.sign_up(ANNA, "zylker")
    stop = threading.Event()

    def write() -> None:
        with _opened(any_url) as acts:
            number = 0
            while not stop.is_set():
                number += 1
                acts.join(f"member-{number}@x.example", "zylker", by=ANNA)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            _backup(any_url, tmp_path / f"backup-{number}")
    finally:
        stop.set()
        writer.join()

    counts = []
    for number in range(4):
        restored = f"{any_url}" if is_postgres(any_url) else f"sqlite:///{tmp_path}/restored-{number}.db"
        upkeep.restore(restored, str(tmp_path / f"backup-{number}"), now=NOON.replace(minute=number))
        with _opened(restored) as acts:
            assert upkeep.check(acts.store).ok
            counts.append(len(acts.table("memberships")))
    assert counts == sorted(counts)


def test_a_backup_from_before_is_migrated_when_it_is_restored(sqlite_url, tmp_path):
    from orgctl.store.schema import APPLICATION_ID, SCHEMA

    older = tmp_path / "older.db"
    with contextlib.closing(sqlite3.connect(older)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")

    upkeep.restore(sqlite_url, str(older), now=NOON)

    with _opened(sqlite_url) as acts:
        assert acts.store.driver.all("PRAGMA user_version", {}) == [(SCHEMA,)]


def test_restoring_makes_a_store_where_there_is_none(sqlite_url, tmp_path):
    with _opened(sqlite_url) as acts:
        acts.sign_up(ANNA, "zylker")
    _backup(sqlite_url, tmp_path / "backup")
    there = tmp_path / "elsewhere" / "orgctl.db"

    result = upkeep.restore(str(there), str(tmp_path / "backup"), now=NOON)

    assert result.kept is None
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    with _opened(str(there)) as acts:
        assert acts.rows("SELECT email FROM users") == [(ANNA,)]


# what is refused


def _damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)


SPOILED = {
    "missing": (Path.unlink, "store.unavailable"),
    "empty": (lambda path: path.write_bytes(b""), "store.not_a_store"),
    "something else": (lambda path: path.write_text("name,email\n" * 50), "store.not_a_store"),
    "damaged": (_damaged, "store.damaged"),
    "cut off": (lambda path: os.truncate(path, path.stat().st_size // 2), "store.damaged"),
}


@pytest.mark.parametrize("spoil, code", SPOILED.values(), ids=SPOILED)
def test_what_is_no_whole_store_is_not_put_in_its_place(sqlite_url, tmp_path, spoil, code):
    with _opened(sqlite_url) as acts:
        furnish(acts.store)
        before = rows(acts)
    backup = tmp_path / "backup"
    _backup(sqlite_url, backup)
    spoil(backup)

    with pytest.raises(Fault) as caught:
        upkeep.restore(sqlite_url, str(backup), now=NOON)

    assert caught.value.code.value == code
    with _opened(sqlite_url) as acts:
        assert rows(acts) == before
    assert [name.name for name in Path(sqlite_path(sqlite_url)).parent.iterdir()] == ["orgctl.db"]


def test_a_newer_backup_is_refused_with_both_versions(sqlite_url, tmp_path):
    backup = tmp_path / "backup"
    _backup(sqlite_url, backup)
    with contextlib.closing(sqlite3.connect(backup)) as connection:
        connection.execute("PRAGMA user_version=77")

    fault = refused("store.newer", upkeep.restore, sqlite_url, str(backup), now=NOON)

    assert "has schema 77" in str(fault.message)


def test_a_dump_of_something_else_is_refused(postgres, postgres_url, tmp_path):
    with postgres.fresh() as theirs:
        postgres.execute("CREATE TABLE users (id integer)", on=theirs)
        from orgctl.store import backups

        backups.backup(theirs, str(tmp_path / "theirs"))
    (tmp_path / "text").write_text("name,email\n")

    refused("store.not_a_store", upkeep.restore, postgres_url, str(tmp_path / "theirs"), now=NOON)
    refused("store.fault", upkeep.restore, postgres_url, str(tmp_path / "text"), now=NOON)


def test_restoring_is_refused_while_another_process_has_the_store_open(any_url, tmp_path):
    backup = tmp_path / "backup"
    _backup(any_url, backup)

    with _opened(any_url) as acts:
        acts.sign_up(ANNA, "zylker")
        refused("store.in_use", upkeep.restore, any_url, str(backup), now=NOON)
        assert acts.rows("SELECT email FROM users") == [(ANNA,)]

    upkeep.restore(any_url, str(backup), now=NOON)


def test_without_pg_dump_it_is_said_what_is_missing(postgres_url, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with _opened(postgres_url) as acts:
        fault = refused("store.unsupported", upkeep.backup, acts.store, str(tmp_path / "backup"))

    assert "pg_dump is not installed" in str(fault.message)
    assert list(tmp_path.glob("backup*")) == []


def test_no_password_is_in_the_arguments_of_pg_dump(postgres_url, tmp_path, monkeypatch):
    import subprocess

    seen = []
    real = subprocess.run

    def noting(command, **options):
        seen.append((command, options["env"]["PGPASSWORD"]))
        return real(command, **options)

    monkeypatch.setattr(subprocess, "run", noting)

    with _opened(postgres_url.replace("orgctl@", "orgctl:hush@", 1)) as acts:
        upkeep.backup(acts.store, str(tmp_path / "backup"))

    [(command, password)] = seen
    assert "hush" not in " ".join(command)
    assert password == "hush"


def test_a_backup_into_a_folder_that_is_not_there_is_refused(any_url, tmp_path):
    with _opened(any_url) as acts:
        refused("store.unavailable", upkeep.backup, acts.store, str(tmp_path / "no" / "backup"))


def test_restoring_can_be_tried(any_url, tmp_path):
    with _opened(any_url) as acts:
        furnish(acts.store)
    backup = tmp_path / "backup"
    _backup(any_url, backup)
    with _opened(any_url) as acts:
        acts.sign_up("later@x.example", "later")
        later = rows(acts)
    beside = sorted(tmp_path.rglob("*backup*"))

    tried = upkeep.restore(any_url, str(backup), now=NOON, dry_run=True)

    with _opened(any_url) as acts:
        assert rows(acts) == later
    assert sorted(tmp_path.rglob("*backup*")) == beside
    assert tried == upkeep.restore(any_url, str(backup), now=NOON)
