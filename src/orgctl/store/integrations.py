"""Links: app accounts integrated with organizations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.domain.values import Link, Side
from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from orgctl.store.transaction import Transaction

COLUMNS = "l.id, l.app, l.feature, l.account, l.organization_id, l.user_id, l.started_from, l.since, l.slot"


class LinkSeen(NamedTuple):
    """A link and the address of who made it."""

    link: Link
    user_email: str


def _link(row: tuple[Any, ...]) -> Link:
    return Link(row[0], row[1], row[2] or None, row[3], row[4], row[5], Side(row[6]), from_us(row[7]), row[8])


def of_organization(tx: Transaction, organization_id: int) -> list[LinkSeen]:
    """Every link of an organization, by app, feature and account."""
    rows = tx.all(
        f"SELECT {COLUMNS}, u.email FROM links l JOIN users u ON u.id = l.user_id "
        "WHERE l.organization_id = :organization ORDER BY l.app, l.feature, l.account, u.email_key",
        organization=organization_id,
    )
    return [LinkSeen(_link(row), row[9]) for row in rows]


def of_user(tx: Transaction, user_id: int) -> list[LinkSeen]:
    """Every link of each of a user's organizations, by app, feature and account."""
    rows = tx.all(
        f"SELECT {COLUMNS}, u.email FROM memberships m JOIN links l ON l.organization_id = m.organization_id "
        "JOIN users u ON u.id = l.user_id WHERE m.user_id = :user "
        "ORDER BY l.app, l.feature, l.account, u.email_key",
        user=user_id,
    )
    return [LinkSeen(_link(row), row[9]) for row in rows]


def exclusive_holder(tx: Transaction, app: str, feature: str | None, exclusive: str) -> Link | None:
    """The link, wherever it is, that has what only one may have; for rules, not for callers to see."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM links l WHERE l.app = :app AND l.feature = :feature AND l.exclusive = :exclusive",
        app=app,
        feature=feature or "",
        exclusive=exclusive,
    )
    return _link(row) if row else None


def add(
    tx: Transaction, link: Link, *, exclusive: str | None, holder_id: int, hides_invitations: bool
) -> None:
    """A new link; `holder_id` is the user for links that each user has of their own, else 0."""
    tx.run(
        "INSERT INTO links (id, app, feature, account, organization_id, user_id, holder_id, started_from, "
        "since, exclusive, slot, hides_invitations) VALUES (:id, :app, :feature, :account, :organization, "
        ":user, :holder, :started_from, :since, :exclusive, :slot, :hides)",
        id=link.id,
        app=link.app,
        feature=link.feature or "",
        account=link.account,
        organization=link.organization_id,
        user=link.user_id,
        holder=holder_id,
        started_from=link.started_from.value,
        since=to_us(link.since),
        exclusive=exclusive,
        slot=link.slot,
        hides=hides_invitations,
    )


def remove(tx: Transaction, link_id: int) -> None:
    """End a link."""
    tx.run("DELETE FROM links WHERE id = :id", id=link_id)
