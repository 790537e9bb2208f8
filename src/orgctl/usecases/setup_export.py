"""The store, or some of its organizations, as a set-up file: applied to an empty store it makes the same again.

What a file can't bring back is left out: instants, passwords, sign-ins, history, and invitations that came
to their end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.catalogue import entry
from orgctl.domain.invitations import status_at
from orgctl.domain.membership import kind_offered
from orgctl.domain.planning.integrations import usual_side
from orgctl.domain.refusals import Code, NotFound, say
from orgctl.domain.switching import match_organization
from orgctl.domain.values import Kind, Role, Status
from orgctl.manifest.collector import unhurried_collector
from orgctl.manifest.values import (
    SAMPLE_MODULES,
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.store import bulk_facts
from orgctl.text.addresses import Address
from orgctl.usecases.acting import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from orgctl.domain.planning.facts import PlannedInvitation, PlannedOrganization, PlannedUser
    from orgctl.domain.planning.state import State
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor


def export(tx: Transaction, actor: Actor | None, *, chosen: Sequence[str] = (), now: datetime) -> Manifest:
    """What there is, in the order of access URLs and addresses; for a user, what that user may see.

    `chosen` names organizations by access URL or name; without any, it is all of them, and for the store's
    owner every user too. Default organizations are told by the whole store alone: a part of it doesn't
    know all that they may be. Raises NotFound not_found.organization.
    """
    urls = [_url(tx, actor, text) for text in chosen]
    scope = bulk_facts.Scope(urls, everywhere=not urls, everybody=actor is None and not urls)
    with unhurried_collector():
        state = bulk_facts.load(tx, scope, actor_id=actor.user.id if actor else None, now=now)
        places = [state.organizations[url] for url in sorted(state.organizations)]
        signed_up = _marks(places) if actor is None else set()
        return Manifest(
            users=tuple(_users(state, places, whole=scope.everybody)),
            organizations=tuple(_organization(state, its, marked=its in signed_up) for its in places),
        )


def _url(tx: Transaction, actor: Actor | None, text: str) -> str:
    if actor is not None:
        return place_of(tx, actor, text, hold=False).organization.url
    candidates = bulk_facts.references(tx)
    found = match_organization(text, candidates)
    if len(found) != 1:
        message = (
            say("{count} organizations are called {text}.", count=len(found), text=text)
            if found
            else say("There is no organization {text}.", text=text)
        )
        raise NotFound(Code.NOT_FOUND_ORGANIZATION, message, say("Name it by its access URL."))
    return next(url for id_, url, _ in candidates if id_ == found[0])


def _marks(places: Iterable[PlannedOrganization]) -> set[PlannedOrganization]:
    """Sign-ups that applying wouldn't take for one: the first of each creator is, unless another is marked."""
    first: dict[PlannedUser, PlannedOrganization] = {}
    marked = set()
    for its in places:
        if first.setdefault(its.creator, its) is not its and its.creator_slot is None:
            marked.add(its)
    return marked


def _users(state: State, places: Iterable[PlannedOrganization], *, whole: bool) -> Iterator[WantedUser]:
    users: dict[str, PlannedUser] = {}
    if whole:
        users = state.users
    else:
        for its in places:
            users.update((each.user.key, each.user) for each in its.members.values())
            if state.actor is None:
                users[its.creator.key] = its.creator
    for _, user in sorted(users.items()):
        default = user.default if whole else None
        yield WantedUser(
            Address(user.email, user.key),
            name=user.name,
            default=default.url if default else None,
            no_default=whole and default is None and bool(user.memberships),
            language=user.language if state.actor is None else None,
        )


def _organization(state: State, its: PlannedOrganization, *, marked: bool) -> WantedOrganization:
    superadmin = its.superadmin.user if its.superadmin else None
    tells = state.actor is None or its.creator.key in its.members
    subscribed = its.licenses is not None
    return WantedOrganization(
        its.url,
        name=its.name,
        timezone=its.timezone,
        edition=its.edition if subscribed else None,
        licenses=its.licenses,
        sample_data=tuple(module for module in SAMPLE_MODULES if module in its.modules) or None,
        restrict_ip=its.restrict_ip or None,
        created_by=_address(its.creator) if tells and its.creator is not superadmin else None,
        sign_up=True if marked else None,
        members=tuple(
            WantedMember(
                _address(each.user), each.role, Kind.EXTERNAL if each.kind is Kind.EXTERNAL else None
            )
            for _, each in sorted(its.members.items())
        ),
        invitations=tuple(_invitations(state, its)),
        integrations=tuple(_links(its)),
    )


def _invitations(state: State, its: PlannedOrganization) -> Iterator[WantedInvitation]:
    """Those that can still be answered; to administrators alone, as `invite list --sent` shows them (R2)."""
    _, role = state.acting(its)
    if not role.administers:
        return
    for _, offer in sorted(its.offers.items()):
        value = offer.value
        if status_at(value, state.now) is Status.PENDING:
            yield WantedInvitation(
                Address(value.email, value.email_key),
                value.role,
                Kind.EXTERNAL if kind_offered(value.kind, its.edition) is Kind.EXTERNAL else None,
                invited_by=_inviter(its, offer),
                language=offer.language,
            )


def _inviter(its: PlannedOrganization, offer: PlannedInvitation) -> Address | None:
    """Who could invite again; else it is the super administrator, who need not be named."""
    membership = its.members.get(offer.inviter.key)
    if membership is None or membership.role is not Role.ADMIN:
        return None
    return _address(membership.user)


def _links(its: PlannedOrganization) -> Iterator[WantedLink]:
    """Links of one's own go with their users; those of whoever left can't be made again."""
    found = []
    for link in its.links:
        value, membership = link.value, its.members.get(link.user.key)
        row = entry(value.app, value.feature)
        if row is None or (link.per_user and membership is None):
            continue
        named = membership is not None and membership is not its.superadmin
        side = None if value.started_from is usual_side(row) else value.started_from
        found.append(
            WantedLink(
                value.app,
                value.account,
                value.feature,
                side,
                _address(link.user) if named else None,
            )
        )
    yield from sorted(found, key=_link_order)


def _link_order(link: WantedLink) -> tuple[str, ...]:
    return (link.app, link.feature or "", link.account, link.user.key if link.user else "")


def _address(user: PlannedUser) -> Address:
    return Address(user.email, user.key)
