"""People without a login, who accept with the token that their mailbox got."""

from __future__ import annotations

import pexpect
import pytest

from tests.journeys.stage import ANNA, EWA, PASSWORD
from tests.support.run import NO_KEYRING

ACCEPT = ("invite", "accept", "--token", "-")


@pytest.fixture
def invited(stage):
    """Anna, who has invited Ewa to zylker."""
    anna = stage.person(ANNA, "zylker")
    anna.ok("invite", "send", EWA)
    return anna


def test_token_and_password_on_two_lines_make_a_login_that_is_signed_in(invited, stage):
    orgctl = stage.orgctl

    accepted = orgctl.json(
        *ACCEPT, "--name", "Ewa Żak", "--password-stdin", stdin=f"{invited.token(EWA)}\n{PASSWORD}\n"
    )

    assert (accepted["status"], accepted["role"]) == ("accepted", "standard")
    assert orgctl.json("whoami") == {
        "email": EWA,
        "name": "Ewa Żak",
        "active": "zylker",
        "default": "zylker",
        "from": "session",
        "operator": None,
    }
    assert orgctl.ok("current").out == "zylker\n"
    again = orgctl.json("login", EWA, "--print-token", "--password-stdin", stdin=PASSWORD)
    assert again["active"] == "zylker"


def test_where_no_keyring_keeps_it_the_membership_stands_and_the_ways_in_are_named(invited, stage):
    orgctl = stage.orgctl.with_env(**NO_KEYRING)

    done = orgctl.ok(
        *ACCEPT, "--name", "Ewa", "--password-stdin", stdin=f"{invited.token(EWA)}\n{PASSWORD}\n"
    )

    assert "--insecure-storage" in done.err
    assert (
        orgctl.json("login", EWA, "--print-token", "--password-stdin", stdin=PASSWORD)["active"] == "zylker"
    )


@pytest.mark.parametrize(
    "given, stdin, code",
    [
        (("--password-stdin",), "{token}\nlong enough\n", "usage.prompt"),
        (("--name", "Ewa", "--password-stdin"), "{token}\n", "input.password"),
        (("--name", "E\u202ewa", "--password-stdin"), "{token}\nlong enough\n", "input.name"),
        (("--name", "Ewa", "--password-stdin"), "\nlong enough\n", "usage.argument"),
        (("--name", "Ewa", "--password-stdin"), "long enough\n{token}\n", "not_found.invitation"),
    ],
    ids=["no name", "no password", "a name that hides", "no token", "the wrong way round"],
)
def test_what_is_missing_or_wrong_changes_nothing(invited, stage, given, stdin, code):
    token = invited.token(EWA)

    error = stage.orgctl.refused(code, *ACCEPT, *given, stdin=stdin.format(token=token))

    assert token not in str(error)
    assert stage.acts.rows("SELECT email FROM users") == [(ANNA,)]
    assert invited.json("invite", "list", "--sent")[0]["status"] == "pending"


def test_on_a_terminal_name_and_password_are_asked_for(invited, stage):
    terminal = stage.orgctl.terminal("invite", "accept", "--token", invited.token(EWA))
    for asked, typed in (
        ("Your name: ", "Ewa"),
        ("New password: ", PASSWORD),
        ("The same again: ", PASSWORD),
    ):
        terminal.expect(asked)
        terminal.sendline(typed)

    terminal.expect(r"is in Zylker \(zylker\), as standard\.")
    terminal.expect(pexpect.EOF)
    assert stage.orgctl.json("whoami")["email"] == EWA


def test_control_c_on_the_way_leaves_the_invitation_pending(invited, stage):
    terminal = stage.orgctl.terminal("invite", "accept", "--token", invited.token(EWA))
    terminal.expect("Your name: ")
    terminal.sendline("Ewa")
    terminal.expect("New password: ")

    terminal.send("\x03")

    terminal.expect("Cancelled, nothing changed.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert invited.json("invite", "list", "--sent")[0]["status"] == "pending"
    assert stage.acts.rows("SELECT email FROM users") == [(ANNA,)]


def test_a_token_sets_no_password_of_somebody_who_has_one(invited, stage):
    stage.person(EWA, "ewas")
    token = invited.token(EWA)

    stage.orgctl.ok(*ACCEPT, "--name", "Mallory", "--password-stdin", stdin=f"{token}\nanother one\n")

    assert stage.acts.rows("SELECT name FROM users WHERE email = :ewa", ewa=EWA) == [("Ewa",)]
    login = ("login", EWA, "--print-token", "--password-stdin")
    stage.orgctl.refused("auth.failed", *login, stdin="another one")
    who = stage.orgctl.json(*login, stdin=PASSWORD)
    # a later membership leaves the default
    assert who["default"] == "ewas"
    stage.orgctl.refused("auth.required", "whoami")


def test_a_rehearsal_makes_nobody(invited, stage):
    stage.orgctl.ok(
        *ACCEPT, "--name", "Ewa", "--password-stdin", "--dry-run", stdin=f"{invited.token(EWA)}\n{PASSWORD}\n"
    )

    assert stage.acts.rows("SELECT email FROM users") == [(ANNA,)]
    assert invited.json("invite", "list", "--sent")[0]["status"] == "pending"
    stage.orgctl.refused("auth.required", "whoami")
