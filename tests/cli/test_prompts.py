"""Questions on a real terminal: asked on standard error, answered or left, and nothing is changed by leaving."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pexpect
import pytest

from orgctl.session.location import Choice
from orgctl.session.passwords import Cost, hash_password
from orgctl.store.transaction import Store
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, organizations
from orgctl.usecases.acting import impersonated

ANNA = "anna@zylker.example"
ESCAPE = "\x1b"
DOWN = "\x1b[B"
CONTROL_C = "\x03"
CONTROL_D = "\x04"
A_DAY_TO_COME = datetime(2100, 1, 1, tzinfo=UTC)
"""When Anna signed up: whenever this runs, her trials have not ended."""


@pytest.fixture
def anna(orgctl):
    """Anna with three organizations, of which Żabka is active, and the password "open"."""
    address, now = parse_address(ANNA), A_DAY_TO_COME
    names = [("Zylker Services", "services"), ("Żabka", "zabka")]

    def founding(tx):
        accounts.sign_up(
            tx,
            address=address,
            name="Anna",
            organization_name="Zylker",
            url="zylker",
            timezone="UTC",
            language=None,
            password_hash=hash_password("open", Cost(1, 8, 1)),
            secret_hash=None,
            operator=None,
            choice=Choice(),
            now=now,
        )
        for name, url in names:
            actor = impersonated(tx, address.key, operator="root", choice=Choice())
            organizations.create(
                tx, actor, name=name, url=url, timezone="UTC", sample_data=False, if_not_exists=False, now=now
            )

    store = Store.open(orgctl.store)
    store.write(founding)
    store.close()
    return orgctl.acting(ANNA)


def ended(terminal):
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus


def active(orgctl):
    return orgctl.ok("current").out


def test_arrows_pick_an_organization_from_the_active_one_on(anna):
    listed = [each["url"] for each in anna.json("org", "list")["organizations"]]
    below = listed[(listed.index("zabka") + 1) % len(listed)]
    terminal = anna.terminal("switch")
    terminal.expect("Switch to")
    terminal.expect("Zylker Services")

    terminal.send(DOWN + "\r")

    assert ended(terminal) == 0
    assert active(anna) == f"{below}\n"


def test_typing_filters_what_can_be_picked(anna):
    terminal = anna.terminal("switch")
    terminal.expect("Zylker Services")

    terminal.send("services")
    terminal.expect("services")
    terminal.send("\r")

    assert ended(terminal) == 0
    assert active(anna) == "services\n"


def test_enter_takes_nothing_where_nothing_was_found(anna):
    terminal = anna.terminal("switch")
    terminal.expect("Zylker Services")

    terminal.send("servces\r")
    terminal.expect("\a")
    terminal.send("\x7f" * 3 + "ices\r")

    assert ended(terminal) == 0
    assert active(anna) == "services\n"


@pytest.mark.parametrize("key", [ESCAPE, CONTROL_C], ids=["escape", "control-c"])
def test_leaving_the_picker_leaves_things_as_they_are(anna, key):
    terminal = anna.terminal("switch")
    terminal.expect("Zylker Services")

    terminal.send(key)

    terminal.expect("Cancelled, nothing changed.")
    assert ended(terminal) == 130
    assert active(anna) == "zabka\n"


def test_whoever_nobody_has_invited_is_told_so_and_asked_nothing(anna):
    terminal = anna.terminal("invite", "accept")

    terminal.expect("No invitation is waiting in your list.")
    terminal.expect("orgctl invite accept --token TOKEN")

    assert ended(terminal) == 5


def test_a_plain_terminal_gets_a_numbered_list(anna):
    terminal = anna.terminal("switch", env={"TERM": "dumb"})
    terminal.expect(r"1  \S.*\r\n")
    terminal.expect(r"Switch to \[1-3\] ")

    terminal.sendline("nothing like it")
    terminal.expect("is none of them")
    terminal.sendline("services")

    assert ended(terminal) == 0
    assert active(anna) == "services\n"


@pytest.mark.parametrize(
    "argv, variables, colored",
    [
        (["org", "list"], {}, True),
        (["org", "list", "--no-color"], {}, False),
        (["--no-color", "audit"], {}, False),
        (["org", "list"], {"NO_COLOR": "1"}, False),
    ],
)
def test_a_terminal_has_colors_unless_they_are_forbidden(anna, argv, variables, colored):
    terminal = anna.terminal(*argv, env=variables)

    terminal.expect(pexpect.EOF)

    assert "\x1b[1" in terminal.before
    assert bool(re.search(r"\x1b\[[\d;]*3\dm", terminal.before)) is colored


def test_the_question_is_no_part_of_the_result(anna):
    terminal = anna.terminal("switch", "-o", "json", env={"TERM": "dumb"})

    terminal.expect("Switch to")
    terminal.sendline("1")

    terminal.expect(r'\{\r\n  "name"')
    assert ended(terminal) == 0


@pytest.mark.parametrize(
    "answer, exit_, there", [("y", 0, False), ("n", 130, True), ("", 130, True), (CONTROL_D, 130, True)]
)
def test_removing_asks_first_and_takes_nothing_but_a_yes(anna, answer, exit_, there):
    terminal = anna.terminal("org", "delete", "services")
    terminal.expect(r"Delete Zylker Services \(services\), 1 members and everything in it\? \[y/N\] ")

    terminal.send(answer if answer == CONTROL_D else f"{answer}\r")

    assert ended(terminal) == exit_
    assert (anna.run("org", "show", "services").code == 0) is there


def test_nobody_is_asked_about_what_would_be_refused(anna):
    terminal = anna.terminal("member", "leave")

    assert ended(terminal) == 3
    assert "[y/N]" not in (terminal.before or "")


def test_control_c_at_a_question_changes_nothing(anna):
    terminal = anna.terminal("org", "delete", "services")
    terminal.expect(r"\[y/N\] ")

    terminal.send(CONTROL_C)

    terminal.expect("Cancelled, nothing changed.")
    assert ended(terminal) == 130
    assert anna.run("org", "show", "services").code == 0


def test_a_password_is_asked_for_without_echo(anna):
    terminal = anna.acting(None).terminal("login", ANNA)
    terminal.expect("Password: ")

    terminal.sendline("open")
    terminal.expect("is signed in, in zylker")

    assert "open" not in terminal.before
    assert ended(terminal) == 0


def test_a_new_password_is_asked_for_twice_until_both_are_the_same(orgctl):
    terminal = orgctl.terminal(
        "signup", ANNA, "--name", "Anna", "--org-name", "Zylker", "--org-url", "zylker"
    )
    terminal.expect("New password: ")
    terminal.sendline("one")
    terminal.expect("The same again: ")
    terminal.sendline("two")
    terminal.expect("The two differ")
    terminal.expect("New password: ")
    terminal.sendline("three")
    terminal.expect("The same again: ")
    terminal.sendline("three")

    assert ended(terminal) == 0
    assert orgctl.run("login", ANNA, "--password-stdin", stdin="three\n").code == 0


def test_signing_in_without_a_default_shows_the_list_and_asks(anna):
    anna.ok("org", "delete", "zylker", "--yes")
    terminal = anna.acting(None).terminal("login", ANNA, env={"TERM": "dumb"})
    terminal.expect("Password: ")
    terminal.sendline("open")
    terminal.expect("Which organization is your default from now on")

    terminal.sendline("services")

    terminal.expect("is signed in, in services")
    assert ended(terminal) == 0
    who = anna.acting(None).json("whoami")
    assert (who["default"], who["active"]) == ("services", "services")


def test_signing_in_without_a_default_and_without_a_terminal_names_the_command(anna):
    anna.ok("org", "delete", "zylker", "--yes")

    done = anna.acting(None).run("login", ANNA, "--password-stdin", stdin="open\n")

    assert done.code == 0
    assert "orgctl default set ORG" in done.err


def test_linking_an_app_asks_which_organization(anna):
    terminal = anna.terminal("integrate", "add", "desk", "support", env={"TERM": "dumb"})
    terminal.expect("Link it with")

    terminal.sendline("services")

    assert ended(terminal) == 0
    assert anna.json("integrate", "list", "--org", "services")[0]["account"] == "support"


def test_no_input_asks_nothing_on_a_terminal_either(anna):
    terminal = anna.terminal("switch", "--no-input")

    terminal.expect("Say it with ORG")
    assert ended(terminal) == 2


def test_a_command_run_in_an_organization_passes_on_its_exit_code_and_signals(anna):
    done = anna.run("exec", "services", "--", "sh", "-c", 'echo "$ORGCTL_ORG"; exit 7')

    assert (done.code, done.out) == (7, "services\n")
    assert anna.run("exec", "services", "--", "sh", "-c", "kill -TERM $$").code == -15
    assert anna.run("exec", "nope", "--", "true").code == 5
    assert anna.run("exec", "services", "--", "no-such-program").code == 127
    assert anna.run("exec", "services", "--", "/etc/hostname").code == 126
