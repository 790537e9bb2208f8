from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from orgctl.domain.instants import utc_text, whole_second


def test_an_instant_is_told_in_utc_to_the_second():
    instant = datetime(2025, 3, 8, 23, 5, 9, 999_999, tzinfo=timezone(timedelta(hours=9)))

    assert utc_text(instant) == "2025-03-08 14:05:09 UTC"


def test_the_second_that_an_instant_falls_in_is_not_rounded_up():
    instant = datetime(2025, 3, 8, 14, 5, 9, 999_999, tzinfo=UTC)

    assert whole_second(instant) == datetime(2025, 3, 8, 14, 5, 9, tzinfo=UTC)
