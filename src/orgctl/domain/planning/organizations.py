"""Acts on organizations: making and deleting them, and changing what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain import creation, editions, roles
from orgctl.domain.planning.facts import PlannedOrganization
from orgctl.domain.planning.history import Act, Deed
from orgctl.domain.planning.outcome import Change
from orgctl.domain.refusals import Code, Refusal, say
from orgctl.domain.trial import TRIAL_EDITION, trial_end
from orgctl.domain.values import Edition, Kind, Organization, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgctl.domain.planning.facts import PlannedMembership, PlannedUser
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsOrganization
    from orgctl.domain.refusals import Sentence

DEFAULT_TIMEZONE = "UTC"
"""Where a file names no time zone for a new organization."""


def found(state: State, creator: PlannedUser, wanted: WantsOrganization) -> Refusal | PlannedOrganization:
    """B1, B2, B4 to B6, B9: a new organization.

    For the store's owner, the first one of a person without any is that person's sign-up, unless the file
    says otherwise. What is marked as a sign-up and can't be one counts as created.
    """
    has_none = not creator.memberships and not creator.created
    signs_up = has_none and wanted.sign_up is not False and state.actor is None
    refusal = (
        None if signs_up else creation.refuse_creation(creator.standing())
    ) or creation.refuse_taken_url(
        wanted.url, taken=wanted.url in state.taken or wanted.url in state.organizations
    )
    if refusal is not None:
        return refusal
    slots = (each.creator_slot for each in creator.created if each.creator_slot is not None)
    value = Organization(
        id=state.next_id(),
        url=wanted.url,
        name=wanted.name or wanted.url,
        timezone=wanted.timezone or DEFAULT_TIMEZONE,
        edition=TRIAL_EDITION,
        licenses=None,
        trial_ends_at=trial_end(state.instant),
        created_at=state.instant,
        creator_id=creator.id,
        creator_slot=None if signs_up else creation.next_creator_slot(slots),
        restrict_ip=(),
        has_cliq=False,
        members=0,
        internal_members=0,
    )
    its = PlannedOrganization(value, creator, whole=True, fresh=True)
    state.organizations[its.url] = its
    creator.created = (*creator.created, its)
    its.superadmin = state.begin(creator, its, Role.SUPERADMIN, Kind.INTERNAL)
    how = say("sign-up of {email}", email=creator.email)
    if not signs_up:
        how = say("created by {email}", email=creator.email)
    state.changes.append(Change("create", "organization", its.url, its.url, how))
    state.deeds.append(Deed(Act.CREATED, its, creator, its.url, creator.email, {"name": its.name}))
    return its


def delete(state: State, its: PlannedOrganization) -> Refusal | None:
    """R2, D4: an organization is gone, and all that hangs on it."""
    actor, role = state.acting(its)
    refusal = roles.refuse_unless_admin(role, its.name, roles.Act.DELETE)
    if refusal is not None:
        return refusal
    members = len(its.members)
    for membership in tuple(its.members.values()):
        state.end(membership)
    its.creator.created = tuple(each for each in its.creator.created if each is not its)
    for link in its.links:
        if link.exclusive is not None:
            state.exclusive.pop((link.value.app, link.value.feature, link.exclusive), None)
    del state.organizations[its.url]
    state.changed_organizations.pop(its, None)
    state.changed_editions.pop(its, None)
    state.deleted.append(its)
    detail = say("members: {members}", members=members)
    state.changes.append(Change("remove", "organization", its.url, its.url, detail))
    state.deeds.append(Deed(Act.DELETED, its, actor, its.url, actor.email, {"name": its.name}))
    return None


def rename(state: State, its: PlannedOrganization, name: str) -> Refusal | None:
    """R2: a new name."""
    refusal = _refuse(state, its, roles.Act.RENAME)
    if refusal is None:
        detail = say("name: {before} -> {after}", before=its.name, after=name)
        its.name = name
        _changed(state, its, detail, Act.RENAMED, name=name)
    return refusal


def set_timezone(state: State, its: PlannedOrganization, timezone: str) -> Refusal | None:
    """R2: a new time zone."""
    refusal = _refuse(state, its, roles.Act.SET_TIMEZONE)
    if refusal is None:
        detail = say("time zone: {before} -> {after}", before=its.timezone, after=timezone)
        its.timezone = timezone
        _changed(state, its, detail, Act.TIMEZONE_CHANGED, timezone=timezone)
    return refusal


def restrict_ip(state: State, its: PlannedOrganization, networks: tuple[str, ...]) -> Refusal | None:
    """R2, C4: access from these networks only; none lifts it."""
    refusal = _refuse(state, its, roles.Act.RESTRICT_IP)
    if refusal is None:
        before, after = (" ".join(each) or say("off") for each in (its.restrict_ip, networks))
        detail = say("networks: {before} -> {after}", before=before, after=after)
        its.restrict_ip = networks
        _changed(state, its, detail, Act.NETWORKS_CHANGED, restrict_ip=networks)
    return refusal


def subscribe(
    state: State, its: PlannedOrganization, edition: Edition, licenses: int | None
) -> Refusal | None:
    """B2, B3, B7, B8: another edition, or another number of licenses; members may change their kind by it.

    Without a number the licenses stay as many as they are.
    """
    refusal = _refuse(state, its, roles.Act.SUBSCRIBE)
    number = its.licenses if licenses is None else licenses
    if refusal is not None or number is None:
        return refusal or _unpriced(its, edition)
    value = its.value()
    if edition is its.edition and its.licenses is not None:
        refusal = editions.refuse_license_change(value, number)
        if refusal is None:
            detail = say("licenses: {before} -> {after}", before=its.licenses, after=number)
            its.licenses = number
            _changed(state, its, detail, Act.LICENSES_CHANGED, licenses=number)
        return refusal
    changes = edition is not its.edition
    everyone = tuple(its.members.values()) if changes else ()
    crm_plus = its.creator.standing(without=its).crm_plus_created if changes else 0
    change = editions.change_of_edition(value, _standings(its, everyone), crm_plus, edition, number)
    if not isinstance(change, editions.EditionChange):
        return change
    detail = _subscription(its, edition, number)
    its.edition, its.licenses = edition, number
    if changes and not its.fresh:
        state.changed_editions[its] = None
    _changed(state, its, detail, Act.SUBSCRIBED, edition=edition.value, licenses=number)
    for kind, ids in ((Kind.EXTERNAL, change.made_external), (Kind.INTERNAL, change.made_internal)):
        converted = frozenset(ids)
        for membership in everyone if ids else ():
            if membership.user.id in converted:
                _convert(state, membership, kind)
    return None


def _convert(state: State, membership: PlannedMembership, kind: Kind) -> None:
    its, user = membership.organization, membership.user
    actor, _ = state.acting(its)
    state.touch_membership(membership)
    detail = say("kind: {before} -> {after}", before=membership.kind.value, after=kind.value)
    membership.kind = kind
    its.internal += 1 if kind is Kind.INTERNAL else -1
    its.changed()
    state.changes.append(Change("change", "member", its.url, user.email, detail))
    state.deeds.append(Deed(Act.KIND_CHANGED, its, user, user.email, actor.email, {"kind": kind.value}))


def _standings(
    its: PlannedOrganization, everyone: Iterable[PlannedMembership]
) -> list[editions.MemberStanding]:
    found = []
    for membership in everyone:
        user = membership.user
        elsewhere = user.standing(without=its)
        found.append(
            editions.MemberStanding(
                user.id,
                user.email,
                membership.role,
                membership.kind,
                elsewhere.crm_plus_joined,
                elsewhere.zoho_one_internal,
                is_creator=user is its.creator,
            )
        )
    return found


def _unpriced(its: PlannedOrganization, edition: Edition) -> Refusal:
    """B3, reading: an organization on trial can't be subscribed without saying how many licenses to buy."""
    return Refusal(
        Code.LICENSE_ON_TRIAL,
        "B3",
        say(
            "{organization} is on trial and can't subscribe to {edition} without a number of licenses.",
            organization=its.name,
            edition=edition.value,
        ),
        say("Say how many beside the edition: `licenses: N`."),
    )


def _subscription(its: PlannedOrganization, edition: Edition, licenses: int) -> Sentence:
    if its.licenses is None:
        return say(
            "edition: {before} (trial) -> {after}, licenses: {licenses}",
            before=its.edition.value,
            after=edition.value,
            licenses=licenses,
        )
    return say(
        "edition: {before} -> {after}, licenses: {had} -> {licenses}",
        before=its.edition.value,
        after=edition.value,
        had=its.licenses,
        licenses=licenses,
    )


def _refuse(state: State, its: PlannedOrganization, act: roles.Act) -> Refusal | None:
    _, role = state.acting(its)
    return roles.refuse_unless_admin(role, its.name, act)


def _changed(state: State, its: PlannedOrganization, detail: Sentence, act: Act, **values: object) -> None:
    actor, _ = state.acting(its)
    state.touch_organization(its)
    state.changes.append(Change("change", "organization", its.url, its.url, detail))
    state.deeds.append(Deed(act, its, actor, its.url, actor.email, values))
