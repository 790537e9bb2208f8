"""What is asked on a terminal, and what is not: the picker, the list after a sign-in, passwords."""

from __future__ import annotations

import io

import pexpect
import pytest

from tests.journeys.stage import ANNA, EWA, PASSWORD
from tests.support.run import NO_KEYRING

ESCAPE, CONTROL_C, DOWN = "\x1b", "\x03", "\x1b[B"
PLAIN = {"TERM": "dumb"}


@pytest.fixture
def anna(stage):
    """Anna, in zylker (active), services and labs."""
    anna = stage.person(ANNA, "zylker")
    stage.acts.create(ANNA, "services")
    stage.acts.create(ANNA, "labs")
    return anna


@pytest.fixture
def homeless(stage, anna):
    """The program where nobody is signed in; Anna has lost her default organization."""
    stage.acts.run("UPDATE users SET default_organization_id = NULL")
    return stage.orgctl


def ended(terminal):
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus


def without_questionary(orgctl, tmp_path):
    stand_in = tmp_path / "stand-in"
    stand_in.mkdir()
    (stand_in / "questionary.py").write_text("raise ImportError('not installed')\n")
    path = orgctl.env()["PYTHONPATH"]
    return orgctl.with_env(PYTHONPATH=f"{stand_in}:{path}")


def test_what_is_typed_filters_and_arrows_move(anna):
    terminal = anna.terminal("switch")
    terminal.expect("Switch to")
    terminal.expect("Labs")

    terminal.send("e")  # Services, Zylker
    terminal.send(DOWN)
    terminal.send("\r")

    assert ended(terminal) == 0
    assert anna.ok("current").out in {"services\n", "zylker\n"}


@pytest.mark.parametrize("key", [ESCAPE, CONTROL_C], ids=["escape", "control-c"])
def test_leaving_the_picker_changes_nothing(anna, key):
    terminal = anna.terminal("switch", "-o", "json")
    terminal.expect("Labs")

    terminal.send(key)

    terminal.expect("interrupted")
    assert ended(terminal) == 130
    assert anna.ok("current").out == "zylker\n"


def test_where_the_picker_is_missing_there_is_a_numbered_list(anna, tmp_path):
    terminal = without_questionary(anna, tmp_path).terminal("switch")
    terminal.expect(r"  2  \S")
    terminal.expect(r"Switch to \[1-3\] ")

    terminal.sendline("4")
    terminal.expect("is none of them")
    terminal.sendline("labs")

    assert ended(terminal) == 0
    assert anna.ok("current").out == "labs\n"


@pytest.mark.parametrize("answer", ["\r", "\x04", CONTROL_C], ids=["nothing", "control-d", "control-c"])
def test_leaving_the_numbered_list_changes_nothing(anna, answer):
    terminal = anna.terminal("switch", env=PLAIN)
    terminal.expect(r"Switch to \[1-3\] ")

    terminal.send(answer)

    terminal.expect("Cancelled, nothing changed.")
    assert ended(terminal) == 130
    assert anna.ok("current").out == "zylker\n"


@pytest.mark.parametrize("argv", [("switch",), ("switch", "--no-input")], ids=["a pipe", "--no-input"])
def test_where_nobody_can_be_asked_the_argument_is_named(anna, argv):
    error = anna.refused("usage.prompt", *argv)

    assert "ORG" in error["hint"]


def test_signing_in_without_a_default_shows_the_list_and_asks(homeless):
    terminal = homeless.terminal("login", ANNA, env=PLAIN)
    terminal.expect("Password: ")
    terminal.sendline(PASSWORD)
    terminal.expect(r"Labs \(labs\)")
    terminal.expect(r"default from now on\? \[1-3\] ")

    terminal.sendline("labs")

    terminal.expect("is signed in, in labs")
    assert ended(terminal) == 0
    who = homeless.json("whoami")
    assert (who["active"], who["default"], who["from"]) == ("labs", "labs", "session")


