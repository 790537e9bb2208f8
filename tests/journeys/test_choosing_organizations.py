"""Which organization a command acts in: flag over variable over pin over the sign-in's, and never another."""

from __future__ import annotations

import pytest

from tests.journeys.stage import ANNA, EWA, JAN


@pytest.fixture
def three(stage):
    """Anna, in zylker (active), services and labs."""
    anna = stage.person(ANNA, "zylker")
    stage.acts.create(ANNA, "services")
    stage.acts.create(ANNA, "labs")
    return anna


def test_the_nearest_word_decides_and_the_answer_says_which_it_was(three):
    below = three.folder / "project" / "src"
    three.env()
    below.mkdir(parents=True)
    three.ok("pin", "services", cwd=below.parent)
    by_variable = three.with_env(ORGCTL_ORG="labs")

    def deciding(orgctl, *flags):
        who, current = (
            orgctl.json(*flags, "whoami", cwd=below),
            orgctl.json("current", *flags, cwd=below),
        )
        assert who == current
        return who["active"], who["from"]

    assert deciding(by_variable, "--org", "zylker") == ("zylker", "flag")
    assert deciding(by_variable) == ("labs", "env")
    assert deciding(three) == ("services", "directory")
    assert three.json("whoami")["from"] == "session"
    assert by_variable.ok("current", cwd=below).out == "labs\n"
    assert three.ok("current", cwd=below).out == "services\n"
    assert three.ok("current").out == "zylker\n"
    changed = three.json("org", "rename", "Services Ltd.", cwd=below)
    assert changed["url"] == "services"


def test_a_pin_holds_below_its_folder_and_goes_when_it_is_taken_away(three):
    three.env()
    below = three.folder / "below"
    below.mkdir()

    pinned = three.json("pin", "Services")

    assert pinned["url"] == "services"
    assert (three.folder / ".orgctl").read_text() == "services\n"
    assert three.json("pin", cwd=below)["url"] == "services"
    three.ok("pin", "labs", cwd=below)
    assert three.ok("current", cwd=below).out == "labs\n"

    three.ok("pin", "--off", cwd=below)

    assert three.ok("current", cwd=below).out == "services\n"
    three.ok("pin", "--off")
    assert three.ok("current", cwd=below).out == "zylker\n"
    three.refused("not_found.organization", "pin")


ACTING = [
    ("current",),
    ("current", "-o", "json"),
    ("whoami",),
    ("member", "list"),
    ("limits",),
    ("audit",),
    ("invite", "list", "--sent"),
    ("invite", "send", EWA),
    ("integrate", "list"),
    ("integrate", "add", "desk", "support"),
    ("org", "show"),
    ("org", "rename", "Wrong"),
    ("org", "sample-data", "load"),
    ("member", "leave", "--yes"),
]


@pytest.mark.parametrize("place", ["env", "directory"])
def test_a_dead_word_is_an_error_everywhere_and_never_another_organization(three, stage, place):
    stage.person(JAN, "gone")
    three.env()
    if place == "env":
        orgctl = three.with_env(ORGCTL_ORG="gone")
    else:
        orgctl = three
        (three.folder / ".orgctl").write_text("gone\n")
    tables = {name: stage.acts.table(name) for name in ("organizations", "memberships", "invitations")}
    ends = []

    # half of them for each place
    for number, command in enumerate(ACTING):
        if number % 2 == (place == "env") or command[0] == "current":
            done = orgctl.run(*command)
            ends.append((command, done.code, "gone" in done.err, done.out))

    assert ends == [(command, 5, True, "") for command, *_ in ends]
    assert tables == {name: stage.acts.table(name) for name in tables}
    assert orgctl.mails() == []
    # what names an organization, or needs none, is not hindered
    assert orgctl.ok("switch", "services").code == 0
    assert len(orgctl.json("org", "list")["organizations"]) == 3


def test_switching_where_something_else_decides_says_so(three):
    done = three.with_env(ORGCTL_ORG="labs").ok("switch", "services")

    assert done.out == "Services (services) is active.\n"
    assert done.err == "warning: ORGCTL_ORG still decides here: commands act in labs.\n"
    assert three.with_env(ORGCTL_ORG="services").ok("switch", "services").err == ""
    three.env()
    (three.folder / ".orgctl").write_text("zylker\n")
    assert ".orgctl still decides here: commands act in zylker." in three.ok("switch", "labs").err


def test_two_sign_ins_and_two_shells_switch_apart(three, stage):
    other, owner = stage.signed_in(ANNA), stage.orgctl.acting(ANNA)

    owner.ok("switch", "labs")
    three.ok("switch", "services")

    assert [each.ok("current").out for each in (three, other, owner)] == ["services\n", "zylker\n", "labs\n"]
    assert three.ok("switch", "-").out == "Zylker (zylker) is active.\n"
    other.ok("switch", "services")
    assert [each.ok("current").out for each in (three, other, owner)] == ["zylker\n", "services\n", "labs\n"]
    first, second = three.with_env(ORGCTL_ORG="services"), three.with_env(ORGCTL_ORG="labs")
    assert [each.ok("current").out for each in (first, second)] == ["services\n", "labs\n"]


CHANGES = [
    ("invite", "send", EWA),
    ("invite", "resend", EWA),
    ("invite", "revoke", EWA),
    ("org", "rename", "Service Centre"),
    ("org", "set-timezone", "Europe/Warsaw"),
    ("org", "restrict-ip", "203.0.113.0/24"),
    ("org", "sample-data", "load"),
    ("org", "sample-data", "clear", "--yes"),
    ("integrate", "add", "desk", "support"),
    ("integrate", "remove", "desk", "support", "--yes"),
    ("member", "unlink", JAN, "--dry-run", "--yes"),
    ("member", "set-role", JAN, "admin"),
    ("org", "transfer", JAN, "--yes"),
    ("org", "subscribe", "standard", "--licenses", "5"),
    ("org", "licenses", "6"),
    ("default", "set", "services"),
    ("member", "leave", "--yes"),
]


def test_whatever_is_changed_is_said_with_the_organization_it_is_changed_in(three, stage):
    stage.acts.join(JAN, "services", by=ANNA)
    orgctl = three.with_env(ORGCTL_ORG="services")
    silent = []

    for command in CHANGES:
        done = orgctl.ok(*command)
        if "services" not in done.err:
            silent.append(str(done))

    assert silent == []


@pytest.mark.parametrize("typed, meant", [("zylkr", "zylker"), ("Servces", "services"), ("serv", "services")])
def test_a_typo_gets_a_suggestion(three, typed, meant):
    error = three.refused("not_found.organization", "switch", typed)

    assert error["hint"] == f"Did you mean {meant}?"


def test_a_suggestion_names_none_of_the_organizations_of_others(three, stage):
    stage.person(JAN, "secretary")

    error = three.refused("not_found.organization", "switch", "secretar")

    assert "secretary" not in error["message"] + error["hint"]
