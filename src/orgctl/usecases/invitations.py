"""Sending invitations, sending them again, taking them back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain import invitations as rules
from orgctl.domain import roles
from orgctl.domain.instants import whole_second
from orgctl.domain.invitations import Event
from orgctl.domain.refusals import Code, NotFound, require, say
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Invitation, Kind, Role, Status
from orgctl.store import audit, invitations, outbox, users
from orgctl.store.invitations import Invitee, Offer
from orgctl.usecases import views
from orgctl.usecases.acting import Actor, acting_place, administered_place, record
from orgctl.usecases.expiry import refuse_event
from orgctl.usecases.results import FailedItem, InvitationResult, SentResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address


class Token(NamedTuple):
    """A new invitation's secret as the store may have it: hashed for good, sealed until it is mailed."""

    hash: str
    sealed: str


def send(
    tx: Transaction,
    actor: Actor,
    *,
    items: Iterable[tuple[Address, Role]],
    external: bool,
    language: str | None,
    new_token: Callable[[], Token],
    now: datetime,
) -> SentResult:
    """R2, B2, B8, C1, C2: invite people, each for itself; mails are queued in the same transaction.

    What is refused is in the result and hinders nobody else: role.not_admin, trial.expired,
    external.not_zoho_one, external.standard_only, invite.already_member, invite.already_pending.
    """
    its, mine = acting_place(tx, actor)
    items = list(items)
    kind = Kind.EXTERNAL if external else Kind.INTERNAL
    sent_at = whole_second(now)
    known = invitations.invitees(tx, its.id, [address.key for address, _ in items])
    stale: list[int] = []
    offers: list[tuple[Invitation, Token]] = []
    failed: list[FailedItem] = []
    for address, role in items:
        invitee = known.get(address.key, Invitee())
        refusal = rules.refuse_sending(
            its,
            email=address.email,
            role=role,
            kind=kind,
            actor_role=mine.role,
            is_member=invitee.is_member,
            pending=invitee.pending,
            now=now,
        )
        if refusal is not None:
            failed.append(FailedItem(address.email, refusal.code.value, refusal.message, refusal.hint))
            continue
        if invitee.pending is not None:
            stale.append(invitee.pending.id)
        offer = Invitation(
            id=tx.new_id(),
            organization_id=its.id,
            email=address.email,
            email_key=address.key,
            role=role,
            kind=kind,
            status=Status.PENDING,
            sent_at=sent_at,
            expires_at=rules.expires_at(sent_at),
            inviter_id=actor.user.id,
        )
        offers.append((offer, new_token()))
        known[address.key] = invitee._replace(pending=offer)
    if stale:
        invitations.mark_expired(tx, now, stale)
    if offers:
        invitations.add(tx, [(offer, token.hash) for offer, token in offers], language=language)
        outbox.enqueue(tx, [(offer.id, token.sealed) for offer, token in offers], now)
        record(
            tx,
            actor,
            now,
            *(
                audit.Line(
                    audit.Act.INVITED,
                    its,
                    known[offer.email_key].user_id,
                    offer.email,
                    {"role": offer.role.value, "kind": offer.kind.value},
                )
                for offer, _ in offers
            ),
        )
    sent = tuple(views.invitation(Offer(offer, its, actor.user.email), now) for offer, _ in offers)
    return SentResult(sent, tuple(failed))


def revoke(tx: Transaction, actor: Actor, *, email: Address, now: datetime) -> InvitationResult:
    """R2, C2: take a pending invitation back. Raises Refused: role.not_admin, invite.not_pending;
    NotFound not_found.invitation.
    """
    offer = _sent(tx, actor, email, roles.Act.REVOKE)
    require(refuse_event(tx, offer, Event.REVOKE, now))
    invitations.end(tx, offer, Status.REVOKED, now)
    _record(tx, actor, now, audit.Act.REVOKED, offer)
    return views.invitation_as(offer, Status.REVOKED, now)


def resend(
    tx: Transaction, actor: Actor, *, email: Address, new_token: Callable[[], Token], now: datetime
) -> InvitationResult:
    """R2, C2: the same invitation with a new token and seven new days; the old token is dead.

    Raises Refused: role.not_admin, trial.expired, invite.not_pending; NotFound not_found.invitation.
    """
    offer = _sent(tx, actor, email, roles.Act.RESEND)
    require(refuse_after_trial(offer.organization, now, Paused.SENDING))
    require(refuse_event(tx, offer, Event.RESEND, now))
    token = new_token()
    sent_at = whole_second(now)
    renewed = replace(
        offer.invitation, sent_at=sent_at, expires_at=rules.expires_at(sent_at), inviter_id=actor.user.id
    )
    invitations.renew(tx, renewed, token_hash=token.hash)
    outbox.enqueue(tx, [(renewed.id, token.sealed)], now)
    _record(tx, actor, now, audit.Act.RESENT, offer)
    return views.invitation(Offer(renewed, offer.organization, actor.user.email), now)


def _record(tx: Transaction, actor: Actor, now: datetime, act: audit.Act, offer: Offer) -> None:
    invitee = users.by_key(tx, offer.invitation.email_key)
    line = audit.Line(act, offer.organization, invitee.id if invitee else None, offer.invitation.email)
    record(tx, actor, now, line)


def _sent(tx: Transaction, actor: Actor, email: Address, act: roles.Act) -> Offer:
    its = administered_place(tx, actor, act).organization
    offer = invitations.latest(tx, its.id, email.key)
    if offer is None:
        raise NotFound(
            Code.NOT_FOUND_INVITATION,
            say("{organization} has not invited {email}.", organization=its.name, email=email.email),
            say("orgctl invite list --sent --org {url} shows whom it has.", url=its.url),
        )
    return offer
