"""The rows of what a plan adds, table by table; everything has its id by then."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.invitations import expires_at
from orgctl.domain.planning.facts import PlannedMembership
from orgctl.domain.planning.history import Act
from orgctl.domain.values import Edition, Kind, Role, Status
from orgctl.store import audit
from orgctl.store.instants import to_us

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from orgctl.domain.planning.facts import PlannedInvitation, PlannedLink, PlannedOrganization, PlannedUser
    from orgctl.domain.planning.state import State

Row = tuple[object, ...]


class Table(NamedTuple):
    """A table, and the columns that its rows have here."""

    name: str
    columns: tuple[str, ...]


USERS = Table(
    "users", ("id", "email", "email_key", "name", "language", "default_organization_id", "created_at")
)
ORGANIZATIONS = Table(
    "organizations",
    (
        *("name", "timezone", "edition", "licenses", "restrict_ip", "members", "internal_members"),
        *("id", "url", "trial_ends_at", "created_at", "creator_id", "creator_slot"),
    ),
)
MEMBERSHIPS = Table(
    "memberships", ("user_id", "organization_id", "role", "kind", "since", "slot", "zoho_one")
)
INVITATIONS = Table(
    "invitations",
    (
        *("id", "organization_id", "email", "email_key", "role", "kind", "status", "token_hash"),
        *("sent_at", "expires_at", "ended_at", "inviter_id", "language"),
    ),
)
LINKS = Table(
    "links",
    (
        *("id", "app", "feature", "account", "organization_id", "user_id", "holder_id"),
        *("started_from", "since", "exclusive", "slot", "hides_invitations"),
    ),
)
HISTORY = Table(
    "audit",
    (
        *("id", "at", "position", "organization_id", "person_id", "organization", "actor", "operator"),
        *("action", "subject", "detail"),
    ),
)


def of_users(state: State, users: Iterable[PlannedUser]) -> Iterator[Row]:
    """Users who had no login; they have no password yet."""
    at = to_us(state.now)
    for user in users:
        default_id = user.default.id if user.default else None
        yield (user.id, user.email, user.key, user.name, user.language, default_id, at)


def terms(its: PlannedOrganization) -> Row:
    """What may change of an organization, in the order of the columns."""
    return (
        *(its.name, its.timezone, its.edition.value, its.licenses, " ".join(its.restrict_ip)),
        *(len(its.members), its.internal),
    )


def of_organization(its: PlannedOrganization) -> Row:
    """A new organization."""
    return (
        *terms(its),
        *(its.id, its.url, to_us(its.trial_ends_at), to_us(its.created_at)),
        *(its.creator.id, its.creator_slot),
    )


def of_memberships(state: State, users: Iterable[PlannedUser]) -> Iterator[Row]:
    """The new memberships of these users."""
    since = to_us(state.instant)
    internal, zoho_one = Kind.INTERNAL, Edition.ZOHO_ONE
    for user in sorted(users, key=lambda user: user.id):
        mine = [each for each in user.memberships if each.fresh]
        if len(mine) > 1:
            mine.sort(key=lambda each: each.organization.id)
        for each in mine:
            its = each.organization
            backed = each.kind is internal and its.edition is zoho_one
            yield (user.id, its.id, each.role.value, each.kind.value, since, each.slot, backed)


def of_acceptances(state: State, joined: Iterable[PlannedMembership], ids: Iterable[int]) -> Iterator[Row]:
    """Invitations that were accepted as they were sent: nothing was mailed, so there is no token."""
    sent, at, expires = to_us(state.instant), to_us(state.now), to_us(expires_at(state.instant))
    accepted, invited_as = Status.ACCEPTED.value, state.invited_as
    for each, id_ in zip(joined, ids, strict=False):
        user, by = each.user, each.by
        role, kind = invited_as.get(each, (each.role, each.kind))
        place, by_id = each.organization.id, by.id if by else None
        first = (id_, place, user.email, user.key, role.value, kind.value, accepted, None)
        yield (*first, sent, expires, at, by_id, None)


def of_offer(offer: PlannedInvitation, id_: int, token_hash: str) -> Row:
    """An invitation that is mailed."""
    value = offer.value
    return (
        *(id_, offer.organization.id, value.email, value.email_key, value.role.value, value.kind.value),
        *(value.status.value, token_hash, to_us(value.sent_at), to_us(value.expires_at), None),
        *(offer.inviter.id, offer.language),
    )


def of_link(link: PlannedLink, id_: int) -> Row:
    """A new link, with the columns that back the rules."""
    value, user_id = link.value, link.user.id
    return (
        *(id_, value.app, value.feature or "", value.account, link.organization.id, user_id),
        *(user_id if link.per_user else 0, value.started_from.value, to_us(value.since)),
        *(str(user_id) if link.per_user else link.exclusive, value.slot, link.hides),
    )


def of_history(
    state: State, ids: Sequence[int], operator: str | None, position: Callable[[], int]
) -> Iterator[Row]:
    """History in the order of the acts; a membership stands for its invitation and its acceptance."""
    at, invited_as, next_id = to_us(state.now), state.invited_as, iter(ids).__next__
    invited, accepted = audit.Act.INVITED.value, audit.Act.ACCEPTED.value
    acts = {act: audit.Act[act.name].value for act in Act}
    for each in state.deeds:
        if isinstance(each, PlannedMembership):
            user, its, by = each.user, each.organization, each.by
            role, kind = invited_as.get(each, (each.role, each.kind))
            asked = became = _detail(role, kind)
            if kind is not each.kind:
                became = _detail(Role.STANDARD, each.kind)
            email = user.email
            inviter = by.email if by else email
            concerned = its.id, user.id, its.url
            yield (next_id(), at, position(), *concerned, inviter, operator, invited, email, asked)
            yield (next_id(), at, position(), *concerned, email, operator, accepted, email, became)
        else:
            place, person = each.organization, each.user
            ids_ = place.id if place else None, person.id if person else None
            url = place.url if place else None
            detail = json.dumps(dict(each.detail), ensure_ascii=False) if each.detail else "{}"
            act = acts[each.act]
            yield (next_id(), at, position(), *ids_, url, each.actor, operator, act, each.subject, detail)


@lru_cache(maxsize=16)
def _detail(role: Role, kind: Kind) -> str:
    return json.dumps({"role": role.value, "kind": kind.value})
