"""Where a user is and what waits: asked by `orgctl` alone, in as few statements as a list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from orgctl.domain.switching import match_organization
from orgctl.store import members
from orgctl.usecases import reading, results, views

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.store.members import Place
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import OverviewResult

TRIAL_NEWS: Final = timedelta(days=7)
"""From when on the end of a trial is news."""

_NEARLY_ALL: Final = 10
"""Licenses run out when no more than one in so many is free."""


def overview(tx: Transaction, actor: Actor, *, now: datetime) -> OverviewResult:
    """A1, B2, B3, C2, C4, D1: what the lists say, as far as it wants something of the user.

    A flag, variable or pin that names none of the user's organizations leaves them in none.
    """
    places = members.places(tx, actor.user.id)
    here = _acting(places, actor)
    urls = {place.organization.id: place.organization.url for place in places}
    mine = [place for place in places if place.membership.role.administers]
    trials = [
        place
        for place in mine
        if place.organization.on_trial and place.organization.trial_ends_at - now <= TRIAL_NEWS
    ]
    return results.OverviewResult(
        who=results.WhoResult(
            email=actor.user.email,
            name=actor.user.name,
            active=here.organization.url if here else None,
            default=urls.get(actor.user.default_organization_id or 0),
            from_=(actor.choice.source or "session") if here else None,
            operator=actor.operator,
        ),
        organization=views.organization(here, actor) if here else None,
        organizations=len(places),
        invitations=reading.pending(tx, actor, now=now),
        trials=tuple(
            views.organization(place, actor)
            for place in sorted(trials, key=lambda place: place.organization.trial_ends_at)
        ),
        licenses=tuple(
            results.LicensesResult(its.name, its.url, its.internal_members, its.licenses)
            for its, _membership in mine
            if its.licenses is not None and its.licenses - its.internal_members <= its.licenses // _NEARLY_ALL
        ),
    )


def nobody() -> OverviewResult:
    """Where nobody is signed in."""
    return results.OverviewResult(None, None, 0, (), (), ())


def _acting(places: list[Place], actor: Actor) -> Place | None:
    by_id = {place.organization.id: place for place in places}
    if actor.choice.text is None:
        return by_id.get(actor.active_id or 0)
    candidates = [
        (place.organization.id, place.organization.url, place.organization.name) for place in places
    ]
    pinned = actor.choice.source == "directory"
    found = match_organization(actor.choice.text, candidates, pinned=pinned)
    return by_id[found[0]] if len(found) == 1 else None
