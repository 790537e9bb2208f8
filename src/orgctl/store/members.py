"""Memberships: of a user over organizations, and of an organization over users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.domain.values import Edition, Kind, Membership, Organization, Role, User
from orgctl.store import organizations, users
from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgctl.store.transaction import Transaction

COLUMNS = "m.user_id, m.organization_id, m.role, m.kind, m.since, m.slot"


class Place(NamedTuple):
    """An organization, and a user's membership in it."""

    organization: Organization
    membership: Membership


def from_row(row: tuple[Any, ...]) -> Membership:
    """A membership of the first columns of a row."""
    return Membership(row[0], row[1], Role(row[2]), Kind(row[3]), from_us(row[4]), row[5])


def _place(row: tuple[Any, ...]) -> Place:
    return Place(organizations.from_row(row), from_row(row[organizations.WIDTH :]))


_PLACES = (
    f"SELECT {organizations.COLUMNS}, {COLUMNS} FROM memberships m "
    "JOIN organizations o ON o.id = m.organization_id WHERE m.user_id = :user"
)


def places(tx: Transaction, user_id: int) -> list[Place]:
    """Every organization of a user, in the order of access URLs."""
    return [_place(row) for row in tx.all(f"{_PLACES} ORDER BY o.url", user=user_id)]


def creators(tx: Transaction, user_id: int) -> dict[int, tuple[str, bool]]:
    """Who created each organization of a user, by its key, and whether they are still in it."""
    rows = tx.all(
        "SELECT o.id, u.email, c.user_id FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "JOIN users u ON u.id = o.creator_id LEFT JOIN memberships c "
        "ON c.user_id = o.creator_id AND c.organization_id = o.id WHERE m.user_id = :user",
        user=user_id,
    )
    return {row[0]: (row[1], row[2] is not None) for row in rows}


def references(tx: Transaction, user_id: int) -> list[tuple[int, str, str]]:
    """Key, access URL and name of every organization of a user: what a reference is matched with."""
    rows = tx.all(
        "SELECT o.id, o.url, o.name FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "WHERE m.user_id = :user ORDER BY o.url",
        user=user_id,
    )
    return [(row[0], row[1], row[2]) for row in rows]


def held(tx: Transaction, user_id: int, organization_id: int, *, hold: bool = True) -> Place | None:
    """One of a user's organizations, kept from other writers until the transaction ends.

    The organization first; then the membership, whose holder may have lost it, or its role, while this
    waited for the organization: what isn't held is answered as it was before the wait.
    """
    row = tx.one(
        f"{_PLACES} AND m.organization_id = :organization{tx.hold('o, m') if hold else ''}",
        user=user_id,
        organization=organization_id,
    )
    return _place(row) if row else None


def by_slug(tx: Transaction, user_id: int, url: str, *, hold: bool = True) -> Place | None:
    """One of a user's organizations by its access URL, kept from other writers."""
    row = tx.one(f"{_PLACES} AND o.url = :url{tx.hold('o, m') if hold else ''}", user=user_id, url=url)
    return _place(row) if row else None


def of(tx: Transaction, organization_id: int, user_id: int) -> Membership | None:
    """A user's membership in an organization."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM memberships m WHERE m.user_id = :user AND m.organization_id = :organization",
        user=user_id,
        organization=organization_id,
    )
    return from_row(row) if row else None


def roster(tx: Transaction, organization_id: int) -> list[tuple[User, Membership]]:
    """Every member of an organization, in the order of addresses."""
    rows = tx.all(
        f"SELECT {users.COLUMNS}, {COLUMNS} FROM memberships m JOIN users u ON u.id = m.user_id "
        "WHERE m.organization_id = :organization ORDER BY u.email_key",
        organization=organization_id,
    )
    return [(users.from_row(row), from_row(row[users.WIDTH :])) for row in rows]


def by_email(tx: Transaction, organization_id: int, email_key: str) -> tuple[User, Membership] | None:
    """The member with this address."""
    row = tx.one(
        f"SELECT {users.COLUMNS}, {COLUMNS} FROM users u JOIN memberships m ON m.user_id = u.id "
        "WHERE u.email_key = :key AND m.organization_id = :organization",
        key=email_key,
        organization=organization_id,
    )
    return (users.from_row(row), from_row(row[users.WIDTH :])) if row else None


def user_ids(tx: Transaction, organization_id: int) -> list[int]:
    """The keys of all members."""
    rows = tx.all("SELECT user_id FROM memberships WHERE organization_id = :id", id=organization_id)
    return [row[0] for row in rows]


_ADD = (
    "INSERT INTO memberships (user_id, organization_id, role, kind, since, slot, zoho_one) "
    "VALUES (:user, :organization, :role, :kind, :since, :slot, :zoho_one)"
)
_REMOVE = (
    "DELETE FROM memberships WHERE user_id = :user AND organization_id = :organization",
    (
        "UPDATE users SET default_organization_id = NULL "
        "WHERE id = :user AND default_organization_id = :organization"
    ),
    (
        "UPDATE sessions SET active_organization_id = NULL "
        "WHERE user_id = :user AND active_organization_id = :organization"
    ),
)
_MARK_ZOHO_ONE = (
    "UPDATE memberships SET zoho_one = :flag WHERE organization_id = :organization AND kind = 'internal'"
)
_COUNT = (
    "UPDATE organizations SET members = members + :members, "
    "internal_members = internal_members + :internal WHERE id = :id"
)


def add(tx: Transaction, membership: Membership, *, edition: Edition) -> None:
    """Begin a membership and count it."""
    internal = membership.kind is Kind.INTERNAL
    values: dict[str, object] = {
        "user": membership.user_id,
        "organization": membership.organization_id,
        "role": membership.role.value,
        "kind": membership.kind.value,
        "since": to_us(membership.since),
        "slot": membership.slot,
        "zoho_one": internal and edition is Edition.ZOHO_ONE,
    }
    tx.together((_ADD, values), _counting(membership.organization_id, 1, int(internal)))


def remove(tx: Transaction, membership: Membership) -> None:
    """End a membership: the default and the active organization of its user are lost with it (D4)."""
    values = {"user": membership.user_id, "organization": membership.organization_id}
    tx.together(
        *((statement, values) for statement in _REMOVE),
        _counting(membership.organization_id, -1, -int(membership.kind is Kind.INTERNAL)),
    )


def set_role(tx: Transaction, membership: Membership, role: Role) -> None:
    """Change what a member may do."""
    tx.run(
        "UPDATE memberships SET role = :role WHERE user_id = :user AND organization_id = :organization",
        role=role.value,
        user=membership.user_id,
        organization=membership.organization_id,
    )


def set_kinds(
    tx: Transaction,
    organization_id: int,
    edition: Edition,
    *,
    external: Iterable[int],
    internal: Iterable[int],
) -> None:
    """Convert members after a change of edition; the flag behind B8's unique index follows."""
    convert = (
        "UPDATE memberships SET kind = :kind, zoho_one = :no WHERE organization_id = :organization "
        f"AND user_id {tx.among('ids')}"
    )
    tx.together(
        *(
            (
                convert,
                {"kind": kind.value, "no": False, "organization": organization_id, "ids": tx.array(ids)},
            )
            for ids, kind in ((list(external), Kind.EXTERNAL), (list(internal), Kind.INTERNAL))
            if ids
        ),
        (_MARK_ZOHO_ONE, {"flag": edition is Edition.ZOHO_ONE, "organization": organization_id}),
    )


def _counting(organization_id: int, members: int, internal: int) -> tuple[str, dict[str, object]]:
    return _COUNT, {"members": members, "internal": internal, "id": organization_id}
