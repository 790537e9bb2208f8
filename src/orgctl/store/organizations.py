"""Organizations: found by their access URL, which is unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.domain.values import Edition, Organization
from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from orgctl.store.transaction import Transaction

COLUMNS = (
    "o.id, o.url, o.name, o.timezone, o.edition, o.licenses, o.trial_ends_at, o.created_at, "
    "o.creator_id, o.creator_slot, o.restrict_ip, o.members, o.internal_members, "
    "EXISTS (SELECT 1 FROM links h WHERE h.organization_id = o.id AND h.hides_invitations)"
)
WIDTH = 14


def from_row(row: tuple[Any, ...]) -> Organization:
    """An organization of the first columns of a row."""
    return Organization(
        id=row[0],
        url=row[1],
        name=row[2],
        timezone=row[3],
        edition=Edition(row[4]),
        licenses=row[5],
        trial_ends_at=from_us(row[6]),
        created_at=from_us(row[7]),
        creator_id=row[8],
        creator_slot=row[9],
        restrict_ip=tuple(row[10].split()),
        has_cliq=bool(row[13]),
        members=row[11],
        internal_members=row[12],
    )


def by_url(tx: Transaction, url: str) -> Organization | None:
    """The organization that has this access URL, whoever asks: not for what callers see."""
    row = tx.one(f"SELECT {COLUMNS} FROM organizations o WHERE o.url = :url", url=url)
    return from_row(row) if row else None


def held(tx: Transaction, organization_id: int) -> Organization | None:
    """The organization as it is now, kept from other writers until the transaction ends."""
    row = tx.one(f"SELECT {COLUMNS} FROM organizations o WHERE o.id = :id" + tx.hold("o"), id=organization_id)
    return from_row(row) if row else None


def url_taken(tx: Transaction, url: str, *, except_id: int = 0) -> bool:
    """Whether another organization has this access URL."""
    return (
        tx.one("SELECT 1 FROM organizations WHERE url = :url AND id <> :id", url=url, id=except_id)
        is not None
    )


def add(tx: Transaction, organization: Organization) -> None:
    """A new organization; its members are counted as they come."""
    tx.run(
        "INSERT INTO organizations (id, url, name, timezone, edition, licenses, trial_ends_at, created_at, "
        "creator_id, creator_slot, restrict_ip, members, internal_members) VALUES (:id, :url, :name, "
        ":timezone, :edition, :licenses, :trial_ends_at, :created_at, :creator_id, :creator_slot, "
        "'', 0, 0)",
        id=organization.id,
        url=organization.url,
        name=organization.name,
        timezone=organization.timezone,
        edition=organization.edition.value,
        licenses=organization.licenses,
        trial_ends_at=to_us(organization.trial_ends_at),
        created_at=to_us(organization.created_at),
        creator_id=organization.creator_id,
        creator_slot=organization.creator_slot,
    )


def rename(tx: Transaction, organization_id: int, name: str) -> None:
    """Change the name, which need not be unique."""
    tx.run("UPDATE organizations SET name = :name WHERE id = :id", name=name, id=organization_id)


def set_url(tx: Transaction, organization_id: int, url: str) -> None:
    """Change the access URL; a race for one ends in the unique key."""
    tx.run("UPDATE organizations SET url = :url WHERE id = :id", url=url, id=organization_id)


def set_timezone(tx: Transaction, organization_id: int, timezone: str) -> None:
    """Change the time zone (an IANA name)."""
    tx.run(
        "UPDATE organizations SET timezone = :timezone WHERE id = :id", timezone=timezone, id=organization_id
    )


def set_networks(tx: Transaction, organization_id: int, networks: tuple[str, ...]) -> None:
    """Change the networks that access is restricted to; none lifts the restriction."""
    tx.run(
        "UPDATE organizations SET restrict_ip = :networks WHERE id = :id",
        networks=" ".join(networks),
        id=organization_id,
    )


def set_subscription(
    tx: Transaction, organization_id: int, *, edition: Edition, licenses: int, internal_members: int
) -> None:
    """Change edition and licenses, and how many members need one now."""
    tx.run(
        "UPDATE organizations SET edition = :edition, licenses = :licenses, internal_members = :internal "
        "WHERE id = :id",
        edition=edition.value,
        licenses=licenses,
        internal=internal_members,
        id=organization_id,
    )


_MEMBERS = "(SELECT user_id FROM memberships WHERE organization_id = :id)"


def remove(tx: Transaction, organization_id: int) -> None:
    """Remove an organization and all that hangs on it; its history stays."""
    its: dict[str, object] = {"id": organization_id}
    statements = (
        "DELETE FROM outbox WHERE invitation_id IN (SELECT id FROM invitations WHERE organization_id = :id)",
        "DELETE FROM invitations WHERE organization_id = :id",
        "DELETE FROM links WHERE organization_id = :id",
        "DELETE FROM records WHERE organization_id = :id",
        f"UPDATE users SET default_organization_id = NULL WHERE default_organization_id = :id AND id IN {_MEMBERS}",
        f"UPDATE sessions SET active_organization_id = NULL WHERE active_organization_id = :id AND user_id IN {_MEMBERS}",
        "DELETE FROM memberships WHERE organization_id = :id",
        "DELETE FROM organizations WHERE id = :id",
    )
    tx.together(*((statement, its) for statement in statements))
