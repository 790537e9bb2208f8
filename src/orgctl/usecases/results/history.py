"""What happened, and what waits to be mailed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditResult:
    """One line of history."""

    at: datetime
    actor: str
    operator: str | None
    organization: str | None
    action: str
    subject: str | None
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MailResult:
    """A message in the outbox, without what it says."""

    id: str
    invitation: str
    to: str
    organization: str
    state: str
    attempts: int
    queued_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    error: str | None
