"""Many invitations at once, from a file or a pipe: what can be done is done, and a line says what cannot."""

from __future__ import annotations

import pexpect
import pytest

from tests.journeys.stage import ANNA, EWA, JAN, OLA


@pytest.fixture
def anna(stage):
    """Anna, in zylker with Jan."""
    anna = stage.person(ANNA, "zylker")
    stage.acts.join(JAN, "zylker", by=ANNA)
    return anna


ROSTER = f"email,role\n{EWA},admin\n{JAN},\n{OLA},standard\n{EWA.upper()},standard\n"


@pytest.mark.parametrize("source", ["a file", "stdin"])
def test_a_roster_with_somebody_who_is_there_already(anna, source):
    anna.env()
    (anna.home / "people.csv").write_text(ROSTER)
    given = ("people.csv", None) if source == "a file" else ("-", ROSTER)

    done = anna.run("invite", "send", "--from-file", given[0], "-o", "json", stdin=given[1], cwd=anna.home)

    assert done.code == 3
    assert [(each["email"], each["role"]) for each in done.json()["sent"]] == [
        (EWA, "admin"),
        (OLA, "standard"),
    ]
    assert [(each["email"], each["code"]) for each in done.json()["failed"]] == [
        (JAN, "invite.already_member")
    ]
    assert sorted(letter.to for letter in anna.mails()) == [EWA, OLA]
    again = anna.run("invite", "send", "--from-file", given[0], "-o", "json", stdin=given[1], cwd=anna.home)
    assert again.code == 3
    assert again.json()["sent"] == []
    assert [(each["email"], each["code"]) for each in again.json()["failed"]] == [
        (EWA, "invite.already_pending"),
        (JAN, "invite.already_member"),
        (OLA, "invite.already_pending"),
    ]
    assert len(anna.mails()) == 2


def test_for_people_there_is_a_line_for_each(anna):
    done = anna.run("invite", "send", "--from-file", "-", stdin=ROSTER)

    assert done.code == 3
    for email in (EWA, OLA, JAN):
        assert len([line for line in done.out.splitlines() if email in line]) == 1
    assert "2 people are invited to Zylker (zylker)." in done.err
    assert JAN in done.err


def test_a_file_with_mistakes_is_refused_whole_and_names_each(anna):
    done = anna.run(
        "invite", "send", "--from-file", "-", stdin=f"email,role\n{EWA},boss\nno address,\n{OLA},standard\n"
    )

    assert done.code == 2
    assert "-:2:20: boss" in done.err
    assert "-:3:1: no address" in done.err
    assert anna.mails() == []
    assert anna.json("invite", "list", "--sent", "--status", "pending") == []


def test_a_rehearsal_says_the_same_and_mails_nobody(anna):
    rehearsed = anna.run("invite", "send", "--from-file", "-", "--dry-run", "-o", "json", stdin=ROSTER)

    assert rehearsed.code == 3
    assert [each["email"] for each in rehearsed.json()["sent"]] == [EWA, OLA]
    assert anna.mails() == []
    assert anna.json("invite", "list", "--sent", "--status", "pending") == []


def test_a_standard_member_invites_nobody(anna, stage):
    done = stage.signed_in(JAN).run("invite", "send", EWA, "-o", "json")

    assert done.code == 3
    assert [each["code"] for each in done.json()["failed"]] == ["role.not_admin"]
    assert anna.mails() == []


def roster(people):
    return "email\n" + "".join(f"{person}@other.example\n" for person in people)


def test_a_progress_bar_is_for_terminals_alone(anna):
    piped = anna.ok("invite", "send", "--from-file", "-", stdin=roster(f"first{n}" for n in range(60)))

    assert "\r" not in piped.err + piped.out
    letters = anna.mails()
    assert len({letter.token for letter in letters}) == 60
    assert len({letter.message["Message-ID"] for letter in letters}) == 60

    (anna.folder / "people.csv").write_text(roster(f"second{n}" for n in range(60)))
    terminal = anna.terminal("invite", "send", "--from-file", "people.csv", "-o", "json")
    terminal.expect("100 % mails")
    terminal.expect(pexpect.EOF)
    assert len(anna.mails()) == 120
