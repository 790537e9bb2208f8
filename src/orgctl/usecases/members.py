"""Members' roles, and the end of memberships."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain import roles
from orgctl.domain.refusals import Code, NotFound, require, say
from orgctl.store import audit, members
from orgctl.usecases import views
from orgctl.usecases.acting import acting_place, administered_place, record

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import Membership, Organization, Role, User
    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import MemberResult


def set_role(tx: Transaction, actor: Actor, *, email: Address, role: Role, now: datetime) -> MemberResult:
    """R1, R2, B8: a new role for a member.

    Raises Refused: role.not_admin, role.not_superadmin, role.superadmin_required, external.standard_only;
    NotFound not_found.user.
    """
    its, mine = administered_place(tx, actor, roles.Act.SET_ROLE)
    user, target = _member(tx, its, email)
    require(roles.refuse_set_role(mine.role, target, role, its.name, email=user.email))
    if target.role is not role:
        members.set_role(tx, target, role)
        record(
            tx, actor, now, audit.Line(audit.Act.ROLE_CHANGED, its, user.id, user.email, {"role": role.value})
        )
    return views.member(user, replace(target, role=role))


def unlink(tx: Transaction, actor: Actor, *, email: Address, now: datetime) -> MemberResult:
    """R1, R2, D4: a member is out; their default and active organization are lost with it.

    Raises Refused: role.not_admin, role.not_superadmin, role.superadmin_required; NotFound not_found.user.
    """
    before = acting_place(tx, actor, hold=False).organization
    found = members.by_email(tx, before.id, email.key)
    tx.lock_users([found[0].id] if found else [])
    its, mine = administered_place(tx, actor, roles.Act.UNLINK)
    user, target = _member(tx, its, email)
    tx.require_held([user.id])
    require(roles.refuse_unlink(mine.role, target.role, its.name))
    members.remove(tx, target)
    record(tx, actor, now, audit.Line(audit.Act.UNLINKED, its, user.id, user.email))
    return views.member(user, target)


def leave(tx: Transaction, actor: Actor, *, now: datetime) -> MemberResult:
    """R1, R3: the caller is out. Raises Refused role.superadmin_required."""
    its, mine = acting_place(tx, actor)
    require(roles.refuse_leave(mine.role, its.name))
    members.remove(tx, mine)
    record(tx, actor, now, audit.Line(audit.Act.LEFT, its, actor.user.id, actor.user.email))
    return views.member(actor.user, mine)


def _member(tx: Transaction, organization: Organization, email: Address) -> tuple[User, Membership]:
    found = members.by_email(tx, organization.id, email.key)
    if found is None:
        raise NotFound(
            Code.NOT_FOUND_USER,
            say("{organization} has no member {email}.", organization=organization.name, email=email.email),
            say("orgctl member list --org {url} shows its members.", url=organization.url),
        )
    return found
