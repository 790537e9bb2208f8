"""Creating organizations and changing what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain import creation, editions, roles
from orgctl.domain.instants import whole_second
from orgctl.domain.membership import free_slot
from orgctl.domain.refusals import Code, NotFound, Refused, require, say
from orgctl.domain.roles import Act
from orgctl.domain.switching import default_after_joining
from orgctl.domain.trial import TRIAL_EDITION, trial_end
from orgctl.domain.values import Kind, Membership, Organization, Role, User
from orgctl.store import audit, members, organizations, standing, users
from orgctl.store.members import Place
from orgctl.usecases import views
from orgctl.usecases.acting import acting_place, make_active, place_of, record
from orgctl.usecases.results import OrganizationResult, SubscribedResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from orgctl.domain.values import Edition
    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address
    from orgctl.usecases.acting import Actor


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
    place = _administered(tx, actor, Act.RENAME)
    organizations.rename(tx, place.organization.id, name)
    return _changed(tx, actor, now, place, audit.Act.RENAMED, name=name)


def set_timezone(tx: Transaction, actor: Actor, *, timezone: str, now: datetime) -> OrganizationResult:
    """A new time zone, an IANA name. Raises Refused role.not_admin."""
    place = _administered(tx, actor, Act.SET_TIMEZONE)
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
    place = _administered(tx, actor, Act.RESTRICT_IP)
    organizations.set_networks(tx, place.organization.id, networks)
    return _changed(tx, actor, now, place, audit.Act.NETWORKS_CHANGED, restrict_ip=networks)


def subscribe(
    tx: Transaction, actor: Actor, *, edition: Edition, licenses: int, now: datetime
) -> SubscribedResult:
    """B2, B3, B7, B8: ends the trial or changes the edition; members may change their kind by it.

    Raises Refused: role.not_admin, license.too_few, limit.crm_plus_created, limit.crm_plus_invited,
    limit.zoho_one; InvalidInput input.licenses.
    """
    before = acting_place(tx, actor, hold=False).organization
    if edition is not before.edition:
        # The limits of all members are at stake: their rows are held, and only then read.
        tx.lock_users([*members.user_ids(tx, before.id), before.creator_id])
    place = _administered(tx, actor, Act.SUBSCRIBE)
    its = place.organization
    everyone: list[editions.MemberStanding] = []
    creator_crm_plus = 0
    if edition is not its.edition:
        everyone = _standings(tx, its)
        tx.require_held([its.creator_id, *(member.user_id for member in everyone)])
        creator_crm_plus = standing.crm_plus_created(tx, its.creator_id, except_id=its.id)
    change = editions.change_of_edition(its, everyone, creator_crm_plus, edition, licenses)
    if not isinstance(change, editions.EditionChange):
        raise Refused(change)
    if edition is not its.edition:
        members.set_kinds(tx, its.id, edition, external=change.made_external, internal=change.made_internal)
    internal = its.internal_members - len(change.made_external) + len(change.made_internal)
    organizations.set_subscription(tx, its.id, edition=edition, licenses=licenses, internal_members=internal)
    emails = {member.user_id: member.email for member in everyone}
    made_external = tuple(sorted(emails[user_id] for user_id in change.made_external))
    record(
        tx,
        actor,
        now,
        audit.Line(
            audit.Act.SUBSCRIBED,
            its,
            actor.user.id,
            its.url,
            {"edition": edition.value, "licenses": licenses},
        ),
        *(
            audit.Line(audit.Act.KIND_CHANGED, its, user_id, emails[user_id], {"kind": kind.value})
            for ids, kind in ((change.made_external, Kind.EXTERNAL), (change.made_internal, Kind.INTERNAL))
            for user_id in ids
        ),
    )
    return _subscribed(tx, actor, its.id, made_external)


def set_licenses(tx: Transaction, actor: Actor, *, licenses: int, now: datetime) -> SubscribedResult:
    """B3: a new number of licenses. Raises Refused: role.not_admin, license.on_trial, license.too_few."""
    place = _administered(tx, actor, Act.SET_LICENSES)
    its = place.organization
    require(editions.refuse_license_change(its, licenses))
    organizations.set_subscription(
        tx, its.id, edition=its.edition, licenses=licenses, internal_members=its.internal_members
    )
    record(
        tx,
        actor,
        now,
        audit.Line(audit.Act.LICENSES_CHANGED, its, actor.user.id, its.url, {"licenses": licenses}),
    )
    return _subscribed(tx, actor, its.id, ())


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


def _administered(tx: Transaction, actor: Actor, act: Act) -> Place:
    place = acting_place(tx, actor)
    require(roles.refuse_unless_admin(place.membership.role, place.organization.name, act))
    return place


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
    return views.organization(_again(tx, actor, its.id), actor)


def _again(tx: Transaction, actor: Actor, organization_id: int) -> Place:
    place = members.held(tx, actor.user.id, organization_id)
    if place is None:
        raise NotFound(Code.NOT_FOUND_ORGANIZATION, say("The organization is gone."))
    return place


def _subscribed(
    tx: Transaction, actor: Actor, organization_id: int, made_external: tuple[str, ...]
) -> SubscribedResult:
    seen = views.organization(_again(tx, actor, organization_id), actor)
    facts = {name: getattr(seen, name) for name in OrganizationResult.__dataclass_fields__}
    return SubscribedResult(**facts, made_external=made_external)


def _standings(tx: Transaction, organization: Organization) -> list[editions.MemberStanding]:
    roster = members.roster(tx, organization.id)
    others = standing.elsewhere(tx, organization.id, [user.id for user, _ in roster])
    return [
        editions.MemberStanding(
            user.id,
            user.email,
            membership.role,
            membership.kind,
            *others.get(user.id, (0, 0)),
            is_creator=user.id == organization.creator_id,
        )
        for user, membership in roster
    ]


def _with_default(tx: Transaction, user: User, had_memberships: int, organization_id: int) -> User:
    default = default_after_joining(had_memberships, user.default_organization_id, organization_id)
    if default == user.default_organization_id:
        return user
    users.set_default(tx, user.id, default)
    return replace(user, default_organization_id=default)