@pytest.mark.parametrize("key", [ESCAPE, CONTROL_C], ids=["escape", "control-c"])
def test_leaving_that_list_leaves_one_signed_in_without_a_default(homeless, key):
    terminal = homeless.terminal("login", ANNA)
    terminal.expect("Password: ")
    terminal.sendline(PASSWORD)
    terminal.expect("Labs")

    terminal.send(key)

    terminal.expect("Interrupted after the change was made.")
    assert ended(terminal) == 130
    who = homeless.json("whoami")
    assert (who["email"], who["active"], who["default"], who["from"]) == (ANNA, None, None, None)


@pytest.mark.parametrize("kept", [(), ("--print-token",)], ids=["keyring", "token"])
def test_without_a_terminal_it_signs_in_and_names_the_command(homeless, kept):
    done = homeless.ok("login", ANNA, "--password-stdin", *kept, "-o", "json", stdin=PASSWORD)

    who = done.json()
    assert (who["active"], who["default"], who["from"]) == (None, None, None)
    assert "orgctl default set ORG" in done.err
    signed_in = homeless.with_env(ORGCTL_TOKEN=who["token"]) if kept else homeless
    assert signed_in.run("current").code == 5
    signed_in.ok("default", "set", "labs")
    assert signed_in.ok("current").out == "labs\n"


def test_the_list_is_that_of_who_signs_in_whatever_variables_say(homeless, stage):
    stage.person(EWA, "ewas")
    orgctl = homeless.with_env(ORGCTL_AS=EWA)
    terminal = orgctl.terminal("login", ANNA, env=PLAIN)
    terminal.expect("Password: ")
    terminal.sendline(PASSWORD)
    terminal.expect(r"default from now on\? \[1-3\] ")

    terminal.sendline("labs")

    terminal.expect("is signed in, in labs")
    assert ended(terminal) == 0
    assert stage.orgctl.acting(EWA).json("whoami")["default"] == "ewas"
    assert homeless.json("whoami")["default"] == "labs"


def test_passwords_are_asked_for_twice_where_they_are_new_and_never_shown(orgctl):
    terminal = orgctl.with_env(**NO_KEYRING).terminal(
        "signup", ANNA, "--name", "Anna", "--org-name", "Zylker", "--org-url", "zylker"
    )
    terminal.logfile_read = seen = io.StringIO()
    for asked, typed in (
        ("New password: ", "canary-one"),
        ("The same again: ", "canary-two"),
        ("The two differ", None),
        ("New password: ", PASSWORD),
        ("The same again: ", PASSWORD),
    ):
        terminal.expect(asked)
        if typed is not None:
            terminal.sendline(typed)
    assert ended(terminal) == 0

    terminal = orgctl.terminal("login", ANNA)
    terminal.logfile_read = seen
    terminal.expect("Password: ")
    terminal.sendline(PASSWORD)
    terminal.expect("is signed in")
    assert ended(terminal) == 0
    assert PASSWORD not in seen.getvalue()
    assert "canary" not in seen.getvalue()


def test_control_c_at_a_password_leaves_nothing_behind(stage):
    terminal = stage.orgctl.terminal(
        "signup", ANNA, "--name", "Anna", "--org-name", "Zylker", "--org-url", "zylker"
    )
    terminal.expect("New password: ")

    terminal.send(CONTROL_C)

    terminal.expect("Cancelled, nothing changed.")
    assert ended(terminal) == 130
    assert stage.acts.table("users") == []


@pytest.mark.parametrize(
    "argv",
    [
        ("login", ANNA),
        ("signup", "new@zylker.example", "--name", "N", "--org-name", "N", "--org-url", "new"),
        ("password",),
    ],
    ids=["login", "signup", "password"],
)
def test_a_password_is_never_asked_for_with_no_input(anna, argv):
    terminal = anna.terminal(*argv, "--no-input")

    terminal.expect("--password-stdin")
    assert ended(terminal) == 2
