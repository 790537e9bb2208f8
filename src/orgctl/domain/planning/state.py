"""Everything that a plan looks at and changes, and the list of what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.instants import whole_second
from orgctl.domain.membership import free_slot
from orgctl.domain.planning.facts import PlannedMembership
from orgctl.domain.switching import default_after_joining, default_after_loss
from orgctl.domain.values import Kind, Role, Status

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.planning.facts import (
        PlannedInvitation,
        PlannedLink,
        PlannedOrganization,
        PlannedUser,
    )
    from orgctl.domain.planning.history import Deed
    from orgctl.domain.planning.outcome import Change

LinkKey = tuple[str, str | None, str]
"""App, feature and exclusive key of a link that nobody else may have."""


class State:
    """Everything that a plan looks at and changes, and the list of what it did.

    `actor` is the user whose rights count, None for the store's owner. `organizations` are those that
    may be seen, by access URL; `taken` are other access URLs that cannot be had.
    """

    def __init__(self, now: datetime, *, actor: PlannedUser | None = None) -> None:
        self.now = now
        self.instant = whole_second(now)
        self.actor = actor
        self.users: dict[str, PlannedUser] = {}
        self.organizations: dict[str, PlannedOrganization] = {}
        self.taken: frozenset[str] = frozenset()
        self.exclusive: dict[LinkKey, PlannedLink] = {}

        self.changes: list[PlannedMembership | Change] = []
        self.deeds: list[PlannedMembership | Deed] = []
        self.ended: list[PlannedMembership] = []
        self.deleted: list[PlannedOrganization] = []
        self.changed_users: dict[PlannedUser, None] = {}
        self.changed_organizations: dict[PlannedOrganization, None] = {}
        self.changed_editions: dict[PlannedOrganization, None] = {}
        self.changed_memberships: dict[PlannedMembership, None] = {}
        self.invited_as: dict[PlannedMembership, tuple[Role, Kind]] = {}
        self.accepted: dict[PlannedMembership, PlannedInvitation] = {}
        self.offered: list[PlannedInvitation] = []
        self.answered: dict[PlannedInvitation, None] = {}
        self.linked: list[PlannedLink] = []
        self.unlinked: list[PlannedLink] = []
        self.filled: list[tuple[PlannedOrganization, tuple[str, ...]]] = []
        self._last_id = 0

    def next_id(self) -> int:
        """An id for what is not in the store yet."""
        self._last_id -= 1
        return self._last_id

    def acting(self, organization: PlannedOrganization) -> tuple[PlannedUser, Role]:
        """Who acts in an organization, and in which role: for the owner, its super administrator."""
        if self.actor is None:
            if organization.superadmin is None:
                raise AssertionError
            return organization.superadmin.user, organization.superadmin.role
        membership = organization.members.get(self.actor.key)
        return self.actor, membership.role if membership else Role.STANDARD

    def begin(
        self,
        user: PlannedUser,
        organization: PlannedOrganization,
        role: Role,
        kind: Kind,
        by: PlannedUser | None = None,
    ) -> PlannedMembership:
        """A membership begins (B5, D2); rules have been asked."""
        mine = user.memberships
        slot = free_slot([each.slot for each in mine])
        membership = PlannedMembership(user, organization, role, kind, slot, by, fresh=True)
        default_id = user.default.id if user.default else None
        if default_after_joining(len(mine), default_id, organization.id) != default_id:
            user.default = organization
            self.touch_user(user)
        user.memberships = (*mine, membership)
        self._seat(membership)
        return membership

    def end(self, membership: PlannedMembership) -> None:
        """A membership ends (D4)."""
        user, organization = membership.user, membership.organization
        user.memberships = tuple(each for each in user.memberships if each is not membership)
        default_id = user.default.id if user.default else None
        if default_after_loss(default_id, organization.id) != default_id:
            user.default = None
            self.touch_user(user)
        del organization.members[user.key]
        if membership.kind is Kind.INTERNAL:
            organization.internal -= 1
        self.touch_organization(organization)
        self.changed_memberships.pop(membership, None)
        if not membership.fresh:
            self.ended.append(membership)

    def resume(self, membership: PlannedMembership, default: PlannedOrganization | None) -> None:
        """Take the end of a membership back, with the default that its user had."""
        membership.user.memberships = (*membership.user.memberships, membership)
        membership.user.default = default
        self._seat(membership)
        if not membership.fresh:
            self.ended.remove(membership)

    def _seat(self, membership: PlannedMembership) -> None:
        organization = membership.organization
        organization.members[membership.user.key] = membership
        if membership.kind is Kind.INTERNAL:
            organization.internal += 1
        if not organization.fresh:
            self.changed_organizations[organization] = None
        organization.changed()

    def touch_user(self, user: PlannedUser) -> None:
        """A user's row has to be written again."""
        if not user.fresh:
            self.changed_users[user] = None

    def touch_organization(self, organization: PlannedOrganization) -> None:
        """An organization's row has to be written again."""
        if not organization.fresh:
            self.changed_organizations[organization] = None
        organization.changed()

    def touch_membership(self, membership: PlannedMembership) -> None:
        """A membership's row has to be written again; remember how one of this plan was invited."""
        if not membership.fresh:
            self.changed_memberships[membership] = None
        elif membership.by is not None:
            self.invited_as.setdefault(membership, (membership.role, membership.kind))

    def pending(self, organization: PlannedOrganization, key: str) -> PlannedInvitation | None:
        """The invitation of an address that is stored as pending, be it expired or not."""
        offer = organization.offers.get(key)
        return offer if offer is not None and offer.value.status is Status.PENDING else None
