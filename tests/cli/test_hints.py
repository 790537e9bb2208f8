from __future__ import annotations

import re

import pytest

from orgctl.cli.hints import acting_in


@pytest.mark.parametrize(
    "hint, named",
    [
        ("Ask: `orgctl member list` shows them.", "Ask: `orgctl member list --org zz` shows them."),
        (
            "`orgctl invite resend a@x.example`, or `orgctl invite revoke a@x.example` first.",
            "`orgctl invite resend a@x.example --org zz`, or `orgctl invite revoke a@x.example --org zz` first.",
        ),
        ("Buy: `orgctl org licenses 5 --org other`.", "Buy: `orgctl org licenses 5 --org other`."),
        (
            "Look: `orgctl store check`, `orgctl audit`.",
            "Look: `orgctl store check`, `orgctl audit --org zz`.",
        ),
        ("`orgctl org list` shows yours.", "`orgctl org list` shows yours."),
        ("`orgctl integrate apps`, `orgctl invite list`", "`orgctl integrate apps`, `orgctl invite list`"),
        ("`orgctl invite accept --token TOKEN`", "`orgctl invite accept --token TOKEN`"),
    ],
)
def test_a_hint_names_the_organization_in_commands_that_act_in_one(hint, named):
    assert acting_in(hint, "zz") == named


def test_a_name_of_two_words_is_typed_as_one():
    assert acting_in("`orgctl member list`", "Zylker Inc") == "`orgctl member list --org 'Zylker Inc'`"


@pytest.fixture
def ewa(orgctl):
    """Ewa has one and two, which is active; she is an administrator of three, which is Jan's."""
    orgctl.ok(
        "signup", "ewa@x.example", "--name", "E", "--org-name", "One", "--org-url", "one", "--no-password"
    )
    orgctl.ok(
        "signup", "jan@x.example", "--name", "J", "--org-name", "Three", "--org-url", "three", "--no-password"
    )
    orgctl.ok("invite", "send", "ewa@x.example", "--role", "admin", as_="jan@x.example")
    ewa = orgctl.acting("ewa@x.example")
    ewa.ok("invite", "accept", "three")
    ewa.ok("org", "create", "Two", "--url", "two")
    return ewa


@pytest.mark.parametrize(
    "code, argv",
    [
        ("role.superadmin_required", ["member", "leave", "--org", "one", "--yes"]),
        ("invite.already_member", ["invite", "send", "jan@x.example", "--org", "three"]),
        ("role.not_superadmin", ["org", "transfer", "ewa@x.example", "--org", "Three", "--yes"]),
        ("url.not_superadmin", ["org", "set-url", "four", "--org", "three"]),
    ],
)
def test_a_hint_typed_as_it_stands_acts_in_the_organization_of_what_was_refused(ewa, code, argv):
    named = argv[argv.index("--org") + 1]
    result = ewa.run(*argv)

    commands = re.findall(r"`(orgctl [^`]*)`", result.err)

    assert code in ewa.run(*argv, env={"ORGCTL_OUTPUT": "json"}).err
    assert commands
    assert all(command.endswith(f" --org {named}") for command in commands), result.err


def test_a_refused_deletion_tells_who_may_of_that_organization(ewa):
    ewa.ok("member", "set-role", "ewa@x.example", "standard", "--org", "three", as_="jan@x.example")

    error = ewa.refused("role.not_admin", "org", "delete", "three", "--yes")

    assert "`orgctl member list --org three`" in error["hint"]
