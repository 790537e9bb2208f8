"""Organizations, as one user sees them, and how far their limits are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class OrganizationResult:
    """An organization as one user sees it: `role`, `kind`, `default` and `active` are the caller's."""

    name: str
    url: str
    timezone: str
    edition: str
    trial: bool
    trial_ends_at: datetime | None
    licenses: int | None
    members: int
    created_at: datetime
    role: str | None
    kind: str | None
    default: bool
    active: bool
    restrict_ip: tuple[str, ...]
    invitations_listed: bool


@dataclass(frozen=True, slots=True)
class SubscribedResult(OrganizationResult):
    """The organization after a change of edition or licenses, and who became external by it (B8)."""

    made_external: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitResult:
    """Where a user or an organization stands against one counted rule."""

    rule: str
    code: str
    used: int
    limit: int
    left: int
