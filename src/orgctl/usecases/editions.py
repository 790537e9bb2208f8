"""Which edition an organization is subscribed to, with how many licenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain import editions
from orgctl.domain.refusals import Refused, require
from orgctl.domain.roles import Act
from orgctl.domain.values import Kind
from orgctl.store import audit, members, organizations, standing
from orgctl.usecases import views
from orgctl.usecases.acting import acting_place, administered_place, place_again, record
from orgctl.usecases.results import OrganizationResult, SubscribedResult

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import Edition, Organization
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor


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
    place = administered_place(tx, actor, Act.SUBSCRIBE)
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
    place = administered_place(tx, actor, Act.SET_LICENSES)
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


def _subscribed(
    tx: Transaction, actor: Actor, organization_id: int, made_external: tuple[str, ...]
) -> SubscribedResult:
    seen = views.organization(place_again(tx, actor, organization_id), actor)
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
