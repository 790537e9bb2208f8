"""Real processes that are killed, interrupted or terminated in the middle of what they do."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from orgctl.store import checking
from orgctl.store.transaction import Store
from tests.faults.machinery import JAN, fresh
from tests.support.run import NO_KEYRING, Orgctl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.machinery import Victim

EWA = "ewa@x.example"

COMMANDS = {
    "invite send": (["invite", "send", EWA], "invite.already_pending"),
    "org create": (["org", "create", "Services", "--url", "services"], "url.taken"),
    "invite accept": (["invite", "accept", "--token", "{token}", "--name", "Ewa"], "invite.not_pending"),
}


def _orgctl(furnished: Path, home: Path) -> Orgctl:
    path = fresh(furnished, home / "store")
    return Orgctl(home, str(path)).with_env(**NO_KEYRING, PYTHONDONTWRITEBYTECODE="1")


def _prepared(orgctl: Orgctl, command: str) -> tuple[list[str], str | None]:
    argv, _ = COMMANDS[command]
    if command != "invite accept":
        return argv, JAN
    orgctl.ok("invite", "send", EWA, as_=JAN)
    return [word.format(token=orgctl.token(EWA)) for word in argv], None


def _counts(orgctl: Orgctl) -> dict[str, int]:
    store = Store.open(orgctl.store)
    try:
        assert store.driver.integrity() == []
        assert store.read(checking.broken) == []
        return {
            table: store.read(lambda tx, table=table: tx.all(f"SELECT COUNT(*) FROM {table}"))[0][0]
            for table in ("users", "organizations", "memberships", "invitations")
        }
    finally:
        store.close()


def _again(victim: Victim, orgctl: Orgctl, argv: list[str], who: str | None) -> tuple[int, str]:
    """The same command once more, in a child of a process that is there already."""
    env = orgctl.env(ORGCTL_OUTPUT="json")
    acting = ["--as", who] if who else []
    done = victim.run(argv=[*acting, *argv], env=env, place=str(orgctl.home), at=0, how=0)
    code, _out, err, _seen = done["told"][0]
    return code, err


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_killed_can_be_run_again_to_the_same_end(
    command: str, part: int, furnished: Path, cut: Path, victim: Victim, tmp_path: Path
):
    whole = _orgctl(furnished, tmp_path / "whole")
    argv, who = _prepared(whole, command)
    template = shutil.copyfile(whole.store, tmp_path / "template.db")
    before = _counts(whole)
    assert _again(victim, whole, argv, who)[0] == 0
    after = _counts(whole)
    killed = 0
    for at in range(1 + 2 * part, 1 + 2 * part + 54, 9):
        orgctl = _orgctl(template, tmp_path / str(at))
        env = {"LD_PRELOAD": str(cut), "FAULT_AT": str(at), "FAULT_PLACE": str(orgctl.home)}

        died = orgctl.run(*argv, as_=who, env=env)

        if died.code == 0:
            assert _counts(orgctl) == after
        else:
            assert died.code == -signal.SIGKILL, str(died)
            killed += 1
            assert _counts(orgctl) in (before, after)
        code, err = _again(victim, orgctl, argv, who)
        assert code == 0 or COMMANDS[command][1] in err, err
        assert _counts(orgctl) == after
        if command == "invite send" and not orgctl.mails(EWA):
            # what a dead process had taken is given back after five minutes
            orgctl.at("+6m").ok("mail", "send")
            assert orgctl.token(EWA)
    assert killed >= 5


@pytest.mark.parametrize(
    "number, exit_", [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_a_signal_in_the_middle_is_told_by_what_it_left(
    number: signal.Signals, exit_: int, furnished: Path, cut: Path, tmp_path: Path
):
    said = set()
    for at in (1, 2, 5, 9, 12, 14):
        orgctl = _orgctl(furnished, tmp_path / str(at))
        before = _counts(orgctl)
        env = {
            "LD_PRELOAD": str(cut),
            "FAULT_AT": str(at),
            "FAULT_SIGNAL": str(int(number)),
            "FAULT_PLACE": str(orgctl.home / "store"),
        }

        stopped = orgctl.run("org", "create", "Services", "--url", "services", as_=JAN, env=env)

        changed = _counts(orgctl) != before
        expected = "Interrupted after the change was made." if changed else "Cancelled, nothing changed."
        assert (stopped.code, stopped.err) == (exit_, f"error: {expected}\n"), f"at {at}"
        assert stopped.out == ""
        said.add(changed)
    assert True in said


def test_a_switch_that_is_interrupted_is_told_by_what_it_left(furnished: Path, cut: Path, tmp_path: Path):
    said = set()
    for at in range(1, 60):
        orgctl = _orgctl(furnished, tmp_path / str(at)).acting(JAN)
        orgctl.ok("org", "create", "Services", "--url", "services")
        env = {
            "LD_PRELOAD": str(cut),
            "FAULT_AT": str(at),
            "FAULT_SIGNAL": str(int(signal.SIGINT)),
            "FAULT_PLACE": str(orgctl.home / "store"),
        }

        stopped = orgctl.run("switch", "zylker", env=env)

        if stopped.code == 0:
            break
        changed = orgctl.ok("current").out == "zylker\n"
        expected = "Interrupted after the change was made." if changed else "Cancelled, nothing changed."
        assert (stopped.code, stopped.err) == (130, f"error: {expected}\n"), f"at {at}"
        said.add(changed)
    assert stopped.code == 0
    assert True in said
