"""Who is signed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhoResult:
    """Who is signed in; `from_` says what decided on the active organization."""

    email: str
    name: str
    active: str | None
    default: str | None
    from_: str | None
    operator: str | None
