"""Links with apps, and what may be linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class LinkResult:
    """An app account linked to an organization; `organization` is the access URL."""

    app: str
    feature: str | None
    account: str
    organization: str
    user: str
    started_from: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CatalogueResult:
    """One feature of an app; None stands for many."""

    app: str
    feature: str | None
    accounts_per_organization: int | None
    organizations_per_account: int | None
    from_: tuple[str, ...]
    per_user: bool
    account: str
