"""The words of the policy as frozen values. All instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """What a member may do in an organization (R1 to R3)."""

    SUPERADMIN = "superadmin"
    ADMIN = "admin"
    STANDARD = "standard"

    @property
    def administers(self) -> bool:
        """Whether this role carries the rights of R2."""
        return self is not Role.STANDARD


class Kind(StrEnum):
    """Whether a membership needs a license (`internal`) or is a Zoho One guest (`external`)."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Edition(StrEnum):
    """What an organization has subscribed to; a new one tries `enterprise` (B2)."""

    STANDARD = "standard"
    PROFESSIONAL = "professional"
    ENTERPRISE = "enterprise"
    ULTIMATE = "ultimate"
    CRM_PLUS = "crm-plus"
    ZOHO_ONE = "zoho-one"


class Status(StrEnum):
    """Where an invitation stands; all but `pending` are final."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Side(StrEnum):
    """From where an integration is started (E3)."""

    CRM = "crm"
    APP = "app"


@dataclass(frozen=True, slots=True)
class User:
    """A person: one sign-in for all organizations. `email` is as typed, `email_key` as compared."""

    id: int
    email: str
    email_key: str
    name: str
    created_at: datetime
    language: str | None = None
    default_organization_id: int | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """One CRM account.

    `licenses` is None until an administrator subscribes: that is what being on trial means.
    `creator_slot` is the place among the creator's five (B6), None for a sign-up's organization.
    `members` counts external members too, `internal_members` those that need a license.
    """

    id: int
    url: str
    name: str
    timezone: str
    edition: Edition
    licenses: int | None
    trial_ends_at: datetime
    created_at: datetime
    creator_id: int
    creator_slot: int | None
    restrict_ip: tuple[str, ...]
    has_cliq: bool
    members: int
    internal_members: int

    @property
    def on_trial(self) -> bool:
        """Whether nobody has subscribed yet, be the fifteen days over or not (B2)."""
        return self.licenses is None


@dataclass(frozen=True, slots=True)
class Membership:
    """A user in an organization; `slot` is its place among the user's ten (B5)."""

    user_id: int
    organization_id: int
    role: Role
    kind: Kind
    since: datetime
    slot: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offer of a membership. `status` is as stored: `domain.invitations.status_at` knows expiry."""

    id: int
    organization_id: int
    email: str
    email_key: str
    role: Role
    kind: Kind
    status: Status
    sent_at: datetime
    expires_at: datetime
    inviter_id: int


@dataclass(frozen=True, slots=True)
class Link:
    """An app account integrated with an organization; `feature` is None for apps that have one only."""

    id: int
    app: str
    feature: str | None
    account: str
    organization_id: int
    user_id: int
    started_from: Side
    since: datetime
    slot: int | None
