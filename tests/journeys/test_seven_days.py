"""Deadlines to the second, by a clock that is moved from outside the program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import NOON
from tests.journeys.stage import ANNA, EWA, JAN

SEVEN_DAYS, FIFTEEN_DAYS = timedelta(days=7), timedelta(days=15)
A_SECOND = timedelta(seconds=1)

# neither on a whole second nor in winter time to its end: clocks in Warsaw go forward on the 30th of March
SENT = datetime(2025, 3, 26, 12, 0, 0, 250_000, tzinfo=UTC)
END = SENT.replace(microsecond=0) + SEVEN_DAYS


@pytest.fixture
def invited(stage):
    """Ewa, signed in, whom zylker has invited; a Python of its own moves each command's clock."""
    stage = stage.at(SENT - timedelta(days=1))
    anna, ewa = stage.person(ANNA, "zylker"), stage.person(EWA, "ewas")
    sent = anna.at(SENT).json("invite", "send", EWA)["sent"][0]
    assert sent["sent_at"] == "2025-03-26T12:00:00Z"
    assert sent["expires_at"] == "2025-04-02T12:00:00Z"
    return ewa, anna.token(EWA), anna


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_a_second_before_seven_days_are_over_it_can_be_answered(invited, answer):
    ewa, token, _anna = invited

    answered = ewa.at(END - A_SECOND).json("invite", answer, "--token", token)

    assert answered["status"] == {"accept": "accepted", "decline": "declined"}[answer]


def test_at_the_very_second_it_is_expired_everywhere(invited):
    ewa, token, anna = invited
    there = ewa.at(END)

    for answer in ("accept", "decline"):
        there.refused("invite.expired", "invite", answer, "--token", token)
        there.refused("invite.expired", "invite", answer, "zylker")
    there.with_env(ORGCTL_TOKEN=None).refused("invite.expired", "invite", "accept", "--token", token)
    assert there.json("invite", "list") == []
    assert there.json("org", "list")["invitations"] == []
    assert [each["status"] for each in anna.at(END).json("invite", "list", "--sent")] == ["expired"]
    for act in ("revoke", "resend"):
        assert anna.at(END).run("invite", act, EWA).code == 3


def test_in_a_list_it_is_there_until_the_second_before(invited):
    ewa, _token, _anna = invited

    (listed,) = ewa.at(END - A_SECOND).json("invite", "list")

    assert (listed["status"], listed["expires_at"]) == ("pending", "2025-04-02T12:00:00Z")


def test_once_seen_expired_it_stays_so_whatever_the_clock_says_later(invited):
    ewa, token, anna = invited
    ewa.at(END).refused("invite.expired", "invite", "accept", "--token", token)

    back = ewa.at(SENT + timedelta(hours=1))

    assert back.run("invite", "accept", "--token", token).code == 3
    assert back.json("invite", "list") == []
    assert anna.at(SENT).json("invite", "list", "--sent")[0]["status"] == "expired"


def test_sent_again_it_has_seven_new_days(invited):
    ewa, old, anna = invited

    again = anna.at(END - A_SECOND).json("invite", "resend", EWA)

    assert again["expires_at"] == "2025-04-09T11:59:59Z"
    ewa.at(END).refused("not_found.invitation", "invite", "accept", "--token", old)
    assert ewa.at(END + SEVEN_DAYS - 2 * A_SECOND).json("invite", "accept", "zylker")["status"] == "accepted"


PAUSED = [
    ("invite", "send", JAN),
    ("invite", "resend", EWA),
    ("integrate", "add", "desk", "support"),
    ("org", "sample-data", "load"),
]


def test_a_trial_lasts_fifteen_days_to_the_second(stage):
    stage = stage.at(NOON)
    anna, ewa = stage.person(ANNA, "zylker"), stage.person(EWA, "ewas")
    stage.at(NOON + timedelta(days=10)).acts.send(ANNA, EWA)
    last, over = NOON + FIFTEEN_DAYS - A_SECOND, NOON + FIFTEEN_DAYS

    assert anna.json("org", "show")["trial_ends_at"] == "2025-03-16T12:00:00Z"
    for command in PAUSED:
        anna.at(last).ok(*command, "--dry-run")
        anna.at(over).refused("trial.expired", *command)

    ewa.at(over).refused("trial.expired", "invite", "accept", "zylker")
    assert anna.at(over).ok("switch", "zylker").code == 0
    anna.at(over).ok("org", "subscribe", "standard", "--licenses", "2")
    assert ewa.at(over).json("invite", "accept", "zylker")["status"] == "accepted"
