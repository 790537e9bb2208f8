"""One organization of a file: what is to be done to make it as the file says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orgctl.domain.catalogue import entry
from orgctl.domain.invitations import status_at
from orgctl.domain.planning import integrations, invitations, organizations, people
from orgctl.domain.planning.jobs import Later, Phase
from orgctl.domain.planning.outcome import Change, as_member
from orgctl.domain.planning.roster import compare_kinds, open_roster
from orgctl.domain.refusals import Refusal, say
from orgctl.domain.values import Edition, Kind, Role, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.domain.planning.facts import PlannedOrganization
    from orgctl.domain.planning.scene import Scene
    from orgctl.domain.planning.wanted import (
        WantsInvitation,
        WantsLink,
        WantsMember,
        WantsOrganization,
    )
    from orgctl.domain.refusals import Sentence

_SPECIAL = frozenset({Edition.CRM_PLUS, Edition.ZOHO_ONE})
"""Editions of which a user may have few: organizations leave them before others take them."""


def open_organization(scene: Scene, its: PlannedOrganization, wanted: WantsOrganization) -> None:
    """Put down everything in which an organization that exists, maybe only now, is not as it is wanted."""
    _settings(scene, its, wanted)
    _subscription(scene, its, wanted)
    if wanted.members is not None:
        open_roster(scene, its, wanted.members)
    _offers(scene, its, wanted.invitations, wanted.members or ())
    _links(scene, its, wanted.integrations)
    missing = tuple(module for module in wanted.sample_data or () if module not in its.modules)
    if missing:
        change = _change("create", "sample-data", its, say("modules: {modules}", modules=", ".join(missing)))
        scene.job(Phase.LINK, change, wanted, partial(integrations.fill, scene.state, its, missing))


def _settings(scene: Scene, its: PlannedOrganization, wanted: WantsOrganization) -> None:
    state = scene.state
    if wanted.name not in {None, its.name}:
        detail = say("name: {before} -> {after}", before=its.name, after=wanted.name)
        attempt = partial(organizations.rename, state, its, wanted.name or its.name)
        scene.job(Phase.SETTING, _changed(its, detail), wanted, attempt)
    if wanted.timezone not in {None, its.timezone}:
        detail = say("time zone: {before} -> {after}", before=its.timezone, after=wanted.timezone)
        attempt = partial(organizations.set_timezone, state, its, wanted.timezone or its.timezone)
        scene.job(Phase.SETTING, _changed(its, detail), wanted, attempt)
    networks = wanted.restrict_ip
    if networks is not None and set(networks) != set(its.restrict_ip):
        detail = say("networks: {networks}", networks=" ".join(networks) or say("off"))
        attempt = partial(organizations.restrict_ip, state, its, networks)
        scene.job(Phase.SETTING, _changed(its, detail), wanted, attempt)


def _subscription(scene: Scene, its: PlannedOrganization, wanted: WantsOrganization) -> None:
    edition, licenses = wanted.edition, wanted.licenses
    if edition is None or (edition is its.edition and licenses in {None, its.licenses}):
        return
    detail = say(
        "edition: {edition}, licenses: {licenses}",
        edition=edition.value,
        licenses=(its.licenses or "-") if licenses is None else licenses,
    )
    leaves = its.edition in _SPECIAL and edition is not its.edition

    def subscribe() -> Refusal | None:
        refusal = organizations.subscribe(scene.state, its, edition, licenses)
        if refusal is None and wanted.members is not None:
            compare_kinds(scene, its, wanted.members)
        return refusal

    phase = Phase.SUBSCRIPTION_AWAY if leaves else Phase.SUBSCRIPTION
    scene.job(phase, _changed(its, detail), wanted, subscribe)


def _offers(
    scene: Scene,
    its: PlannedOrganization,
    wanted: Sequence[WantsInvitation],
    members: Sequence[WantsMember],
) -> None:
    state = scene.state
    for each in wanted:
        detail = as_member(each.role or Role.STANDARD, each.kind or Kind.INTERNAL)
        change = Change("invite", "invitation", its.url, each.address.email, detail)
        scene.job(Phase.OFFER, change, each, partial(_settle, scene, its, each))
    if not scene.prunes_offers or its.fresh:
        return
    named = {each.address.key for each in wanted} | {each.address.key for each in members}
    for key, offer in its.offers.items():
        if key not in named and status_at(offer.value, state.now) is Status.PENDING:
            detail = as_member(offer.value.role, offer.value.kind)
            change = Change("revoke", "invitation", its.url, offer.value.email, detail)
            scene.job(Phase.DEPARTURE, change, None, partial(people.revoke, state, its, offer))


def _settle(scene: Scene, its: PlannedOrganization, wanted: WantsInvitation) -> Refusal | Later | None:
    answer = invitations.settle(
        scene.state,
        its,
        wanted,
        invited_by=wanted.invited_by,
        language=wanted.language,
        reinvite=scene.options.reinvite,
    )
    return Later(answer) if isinstance(answer, Change) else answer


def _links(scene: Scene, its: PlannedOrganization, wanted: Sequence[WantsLink]) -> None:
    state = scene.state
    for each in wanted:
        there = integrations.linked(state, its, each)
        if there is not None:
            scene.claimed.add(there)
            continue
        subject = f"{each.app}/{each.feature}" if each.feature else each.app
        change = Change(
            "create", "integration", its.url, subject, say("account: {account}", account=each.account)
        )
        scene.job(Phase.LINK, change, each, partial(_link, scene, its, each, change))
    if scene.prunes_offers and not its.fresh:
        for link in its.links:
            if link not in scene.claimed:
                change = integrations.change("remove", link)
                scene.job(Phase.DEPARTURE, change, None, partial(integrations.unlink, state, link))


def _link(
    scene: Scene, its: PlannedOrganization, wanted: WantsLink, change: Change
) -> Refusal | Later | None:
    state = scene.state
    row = entry(wanted.app, wanted.feature)
    if (
        state.actor is not None
        and wanted.user is not None
        and wanted.user.key != state.actor.key
        and row
        and row.per_user
    ):
        detail = say("only {email} can link this", email=wanted.user.email)
        return Later(change._replace(action="skip", detail=detail))
    there = integrations.linked(state, its, wanted) or integrations.link(state, its, wanted, scene.claimed)
    if isinstance(there, Refusal):
        return there
    scene.claimed.add(there)
    return None


def _changed(its: PlannedOrganization, detail: Sentence) -> Change:
    return _change("change", "organization", its, detail)


def _change(action: str, kind: str, its: PlannedOrganization, detail: Sentence) -> Change:
    return Change(action, kind, its.url, its.url, detail)
