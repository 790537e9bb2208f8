"""Thirty days without use end a sign-in, to the second, by a clock that is moved from outside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.journeys.stage import ANNA

THIRTY_DAYS = timedelta(days=30)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def anna(stage):
    """Anna, signed in at noon; after her trial nothing of this needs a license."""
    return stage.at(NOON).person(ANNA, "zylker")


def test_thirty_days_less_a_second_are_not_too_long(anna):
    orgctl = anna.at(NOON + THIRTY_DAYS - A_SECOND)

    assert orgctl.json("whoami")["email"] == ANNA


@pytest.mark.parametrize(
    "command", [("whoami",), ("current",), ("switch", "zylker"), ("org", "rename", "Zylker Ltd.")]
)
def test_after_thirty_days_a_sign_in_is_dead(anna, command):
    orgctl = anna.at(NOON + THIRTY_DAYS)

    error = orgctl.refused("auth.expired", *command)

    assert error["hint"] == f"Sign in again: orgctl login {ANNA}"


def test_the_prompts_lane_lives_and_dies_at_the_same_second(anna):
    assert anna.at(NOON + THIRTY_DAYS - A_SECOND).ok("current").out == "zylker\n"

    # used a second before its end, it lives for thirty days more
    last = NOON + THIRTY_DAYS - A_SECOND + THIRTY_DAYS
    assert anna.at(last).run("current").code == 4
    assert anna.at(last - A_SECOND).ok("current").out == "zylker\n"


@pytest.mark.parametrize(
    "used",
    [("whoami",), ("org", "rename", "Zylker Ltd."), ("switch", "zylker"), ("current", "-o", "json")],
    ids=["read", "change", "switch", "current"],
)
def test_whatever_a_sign_in_is_used_for_keeps_it_alive(anna, used):
    anna.at(NOON + timedelta(days=20)).ok(*used)

    assert anna.at(NOON + timedelta(days=49)).json("whoami")["email"] == ANNA


def test_a_dry_run_and_a_refusal_change_nothing_of_it(anna):
    anna.at(NOON + timedelta(days=20)).ok("org", "rename", "Other", "--dry-run")

    anna.at(NOON + timedelta(days=49)).refused("auth.expired", "whoami")
