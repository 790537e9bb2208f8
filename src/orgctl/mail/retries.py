"""When a message that could not be delivered is tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    *(timedelta(hours=24),) * 7,
)
"""The pause after each failed attempt: short while a server restarts, then daily until past the 7 days (C2)."""


def next_attempt(attempts: int, now: datetime, *, expires_at: datetime | None = None) -> datetime | None:
    """When to try again after `attempts` failed ones (1 or more), or None: give up.

    Given up where the pauses are used up, or where the invitation would be over by then: `expires_at`
    is its last instant, and at that very instant it is expired (C2).
    """
    if attempts > len(PAUSES):
        return None
    then = now + PAUSES[max(attempts, 1) - 1]
    if expires_at is not None and then >= expires_at:
        return None
    return then
