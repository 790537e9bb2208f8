"""Results made of domain values: what a caller gets to see of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain.invitations import listed, status_at
from orgctl.usecases import results

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import Membership, Status, User
    from orgctl.store.audit import Entry
    from orgctl.store.integrations import LinkSeen
    from orgctl.store.invitations import Offer
    from orgctl.store.members import Place
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import (
        AuditResult,
        InvitationResult,
        LinkResult,
        MemberResult,
        OrganizationResult,
    )


def organization(place: Place, actor: Actor) -> OrganizationResult:
    """An organization as the actor sees it; `active` is the session's, whatever this command acts in."""
    its, mine = place
    return results.OrganizationResult(
        name=its.name,
        url=its.url,
        timezone=its.timezone,
        edition=its.edition.value,
        trial=its.on_trial,
        trial_ends_at=its.trial_ends_at if its.on_trial else None,
        licenses=its.licenses,
        members=its.members,
        created_at=its.created_at,
        role=mine.role.value,
        kind=mine.kind.value,
        default=actor.user.default_organization_id == its.id,
        active=actor.active_id == its.id,
        restrict_ip=its.restrict_ip,
        invitations_listed=listed(its),
    )


def member(user: User, membership: Membership) -> MemberResult:
    """A member as the organization sees them."""
    return results.MemberResult(
        user.email, user.name, membership.role.value, membership.kind.value, membership.since
    )


def invitation(offer: Offer, now: datetime) -> InvitationResult:
    """An invitation as both sides see it; the token is in no result."""
    its = offer.invitation
    return results.InvitationResult(
        id=str(its.id),
        organization=offer.organization.name,
        url=offer.organization.url,
        email=its.email,
        role=its.role.value,
        kind=its.kind.value,
        status=status_at(its, now).value,
        sent_at=its.sent_at,
        expires_at=its.expires_at,
        invited_by=offer.inviter_email,
    )


def invitation_as(offer: Offer, status: Status, now: datetime) -> InvitationResult:
    """An invitation as it is after an act that gave it this status."""
    return invitation(offer._replace(invitation=replace(offer.invitation, status=status)), now)


def link(seen: LinkSeen, url: str) -> LinkResult:
    """A link of the organization with this access URL."""
    its = seen.link
    return results.LinkResult(
        its.app, its.feature, its.account, url, seen.user_email, its.started_from.value, its.since
    )


def history(entry: Entry) -> AuditResult:
    """A line of history."""
    return results.AuditResult(*entry)
