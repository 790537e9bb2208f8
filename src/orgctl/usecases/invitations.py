"""Sending invitations, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain import invitations as rules
from orgctl.domain import roles, switching
from orgctl.domain.instants import whole_second
from orgctl.domain.invitations import Event
from orgctl.domain.membership import free_slot, kind_on_joining, refuse_joining, role_on_joining
from orgctl.domain.refusals import Code, NotFound, require, say
from orgctl.domain.switching import default_after_joining
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Invitation, Kind, Membership, Role, Status
from orgctl.store import audit, invitations, members, outbox, standing, users
from orgctl.store.invitations import Invitee, Offer
from orgctl.usecases import views
from orgctl.usecases.acting import Actor, acting_place, record
from orgctl.usecases.expiry import note_expiry
from orgctl.usecases.results import FailedItem, InvitationResult, SentResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from orgctl.domain.refusals import Refusal
    from orgctl.domain.values import User
    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address


class Token(NamedTuple):
    """A new invitation's secret as the store may have it: hashed for good, sealed until it is mailed."""

    hash: str
    sealed: str


class Newcomer(NamedTuple):
    """What makes a login of an address that has none: the token proves who reads its mail."""

    name: str
    password_hash: str | None
    secret_hash: str | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted invitation; `signed_in` if it made a login, `became_external` if B8 made it so."""

    invitation: InvitationResult
    user: User
    signed_in: bool
    became_external: bool


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


def accept(tx: Transaction, actor: Actor, *, organization: str, now: datetime) -> Accepted:
    """C1, C2, C4: accept the latest invitation from an organization, from the list.

    Raises Refused: invite.email_only, invite.expired, invite.not_pending, trial.expired,
    license.none_free, limit.memberships, limit.crm_plus_invited; NotFound not_found.invitation.
    """
    offer = _from_list(tx, actor, organization)
    require(rules.refuse_answer_from_list(offer.organization))
    return _join(tx, actor, offer, now)


def accept_by_token(
    tx: Transaction, actor: Actor | None, *, token_hash: str, newcomer: Newcomer | None, now: datetime
) -> Accepted:
    """C2, C3: accept the invitation that a mailed token belongs to.

    Signed in, it must be the invited address. Signed out, the token alone is enough, since it proves who
    reads that mailbox; an address without a login gets one of `newcomer`.
    Raises what `accept` does but invite.email_only, and Refused invite.not_yours.
    """
    # The user's row is held before the organization's, as everywhere.
    user = users.invited_by(tx, token_hash) if actor is None else actor.user
    offer = _by_token(tx, actor, token_hash)
    require(_refuse(tx, offer, Event.ACCEPT, now))
    if actor is not None:
        return _join(tx, actor, offer, now)
    is_new = user is None
    signed_in = user is None or (newcomer is not None and not _has_password(tx, user))
    if user is None or signed_in:
        user = _login(tx, offer, user, newcomer, now)
    from orgctl.session.location import Choice

    actor = Actor(user, None, None, Choice(None, None, None))
    return _join(tx, actor, offer, now, is_new=is_new, signed_in=signed_in)


def needs_login(tx: Transaction, token_hash: str, now: datetime) -> bool:
    """Whether accepting with this token, signed out, makes a login: there is none with a password yet.

    Raises what answering would: NotFound not_found.invitation, Refused invite.expired, invite.not_pending.
    """
    offer = _by_token(tx, None, token_hash)
    require(_refuse(tx, offer, Event.ACCEPT, now))
    known = users.password_hash(tx, offer.invitation.email_key)
    return known is None or known[1] is None


def decline(
    tx: Transaction,
    actor: Actor | None,
    *,
    organization: str | None,
    token_hash: str | None,
    reason: str | None,
    now: datetime,
) -> InvitationResult:
    """C2 to C4: decline from the list, or with a mailed token, for which nobody need be signed in.

    Raises Refused: invite.email_only, invite.expired, invite.not_pending, invite.not_yours;
    NotFound not_found.invitation.
    """
    if token_hash is not None:
        offer = _by_token(tx, actor, token_hash)
    else:
        if actor is None or organization is None:
            raise AssertionError
        offer = _from_list(tx, actor, organization)
        require(rules.refuse_answer_from_list(offer.organization))
    require(_refuse(tx, offer, Event.DECLINE, now))
    invitations.end(tx, offer, Status.DECLINED, now, reason=reason)
    user = actor.user if actor else users.by_key(tx, offer.invitation.email_key)
    audit.record(
        tx,
        [
            audit.Line(
                audit.Act.DECLINED,
                offer.organization,
                user.id if user else None,
                offer.invitation.email,
                {"reason": reason} if reason else {},
            )
        ],
        actor=offer.invitation.email,
        operator=actor.operator if actor else None,
        now=now,
    )
    return _as(offer, Status.DECLINED, now)


def revoke(tx: Transaction, actor: Actor, *, email: Address, now: datetime) -> InvitationResult:
    """R2, C2: take a pending invitation back. Raises Refused: role.not_admin, invite.not_pending;
    NotFound not_found.invitation.
    """
    offer = _sent(tx, actor, email, roles.Act.REVOKE)
    require(_refuse(tx, offer, Event.REVOKE, now))
    invitations.end(tx, offer, Status.REVOKED, now)
    _record(tx, actor, now, audit.Act.REVOKED, offer)
    return _as(offer, Status.REVOKED, now)


def resend(
    tx: Transaction, actor: Actor, *, email: Address, new_token: Callable[[], Token], now: datetime
) -> InvitationResult:
    """R2, C2: the same invitation with a new token and seven new days; the old token is dead.

    Raises Refused: role.not_admin, trial.expired, invite.not_pending; NotFound not_found.invitation.
    """
    offer = _sent(tx, actor, email, roles.Act.RESEND)
    require(refuse_after_trial(offer.organization, now, Paused.SENDING))
    require(_refuse(tx, offer, Event.RESEND, now))
    token = new_token()
    sent_at = whole_second(now)
    renewed = replace(
        offer.invitation, sent_at=sent_at, expires_at=rules.expires_at(sent_at), inviter_id=actor.user.id
    )
    invitations.renew(tx, renewed, token_hash=token.hash)
    outbox.enqueue(tx, [(renewed.id, token.sealed)], now)
    _record(tx, actor, now, audit.Act.RESENT, offer)
    return views.invitation(Offer(renewed, offer.organization, actor.user.email), now)


def _join(
    tx: Transaction,
    actor: Actor,
    offer: Offer,
    now: datetime,
    *,
    is_new: bool = False,
    signed_in: bool = False,
) -> Accepted:
    its, invitation = offer.organization, offer.invitation
    require(_refuse(tx, offer, Event.ACCEPT, now))
    user = actor.user
    seats = standing.of_user(tx, user)
    is_member = its.id in seats.organization_ids
    require(rules.refuse_second_membership(user.email, its.name, is_member=is_member))
    kind = kind_on_joining(seats.standing, its, invitation.kind)
    require(refuse_joining(seats.standing, its, kind=kind, now=now))
    role = role_on_joining(kind, invitation.role)
    slot = free_slot(seats.membership_slots)
    membership = Membership(user.id, its.id, role, kind, whole_second(now), slot)
    members.add(tx, membership, edition=its.edition)
    invitations.end(tx, offer, Status.ACCEPTED, now)
    default = default_after_joining(seats.standing.memberships, user.default_organization_id, its.id)
    if default != user.default_organization_id:
        users.set_default(tx, user.id, default)
        user = replace(user, default_organization_id=default)
    lines = [audit.Line(audit.Act.SIGNED_UP, None, user.id, user.email)] if is_new else []
    detail = {"role": role.value, "kind": kind.value}
    lines.append(audit.Line(audit.Act.ACCEPTED, its, user.id, user.email, detail))
    audit.record(tx, lines, actor=user.email, operator=actor.operator, now=now)
    joined = replace(invitation, role=role, kind=kind, status=Status.ACCEPTED)
    return Accepted(
        views.invitation(offer._replace(invitation=joined), now),
        user,
        signed_in,
        became_external=kind is Kind.EXTERNAL and invitation.kind is Kind.INTERNAL,
    )


def _has_password(tx: Transaction, user: User) -> bool:
    known = users.password_hash(tx, user.email_key)
    return known is not None and known[1] is not None


def _login(
    tx: Transaction, offer: Offer, user: User | None, newcomer: Newcomer | None, now: datetime
) -> User:
    from orgctl.store import sessions

    invitation = offer.invitation
    name = newcomer.name if newcomer else invitation.email
    if user is None:
        user = users.add(
            tx,
            email=invitation.email,
            email_key=invitation.email_key,
            name=name,
            language=None,
            password_hash=newcomer.password_hash if newcomer else None,
            now=now,
        )
    elif newcomer is not None and newcomer.password_hash is not None:
        users.set_password_hash(tx, user.id, newcomer.password_hash)
    if newcomer is not None and newcomer.secret_hash is not None:
        sessions.begin(tx, user.id, secret_hash=newcomer.secret_hash, active_organization_id=None, now=now)
    return user


def _refuse(tx: Transaction, offer: Offer, event: Event, now: datetime) -> Refusal | None:
    note_expiry(tx, offer, now)
    return rules.refuse_event(offer.invitation, event, now, offer.organization.name)


def _as(offer: Offer, status: Status, now: datetime) -> InvitationResult:
    return views.invitation(offer._replace(invitation=replace(offer.invitation, status=status)), now)


def _record(tx: Transaction, actor: Actor, now: datetime, act: audit.Act, offer: Offer) -> None:
    invitee = users.by_key(tx, offer.invitation.email_key)
    line = audit.Line(act, offer.organization, invitee.id if invitee else None, offer.invitation.email)
    record(tx, actor, now, line)


def _by_token(tx: Transaction, actor: Actor | None, token_hash: str) -> Offer:
    offer = invitations.by_token(tx, token_hash)
    if offer is None:
        raise NotFound(
            Code.NOT_FOUND_INVITATION,
            say("No invitation has this token."),
            say("Copy it whole from the latest mail: an invitation that is sent again has a new token."),
        )
    if actor is not None:
        require(rules.refuse_answer_by(offer.invitation, actor.user.email_key))
    return offer


def _from_list(tx: Transaction, actor: Actor, text: str) -> Offer:
    key = actor.user.email_key
    offer = invitations.latest_by_url(tx, switching.slug_of(text), key)
    if offer is None:
        names = {
            (each.organization.id, each.organization.url, each.organization.name)
            for each in invitations.received(tx, key)
        }
        found = switching.match_organization(text, names)
        offer = invitations.latest(tx, found[0], key) if len(found) == 1 else None
    if offer is None:
        raise NotFound(
            Code.NOT_FOUND_INVITATION,
            say("No organization {text} has invited {email}.", text=text, email=actor.user.email),
            say("orgctl invite list shows the organizations that have."),
        )
    return offer


def _sent(tx: Transaction, actor: Actor, email: Address, act: roles.Act) -> Offer:
    its, mine = acting_place(tx, actor)
    require(roles.refuse_unless_admin(mine.role, its.name, act))
    offer = invitations.latest(tx, its.id, email.key)
    if offer is None:
        raise NotFound(
            Code.NOT_FOUND_INVITATION,
            say("{organization} has not invited {email}.", organization=its.name, email=email.email),
            say("orgctl invite list --sent --org {url} shows whom it has.", url=its.url),
        )
    return offer
