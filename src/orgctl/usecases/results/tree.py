"""Organizations with who created them and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgctl.usecases.results.organizations import OrganizationResult

if TYPE_CHECKING:
    from orgctl.usecases.results.invitations import InvitationResult
    from orgctl.usecases.results.links import LinkResult


@dataclass(frozen=True, slots=True)
class OrganizationInTree(OrganizationResult):
    """An organization with its links; `created_by` is an address, null where the user may not know it."""

    created_by: str | None
    created_by_me: bool
    links: tuple[LinkResult, ...]


@dataclass(frozen=True, slots=True)
class OrganizationTree:
    """The user's organizations, and the invitations that the organization list shows."""

    organizations: tuple[OrganizationInTree, ...]
    invitations: tuple[InvitationResult, ...]
