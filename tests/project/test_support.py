"""The tests' own tools: a clock that does not move would prove nothing about an invitation's end."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support import clock
from tests.support.letters import read_maildir

if TYPE_CHECKING:
    from pathlib import Path

    from orgctl.store.transaction import Store, Transaction
    from tests.support.postgres import Server
    from tests.support.run import Orgctl

SENT = datetime(2026, 3, 25, 12, 0, 0, tzinfo=UTC)

LOOK = """
import datetime, json, os, sys, time
began = time.monotonic()
first = datetime.datetime.now(datetime.UTC)
time.sleep(0.3)
print(json.dumps({
    "now": first.isoformat(),
    "wall": (datetime.datetime.now(datetime.UTC) - first).total_seconds(),
    "waited": time.monotonic() - began,
    "file": os.stat(sys.executable).st_mtime,
    "env": dict(os.environ),
    "argv": sys.argv[1:],
    "cwd": os.getcwd(),
}))
"""


@pytest.fixture
def looking(orgctl: Orgctl) -> Orgctl:
    """In orgctl's place, a program that tells where it finds itself."""
    return dataclasses.replace(orgctl, command=(sys.executable, "-c", LOOK))


def test_a_frozen_clock_stands_at_the_very_second_and_waiting_goes_on(looking: Orgctl):
    seen = looking.at(SENT).json()

    assert seen["now"] == "2026-03-25T12:00:00+00:00"
    assert seen["wall"] == 0
    assert seen["waited"] >= 0.3


def test_a_span_is_counted_from_the_frozen_instant_over_a_change_of_summer_time(looking: Orgctl):
    seen = looking.at(SENT).at("+7d-1s").with_env(TZ="Europe/Warsaw").json()

    assert seen["now"] == "2026-04-01T11:59:59+00:00"


def test_a_ticking_clock_goes_on_from_its_instant(looking: Orgctl):
    seen = looking.at("2026-03-25T12:00:00Z", ticking=True).json()

    assert seen["now"].startswith("2026-03-25T12:00:0")
    assert seen["wall"] >= 0.3


def test_a_span_without_an_instant_moves_the_present(looking: Orgctl):
    present = datetime.fromisoformat(looking.json()["now"])
    seen = looking.at(timedelta(days=-8)).json()

    moved = datetime.fromisoformat(seen["now"])
    assert abs(moved - present + timedelta(days=8)) < timedelta(minutes=5)


def test_a_moved_clock_leaves_the_times_of_files(looking: Orgctl):
    assert looking.at("+30d").json()["file"] == looking.json()["file"]


def test_a_span_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no span"):
        clock.moment("+7 days")


def test_a_process_has_a_home_of_its_own_and_nothing_of_the_developers(
    looking: Orgctl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ORGCTL_TOKEN", "a developer's")

    seen = looking.acting("anna@zylker.example").json("org", "list", env={"COLUMNS": "60", "TERM": None})

    assert seen["argv"] == ["--as", "anna@zylker.example", "org", "list"]
    assert "ORGCTL_TOKEN" not in seen["env"]
    assert "TERM" not in seen["env"]
    assert seen["env"]["COLUMNS"] == "60"
    assert seen["env"]["HOME"] == str(tmp_path / "home")
    assert seen["cwd"] == str(tmp_path / "home" / "work")


def test_a_refusal_must_come_with_the_exit_that_belongs_to_its_code(orgctl: Orgctl):
    error = {"error": {"code": "limit.created", "message": "…", "hint": None}}
    refusing = "import sys; sys.stderr.write(sys.argv[2]); sys.exit(int(sys.argv[1]))"
    pretending = dataclasses.replace(orgctl, command=(sys.executable, "-c", refusing))

    assert pretending.refused("limit.created", "3", json.dumps(error)) == error["error"]
    with pytest.raises(AssertionError, match="exit 3"):
        pretending.refused("limit.created", "2", json.dumps(error))


def test_a_letter_gives_the_lines_that_answer_it(tmp_path: Path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_text(
        "To: ewa@other.example\nSubject: Zylker\nX-Orgctl-Invitation: 42\nContent-Type: text/plain\n\n"
        "Accept:\n  orgctl invite accept --token T1\nDecline:\n  orgctl invite decline --token T1\n"
    )

    [letter] = read_maildir(tmp_path)

    assert (letter.to, letter.subject, letter.invitation) == ("ewa@other.example", "Zylker", "42")
    assert letter.accept == "orgctl invite accept --token T1"
    assert letter.decline == "orgctl invite decline --token T1"
    assert letter.token == "T1"


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_an_empty_store_of_its_own(any_store: Store, time: str):
    def make(tx: Transaction) -> None:
        tx.run("CREATE TABLE proof (time VARCHAR(9))")
        tx.run("INSERT INTO proof VALUES (:time)", time=time)

    any_store.write(make)

    assert any_store.read(lambda tx: tx.all("SELECT time FROM proof")) == [(time,)]
    assert any_store.read(lambda tx: tx.one("SELECT count(*) FROM users")) == (0,)


def test_a_database_of_a_test_is_gone_afterwards(postgres: Server):
    with postgres.fresh() as url:
        assert postgres.execute("SELECT 1", on=url) == [(1,)]

    name = url.split("?")[0].rsplit("/", 1)[1]
    assert postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]) == []
