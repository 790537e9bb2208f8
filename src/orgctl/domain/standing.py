"""The facts about one user that limits are judged by; gathered by the store, read by the rules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one user stands, over all organizations, at one instant inside a transaction.

    Counts are of what exists now: `created` leaves the sign-up's organization out (B6),
    `crm_plus_created` does not (B7); both count organizations that the user has left.
    `crm_plus_joined` counts memberships in CRM Plus organizations created by others.
    """

    user_id: int
    email: str
    memberships: int = 0
    administers: int = 0
    created: int = 0
    crm_plus_created: int = 0
    crm_plus_joined: int = 0
    zoho_one_internal: int = 0
