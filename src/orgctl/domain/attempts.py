"""How failed sign-ins slow down, without ever locking anybody out for good.

Failures are counted by address, be there a user behind it or not, so that waiting tells nobody who has
an account. The count is written before the password is looked at and taken away when it was right:
whoever tries eight passwords at once is counted eight times. An attempt that had to wait is not
counted, and its password is not looked at.

None of this is in the source; it is a reading of A1, which has one sign-in guard everything.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Code, NotSignedIn, say

if TYPE_CHECKING:
    from datetime import datetime

FREE_FAILURES: Final = 4
"""A1, our reading: failures in a row after which nobody waits yet."""

LONGEST_WAIT_SECONDS: Final = 60
"""A1, our reading: waiting doubles from one second up to this."""

FORGOTTEN_AFTER_SECONDS: Final = 3_600
"""A1, our reading: failures count no more when the last one is this long ago; their rows may go."""


def seconds_to_wait(failures: int, last_failed_at: datetime | None, now: datetime) -> int:
    """Whole seconds, rounded up, until the next attempt is looked at; 0: now.

    `failures` and `last_failed_at` are those of the address (0 and None: none). At the very end of the
    wait the attempt is free. A last failure that lies in the future by more than the longest wait is a
    clock that was set back: it holds nobody up.
    """
    if last_failed_at is None:
        return 0
    since = (now - last_failed_at).total_seconds()
    if since < -LONGEST_WAIT_SECONDS or since >= FORGOTTEN_AFTER_SECONDS:
        return 0
    return max(0, math.ceil(_pause(failures) - max(since, 0.0)))


def failures_with_this_one(failures: int, last_failed_at: datetime | None, now: datetime) -> int:
    """The count to write for one more failure at `now`; earlier ones may have been forgotten."""
    if last_failed_at is None or (now - last_failed_at).total_seconds() >= FORGOTTEN_AFTER_SECONDS:
        return 1
    return failures + 1


def require_no_wait(failures: int, last_failed_at: datetime | None, now: datetime) -> None:
    """Raise NotSignedIn `auth.throttled`, which says how long to wait, unless an attempt is free now."""
    seconds = seconds_to_wait(failures, last_failed_at, now)
    if seconds == 0:
        return
    raise NotSignedIn(
        Code.AUTH_THROTTLED,
        say("Too many sign-ins with this address have failed; this one was not looked at."),
        say("Wait for {seconds} s and try again.", seconds=seconds),
    )


def _pause(failures: int) -> int:
    beyond = failures - FREE_FAILURES
    if beyond <= 0:
        return 0
    return min(LONGEST_WAIT_SECONDS, 1 << min(beyond - 1, LONGEST_WAIT_SECONDS.bit_length()))
