"""A store is made at its first use, once, and brought up to the program's schema; never a newer one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from orgctl.domain.refusals import Fault
from orgctl.store import upkeep
from orgctl.store.places import is_postgres, sqlite_path
from orgctl.store.schema import APPLICATION_ID, SCHEMA
from orgctl.store.transaction import Store
from orgctl.usecases import upkeep as usecases
from tests.usecases.acts import ANNA, Acts


def _fault(code, act, *args):
    with pytest.raises(Fault) as caught:
        act(*args)
    assert caught.value.code.value == code
    return caught.value


def _open_and_use(url: str) -> int:
    store = Store.open(url)
    try:
        return store.write(lambda tx: tx.all("SELECT COUNT(*) FROM users")[0][0])
    finally:
        store.close()


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# SQLite


def test_a_new_store_is_private_and_so_is_its_folder(tmp_path):
    path = tmp_path / "new" / "deeper" / "orgctl.db"
    before = os.umask(0)
    try:
        assert _open_and_use(str(path)) == 0
    finally:
        os.umask(before)

    assert _mode(path) == 0o600
    assert _mode(path.parent) == 0o700


def test_the_files_beside_an_open_store_are_as_private(tmp_path):
    path = tmp_path / "orgctl.db"
    store = Store.open(str(path))
    try:
        store.write(lambda tx: tx.run("DELETE FROM users"))
        beside = {name.name: _mode(name) for name in tmp_path.iterdir()}
    finally:
        store.close()

    assert beside == {"orgctl.db": 0o600, "orgctl.db-wal": 0o600, "orgctl.db-shm": 0o600}


def test_a_new_store_says_whose_it_is_and_loses_nothing_to_a_power_cut(tmp_path):
    path = tmp_path / "orgctl.db"
    store = Store.open(str(path))

    def pragma(name: str) -> object:
        return store.driver.all(f"PRAGMA {name}", {})[0][0]

    try:
        assert pragma("application_id") == APPLICATION_ID
        assert pragma("user_version") == SCHEMA
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # FULL
        assert pragma("foreign_keys") == 1
        assert pragma("trusted_schema") == 0
        assert pragma("busy_timeout") == 10_000
    finally:
        store.close()


def test_making_one_leaves_nothing_else_behind(tmp_path):
    _open_and_use(str(tmp_path / "orgctl.db"))

    assert [name.name for name in tmp_path.iterdir()] == ["orgctl.db"]


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", "empty"),
        (b"name,email\n" * 20, "no SQLite database"),
    ],
)
def test_what_is_no_store_is_left_as_it_is(tmp_path, content, why):
    path = tmp_path / "orgctl.db"
    path.write_bytes(content)

    fault = _fault("store.not_a_store", Store.open, str(path))

    assert why in str(fault.message)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_as_it_is(tmp_path):
    path = tmp_path / "theirs.db"
    with contextlib.closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE users (id INTEGER)")
    before = path.read_bytes()

    _fault("store.not_a_store", Store.open, str(path))

    assert path.read_bytes() == before


def test_a_folder_and_a_pipe_are_no_stores(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path, tmp_path / "pipe"):
        _fault("store.not_a_store", Store.open, str(path))


def test_a_link_of_ones_own_is_followed(tmp_path):
    _open_and_use(str(tmp_path / "orgctl.db"))
    (tmp_path / "link.db").symlink_to(tmp_path / "orgctl.db")

    assert _open_and_use(str(tmp_path / "link.db")) == 0


def test_somebody_elses_link_is_not_followed(tmp_path, monkeypatch):
    _open_and_use(str(tmp_path / "orgctl.db"))
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "orgctl.db")
    if os.geteuid() == 0:
        os.chown(link, 65534, 65534, follow_symlinks=False)
    else:  # who can't give a link away is somebody else for the moment
        monkeypatch.setattr(os, "geteuid", lambda: 65534)

    _fault("store.not_a_store", Store.open, str(link))


def test_a_setting_of_an_engine_that_is_none_is_refused():
    _fault("store.unsupported", Store.open, "mysql://root@localhost/orgctl")


# eight at once


def test_eight_processes_make_one_store_at_the_same_instant(crew, tmp_path):
    url = str(tmp_path / "new" / "orgctl.db")

    assert crew.run(_open_and_use, [(url,)] * 8) == [0] * 8

    assert [name.name for name in (tmp_path / "new").iterdir()] == ["orgctl.db"]


def test_eight_processes_migrate_one_file_at_the_same_instant(crew, tmp_path):
    path = tmp_path / "orgctl.db"
    with contextlib.closing(sqlite3.connect(path)) as older:
        older.execute(f"PRAGMA application_id={APPLICATION_ID}")
        older.execute("PRAGMA journal_mode=WAL")

    assert crew.run(_open_and_use, [(str(path),)] * 8) == [0] * 8

    with contextlib.closing(sqlite3.connect(path)) as migrated:
        assert migrated.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert migrated.execute("SELECT version_num FROM alembic_version").fetchall() == [(f"{SCHEMA:04}",)]


def test_eight_processes_meet_an_empty_database_at_the_same_instant(crew, postgres):
    with postgres.fresh() as url:
        assert crew.run(_open_and_use, [(url,)] * 8) == [0] * 8

        assert postgres.execute("SELECT version_num FROM alembic_version", on=url) == [(f"{SCHEMA:04}",)]


# versions


def _set_version(url: str, version: int, postgres) -> None:
    if is_postgres(url):
        postgres.execute("UPDATE alembic_version SET version_num = %s", [f"{version:04}"], on=url)
    else:
        with contextlib.closing(sqlite3.connect(sqlite_path(url))) as connection:
            connection.execute(f"PRAGMA user_version={version}")


def _digest(url: str, postgres) -> object:
    if is_postgres(url):
        return postgres.execute(
            "SELECT c.relname, c.relfilenode, v.version_num, v.xmin FROM pg_class c, alembic_version v "
            "WHERE c.relnamespace = current_schema()::regnamespace ORDER BY c.relname",
            on=url,
        )
    folder = Path(sqlite_path(url)).parent
    return {name.name: hashlib.sha256(name.read_bytes()).hexdigest() for name in folder.iterdir()}


def test_a_newer_store_is_refused_with_both_versions_and_left_untouched(any_url, postgres):
    _set_version(any_url, 77, postgres)
    before = _digest(any_url, postgres)

    refusals = [
        _fault("store.newer", _open_and_use, any_url),
        _fault("store.newer", usecases.migrate, any_url),
    ]

    for refusal in refusals:
        assert f"has schema 77; this orgctl knows schema {SCHEMA}" in str(refusal.message)
    assert _digest(any_url, postgres) == before


def test_a_program_whose_store_was_migrated_under_it_is_stopped_inside_its_transaction(any_url, postgres):
    store = Store.open(any_url)
    acts = Acts(store)
    acts.sign_up(ANNA, "zylker")
    _set_version(any_url, SCHEMA + 1, postgres)

    try:
        for act in (
            lambda: acts.sign_up("ewa@x.example", "ewas"),
            lambda: store.read(lambda tx: tx.all("SELECT 1")),
        ):
            fault = _fault("store.outdated", act)
            assert f"schema {SCHEMA + 1}" in str(fault.message)
            assert f"schema {SCHEMA}" in str(fault.message)
        _set_version(any_url, SCHEMA, postgres)
        assert acts.rows("SELECT email FROM users") == [(ANNA,)]
    finally:
        store.close()


def test_migrating_what_is_up_to_date_changes_nothing(any_url, postgres):
    before = _digest(any_url, postgres)

    result = usecases.migrate(any_url)

    assert (result.before, result.schema) == (SCHEMA, SCHEMA)
    if not is_postgres(any_url):
        assert _digest(any_url, postgres) == before


def test_migrating_makes_a_store_where_there_is_none(tmp_path, postgres):
    assert usecases.migrate(str(tmp_path / "orgctl.db")).before == 0
    with postgres.fresh() as url:
        assert usecases.migrate(url).before == 0


def test_a_migration_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def failing(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError("in the middle")

    path = tmp_path / "orgctl.db"
    with contextlib.closing(sqlite3.connect(path)) as older:
        older.execute(f"PRAGMA application_id={APPLICATION_ID}")
    monkeypatch.setattr(upkeep, "upgrade", failing)

    with pytest.raises(RuntimeError):
        usecases.migrate(str(path))

    with contextlib.closing(sqlite3.connect(path)) as after:
        assert after.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,)
        assert after.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_url_in_a_message_shows_no_password(postgres_url, postgres):
    _set_version(postgres_url, 77, postgres)
    with_password = postgres_url.replace("orgctl@", "orgctl:hush@", 1)

    fault = _fault("store.newer", _open_and_use, with_password)

    assert "hush" not in f"{fault.message} {fault.hint}"
