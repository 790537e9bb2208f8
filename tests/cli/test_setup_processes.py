"""A set-up file from start to end, as people and jobs run it."""

from __future__ import annotations

import re
from pathlib import Path

import pexpect
import pytest

ROSTER = Path(__file__).parents[2] / "examples" / "holding.csv"
DEMO = Path(__file__).parents[2] / "docs" / "recipes" / "ci" / "demo.yaml"


def test_the_roster_is_applied_once(orgctl):
    first = orgctl.json("apply", str(ROSTER), "--yes")
    orgctl.ok("plan", str(ROSTER), "--check")
    again = orgctl.json("apply", str(ROSTER), "--yes")

    assert first["applied"] == len(first["changes"]) == 60
    assert (again["applied"], again["changes"], orgctl.mails()) == (0, [], [])


@pytest.mark.parametrize("file", [ROSTER, DEMO], ids=lambda path: path.name)
def test_what_is_exported_applies_to_the_same_again(orgctl, tmp_path, file):
    orgctl.ok("apply", str(file), "--yes")
    exported = orgctl.ok("export").out
    there = orgctl.on(tmp_path / "again.db")

    there.ok("apply", "-", "--yes", stdin=exported)

    assert there.ok("export").out == exported
    assert there.ok("plan", "-", "--check", stdin=exported).out == "Nothing to change.\n"


def test_a_roster_that_breaks_limits_is_refused_whole(orgctl):
    orgctl.env()
    rows = [f"shop-{n},anna@zylker.example,superadmin" for n in range(7)]
    rows += [f"shop-{n},jan@zylker.example,standard" for n in range(6)]
    rows += [
        f"other-{n},p{n}@zylker.example,superadmin\nother-{n},jan@zylker.example,admin" for n in range(5)
    ]
    (orgctl.folder / "many.csv").write_text("\n".join(["org,email,role", *rows]) + "\n")
    before = orgctl.ok("export", "--owner").out

    done = orgctl.run("apply", "many.csv", "--yes", "-o", "json")

    assert done.code == 3
    assert [(each["code"], each["place"]) for each in done.json()["refused"]] == [
        ("limit.created", "many.csv:8:1"),
        ("limit.memberships", "many.csv:14:8"),
    ]
    assert orgctl.ok("export", "--owner").out == before
    assert orgctl.json("mail", "list") == []


def test_a_terminal_shows_the_plan_asks_and_takes_no_for_no(orgctl):
    asked = orgctl.terminal("apply", str(ROSTER))
    asked.expect(r"60 changes to make\.")
    asked.expect(r"Make these 60 changes\? \[y/N\] ")
    asked.sendline("n")
    asked.expect(pexpect.EOF)
    asked.wait()

    assert asked.exitstatus == 130
    assert orgctl.run("plan", str(ROSTER), "--check").code == 6


def test_a_terminal_is_shown_how_far_it_is_and_a_yes_is_enough(orgctl):
    asked = orgctl.terminal("apply", str(ROSTER))
    asked.expect(r"\d+ % of the changes")
    asked.expect(r"\[y/N\] ")
    asked.sendline("y")
    asked.expect(r"60 changes made\.")
    asked.expect(pexpect.EOF)
    asked.wait()

    assert asked.exitstatus == 0


def test_a_plan_too_shows_how_far_it_is(orgctl):
    shown = orgctl.terminal("plan", str(ROSTER))
    shown.expect(r"\d+ % of the memberships")
    shown.expect(r"60 changes to make\.")


@pytest.mark.parametrize("words", [["apply", "--yes"], ["plan"]])
def test_a_pipe_gets_no_bar_and_no_color(orgctl, words):
    done = orgctl.ok(*words, str(ROSTER))

    assert done.err == ""
    assert "\x1b" not in done.out
    assert "\r" not in done.out


@pytest.mark.parametrize("color", [True, False])
def test_a_plan_on_a_terminal_has_signs_with_color_and_without(orgctl, color):
    shown = orgctl.terminal("plan", str(ROSTER), env={} if color else {"NO_COLOR": "1"}).read()

    assert ("\x1b[32m" in shown) is color
    assert len(re.findall(r"\+ (?:organization|member)", shown)) == 60


@pytest.mark.parametrize("words", [["plan", str(DEMO)], ["apply", str(DEMO), "--yes"], ["export"]])
def test_a_keyring_that_is_locked_makes_nobody_the_owner(orgctl, words):
    locked = orgctl.with_env(FILE_KEYRING_LOCKED="1")

    error = locked.refused("auth.no_keyring", *words)

    assert error["hint"]
    locked.ok(*words, "--owner")
