"""How an instant reads in a sentence for people."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def utc_text(instant: datetime) -> str:
    """An aware instant as `2025-03-08 14:05:09 UTC`: the second matters, since expiry is exact to it."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def whole_second(instant: datetime) -> datetime:
    """The second that an instant falls in: what people and scripts are shown is exact, not rounded."""
    return instant.replace(microsecond=0)
