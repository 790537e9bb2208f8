"""From a file and the facts to a plan: which acts are needed, and for whom they are tried."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orgctl.domain.planning import organizations, users
from orgctl.domain.planning.guard import refuse_many_removals
from orgctl.domain.planning.jobs import Phase
from orgctl.domain.planning.opening import open_organization
from orgctl.domain.planning.outcome import Change, Plan
from orgctl.domain.planning.people import newcomer
from orgctl.domain.planning.scene import Options, Scene
from orgctl.domain.refusals import Code, Refusal, say
from orgctl.domain.values import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.domain.planning.facts import PlannedUser
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import Wants, WantsOrganization, WantsUser

__all__ = ["Options", "plan"]

_ROUNDS = 8
"""What one act brings about may undo another (a transfer changes whose a link is), so all is gone over again
until there is nothing to do; twice is enough, but for files that contradict themselves.
"""


def plan(
    state: State, wanted: Wants, options: Options, *, progress: Callable[[int], None] | None = None
) -> Plan:
    """Carry out in memory whatever brings the state to what is wanted, as far as the rules allow it.

    The state is used up: it becomes the end state. For the store's owner (`state.actor` is None) members
    are invited and accept at once; for a user they are invited. `progress` is told how many memberships
    were looked at. Never raises a refusal: they are in the plan, and with any of them nothing is done.
    """
    scene = Scene(state, options, progress)
    scene.prunes_offers = options.prune and not wanted.rosters
    done = -1
    for _ in range(_ROUNDS):  # pragma: no branch (no file is known that takes them all)
        if done == len(state.changes):
            break
        done = len(state.changes)
        scene.begin_again()
        _go_over(scene, wanted)
    asked = {
        state.organizations[each.url]: each
        for each in wanted.organizations
        if each.url in state.organizations
    }
    guarded = refuse_many_removals(asked, scene.before, scene.removed, options.max_removals)
    return Plan(state, (*scene.agenda.refused(), *guarded), tuple(scene.agenda.left_alone()))


def _go_over(scene: Scene, wanted: Wants) -> None:
    """Compare all that is with all that is wanted, and do what may be done."""
    state = scene.state
    for user in wanted.users:
        _plan_user(scene, user)
    if scene.options.prune_organizations:
        _plan_deletions(scene, {each.url for each in wanted.organizations})
    missing = []
    for each in wanted.organizations:
        its = state.organizations.get(each.url)
        if its is None:
            missing.append(each)
            continue
        if not its.fresh:
            scene.before.setdefault(its, len(its.members))
        open_organization(scene, its, each)
    for each in sorted(missing, key=lambda each: each.sign_up is not True):
        detail = say("name: {name}", name=each.name or each.url)
        change = Change("create", "organization", each.url, each.url, detail)
        scene.job(Phase.CREATION, change, each, partial(_create, scene, each))
    scene.agenda.run()


def _plan_user(scene: Scene, wanted: WantsUser) -> None:
    """The store's owner names people and makes them logins; users choose their own default, and no more."""
    state = scene.state
    user = state.users.get(wanted.address.key)
    if state.actor is not None:
        if user is not state.actor:
            return
    elif user is None:
        user = users.make(state, wanted)
    else:
        users.describe(state, user, wanted)
    if wanted.default is not None or wanted.no_default:
        detail = say("default organization: {url}", url=wanted.default or say("none"))
        change = Change("change", "user", None, user.email, detail)
        scene.job(Phase.USER, change, wanted, partial(users.set_default, state, user, wanted))


def _plan_deletions(scene: Scene, named: set[str]) -> None:
    for its in scene.state.organizations.values():
        if its.url not in named:
            detail = say("members: {members}", members=len(its.members))
            change = Change("remove", "organization", its.url, its.url, detail)
            attempt = partial(organizations.delete, scene.state, its)
            scene.job(Phase.DELETION, change, None, attempt)


def _create(scene: Scene, wanted: WantsOrganization) -> Refusal | None:
    creator = _creator(scene.state, wanted)
    if isinstance(creator, Refusal):
        return creator
    its = organizations.found(scene.state, creator, wanted)
    if isinstance(its, Refusal):
        return its
    open_organization(scene, its, wanted)
    return None


def _creator(state: State, wanted: WantsOrganization) -> Refusal | PlannedUser:
    """Who creates an organization: a user alone; for the owner, who the file says, or its super administrator."""
    if state.actor is not None:
        return state.actor
    superadmins = (each.address for each in wanted.members or () if each.role is Role.SUPERADMIN)
    address = wanted.created_by or next(superadmins, None)
    if address is not None:
        return state.users.get(address.key) or newcomer(state, address)
    return Refusal(
        Code.ROLE_SUPERADMIN_REQUIRED,
        "R1",
        say("There is no organization {url}, and the file doesn't say who is to create it.", url=wanted.url),
        say("Name a member with the role superadmin, or `created_by`."),
    )
