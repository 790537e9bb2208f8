"""Acts on memberships: who comes, who goes, who gets another role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain import roles
from orgctl.domain.invitations import Event, refuse_event, refuse_sending
from orgctl.domain.limits import ZOHO_ONE_INTERNAL_PER_USER
from orgctl.domain.membership import kind_on_joining, refuse_joining, role_on_joining
from orgctl.domain.planning.facts import PlannedUser
from orgctl.domain.planning.history import Act, Deed
from orgctl.domain.planning.outcome import Change, as_member
from orgctl.domain.refusals import Code, Refusal, say
from orgctl.domain.values import Kind, Role, Status

if TYPE_CHECKING:
    from orgctl.domain.planning.facts import PlannedInvitation, PlannedMembership, PlannedOrganization
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsAddress
    from orgctl.domain.standing import Standing
    from orgctl.domain.values import Organization


def newcomer(
    state: State, address: WantsAddress, name: str | None = None, language: str | None = None
) -> PlannedUser:
    """A person who has no login yet; without a name, called by what is before the @."""
    email = address.email
    user = PlannedUser(
        state.next_id(), email, address.key, name or email.rpartition("@")[0], language, fresh=True
    )
    state.users[address.key] = user
    state.deeds.append(Deed(Act.SIGNED_UP, None, user, email, email))
    return user


def join(
    state: State,
    organization: PlannedOrganization,
    user: PlannedUser,
    *,
    role: Role,
    kind: Kind | None,
) -> Refusal | None:
    """The organization's super administrator invites, and the user accepts at once: C1, then B2 to B8.

    A pending invitation that says the same is the one that is accepted; one that doesn't is revoked.
    `kind` None leaves it to B8 who becomes external.
    """
    inviter, inviter_role = state.acting(organization)
    value = organization.value()
    asked = kind or Kind.INTERNAL
    standing = user.standing()
    refusal = refuse_sending(
        value,
        email=user.email,
        role=role,
        kind=asked,
        actor_role=inviter_role,
        is_member=user.key in organization.members,
        pending=None,
        now=state.now,
    )
    if refusal is not None:
        return refusal
    becomes = kind_on_joining(standing, value, asked)
    refusal = refuse_other_kind(standing, value, asked=kind, role=role, becomes=becomes) or refuse_joining(
        standing, value, kind=becomes, now=state.now
    )
    if refusal is not None:
        return refusal
    offer = state.pending(organization, user.key) if organization.offers else None
    if offer is not None and not _accept(state, organization, offer, role, asked):
        offer = None
    membership = state.begin(
        user, organization, role_on_joining(becomes, role), becomes, None if offer else inviter
    )
    if offer is not None:
        state.accepted[membership] = offer
        state.deeds.append(_accepted(membership))
    else:
        state.deeds.append(membership)
        if becomes is not asked:
            state.invited_as[membership] = (role, asked)
    if becomes is asked and offer is None:
        state.changes.append(membership)
    else:
        detail = as_member(membership.role, becomes)
        state.changes.append(Change("create", "member", organization.url, user.email, detail))
    return None


def refuse_other_kind(
    standing: Standing, organization: Organization, *, asked: Kind | None, role: Role, becomes: Kind
) -> Refusal | None:
    """B8: a second Zoho One organization has this user as a standard external member only.

    Source: "Number of accounts", item 4. Who accepts an invitation is told what came of it; who asks for
    an administrator, or for an internal member by name, would never get one, and is refused.
    """
    if becomes is not Kind.EXTERNAL or asked is Kind.EXTERNAL or (asked is None and role is Role.STANDARD):
        return None
    return Refusal(
        Code.LIMIT_ZOHO_ONE,
        "B8",
        say(
            "{email} can't join {organization} as asked: an internal member of another Zoho One organization, "
            "of which one user may have {limit}, joins as external and standard.",
            email=standing.email,
            organization=organization.name,
            limit=ZOHO_ONE_INTERNAL_PER_USER,
        ),
        say(
            "Ask for the role standard and the kind external, or for the other organization to unlink {email}.",
            email=standing.email,
        ),
        (standing.email,),
    )


def _accept(
    state: State, organization: PlannedOrganization, offer: PlannedInvitation, role: Role, kind: Kind
) -> bool:
    """Whether the invitation that is stored as pending is the one to accept; else it is put to its end."""
    value = offer.value
    state.answered[offer] = None
    if refuse_event(value, Event.ACCEPT, state.now, organization.name) is not None:
        offer.value = replace(value, status=Status.EXPIRED)
        return False
    if (value.role, value.kind) == (role, kind):
        offer.value = replace(value, status=Status.ACCEPTED)
        return True
    revoke(state, organization, offer)
    return False


def revoke(state: State, organization: PlannedOrganization, offer: PlannedInvitation) -> Refusal | None:
    """R2, C2: a pending invitation is taken back."""
    actor, role = state.acting(organization)
    refusal = roles.refuse_unless_admin(role, organization.name, roles.Act.REVOKE) or refuse_event(
        offer.value, Event.REVOKE, state.now, organization.name
    )
    if refusal is not None:
        return refusal
    email = offer.value.email
    offer.value = replace(offer.value, status=Status.REVOKED)
    state.answered[offer] = None
    state.changes.append(
        Change("revoke", "invitation", organization.url, email, as_member(offer.value.role, offer.value.kind))
    )
    user = state.users.get(offer.value.email_key)
    state.deeds.append(Deed(Act.REVOKED, organization, user, email, actor.email))
    return None


def unlink(state: State, membership: PlannedMembership) -> Refusal | None:
    """R1, R2, D4: a member is out."""
    organization = membership.organization
    actor, role = state.acting(organization)
    refusal = roles.refuse_unlink(role, membership.role, organization.name)
    if refusal is None:
        leave(state, membership, actor, Act.UNLINKED)
    return refusal


def leave(state: State, membership: PlannedMembership, actor: PlannedUser, act: Act) -> None:
    """End a membership that may end."""
    organization, user = membership.organization, membership.user
    detail = as_member(membership.role, membership.kind)
    state.end(membership)
    state.changes.append(Change("remove", "member", organization.url, user.email, detail))
    state.deeds.append(Deed(act, organization, user, user.email, actor.email))


def rejoin(state: State, membership: PlannedMembership, kind: Kind) -> Refusal | None:
    """Another kind of membership: no act changes one, so the member is unlinked and invited anew.

    The default organization is set again where it was lost by that (D2).
    """
    organization, user, default = membership.organization, membership.user, membership.user.default
    actor, actor_role = state.acting(organization)
    refusal = roles.refuse_unlink(actor_role, membership.role, organization.name)
    if refusal is not None:
        return refusal
    before = len(state.deeds), len(state.changes)
    state.end(membership)
    state.deeds.append(Deed(Act.UNLINKED, organization, user, user.email, actor.email))
    refusal = join(state, organization, user, role=membership.role, kind=kind)
    if refusal is not None:
        state.resume(membership, default)
        del state.deeds[before[0] :]
        return refusal
    del state.changes[before[1] :]
    user.default = default
    detail = say("kind: {before} -> {after}", before=membership.kind.value, after=kind.value)
    state.changes.append(Change("change", "member", organization.url, user.email, detail))
    return None


def set_role(state: State, membership: PlannedMembership, role: Role) -> Refusal | None:
    """R1, R2, B8: a new role for a member."""
    organization, user = membership.organization, membership.user
    actor, actor_role = state.acting(organization)
    refusal = roles.refuse_unless_admin(
        actor_role, organization.name, roles.Act.SET_ROLE
    ) or roles.refuse_set_role(
        actor_role, membership.value(state.instant), role, organization.name, email=user.email
    )
    if refusal is not None or membership.role is role:
        return refusal
    detail = say("role: {before} -> {after}", before=membership.role.value, after=role.value)
    state.touch_membership(membership)
    membership.role = role
    state.changes.append(Change("change", "member", organization.url, user.email, detail))
    state.deeds.append(
        Deed(Act.ROLE_CHANGED, organization, user, user.email, actor.email, {"role": role.value})
    )
    return None


def transfer(state: State, organization: PlannedOrganization, to: PlannedMembership) -> Refusal | None:
    """R1: a new super administrator; the old one becomes an administrator."""
    actor, actor_role = state.acting(organization)
    refusal = roles.refuse_transfer(
        actor_role, to.value(state.instant), organization.name, email=to.user.email
    )
    old = organization.superadmin
    if refusal is not None or old is None:
        return refusal
    state.touch_membership(old)
    state.touch_membership(to)
    old.role, to.role = roles.FORMER_SUPERADMIN, Role.SUPERADMIN
    organization.superadmin = to
    detail = say("super administrator: {before} -> {after}", before=old.user.email, after=to.user.email)
    state.changes.append(Change("change", "organization", organization.url, organization.url, detail))
    state.deeds.append(Deed(Act.TRANSFERRED, organization, to.user, to.user.email, actor.email))
    return None


def _accepted(membership: PlannedMembership) -> Deed:
    user = membership.user
    detail = {"role": membership.role.value, "kind": membership.kind.value}
    return Deed(Act.ACCEPTED, membership.organization, user, user.email, user.email, detail)
