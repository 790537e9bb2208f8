"""Where a user stands against every rule that counts, for those who ask before they try."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.limits import (
    CREATED_PER_USER,
    CRM_PLUS_CREATED_PER_USER,
    CRM_PLUS_JOINED_PER_USER,
    MEMBERSHIPS_PER_USER,
    ZOHO_ONE_INTERNAL_PER_USER,
)
from orgctl.domain.refusals import Code

if TYPE_CHECKING:
    from orgctl.domain.standing import Standing
    from orgctl.domain.values import Organization


class Counted(NamedTuple):
    """One counted rule: its id, the code of its refusal, how many there are and may be."""

    rule: str
    code: Code
    used: int
    limit: int

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(0, self.limit - self.used)


def counted_rules(standing: Standing, organization: Organization | None = None) -> tuple[Counted, ...]:
    """The user's counts in the order of the policy, after those of `organization`, the active one.

    The licenses of an organization are counted once it has subscribed (B3).
    """
    licenses = (
        ()
        if organization is None or organization.licenses is None
        else (Counted("B3", Code.LICENSE_NONE_FREE, organization.internal_members, organization.licenses),)
    )
    return (
        *licenses,
        Counted("B5", Code.LIMIT_MEMBERSHIPS, standing.memberships, MEMBERSHIPS_PER_USER),
        Counted("B6", Code.LIMIT_CREATED, standing.created, CREATED_PER_USER),
        Counted("B7", Code.LIMIT_CRM_PLUS_CREATED, standing.crm_plus_created, CRM_PLUS_CREATED_PER_USER),
        Counted("B7", Code.LIMIT_CRM_PLUS_INVITED, standing.crm_plus_joined, CRM_PLUS_JOINED_PER_USER),
        Counted("B8", Code.LIMIT_ZOHO_ONE, standing.zoho_one_internal, ZOHO_ONE_INTERNAL_PER_USER),
    )
