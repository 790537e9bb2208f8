"""What use cases answer: frozen facts whose field names are the promised JSON keys.

A trailing underscore (`from_`, `yields_`) is dropped from the key. Instants are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
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
class MemberResult:
    """A member, as the organization sees them."""

    email: str
    name: str
    role: str
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class InvitationResult:
    """An invitation; `organization` is the name, `status` is as of the command's instant."""

    id: str
    organization: str
    url: str
    email: str
    role: str
    kind: str
    status: str
    sent_at: datetime
    expires_at: datetime
    invited_by: str


@dataclass(frozen=True, slots=True)
class OrganizationList:
    """The organization list (C2): mine, and those that invite me and may be listed (C4)."""

    organizations: tuple[OrganizationResult, ...]
    invitations: tuple[InvitationResult, ...]


@dataclass(frozen=True, slots=True)
class FailedItem:
    """One item of a bulk command that was refused."""

    email: str
    code: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class SentResult:
    """What a bulk invitation did, item by item; `unchanged` were pending already with the same role."""

    sent: tuple[InvitationResult, ...]
    failed: tuple[FailedItem, ...]


@dataclass(frozen=True, slots=True)
class WhoResult:
    """Who is signed in; `from_` says what decided on the active organization."""

    email: str
    name: str
    active: str | None
    default: str | None
    from_: str | None
    operator: str | None


@dataclass(frozen=True, slots=True)
class LinkResult:
    """An app account linked to an organization; `organization` is the access URL."""

    app: str
    feature: str | None
    account: str
    organization: str
    user: str
    started_from: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CatalogueResult:
    """One feature of an app; None stands for many."""

    app: str
    feature: str | None
    accounts_per_organization: int | None
    organizations_per_account: int | None
    from_: tuple[str, ...]
    per_user: bool
    account: str


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
class RecordResult:
    """One record of the sample data."""

    module: str
    id: str
    name: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LimitResult:
    """Where a user or an organization stands against one counted rule."""

    rule: str
    code: str
    used: int
    limit: int
    left: int


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


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """One change of a plan."""

    action: str
    kind: str
    organization: str | None
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class RefusedChange(ChangeResult):
    """A change that a rule refuses; `hint` says what would help, `place` where the file asks for it."""

    code: str
    message: str
    hint: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What apply would do. `notes` are no changes: what waits for an answer, what is left as it is."""

    changes: tuple[ChangeResult, ...]
    refused: tuple[RefusedChange, ...]
    notes: tuple[ChangeResult, ...] = ()


@dataclass(frozen=True, slots=True)
class AppliedResult(PlanResult):
    """What apply did."""

    applied: int = 0
