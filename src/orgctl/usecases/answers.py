"""Answering invitations: from one's list, or with the token from the mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain import invitations as rules
from orgctl.domain import switching
from orgctl.domain.instants import whole_second
from orgctl.domain.invitations import Event
from orgctl.domain.membership import free_slot, kind_on_joining, refuse_joining, role_on_joining
from orgctl.domain.refusals import Code, NotFound, require, say
from orgctl.domain.switching import default_after_joining
from orgctl.domain.values import Kind, Membership, Status
from orgctl.store import audit, invitations, members, standing, users
from orgctl.usecases import views
from orgctl.usecases.acting import Actor
from orgctl.usecases.expiry import refuse_event

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import User
    from orgctl.store.invitations import Offer
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.results import InvitationResult


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
    require(refuse_event(tx, offer, Event.ACCEPT, now))
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
    require(refuse_event(tx, offer, Event.ACCEPT, now))
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
    require(refuse_event(tx, offer, Event.DECLINE, now))
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
    return views.invitation_as(offer, Status.DECLINED, now)


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
    require(refuse_event(tx, offer, Event.ACCEPT, now))
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
