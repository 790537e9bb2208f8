"""Each write to the store fails once: the first, the second, the third, until the command succeeds."""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from orgctl.store import checking
from orgctl.store.transaction import Store
from tests.faults.machinery import DEAD, FAIL, FAIL_ON, JAN, fresh

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.machinery import Victim

COMMANDS = {
    "invite send": ["invite", "send", *(f"person-{number}@x.example" for number in range(3))],
    "org create": ["org", "create", "Services", "--url", "services"],
    "org rename": ["org", "rename", "Products"],
    "org subscribe": ["org", "subscribe", "crm-plus", "--licenses", "5"],
}
FAULTS = [
    pytest.param(errno.ENOSPC, FAIL_ON, id="the disk is full"),
    pytest.param(errno.EIO, FAIL, id="the disk fails once"),
]


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def _require_sound(path: Path) -> None:
    store = Store.open(str(path))
    assert store.driver.integrity() == []
    assert store.read(checking.broken) == []
    store.close()


def _run(victim: Victim, argv: list[str], path: Path, folder: Path, **fault: Any) -> list[Any]:
    env = {
        "HOME": str(folder / "home"),
        "ORGCTL_STORE": str(path),
        "ORGCTL_OUTPUT": "json",
        "ORGCTL_MAIL": f"maildir:{folder / 'mail'}",
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    ended = victim.run(argv=argv, env=env, place=str(path.parent), **fault)
    assert ended["exit"] == 0, ended
    told: list[Any] = ended["told"][0]
    return told


@pytest.mark.parametrize("number, how", [*FAULTS, pytest.param(errno.EIO, DEAD, id="the disk is gone")])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_write_that_fails_leaves_all_or_nothing_and_says_which(
    command: str, number: int, how: int, victim: Victim, furnished: Path, tmp_path: Path
):
    argv = ["--as", JAN, *COMMANDS[command]]
    before = _dump(furnished)
    refused = 0
    for at in range(1, 400):
        path = fresh(furnished, tmp_path / "store")

        code, _out, err, seen = _run(victim, argv, path, tmp_path, at=at, how=how, errno=number)

        if seen < at:
            break
        _require_sound(path)
        if code == 0:
            # what failed was not needed: the change is there, and no mail is lost
            assert _dump(path) != before
            continue
        error = json.loads(err)["error"]
        assert code == 1
        assert error["code"] in {"store.full", "store.unavailable", "store.fault"}, error
        assert str(path) in error["message"]
        if "nothing was changed" in error["message"]:
            assert _dump(path) == before
        else:
            assert "may have been made, or not" in error["message"]
        refused += 1
    assert (code, seen < at) == (0, True)
    assert refused >= 3


@pytest.mark.parametrize("number, how", FAULTS)
def test_making_a_store_that_fails_leaves_none_or_a_whole_one(
    number: int, how: int, victim: Victim, tmp_path: Path
):
    argv = ["signup", JAN, "--name", "Jan", "--org-name", "Z", "--org-url", "zylker", "--no-password"]
    at, refused = 1, 0
    while True:
        folder = tmp_path / f"store-{at}"
        folder.mkdir()
        path = folder / "orgctl.db"

        code, _out, err, seen = _run(victim, argv, path, tmp_path, at=at, how=how, errno=number)

        if seen < at:
            break
        assert {each.name for each in folder.iterdir()} <= {"orgctl.db", "orgctl.db-wal", "orgctl.db-shm"}
        if path.exists():
            _require_sound(path)
        if code != 0:
            error = json.loads(err)["error"]
            assert (code, error["code"].partition(".")[0]) == (1, "store"), error
            assert str(path) in error["message"]
            refused += 1
        at += 1 + at // 6
    assert code == 0
    assert refused >= 10
