"""Invitations, and the organization list that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.refusals import Sentence
    from orgctl.usecases.results.organizations import OrganizationResult


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
    message: Sentence
    hint: Sentence | None = None


@dataclass(frozen=True, slots=True)
class SentResult:
    """What a bulk invitation did, item by item; `unchanged` were pending already with the same role."""

    sent: tuple[InvitationResult, ...]
    failed: tuple[FailedItem, ...]
