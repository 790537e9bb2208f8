"""Members of an organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class MemberResult:
    """A member, as the organization sees them."""

    email: str
    name: str
    role: str
    kind: str
    since: datetime
