"""Where somebody is, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgctl.usecases.results.accounts import WhoResult
    from orgctl.usecases.results.invitations import InvitationResult
    from orgctl.usecases.results.organizations import OrganizationResult


@dataclass(frozen=True, slots=True)
class LicensesResult:
    """How many licenses of an organization are taken."""

    organization: str
    url: str
    used: int
    licenses: int


@dataclass(frozen=True, slots=True)
class OverviewResult:
    """Who is signed in, in which organization, and what waits; `who` is null where nobody is.

    `organizations` counts the user's; `trials` and `licenses` are of those that they administer: trials that
    have ended or soon will, and licenses that are nearly all taken.
    """

    who: WhoResult | None
    organization: OrganizationResult | None
    organizations: int
    invitations: tuple[InvitationResult, ...]
    trials: tuple[OrganizationResult, ...]
    licenses: tuple[LicensesResult, ...]
