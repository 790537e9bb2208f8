"""The members of one organization: who is missing, who is too many, and who is not what the file says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orgctl.domain import roles
from orgctl.domain.planning import invitations, people
from orgctl.domain.planning.history import Act
from orgctl.domain.planning.jobs import LATER, Later, Phase
from orgctl.domain.planning.outcome import Change, as_member
from orgctl.domain.refusals import Refusal, say
from orgctl.domain.values import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.domain.planning.facts import PlannedMembership, PlannedOrganization
    from orgctl.domain.planning.scene import Scene
    from orgctl.domain.planning.wanted import WantsMember

_AT_ONCE = 1_024
"""How many arrivals there are between two reports of progress."""


def open_roster(scene: Scene, its: PlannedOrganization, members: Sequence[WantsMember]) -> None:
    """Compare the members that are there with those that are wanted, and put down what is to be done."""
    missing: list[WantsMember] = []
    superadmin = None
    for wanted in members:
        role, kind = wanted.role, wanted.kind
        if role is Role.SUPERADMIN:
            superadmin = wanted
        membership = its.members.get(wanted.address.key)
        if membership is None:
            missing.append(wanted)
        elif (role is not None and role is not membership.role) or kind not in {None, membership.kind}:
            _compare(scene, its, wanted, membership)
    scene.looked_at(len(members) - len(missing))
    if superadmin is not None:
        _hand_over(scene, its, superadmin, members)
    if scene.state.actor is None:
        _plan_arrivals(scene, its, missing)
    else:
        scene.looked_at(len(missing))
        for wanted in missing:
            _plan_invitation(scene, its, wanted)
    if scene.options.prune and not its.fresh:
        _plan_departures(scene, its, members)


def compare_kinds(scene: Scene, its: PlannedOrganization, members: Sequence[WantsMember]) -> None:
    """After a change of edition: members whose kind is another one now than the file says."""
    for wanted in members:
        membership = its.members.get(wanted.address.key)
        if membership is not None and wanted.kind not in {None, membership.kind}:
            _compare_kind(scene, its, wanted, membership)


def _compare(
    scene: Scene, its: PlannedOrganization, wanted: WantsMember, membership: PlannedMembership
) -> None:
    state, role = scene.state, wanted.role
    if role not in {None, membership.role, Role.SUPERADMIN}:
        detail = say(
            "role: {before} -> {after}", before=membership.role.value, after=role.value if role else ""
        )
        change = Change("change", "member", its.url, wanted.address.email, detail)
        phase = Phase.PROMOTION if role is Role.ADMIN else Phase.ROLE
        phase = Phase.OWN if membership.user is state.actor else phase
        scene.job(phase, change, wanted, partial(_set_role, scene, its, wanted))
    if wanted.kind not in {None, membership.kind}:
        _compare_kind(scene, its, wanted, membership)


def _compare_kind(
    scene: Scene, its: PlannedOrganization, wanted: WantsMember, membership: PlannedMembership
) -> None:
    kind = wanted.kind or membership.kind
    detail = say("kind: {before} -> {after}", before=membership.kind.value, after=kind.value)
    change = Change("change", "member", its.url, wanted.address.email, detail)
    scene.job(Phase.KIND, change, wanted, partial(_set_kind, scene, its, wanted))


def _set_role(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> Refusal | Later | None:
    membership = its.members.get(wanted.address.key)
    if membership is None or membership is its.superadmin:
        return LATER
    return people.set_role(scene.state, membership, wanted.role or membership.role)


def _set_kind(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> Refusal | Later | None:
    membership = its.members.get(wanted.address.key)
    if membership is None or membership.kind is wanted.kind or wanted.kind is None:
        return LATER if membership is None else None
    if scene.state.actor is not None:
        detail = say("kind: {kind} (unlink and invite again to change it)", kind=membership.kind.value)
        return Later(Change("skip", "member", its.url, wanted.address.email, detail))
    return people.rejoin(scene.state, membership, wanted.kind)


def _plan_arrivals(scene: Scene, its: PlannedOrganization, missing: Sequence[WantsMember]) -> None:
    others = [each for each in missing if each.role in {None, Role.STANDARD}]
    admins = [each for each in missing if each.role not in {None, Role.STANDARD}] if others else missing
    for phase, who in ((Phase.ARRIVAL_OF_ADMINS, admins), (Phase.ARRIVAL, others)):
        if who:
            first = who[0]
            scene.job(phase, _arrival(its, first), first, partial(_arrive_all, scene, its, phase, who))


def _arrive_all(scene: Scene, its: PlannedOrganization, phase: Phase, missing: Sequence[WantsMember]) -> None:
    """Let everybody arrive who may; who may not is tried again later, each for itself."""
    done = 0
    for wanted in missing:
        if _arrive(scene, its, wanted) is not None:
            scene.job(phase, _arrival(its, wanted), wanted, partial(_arrive, scene, its, wanted))
        done += 1
        if done == _AT_ONCE:
            scene.looked_at(done)
            done = 0
    scene.looked_at(done)


def _arrive(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> Refusal | None:
    state = scene.state
    address = wanted.address
    key = address.key
    if key in its.members:
        return None
    user = state.users.get(key) or people.newcomer(state, address)
    role = wanted.role or Role.STANDARD
    return people.join(
        state, its, user, role=Role.ADMIN if role is Role.SUPERADMIN else role, kind=wanted.kind
    )


def _arrival(its: PlannedOrganization, wanted: WantsMember) -> Change:
    detail = as_member(wanted.role or Role.STANDARD, wanted.kind or Kind.INTERNAL)
    return Change("create", "member", its.url, wanted.address.email, detail)


def _hand_over(
    scene: Scene, its: PlannedOrganization, wanted: WantsMember, members: Sequence[WantsMember]
) -> None:
    old = its.superadmin
    if old is None or old.user.key == wanted.address.key:
        return
    detail = say(
        "super administrator: {before} -> {after}", before=old.user.email, after=wanted.address.email
    )
    change = Change("change", "organization", its.url, its.url, detail)
    if its.fresh and scene.state.actor is None:
        mine = next((each for each in members if each.address.key == old.user.key), None)
        scene.job(Phase.HANDOVER, change, wanted, partial(_leave_to, scene, its, wanted, mine))
    else:
        scene.job(Phase.TRANSFER, change, wanted, partial(_transfer, scene, its, wanted))


def _leave_to(
    scene: Scene, its: PlannedOrganization, wanted: WantsMember, mine: WantsMember | None
) -> Refusal | Later | None:
    """R1: a new organization goes from its creator to its super administrator; `mine` is the creator's place.

    Whoever is not among the members leaves, and so does who is to be an external one, to come back later.
    """
    creator = its.superadmin
    if creator is None:
        raise AssertionError
    refusal = _arrive(scene, its, wanted) or _transfer_now(scene, its, wanted)
    if refusal is not None:
        return refusal
    if mine is None or mine.kind is Kind.EXTERNAL:
        refusal = roles.refuse_leave(creator.role, its.name)
        if refusal is not None:
            raise AssertionError
        people.leave(scene.state, creator, creator.user, Act.LEFT)
        if mine is not None:
            scene.job(Phase.ARRIVAL, _arrival(its, mine), mine, partial(_arrive, scene, its, mine))
    return None


def _transfer(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> Refusal | Later | None:
    if wanted.address.key not in its.members:
        detail = say(
            "super administrator: {email}, once the invitation is accepted", email=wanted.address.email
        )
        note = Change("wait", "organization", its.url, its.url, detail)
        return Later(note if scene.state.actor is not None else None)
    return _transfer_now(scene, its, wanted)


def _transfer_now(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> Refusal | None:
    state, membership = scene.state, its.members[wanted.address.key]
    if membership.role is Role.STANDARD:
        refusal = people.set_role(state, membership, Role.ADMIN)
        if refusal is not None:
            return refusal
    return people.transfer(state, its, membership)


def _plan_departures(scene: Scene, its: PlannedOrganization, members: Sequence[WantsMember]) -> None:
    named = {wanted.address.key for wanted in members}
    for key, membership in its.members.items():
        if key not in named:
            detail = as_member(membership.role, membership.kind)
            change = Change("remove", "member", its.url, membership.user.email, detail)
            scene.job(Phase.DEPARTURE, change, None, partial(_depart, scene, its, key))


def _depart(scene: Scene, its: PlannedOrganization, key: str) -> Refusal | Later | None:
    membership = its.members[key]
    if membership is its.superadmin:
        detail = say("the super administrator stays until another one is named")
        return Later(Change("skip", "member", its.url, membership.user.email, detail))
    if membership.user is scene.state.actor:
        # Never the last way in: whoever locks himself out by a file could not even see what it did.
        detail = say("your own membership stays: `orgctl member leave --org {url}` ends it", url=its.url)
        return Later(Change("skip", "member", its.url, membership.user.email, detail))
    refusal = people.unlink(scene.state, membership)
    if refusal is None:
        scene.removed[its] = scene.removed.get(its, 0) + 1
    return refusal


def _plan_invitation(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> None:
    change = _arrival(its, wanted)._replace(action="invite", kind="invitation")
    scene.job(Phase.OFFER, change, wanted, partial(_invite, scene, its, wanted))


def _invite(scene: Scene, its: PlannedOrganization, wanted: WantsMember) -> Refusal | Later | None:
    answer = invitations.settle(
        scene.state, its, wanted, invited_by=None, language=None, reinvite=scene.options.reinvite
    )
    if answer is None and not its.offers[wanted.address.key].fresh:
        answer = Change("wait", "member", its.url, wanted.address.email, say("invited, not answered yet"))
    return Later(answer) if isinstance(answer, Change) else answer
