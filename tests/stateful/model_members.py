"""Section 3 of the policy: roles, the one super administrator, and how memberships end."""

from __future__ import annotations

from tests.stateful.model import (
    NO_ORGANIZATION,
    Either,
    No,
    Who,
    World,
    member_seen,
    organization_seen,
    refused,
)

Answer = No | Either | dict[str, object]


def set_role(world: World, who: Who, *, email: str, role: str) -> Answer:
    """R1, R2, B8. Making somebody super administrator is a transfer, not a change of role."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    mine = its.members[who.email].role
    target = its.members.get(email)
    no = refused(
        ("role.not_admin", mine == "standard"),
        ("not_found.user", target is None),
        ("external.standard_only", target is not None and target.kind == "external" and role != "standard"),
        (
            "role.not_superadmin",
            mine != "superadmin"
            and (role == "superadmin" or (target is not None and target.role == "superadmin")),
        ),
        ("role.superadmin_required", target is not None and target.role == "superadmin"),
        ("role.transfer_target", role == "superadmin" and (target is None or target.role != "admin")),
        ("role.superadmin_required", role == "superadmin"),
    )
    if target is not None and target.role == role and mine != "standard":
        # The role that the member has: the policy doesn't say whether nothing happens or the act is refused.
        seen = member_seen(its, email)
        return Either((no, seen)) if no else seen
    if no or target is None:
        return no or NO_ORGANIZATION
    target.role = role
    return member_seen(its, email)


def unlink(world: World, who: Who, *, email: str) -> Answer:
    """R1, R2, D4."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    mine = its.members[who.email].role
    is_superadmin = email in its.members and its.members[email].role == "superadmin"
    no = refused(
        ("role.not_admin", mine == "standard"),
        ("not_found.user", email not in its.members),
        ("role.superadmin_required", is_superadmin),
        ("role.not_superadmin", is_superadmin and mine != "superadmin"),
    )
    if no:
        return no
    seen = member_seen(its, email)
    world.end(its, email)
    return seen


def leave(world: World, who: Who) -> Answer:
    """R1, R3."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    if its.members[who.email].role == "superadmin":
        return No({"role.superadmin_required"})
    seen = member_seen(its, who.email)
    world.end(its, who.email)
    return seen


def transfer(world: World, who: Who, *, email: str) -> Answer:
    """R1: to an internal administrator; the old super administrator becomes one."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    target = its.members.get(email)
    fits = target is not None and (target.role, target.kind) == ("admin", "internal")
    no = refused(
        ("role.not_superadmin", its.members[who.email].role != "superadmin"),
        ("role.transfer_target", not fits),
        ("not_found.user", target is None),
    )
    if no or target is None:
        return no or NO_ORGANIZATION
    target.role = "superadmin"
    its.members[who.email].role = "admin"
    return organization_seen(world, who, its)
