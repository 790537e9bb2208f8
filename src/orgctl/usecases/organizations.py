"""Creating organizations, changing what they are called and who owns them, deleting them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain import creation, roles
from orgctl.domain.instants import whole_second
from orgctl.domain.membership import free_slot
from orgctl.domain.refusals import require
from orgctl.domain.roles import Act
from orgctl.domain.switching import default_after_joining
from orgctl.domain.trial import TRIAL_EDITION, trial_end
from orgctl.domain.values import Kind, Membership, Organization, Role, User
from orgctl.store import audit, members, organizations, standing, users
from orgctl.store.members import Place
from orgctl.usecases import views
from orgctl.usecases.acting import (
    acting_place,
    administered_place,
    make_active,
    place_again,
    place_of,
    record,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import OrganizationResult


def create(
    tx: Transaction,
    actor: Actor,
    *,
    name: str,
    url: str,
    timezone: str,
    sample_data: bool,
    if_not_exists: bool,
    now: datetime,
) -> OrganizationResult:
    """B1, B2, B4 to B6, B9: a new organization, active from then on.

    With `if_not_exists`, one of the user's own with this access URL is made active as it is.
    Raises Refused: create.not_admin, limit.memberships, limit.created, url.taken.
    """
    if if_not_exists:
        existing = members.by_slug(tx, actor.user.id, url)
        if existing is not None:
            return views.organization(existing, make_active(tx, actor, existing.organization.id, now))
    seats = standing.of_user(tx, actor.user)
    require(creation.refuse_creation(seats.standing))
    require(creation.refuse_taken_url(url, taken=organizations.url_taken(tx, url)))
    place = found(
        tx,
        actor.user,
        name=name,
        url=url,
        timezone=timezone,
        creator_slot=creation.next_creator_slot(seats.creator_slots),
        membership_slot=free_slot(seats.membership_slots),
        now=now,
    )
    record(
        tx,
        actor,
        now,
        audit.Line(audit.Act.CREATED, place.organization, actor.user.id, url, {"name": name}),
    )
    user = _with_default(tx, actor.user, seats.standing.memberships, place.organization.id)
    actor = make_active(tx, replace(actor, user=user), place.organization.id, now)
    if sample_data:
        from orgctl.usecases.sample_data import fill

        fill(tx, actor, place.organization, now)
    return views.organization(place, actor)


def found(
    tx: Transaction,
    creator: User,
    *,
    name: str,
    url: str,
    timezone: str,
    creator_slot: int | None,
    membership_slot: int,
    now: datetime,
) -> Place:
    """Write a new organization on trial, and its creator as its super administrator (B2, R1).

    A race for the access URL that the check before could not see ends in Refused url.taken.
    """
    created_at = whole_second(now)
    organization = Organization(
        id=tx.new_id(),
        url=url,
        name=name,
        timezone=timezone,
        edition=TRIAL_EDITION,
        licenses=None,
        trial_ends_at=trial_end(created_at),
        created_at=created_at,
        creator_id=creator.id,
        creator_slot=creator_slot,
        restrict_ip=(),
        has_cliq=False,
        members=0,
        internal_members=0,
    )
    with_url(tx, url, lambda: organizations.add(tx, organization))
    membership = Membership(
        creator.id, organization.id, Role.SUPERADMIN, Kind.INTERNAL, created_at, membership_slot
    )
    members.add(tx, membership, edition=organization.edition)
    return Place(replace(organization, members=1, internal_members=1), membership)


def rename(tx: Transaction, actor: Actor, *, name: str, now: datetime) -> OrganizationResult:
    """A new name, which need not be unique. Raises Refused role.not_admin."""
    place = administered_place(tx, actor, Act.RENAME)
    organizations.rename(tx, place.organization.id, name)
    return _changed(tx, actor, now, place, audit.Act.RENAMED, name=name)


def set_timezone(tx: Transaction, actor: Actor, *, timezone: str, now: datetime) -> OrganizationResult:
    """A new time zone, an IANA name. Raises Refused role.not_admin."""
    place = administered_place(tx, actor, Act.SET_TIMEZONE)
    organizations.set_timezone(tx, place.organization.id, timezone)
    return _changed(tx, actor, now, place, audit.Act.TIMEZONE_CHANGED, timezone=timezone)


def set_url(tx: Transaction, actor: Actor, *, url: str, now: datetime) -> OrganizationResult:
    """B4: a new access URL. Raises Refused: url.not_superadmin, url.taken."""
    place = acting_place(tx, actor)
    its = place.organization
    require(roles.refuse_url_change(place.membership.role, its.name))
    require(creation.refuse_taken_url(url, taken=organizations.url_taken(tx, url, except_id=its.id)))
    with_url(tx, url, lambda: organizations.set_url(tx, its.id, url))
    return _changed(tx, actor, now, place, audit.Act.URL_CHANGED, url=url)


def restrict_ip(
    tx: Transaction, actor: Actor, *, networks: tuple[str, ...], now: datetime
) -> OrganizationResult:
    """R2, C4: access from these networks (CIDR) only; none lifts it. Raises Refused role.not_admin."""
    place = administered_place(tx, actor, Act.RESTRICT_IP)
    organizations.set_networks(tx, place.organization.id, networks)
    return _changed(tx, actor, now, place, audit.Act.NETWORKS_CHANGED, restrict_ip=networks)


def transfer(tx: Transaction, actor: Actor, *, email: Address, now: datetime) -> OrganizationResult:
    """R1: a new super administrator; the old one becomes an administrator.

    Raises Refused: role.not_superadmin, role.transfer_target.
    """
    place = acting_place(tx, actor)
    its, mine = place
    target = members.by_email(tx, its.id, email.key)
    require(roles.refuse_transfer(mine.role, target[1] if target else None, its.name, email=email.email))
    if target is None:
        raise AssertionError
    members.set_role(tx, mine, roles.FORMER_SUPERADMIN)
    members.set_role(tx, target[1], Role.SUPERADMIN)
    return _changed(
        tx, actor, now, place, audit.Act.TRANSFERRED, subject=target[0].email, person_id=target[0].id
    )


def delete(tx: Transaction, actor: Actor, *, organization: str, now: datetime) -> OrganizationResult:
    """R2, D4: the organization and all that hangs on it is gone; the answer is as it was.

    Raises Refused role.not_admin.
    """
    tx.lock_users(members.user_ids(tx, place_of(tx, actor, organization, hold=False).organization.id))
    place = place_of(tx, actor, organization)
    its, mine = place
    require(roles.refuse_unless_admin(mine.role, its.name, Act.DELETE))
    tx.require_held(members.user_ids(tx, its.id))
    organizations.remove(tx, its.id)
    record(
        tx,
        actor,
        now,
        audit.Line(audit.Act.DELETED, its, actor.user.id, its.url, {"name": its.name}),
    )
    return views.organization(place, actor)


def with_url(tx: Transaction, url: str, change: Callable[[], None]) -> None:
    """Run a change that takes an access URL; whoever loses a race for it is refused as anybody else."""
    try:
        change()
    except Exception as error:
        broken = tx.unique_violation(error)
        if broken is not None and "url" in broken:
            require(creation.refuse_taken_url(url, taken=True))
        raise


def _changed(
    tx: Transaction,
    actor: Actor,
    now: datetime,
    place: Place,
    act: audit.Act,
    *,
    subject: str | None = None,
    person_id: int | None = None,
    **detail: object,
) -> OrganizationResult:
    its = place.organization
    line = audit.Line(act, its, person_id or actor.user.id, subject or its.url, detail)
    record(tx, actor, now, line)
    return views.organization(place_again(tx, actor, its.id), actor)


def _with_default(tx: Transaction, user: User, had_memberships: int, organization_id: int) -> User:
    default = default_after_joining(had_memberships, user.default_organization_id, organization_id)
    if default == user.default_organization_id:
        return user
    users.set_default(tx, user.id, default)
    return replace(user, default_organization_id=default)
