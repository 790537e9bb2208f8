"""Gathers what the limits are judged by: where one user stands, or every member of an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.domain.values import User
    from orgctl.store.transaction import Transaction


class Seats(NamedTuple):
    """A user's standing, which numbered places of the user's limits are taken, and whose member it is."""

    standing: Standing
    membership_slots: tuple[int, ...]
    creator_slots: tuple[int, ...]
    organization_ids: frozenset[int]


_FACTS = """
SELECT 'm', m.slot, m.role, m.kind, o.edition, CASE WHEN o.creator_id = m.user_id THEN 1 ELSE 0 END, o.id
FROM memberships m JOIN organizations o ON o.id = m.organization_id WHERE m.user_id = :user
UNION ALL
SELECT 'c', c.creator_slot, '', '', c.edition, 1, c.id FROM organizations c WHERE c.creator_id = :user
"""


def of_user(tx: Transaction, user: User) -> Seats:
    """Where a user stands now; in a writing transaction, ask after the user's row is held."""
    rows = tx.all(_FACTS, user=user.id)
    mine = [row for row in rows if row[0] == "m"]
    created = [row for row in rows if row[0] == "c"]
    standing = Standing(
        user_id=user.id,
        email=user.email,
        memberships=len(mine),
        administers=sum(row[2] != "standard" for row in mine),
        created=sum(row[1] is not None for row in created),
        crm_plus_created=sum(row[4] == "crm-plus" for row in created),
        crm_plus_joined=sum(row[4] == "crm-plus" and not row[5] for row in mine),
        zoho_one_internal=sum(row[4] == "zoho-one" and row[3] == "internal" for row in mine),
    )
    return Seats(
        standing,
        tuple(row[1] for row in mine),
        tuple(row[1] for row in created if row[1] is not None),
        frozenset(row[6] for row in mine),
    )


def elsewhere(tx: Transaction, organization_id: int, user_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of each user: CRM Plus memberships in others' organizations, and internal Zoho One memberships,
    this organization left out (B7 and B8 on a change of edition).
    """
    rows = tx.all(
        "SELECT m.user_id, SUM(CASE WHEN o.edition = 'crm-plus' AND o.creator_id <> m.user_id "
        "THEN 1 ELSE 0 END), SUM(CASE WHEN o.edition = 'zoho-one' AND m.kind = 'internal' "
        "THEN 1 ELSE 0 END) FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        f"WHERE m.organization_id <> :organization AND m.user_id {tx.among('ids')} GROUP BY m.user_id",
        organization=organization_id,
        ids=tx.array(user_ids),
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def crm_plus_created(tx: Transaction, user_id: int, *, except_id: int) -> int:
    """CRM Plus organizations that exist and that a user created, one left out (B7)."""
    row = tx.one(
        "SELECT COUNT(*) FROM organizations WHERE creator_id = :user AND edition = 'crm-plus' AND id <> :id",
        user=user_id,
        id=except_id,
    )
    return int(row[0]) if row else 0
