"""Section 2 of the policy, after the trial: B2."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from orgctl.domain.refusals import Code
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Edition
from tests.builders import NOON, a_subscribed, an_organization


@pytest.mark.parametrize("paused", Paused)
def test_nothing_stops_until_the_trial_ends(paused):
    organization = an_organization(trial_ends_at=NOON)

    assert refuse_after_trial(organization, NOON - timedelta(microseconds=1), paused) is None


@pytest.mark.parametrize(
    "paused,sentence",
    [
        (Paused.SENDING, "Zylker can't invite anybody: its trial ended on 2025-03-01 12:00:00 UTC."),
        (Paused.ACCEPTING, "Nobody can join Zylker now: its trial ended on 2025-03-01 12:00:00 UTC."),
        (Paused.LINKING, "No app can be linked to Zylker: its trial ended on 2025-03-01 12:00:00 UTC."),
        (
            Paused.SAMPLE_DATA,
            "No sample data can be loaded into Zylker: its trial ended on 2025-03-01 12:00:00 UTC.",
        ),
    ],
)
def test_at_the_very_end_of_the_trial_four_things_stop(paused, sentence):
    refusal = refuse_after_trial(an_organization(trial_ends_at=NOON), NOON, paused)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.TRIAL_EXPIRED, "B2")
    assert str(refusal.message) == sentence
    assert "orgctl org subscribe EDITION --licenses N --org zylker" in str(refusal.hint)


@pytest.mark.parametrize("paused", Paused)
def test_nothing_stops_once_an_administrator_has_subscribed(paused):
    organization = a_subscribed(Edition.STANDARD, trial_ends_at=NOON)

    assert refuse_after_trial(organization, NOON + timedelta(days=365), paused) is None


def test_the_end_of_the_trial_is_told_in_utc():
    ends_at = NOON.astimezone(timezone(timedelta(hours=9)))

    refusal = refuse_after_trial(an_organization(trial_ends_at=ends_at), NOON, Paused.SENDING)

    assert refusal is not None
    assert "2025-03-01 12:00:00 UTC" in str(refusal.message)
