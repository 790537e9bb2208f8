"""Every number of the policy, with its rule and its source (the help page's section)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MEMBERSHIPS_PER_USER: Final = 10
"""B5; "Number of accounts", item 1: memberships of one user at a time, external ones included."""

CREATED_PER_USER: Final = 5
"""B6; "Number of accounts", item 2: existing organizations created as an administrator, sign-up's aside."""

CRM_PLUS_CREATED_PER_USER: Final = 1
"""B7; "Number of accounts", item 3: existing CRM Plus organizations created by one user."""

CRM_PLUS_JOINED_PER_USER: Final = 9
"""B7; "Number of accounts", item 3: memberships in CRM Plus organizations created by others."""

ZOHO_ONE_INTERNAL_PER_USER: Final = 1
"""B8; "Number of accounts", item 4: internal memberships in Zoho One organizations."""

INVITATION_SECONDS: Final = 604_800
"""C2; "Accepting or declining invitations": 7 days of 24 hours, whatever clocks do in between."""

TRIAL_SECONDS: Final = 1_296_000
"""B2, our reading: 15 days of 24 hours from creation; the source names no length."""

SESSION_IDLE_SECONDS: Final = 2_592_000
"""A1, our reading: a sign-in that nobody used for 30 days of 24 hours is dead."""

LICENSES_AT_MOST: Final = 2_147_483_647
"""B3; no rule but a bound on input: the largest number that every store keeps in such a column."""
