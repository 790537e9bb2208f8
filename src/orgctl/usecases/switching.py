"""Which organization is active, and which is the default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Code, NotFound, say
from orgctl.store import audit, members, users
from orgctl.usecases import views
from orgctl.usecases.acting import make_active, place_of, record

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.store.members import Place
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import OrganizationResult

PREVIOUS = "-"
"""What stands for the organization that was active before, as in a shell's `cd -`."""


def switch(tx: Transaction, actor: Actor, *, organization: str, now: datetime) -> OrganizationResult:
    """D1: another organization is active, for this sign-in alone. Raises NotFound not_found.organization."""
    place = (
        _previous(tx, actor) if organization == PREVIOUS else place_of(tx, actor, organization, hold=False)
    )
    return views.organization(place, make_active(tx, actor, place.organization.id, now))


def set_default(tx: Transaction, actor: Actor, *, organization: str, now: datetime) -> OrganizationResult:
    """D2: the organization that is active right after signing in. Raises NotFound not_found.organization."""
    place = place_of(tx, actor, organization, hold=False)
    its = place.organization
    if actor.user.default_organization_id != its.id:
        users.set_default(tx, actor.user.id, its.id)
        record(tx, actor, now, audit.Line(audit.Act.DEFAULT_SET, None, actor.user.id, its.url))
    return views.organization(place, replace(actor, user=replace(actor.user, default_organization_id=its.id)))


def show_default(tx: Transaction, actor: Actor) -> OrganizationResult:
    """D2: the default. Raises NotFound not_found.organization where there is none (D4)."""
    default_id = actor.user.default_organization_id
    place = None if default_id is None else members.held(tx, actor.user.id, default_id)
    if place is None:
        raise NotFound(
            Code.NOT_FOUND_ORGANIZATION,
            say("There is no default organization."),
            say("Choose one: orgctl default set ORG; orgctl org list shows yours."),
        )
    return views.organization(place, actor)


def _previous(tx: Transaction, actor: Actor) -> Place:
    previous_id = actor.session.previous_organization_id if actor.session else None
    place = None if previous_id is None else members.held(tx, actor.user.id, previous_id, hold=False)
    if place is None:
        raise NotFound(
            Code.NOT_FOUND_ORGANIZATION,
            say("There is no organization to go back to."),
            say("Name one: orgctl switch ORG; orgctl org list shows yours."),
        )
    return place
