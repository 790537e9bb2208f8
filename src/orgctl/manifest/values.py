"""What a set-up file asks for, as frozen values. None means that the file says nothing of it.

`line` and `column` (from 1; 0: not from a file) tell where it is asked for and take no part in equality.
A roster has a million members: their values are small.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from orgctl.domain.values import Edition, Kind, Role, Side
    from orgctl.text.addresses import Address

VERSION: Final = 1
"""The version of the format that this program writes, and the only one that it reads."""

SAMPLE_MODULES: Final = ("leads", "accounts", "contacts", "deals")
"""What sample data there is; `sample_data: true` means all of it."""


@dataclass(frozen=True, slots=True)
class WantedUser:
    """A person. `no_default` (in the file: `default: null`) asks for having no default organization."""

    address: Address
    name: str | None = None
    default: str | None = None
    no_default: bool = False
    language: str | None = None
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


class WantedMember(NamedTuple):
    """A membership. A tuple, since rosters have a million: making one takes a third of the time."""

    address: Address
    role: Role | None = None
    kind: Kind | None = None
    line: int = 0
    column: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WantedMember) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])


@dataclass(frozen=True, slots=True)
class WantedInvitation:
    """A pending invitation. Without `invited_by`, the super administrator invites."""

    address: Address
    role: Role | None = None
    kind: Kind | None = None
    invited_by: Address | None = None
    language: str | None = None
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WantedLink:
    """An integration. `feature` is the catalogue's: None for the only one of an app.

    Without `user`, the super administrator links.
    """

    app: str
    account: str
    feature: str | None = None
    started_from: Side | None = None
    user: Address | None = None
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WantedOrganization:
    """An organization, by its access URL.

    A list that is given (not None) is all there should be: what else the organization has may be
    pruned. `sample_data` names modules: all of them for `true`, none for `false`. `sign_up` says
    whether the organization is its creator's sign-up and so none of the five of B6; left out, the
    first of a person without any is.
    """

    url: str
    name: str | None = None
    timezone: str | None = None
    edition: Edition | None = None
    licenses: int | None = None
    sample_data: tuple[str, ...] | None = None
    restrict_ip: tuple[str, ...] | None = None
    created_by: Address | None = None
    sign_up: bool | None = None
    members: tuple[WantedMember, ...] | None = None
    invitations: tuple[WantedInvitation, ...] = ()
    integrations: tuple[WantedLink, ...] = ()
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


Wanted = WantedUser | WantedMember | WantedInvitation | WantedLink | WantedOrganization


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole set-up file; `name` is the file's. `rosters`: it can name members, and nothing else (CSV)."""

    users: tuple[WantedUser, ...] = ()
    organizations: tuple[WantedOrganization, ...] = ()
    version: int = VERSION
    name: str = field(default="-", compare=False)
    rosters: bool = field(default=False, compare=False)

    @property
    def memberships(self) -> int:
        """How many it asks for in all."""
        return sum(len(each.members or ()) for each in self.organizations)

    def place(self, wanted: Wanted) -> str:
        """Where the file asks for it: `setup.yaml:12:5`."""
        return f"{self.name}:{wanted.line}:{wanted.column}"
