"""What a plan leaves in history: the acts of single commands, under the names of the store's vocabulary."""

from __future__ import annotations

from enum import StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orgctl.domain.planning.facts import PlannedOrganization, PlannedUser


class Act(StrEnum):
    """What was done."""

    SIGNED_UP = auto()
    DEFAULT_SET = auto()
    CREATED = auto()
    RENAMED = auto()
    TIMEZONE_CHANGED = auto()
    SUBSCRIBED = auto()
    LICENSES_CHANGED = auto()
    NETWORKS_CHANGED = auto()
    TRANSFERRED = auto()
    DELETED = auto()
    ROLE_CHANGED = auto()
    KIND_CHANGED = auto()
    UNLINKED = auto()
    LEFT = auto()
    INVITED = auto()
    REVOKED = auto()
    ACCEPTED = auto()
    APP_LINKED = auto()
    APP_UNLINKED = auto()
    SAMPLE_DATA_LOADED = auto()


class Deed(NamedTuple):
    """One line: what `actor`, an address, did in an organization, and the user whom it concerns."""

    act: Act
    organization: PlannedOrganization | None
    user: PlannedUser | None
    subject: str
    actor: str
    detail: Mapping[str, object] = MappingProxyType({})
