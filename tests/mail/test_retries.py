from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orgctl.mail.retries import next_attempt

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "attempts,minutes", [(1, 1), (2, 5), (3, 30), (4, 120), (5, 360), (6, 1440), (12, 1440)]
)
def test_the_pauses_grow_from_a_minute_to_a_day(attempts, minutes):
    assert next_attempt(attempts, NOW) == NOW + timedelta(minutes=minutes)


def test_after_the_last_pause_it_is_given_up():
    assert next_attempt(12, NOW) is not None
    assert next_attempt(13, NOW) is None


@pytest.mark.parametrize("seconds,again", [(61, True), (60, False), (59, False)])
def test_an_invitation_that_would_be_over_by_then_is_given_up(seconds, again):
    attempt = next_attempt(1, NOW, expires_at=NOW + timedelta(seconds=seconds))

    assert (attempt is not None) is again


def test_a_week_of_failures_is_a_week_of_attempts():
    expires_at = NOW + timedelta(days=7)
    now, attempts = NOW, 0

    while now is not None:
        attempts += 1
        last, now = now, next_attempt(attempts, now, expires_at=expires_at)

    assert attempts == 12
    assert last > expires_at - timedelta(days=1)
