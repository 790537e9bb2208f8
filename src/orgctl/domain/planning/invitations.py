"""Acts on invitations that are to be answered by those who get them: real ones, by mail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain.invitations import expires_at, refuse_sending, status_at
from orgctl.domain.membership import kind_offered
from orgctl.domain.planning.facts import PlannedInvitation
from orgctl.domain.planning.history import Act, Deed
from orgctl.domain.planning.outcome import Change, as_member
from orgctl.domain.planning.people import revoke
from orgctl.domain.refusals import say
from orgctl.domain.values import Invitation, Kind, Role, Status

if TYPE_CHECKING:
    from orgctl.domain.planning.facts import PlannedOrganization
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsAddress, WantsInvitation, WantsMember
    from orgctl.domain.refusals import Refusal


def settle(
    state: State,
    its: PlannedOrganization,
    wanted: WantsInvitation | WantsMember,
    *,
    invited_by: WantsAddress | None,
    language: str | None,
    reinvite: bool,
) -> Refusal | Change | None:
    """Send an invitation unless there is one; None when it is pending now, a note when it is left alone.

    C2: an invitation that came to its end is not sent again, or every run would send it; `reinvite` does.
    One that is pending for another role or kind is revoked first.
    """
    key, email = wanted.address.key, wanted.address.email
    if key in its.members:
        return Change("skip", "invitation", its.url, email, say("accepted: a member now"))
    asked = (wanted.role or Role.STANDARD, wanted.kind or Kind.INTERNAL)
    if asked[0] is Role.SUPERADMIN:
        asked = (Role.ADMIN, asked[1])
    offer = its.offers.get(key)
    if offer is not None:
        status = status_at(offer.value, state.now)
        if status is Status.PENDING:
            if asked == (offer.value.role, kind_offered(offer.value.kind, its.edition)):
                return None
            refusal = revoke(state, its, offer)
            if refusal is not None:
                return refusal
        elif not reinvite and not offer.fresh:
            detail = say("{status}: not sent again (--reinvite does)", status=status.value)
            return Change("skip", "invitation", its.url, email, detail)
        elif offer.value.status is Status.PENDING:
            offer.value = replace(offer.value, status=status)
            state.answered[offer] = None
    return _send(state, its, wanted.address, asked, invited_by=invited_by, language=language)


def _send(
    state: State,
    its: PlannedOrganization,
    address: WantsAddress,
    asked: tuple[Role, Kind],
    *,
    invited_by: WantsAddress | None,
    language: str | None,
) -> Refusal | None:
    """R2, B2, B8, C1: invite somebody; for the store's owner, in the name that the file gives."""
    inviter, inviter_role = state.acting(its)
    if state.actor is None and invited_by is not None and invited_by.key != inviter.key:
        membership = its.members.get(invited_by.key)
        inviter = membership.user if membership else inviter
        inviter_role = membership.role if membership else Role.STANDARD
    role, kind = asked
    refusal = refuse_sending(
        its.value(),
        email=address.email,
        role=role,
        kind=kind,
        actor_role=inviter_role,
        is_member=address.key in its.members,
        pending=None,
        now=state.now,
    )
    if refusal is not None:
        return refusal
    value = Invitation(
        id=state.next_id(),
        organization_id=its.id,
        email=address.email,
        email_key=address.key,
        role=role,
        kind=kind,
        status=Status.PENDING,
        sent_at=state.instant,
        expires_at=expires_at(state.instant),
        inviter_id=inviter.id,
    )
    offer = its.offers[address.key] = PlannedInvitation(value, its, inviter, language, fresh=True)
    state.offered.append(offer)
    state.changes.append(Change("invite", "invitation", its.url, address.email, as_member(role, kind)))
    detail = {"role": role.value, "kind": kind.value}
    user = state.users.get(address.key)
    state.deeds.append(Deed(Act.INVITED, its, user, address.email, inviter.email, detail))
    return None
