"""What changes a whole store can be tried first: the same answer, and nothing is changed."""

from __future__ import annotations

import sqlite3

import pytest


@pytest.fixture
def signed_up(run):
    """Jan's organization in the store, and everything that lies beside it."""
    run(
        *("--as", "jan@zylker.example", "signup", "jan@zylker.example", "--name", "Jan"),
        *("--org-name", "Zylker", "--org-url", "zylker", "--no-password"),
    )
    return run


def _contents(folder):
    """Every file's name, and everything that the stores among them hold."""
    found = {}
    for path in folder.rglob("*.db"):
        with sqlite3.connect(path) as connection:
            found[path.name] = list(connection.iterdump())
        connection.close()
    return sorted(path.name for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))), found


@pytest.mark.parametrize("command", ["backup", "copy"])
def test_a_copy_that_is_tried_leaves_no_file(signed_up, command, tmp_path, sqlite_url):
    target = tmp_path / "new" / "copy.db" if command == "copy" else tmp_path / "copy.db"
    argv = ["store", command, *([sqlite_url] if command == "copy" else []), str(target), "-o", "json"]
    before = sorted(tmp_path.rglob("*"))

    tried = signed_up(*argv, "--dry-run")

    assert tried.code == 0
    assert sorted(tmp_path.rglob("*")) == before
    assert tried.err.startswith("Dry run")
    done = signed_up(*argv)
    assert done.json() == tried.json()
    assert target.exists()
    for again in (signed_up(*argv), signed_up(*argv, "--dry-run")):
        assert (again.code, again.error()["code"]) == {
            "backup": (2, "usage.argument"),
            "copy": (1, "store.in_use"),
        }[command]


def test_a_restore_that_is_tried_checks_the_backup_and_puts_nothing_in_its_place(signed_up, tmp_path):
    backup = tmp_path / "backup.db"
    signed_up("store", "backup", str(backup))
    signed_up("--as", "jan@zylker.example", "org", "rename", "Later")
    before = _contents(tmp_path)

    tried = signed_up("store", "restore", str(backup), "--dry-run", "-o", "json")

    assert tried.code == 0
    assert tried.json()["kept"].rpartition(".before-restore-")[0].endswith("orgctl.db")
    assert _contents(tmp_path) == before
    assert '"Later"' in signed_up("--as", "jan@zylker.example", "org", "show", "-o", "json").out
    backup.write_bytes(b"no store")
    for dry in ([], ["--dry-run"]):
        refused = signed_up("store", "restore", str(backup), "--yes", "-o", "json", *dry)
        assert (refused.code, refused.error()["code"]) == (1, "store.not_a_store")


def test_a_migration_that_is_tried_makes_no_store(run, tmp_path):
    path = tmp_path / "none" / "orgctl.db"

    tried = run("--store", str(path), "store", "migrate", "--dry-run", "-o", "json")

    assert (tried.code, tried.json()["before"]) == (0, 0)
    assert not path.parent.exists()


def test_a_migration_that_is_tried_is_rolled_back(run, tmp_path, sqlite_url):
    path = sqlite_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        connection.execute("PRAGMA foreign_keys=OFF")
        for (name,) in tables:
            if not name.startswith("sqlite_"):
                connection.execute(f"DROP TABLE {name}")
        connection.execute("PRAGMA user_version=0")
    connection.close()

    tried = run("store", "migrate", "--dry-run", "-o", "json")

    assert (tried.code, tried.json()["before"]) == (0, 0)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0] < 3
    connection.close()
    assert run("store", "migrate", "-o", "json").json() == tried.json()
