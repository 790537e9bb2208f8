"""Time in words. Every wording of how long something still holds is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _, plural

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def instant(at: datetime) -> str:
    """An aware instant for people, in UTC to the minute."""
    from datetime import UTC

    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def day(at: datetime) -> str:
    """The UTC day of an aware instant."""
    from datetime import UTC

    return at.astimezone(UTC).strftime("%Y-%m-%d")


def rfc3339(at: datetime) -> str:
    """An aware instant for programs: `2026-11-25T01:02:03Z`, with a fraction only where there is one."""
    from datetime import UTC

    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def days_left(until: datetime, now: datetime) -> str:
    """How long something lasts: "12 days left", "3 hours left", "ended" from the very instant on.

    Whole days that are left, so that nobody counts on more than there is; up to an hour is given, so that
    what was begun a moment ago has all its days.
    """
    seconds = (until - now).total_seconds()
    if seconds <= 0:
        return _("ended")
    days = int(seconds + _HOUR) // _DAY
    if days:
        return plural("1 day left", "{n} days left", days)
    hours = int(seconds) // _HOUR
    if hours:
        return plural("1 hour left", "{n} hours left", hours)
    return plural("1 minute left", "{n} minutes left", max(1, int(seconds) // _MINUTE))


def span(until: datetime, now: datetime) -> str:
    """How long something that has not ended lasts, in as few words as it takes: "12 days", "3 hours"."""
    seconds = (until - now).total_seconds()
    days = int(seconds + _HOUR) // _DAY
    if days:
        return plural("1 day", "{n} days", days)
    hours = int(seconds) // _HOUR
    if hours:
        return plural("1 hour", "{n} hours", hours)
    return plural("1 minute", "{n} minutes", max(1, int(seconds) // _MINUTE))


def expires(until: datetime, now: datetime) -> str:
    """How long an invitation holds: "6 days left", "expires in 3 hours", "expired"."""
    seconds = (until - now).total_seconds()
    if seconds <= 0:
        return _("expired")
    if int(seconds + _HOUR) >= _DAY:
        return days_left(until, now)
    hours = int(seconds) // _HOUR
    if hours:
        return plural("expires in 1 hour", "expires in {n} hours", hours)
    return plural("expires in 1 minute", "expires in {n} minutes", max(1, int(seconds) // _MINUTE))


def is_soon(until: datetime, now: datetime) -> bool:
    """Whether less than three days are left: time to do something about it."""
    return (until - now).total_seconds() < 3 * _DAY
