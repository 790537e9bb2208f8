"""Acts on links, and the loading of sample data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain import integrations as rules
from orgctl.domain import roles
from orgctl.domain.catalogue import entry
from orgctl.domain.planning.facts import PlannedLink
from orgctl.domain.planning.history import Act, Deed
from orgctl.domain.planning.outcome import Change
from orgctl.domain.refusals import Code, Refusal, say
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Link, Side

if TYPE_CHECKING:
    from collections.abc import Container

    from orgctl.domain.catalogue import Entry
    from orgctl.domain.planning.facts import PlannedOrganization, PlannedUser
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsLink


def usual_side(row: Entry) -> Side:
    """Where a link is started from if nobody says: in the CRM if it can be, else in the app."""
    return Side.CRM if Side.CRM in row.sides else row.sides[0]


def holder(state: State, its: PlannedOrganization, wanted: WantsLink) -> PlannedUser | None:
    """Whose link it is to be; None if nobody has the address. A user links for nobody else."""
    if state.actor is not None:
        return state.actor
    if wanted.user is None:
        return state.acting(its)[0]
    return state.users.get(wanted.user.key)


def linked(state: State, its: PlannedOrganization, wanted: WantsLink) -> PlannedLink | None:
    """The link that the file asks for, if it is there: who made it counts only for links of one's own."""
    user = wanted.user.key if wanted.user else state.acting(its)[0].key
    account = wanted.account.casefold()
    for link in its.links:
        value = link.value
        if (value.app, value.feature, value.account.casefold()) == (wanted.app, wanted.feature, account) and (
            not link.per_user or link.user.key == user
        ):
            return link
    return None


def link(
    state: State, its: PlannedOrganization, wanted: WantsLink, claimed: Container[PlannedLink]
) -> Refusal | PlannedLink:
    """E1 to E3, B2: link an account. `claimed` are links that the file asks for and that stay.

    Reading: for the store's owner the super administrator links, in the name of the member whose link
    it is to be.
    """
    row = entry(wanted.app, wanted.feature)
    user = holder(state, its, wanted)
    actor, role = state.acting(its)
    if row is None:
        raise AssertionError
    refusal = (
        roles.refuse_unless_admin(role, its.name, roles.Act.LINK_APP)
        or refuse_after_trial(its.value(), state.now, Paused.LINKING)
        or (None if user is not None and user.key in its.members else _no_member(its, wanted))
    )
    if refusal is not None or user is None:
        return refusal or _no_member(its, wanted)
    here = [each for each in its.links if (each.value.app, each.value.feature) == (row.app, row.feature)]
    side = wanted.started_from or usual_side(row)
    exclusive = rules.exclusive_key(row, wanted.account, user.id)
    taken = state.exclusive.get((row.app, row.feature, exclusive)) if exclusive is not None else None
    plan = rules.plan_linking(
        row,
        side,
        rules.LinkFacts(
            organization_name=its.name,
            account=wanted.account,
            user_id=user.id,
            already=False,
            taken_slots=tuple(each.value.slot for each in here if each.value.slot is not None),
            exclusive_link_id=taken.value.id if taken else None,
        ),
    )
    if not isinstance(plan, rules.LinkPlan):
        return plan
    if plan.replaces is not None and taken is not None:
        if taken in claimed:
            return _two_places(row, its, user)
        _remove(state, taken)
    value = Link(
        state.next_id(), row.app, row.feature, wanted.account, its.id, user.id, side, state.instant, plan.slot
    )
    new = PlannedLink(
        value,
        its,
        user,
        exclusive=plan.exclusive,
        per_user=row.per_user,
        hides=row.hides_invitations,
        fresh=True,
    )
    its.links.append(new)
    its.changed()
    if plan.exclusive is not None:
        state.exclusive[row.app, row.feature, plan.exclusive] = new
    state.linked.append(new)
    state.changes.append(change("create", new))
    state.deeds.append(_deed(Act.APP_LINKED, new, actor))
    return new


def unlink(state: State, old: PlannedLink) -> Refusal | None:
    """R2: an account is linked no more."""
    its = old.organization
    actor, role = state.acting(its)
    refusal = roles.refuse_unless_admin(role, its.name, roles.Act.UNLINK_APP)
    if refusal is None:
        _remove(state, old)
        state.deeds.append(_deed(Act.APP_UNLINKED, old, actor))
    return refusal


def fill(state: State, its: PlannedOrganization, modules: tuple[str, ...]) -> Refusal | None:
    """B9, B2: load modules of sample data that have no records."""
    _, role = state.acting(its)
    refusal = roles.refuse_unless_admin(role, its.name, roles.Act.SAMPLE_DATA) or refuse_after_trial(
        its.value(), state.now, Paused.SAMPLE_DATA
    )
    if refusal is None:
        its.modules.update(modules)
        state.filled.append((its, modules))
        detail = say("modules: {modules}", modules=", ".join(modules))
        state.changes.append(Change("create", "sample-data", its.url, its.url, detail))
    return refusal


def _remove(state: State, old: PlannedLink) -> None:
    value = old.value
    if old in old.organization.links:
        old.organization.links.remove(old)
    old.organization.changed()
    if old.exclusive is not None:
        state.exclusive.pop((value.app, value.feature, old.exclusive), None)
    if old.fresh:
        state.linked.remove(old)
    else:
        state.unlinked.append(old)
    state.changes.append(change("remove", old))


def change(action: str, its: PlannedLink) -> Change:
    """What is said of a link that comes or goes."""
    value = its.value
    subject = f"{value.app}/{value.feature}" if value.feature else value.app
    detail = say(
        "account: {account}, from: {side}, user: {user}",
        account=value.account,
        side=value.started_from.value,
        user=its.user.email,
    )
    return Change(action, "integration", its.organization.url, subject, detail)


def _deed(act: Act, its: PlannedLink, actor: PlannedUser) -> Deed:
    value = its.value
    detail = {"app": value.app, "feature": value.feature, "account": value.account}
    return Deed(act, its.organization, actor, value.app, actor.email, detail)


def _no_member(its: PlannedOrganization, wanted: WantsLink) -> Refusal:
    """E1: an app is linked to one of the user's own organizations."""
    return Refusal(
        Code.NOT_FOUND_USER,
        "E1",
        say(
            "{organization} has no member {email}, whose link this is to be.",
            organization=its.name,
            email=wanted.user.email if wanted.user else "-",
        ),
        say("Name a member as the link's user, or nobody: then it is the super administrator's."),
    )


def _two_places(row: Entry, its: PlannedOrganization, user: PlannedUser) -> Refusal:
    """E2: of what each user has in one organization at a time, a file can't ask for two."""
    return Refusal(
        Code.INTEGRATE_CARDINALITY,
        "E2",
        say(
            "{product} of {email} can't be linked to {organization}: the file links it to another organization "
            "too, and a user has it in one at a time.",
            product=row.product,
            email=user.email,
            organization=its.name,
        ),
        say("Keep it in one of the two."),
    )
