"""Facts as lines of text, the same for the same facts: what tells whether a plan still holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.domain.planning.facts import PlannedMembership, PlannedOrganization, PlannedUser
    from orgctl.domain.planning.outcome import Plan
    from orgctl.domain.planning.state import State


def canonical(state: State) -> Iterator[str]:
    """One line a fact, in an order of their own; names and addresses, never keys of the store.

    For a user, what others are elsewhere is left out: not even a sum over it may be seen (C3).
    """
    for url in sorted(state.taken):
        yield _line("taken", url)
    for _, its in sorted(state.organizations.items()):
        yield from _organization(its)
    users = state.users.values() if state.actor is None else (state.actor,)
    for user in sorted(users, key=lambda user: user.key):
        yield from _user(user)
    for app, feature, exclusive in sorted(
        (app, feature or "", "" if link.per_user else exclusive)
        for (app, feature, exclusive), link in state.exclusive.items()
    ):
        yield _line("linked", app, feature, exclusive)


def canonical_changes(plan: Plan) -> Iterator[str]:
    """One line a change, in the order of their doing."""
    for change in plan.changes:
        yield _line(change.action, change.kind, change.organization, change.subject, str(change.detail))


def _organization(its: PlannedOrganization) -> Iterator[str]:
    yield _line(
        *("organization", its.url, its.name, its.timezone, its.edition, its.licenses),
        *(its.trial_ends_at.isoformat(), its.creator.key, its.creator_slot, sorted(its.restrict_ip)),
        *(len(its.members), its.internal, sorted(its.modules)),
    )
    for key, each in sorted(its.members.items()):
        yield _line("member", its.url, key, each.role, each.kind, each is its.superadmin)
    for key, offer in sorted(its.offers.items()):
        value = offer.value
        yield _line(
            *("invitation", its.url, key, value.role, value.kind, value.status, value.sent_at.isoformat()),
            *(value.expires_at.isoformat(), offer.inviter.key, offer.language),
        )
    links = [
        (each.value.app, each.value.feature or "", each.value.account, each.user.key, each.value.started_from)
        for each in its.links
    ]
    for link in sorted(links):
        yield _line("link", its.url, *link)


def _user(user: PlannedUser) -> Iterator[str]:
    yield _line("user", user.key, user.name, user.language, user.default.url if user.default else None)
    for url, its in sorted((each.url, each) for each in user.created):
        yield _line("created", user.key, url, its.creator_slot, its.edition)
    for url, each in sorted((each.organization.url, each) for each in user.memberships):
        yield _line("in", user.key, url, *_place(each))


def _place(membership: PlannedMembership) -> tuple[object, ...]:
    its = membership.organization
    return (membership.role, membership.kind, membership.slot, its.edition, its.creator is membership.user)


def _line(*facts: object) -> str:
    return json.dumps(facts)
