"""What a plan is asked for, by shape: whatever has these fields will do, so that a million of them need
no second copy. None means: leave alone.
"""

# ruff: noqa: D102 (the properties are fields, and their class says what they mean)

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.domain.values import Edition, Kind, Role, Side


class WantsPlace(Protocol):
    """Something that was asked for in a line and a column of a file; 0 for none."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class WantsAddress(Protocol):
    """An address as it is written, and the key by which it is compared."""

    @property
    def email(self) -> str: ...
    @property
    def key(self) -> str: ...


class WantsUser(WantsPlace, Protocol):
    """A person; `no_default` asks for no default organization, `default` for the one with this URL."""

    @property
    def address(self) -> WantsAddress: ...
    @property
    def name(self) -> str | None: ...
    @property
    def default(self) -> str | None: ...
    @property
    def no_default(self) -> bool: ...
    @property
    def language(self) -> str | None: ...


class WantsMember(WantsPlace, Protocol):
    """A membership."""

    @property
    def address(self) -> WantsAddress: ...
    @property
    def role(self) -> Role | None: ...
    @property
    def kind(self) -> Kind | None: ...


class WantsInvitation(WantsPlace, Protocol):
    """A pending invitation; without `invited_by` the super administrator invites."""

    @property
    def address(self) -> WantsAddress: ...
    @property
    def role(self) -> Role | None: ...
    @property
    def kind(self) -> Kind | None: ...
    @property
    def invited_by(self) -> WantsAddress | None: ...
    @property
    def language(self) -> str | None: ...


class WantsLink(WantsPlace, Protocol):
    """A link; without `user` it is the super administrator's."""

    @property
    def app(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def feature(self) -> str | None: ...
    @property
    def started_from(self) -> Side | None: ...
    @property
    def user(self) -> WantsAddress | None: ...


class WantsOrganization(WantsPlace, Protocol):
    """An organization. Of members, one at the most is super administrator, and nobody is there twice."""

    @property
    def url(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def timezone(self) -> str | None: ...
    @property
    def edition(self) -> Edition | None: ...
    @property
    def licenses(self) -> int | None: ...
    @property
    def sample_data(self) -> tuple[str, ...] | None: ...
    @property
    def restrict_ip(self) -> tuple[str, ...] | None: ...
    @property
    def created_by(self) -> WantsAddress | None: ...
    @property
    def sign_up(self) -> bool | None: ...
    @property
    def members(self) -> Sequence[WantsMember] | None: ...
    @property
    def invitations(self) -> Sequence[WantsInvitation]: ...
    @property
    def integrations(self) -> Sequence[WantsLink]: ...


class Wants(Protocol):
    """A whole file. `rosters`: it can name members and nothing else, and so is silent on all else."""

    @property
    def rosters(self) -> bool: ...
    @property
    def users(self) -> Sequence[WantsUser]: ...
    @property
    def organizations(self) -> Sequence[WantsOrganization]: ...
