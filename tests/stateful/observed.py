"""All that there is, as sets of rows that the model and the store must agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.store.instants import to_us

if TYPE_CHECKING:
    from datetime import datetime

    from tests.stateful.model import World
    from tests.stateful.program import Program

TABLES = {
    "organizations": "SELECT o.url, o.name, o.edition, o.licenses, o.restrict_ip, o.created_at, c.email_key, "
    "o.creator_slot IS NULL FROM organizations o JOIN users c ON c.id = o.creator_id",
    "memberships": "SELECT o.url, u.email_key, m.role, m.kind, m.since FROM memberships m "
    "JOIN organizations o ON o.id = m.organization_id JOIN users u ON u.id = m.user_id",
    "defaults": "SELECT u.email_key, o.url FROM users u LEFT JOIN organizations o "
    "ON o.id = u.default_organization_id",
    "sessions": "SELECT coalesce(s.secret_hash, 'as ' || u.email_key), o.url, p.url FROM sessions s "
    "JOIN users u ON u.id = s.user_id LEFT JOIN organizations o ON o.id = s.active_organization_id "
    "LEFT JOIN memberships m ON m.organization_id = s.previous_organization_id AND m.user_id = s.user_id "
    "LEFT JOIN organizations p ON p.id = m.organization_id",
    "invitations": "SELECT o.url, i.email_key, i.role, i.kind, CASE WHEN i.status = 'pending' "
    "AND i.expires_at <= :now THEN 'expired' ELSE i.status END, i.sent_at, i.expires_at, i.token_hash "
    "FROM invitations i JOIN organizations o ON o.id = i.organization_id",
    "links": "SELECT l.app, l.feature, l.account, o.url, u.email_key, l.started_from FROM links l "
    "JOIN organizations o ON o.id = l.organization_id JOIN users u ON u.id = l.user_id",
    "sample data": "SELECT DISTINCT o.url, r.module FROM records r "
    "JOIN organizations o ON o.id = r.organization_id",
}


def of_store(program: Program, now: datetime, what: str) -> set[tuple[Any, ...]]:
    """The rows of the store; an invitation's status is what it is now."""
    return set(program.rows(TABLES[what], now=to_us(now)))


def of_world(world: World, what: str) -> set[tuple[Any, ...]]:
    """The same rows of the model."""
    rows: set[tuple[Any, ...]] = _ROWS[what](world)
    return rows


def _organizations(world: World) -> set[tuple[Any, ...]]:
    return {
        (
            its.url,
            its.name,
            its.edition,
            its.licenses,
            " ".join(its.restrict_ip),
            to_us(its.created_at),
            its.creator,
            int(its.as_signup),
        )
        for its in world.organizations.values()
    }


def _memberships(world: World) -> set[tuple[Any, ...]]:
    return {
        (its.url, email, member.role, member.kind, to_us(member.since))
        for its in world.organizations.values()
        for email, member in its.members.items()
    }


def _url(world: World, handle: int | None) -> str | None:
    return None if handle is None else world.organizations[handle].url


def _defaults(world: World) -> set[tuple[Any, ...]]:
    return {(email, _url(world, handle)) for email, handle in world.defaults.items()}


def _sessions(world: World) -> set[tuple[Any, ...]]:
    named = {f"secret-{number}": session for number, session in world.sessions.items()}
    # under --as, something is kept once an organization was made active
    for email, session in world.acting_as.items():
        if session.used:
            named[f"as {email}"] = session
    return {
        (
            name,
            _url(world, each.active),
            _url(world, each.previous if world.is_in(each.email, each.previous) else None),
        )
        for name, each in named.items()
    }


def _invitations(world: World) -> set[tuple[Any, ...]]:
    return {
        (
            world.organizations[offer.organization].url,
            offer.email,
            offer.role,
            offer.kind,
            world.status(offer),
            to_us(offer.sent_at),
            to_us(offer.expires_at),
            offer.tokens[-1],
        )
        for offer in world.invitations.values()
    }


def _links(world: World) -> set[tuple[Any, ...]]:
    return {
        (
            link.app,
            link.feature or "",
            link.account,
            _url(world, link.organization),
            link.user,
            link.side,
        )
        for link in world.links
    }


def _sample_data(world: World) -> set[tuple[Any, ...]]:
    return {(its.url, module) for its in world.organizations.values() for module in its.modules}


_ROWS = {
    "organizations": _organizations,
    "memberships": _memberships,
    "defaults": _defaults,
    "sessions": _sessions,
    "invitations": _invitations,
    "links": _links,
    "sample data": _sample_data,
}
