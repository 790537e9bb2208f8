"""Who created what, and which apps hang where: of the user's own organizations, and of no other (A3)."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from orgctl.store import integrations, members
from orgctl.usecases import reading, results, views

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.store.members import Place
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import LinkResult, OrganizationInTree, OrganizationTree


def organization_tree(tx: Transaction, actor: Actor, *, now: datetime) -> OrganizationTree:
    """A1, A3, B6, C2, C4: the organization list, each with its creator and its links.

    A creator who is a member is in the list of members; one who has left is in the history, which is for
    administrators. So nobody learns here who created an organization that could not learn it there.
    """
    places = members.places(tx, actor.user.id)
    creators = members.creators(tx, actor.user.id)
    urls = {place.organization.id: place.organization.url for place in places}
    links: dict[int, list[LinkResult]] = {}
    for seen in integrations.of_user(tx, actor.user.id):
        id_ = seen.link.organization_id
        links.setdefault(id_, []).append(views.link(seen, urls[id_]))
    return results.OrganizationTree(
        tuple(
            _with(
                place,
                actor,
                _shown(place, creators[place.organization.id]),
                tuple(links.get(place.organization.id, ())),
            )
            for place in places
        ),
        reading.pending(tx, actor, now=now),
    )


def _shown(place: Place, creator: tuple[str, bool]) -> str | None:
    email, is_member = creator
    return email if is_member or place.membership.role.administers else None


def _with(
    place: Place, actor: Actor, created_by: str | None, links: tuple[LinkResult, ...]
) -> OrganizationInTree:
    its = views.organization(place, actor)
    return results.OrganizationInTree(
        **{field.name: getattr(its, field.name) for field in fields(its)},
        created_by=created_by,
        created_by_me=place.organization.creator_id == actor.user.id,
        links=links,
    )
