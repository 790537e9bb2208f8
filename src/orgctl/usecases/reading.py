"""Lists and shows: what a user may see, and nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.catalogue import CATALOGUE
from orgctl.domain.counts import counted_rules
from orgctl.domain.invitations import listed, status_at
from orgctl.domain.roles import Act
from orgctl.domain.values import Status
from orgctl.store import audit, integrations, invitations, members, outbox, standing
from orgctl.usecases import results, views
from orgctl.usecases.acting import acting_place, administered_place, place_of
from orgctl.usecases.expiry import note_expiry

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import (
        AuditResult,
        CatalogueResult,
        InvitationResult,
        LimitResult,
        LinkResult,
        MailResult,
        MemberResult,
        OrganizationList,
        OrganizationResult,
    )


def list_organizations(tx: Transaction, actor: Actor, *, now: datetime) -> OrganizationList:
    """C2, C4: the user's organizations, and those whose invitations the list may show."""
    mine = tuple(views.organization(place, actor) for place in members.places(tx, actor.user.id))
    return results.OrganizationList(mine, pending(tx, actor, now=now))


def pending(tx: Transaction, actor: Actor, *, now: datetime) -> tuple[InvitationResult, ...]:
    """C2, C4: the invitations that the organization list shows."""
    return _received(tx, actor, Status.PENDING, now)


def show_organization(tx: Transaction, actor: Actor, *, organization: str | None) -> OrganizationResult:
    """One of the user's. Raises NotFound not_found.organization."""
    place = acting_place(tx, actor) if organization is None else place_of(tx, actor, organization)
    return views.organization(place, actor)


def list_members(tx: Transaction, actor: Actor) -> tuple[MemberResult, ...]:
    """R3: everybody in the organization."""
    its = acting_place(tx, actor).organization
    return tuple(views.member(user, membership) for user, membership in members.roster(tx, its.id))


def list_invitations(
    tx: Transaction, actor: Actor, *, sent: bool, status: Status | None, now: datetime
) -> tuple[InvitationResult, ...]:
    """Received ones (pending unless a status is named), or those that the organization sent.

    Received ones of organizations that may not be listed are left out (C4). Raises Refused
    role.not_admin for sent ones.
    """
    if not sent:
        return _received(tx, actor, status or Status.PENDING, now)
    its = administered_place(tx, actor, Act.LIST_SENT).organization
    offers = invitations.sent(tx, its.id)
    for offer in offers:
        note_expiry(tx, offer, now)
    return tuple(
        views.invitation(offer, now) for offer in offers if status in (None, status_at(offer.invitation, now))
    )


def _received(tx: Transaction, actor: Actor, status: Status, now: datetime) -> tuple[InvitationResult, ...]:
    key = actor.user.email_key
    offers = invitations.pending_of(tx, key) if status is Status.PENDING else invitations.received(tx, key)
    for offer in offers:
        note_expiry(tx, offer, now)
    return tuple(
        views.invitation(offer, now)
        for offer in offers
        if listed(offer.organization) and status_at(offer.invitation, now) is status
    )


def list_links(tx: Transaction, actor: Actor, *, app: str | None) -> tuple[LinkResult, ...]:
    """The organization's links, of one app or of all."""
    its = acting_place(tx, actor).organization
    return tuple(
        views.link(seen, its.url)
        for seen in integrations.of_organization(tx, its.id)
        if app in (None, seen.link.app)
    )


def catalogue() -> tuple[CatalogueResult, ...]:
    """E2, E3: what may be linked with what, and from where."""
    return tuple(
        results.CatalogueResult(
            row.app,
            row.feature,
            row.accounts_per_organization,
            row.organizations_per_account,
            tuple(side.value for side in row.sides),
            row.per_user,
            row.account,
        )
        for row in CATALOGUE
    )


def read_audit(tx: Transaction, actor: Actor, *, limit: int) -> tuple[AuditResult, ...]:
    """The organization's history for its administrators; anybody else sees what concerns them in it.

    Where no organization is active, what concerns the user anywhere.
    """
    if actor.choice.text is None and actor.active_id is None:
        return tuple(map(views.history, audit.of_person(tx, actor.user.id, limit)))
    its, mine = acting_place(tx, actor)
    if mine.role.administers:
        return tuple(map(views.history, audit.of_organization(tx, its.id, limit)))
    entries = audit.of_person(tx, actor.user.id, limit, organization_id=its.id)
    return tuple(map(views.history, entries))


def limits(tx: Transaction, actor: Actor) -> tuple[LimitResult, ...]:
    """Where the user stands against every counted rule, and the active organization with its licenses."""
    seats = standing.of_user(tx, actor.user)
    nowhere = actor.choice.text is None and actor.active_id is None
    its = None if nowhere else acting_place(tx, actor).organization
    return tuple(
        results.LimitResult(each.rule, each.code.value, each.used, each.limit, each.left)
        for each in counted_rules(seats.standing, its)
    )


def mail_list(tx: Transaction) -> tuple[MailResult, ...]:
    """The outbox, without what the mails say."""
    return tuple(
        results.MailResult(
            id=str(mail.id),
            invitation=str(mail.invitation_id),
            to=mail.to,
            organization=mail.url,
            state=mail.state,
            attempts=mail.attempts,
            queued_at=mail.queued_at,
            next_attempt_at=mail.next_attempt_at if mail.state == "queued" else None,
            sent_at=mail.sent_at,
            error=mail.error,
        )
        for mail in outbox.listing(tx)
    )
