from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.attempts import failures_with_this_one, require_no_wait, seconds_to_wait
from orgctl.domain.refusals import Code, NotSignedIn

NOON = datetime(2025, 3, 1, 12, 0, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_nobody_waits_before_the_first_failure():
    assert seconds_to_wait(0, None, NOON) == 0


@pytest.mark.parametrize(
    "failures,seconds",
    [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (10**9, 60)],
)
def test_the_wait_begins_with_the_fifth_failure_and_doubles_up_to_a_minute(failures, seconds):
    assert seconds_to_wait(failures, NOON, NOON) == seconds


def test_the_wait_is_over_at_its_very_end_and_not_a_microsecond_before():
    assert seconds_to_wait(11, NOON, after(59)) == 1
    assert seconds_to_wait(11, NOON, after(59.999999)) == 1
    assert seconds_to_wait(11, NOON, after(60)) == 0


def test_a_part_of_a_second_is_said_as_a_whole_one():
    assert seconds_to_wait(8, NOON, after(0.5)) == 8


def test_a_clock_set_back_by_more_than_the_longest_wait_holds_nobody_up():
    assert seconds_to_wait(11, NOON, after(-61)) == 0


def test_a_clock_a_little_behind_makes_the_wait_no_longer_than_it_is():
    assert seconds_to_wait(11, NOON, after(-60)) == 60


def test_failures_are_forgotten_after_an_hour():
    assert failures_with_this_one(20, NOON, after(3_599)) == 21
    assert failures_with_this_one(20, NOON, after(3_600)) == 1


def test_the_first_failure_is_counted_as_one():
    assert failures_with_this_one(0, None, NOON) == 1


def test_an_attempt_during_the_wait_is_refused_and_told_how_long_it_lasts():
    with pytest.raises(NotSignedIn) as caught:
        require_no_wait(9, NOON, after(3))

    assert caught.value.code is Code.AUTH_THROTTLED
    assert str(caught.value.hint) == "Wait for 13 s and try again."


def test_an_attempt_after_the_wait_is_free():
    require_no_wait(9, NOON, after(16))


@given(st.integers(0, 10**6), st.floats(-1e6, 1e6))
def test_nobody_ever_waits_longer_than_a_minute(failures, since):
    assert 0 <= seconds_to_wait(failures, NOON, after(since)) <= 60


@given(st.integers(0, 10**6), st.floats(-1e6, 1e6))
def test_whoever_waits_as_long_as_was_said_is_looked_at_then(failures, since):
    # a clock that runs behind the last failure has that way to go besides
    behind = max(0.0, -since) if since >= -60 else 0.0

    wait = seconds_to_wait(failures, NOON, after(since))

    assert seconds_to_wait(failures, NOON, after(since + behind + wait)) == 0
