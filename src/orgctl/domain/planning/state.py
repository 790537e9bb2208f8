"""The facts that a plan rests on, and what its acts make of them: users, organizations, memberships.

These are the only values of the domain that change, since a plan of a million acts can't afford a new one
each time. Rules never see them: they get the frozen values that `standing` and `value` make. What does
not exist in the store yet has a negative id until it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.instants import whole_second
from orgctl.domain.membership import free_slot
from orgctl.domain.standing import Standing
from orgctl.domain.switching import default_after_joining, default_after_loss
from orgctl.domain.values import Edition, Invitation, Kind, Link, Membership, Organization, Role, Status

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.planning.history import Deed
    from orgctl.domain.planning.outcome import Change


class PlannedUser:
    """A user; `created` are the existing organizations that the user created, left or not."""

    __slots__ = ("created", "default", "email", "fresh", "id", "key", "language", "memberships", "name")

    def __init__(
        self, id_: int, email: str, key: str, name: str, language: str | None, *, fresh: bool = False
    ) -> None:
        self.id = id_
        self.email = email
        self.key = key
        self.name = name
        self.language = language
        self.fresh = fresh
        self.default: PlannedOrganization | None = None
        self.memberships: tuple[PlannedMembership, ...] = ()
        self.created: tuple[PlannedOrganization, ...] = ()

    def standing(self, *, without: PlannedOrganization | None = None) -> Standing:
        """Where the user stands now, as rules judge it; memberships in `without` are left out."""
        memberships = administers = joined = internal = 0
        for membership in self.memberships:
            organization = membership.organization
            if organization is without:
                continue
            memberships += 1
            if membership.role is not Role.STANDARD:
                administers += 1
            edition = organization.edition
            if edition is Edition.CRM_PLUS:
                joined += organization.creator is not self
            elif edition is Edition.ZOHO_ONE:
                internal += membership.kind is Kind.INTERNAL
        created = crm_plus = 0
        for organization in self.created:
            if organization is not without:
                created += organization.creator_slot is not None
                crm_plus += organization.edition is Edition.CRM_PLUS
        return Standing(self.id, self.email, memberships, administers, created, crm_plus, joined, internal)


class PlannedMembership:
    """A membership; `by` is who invited it in this plan, None for one that came by creating or was there."""

    __slots__ = ("by", "fresh", "kind", "organization", "role", "slot", "user")

    def __init__(  # noqa: PLR0913 (a row of the store)
        self,
        user: PlannedUser,
        organization: PlannedOrganization,
        role: Role,
        kind: Kind,
        slot: int,
        by: PlannedUser | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        self.user = user
        self.organization = organization
        self.role = role
        self.kind = kind
        self.slot = slot
        self.by = by
        self.fresh = fresh

    def value(self, since: datetime) -> Membership:
        """The membership as rules see it."""
        return Membership(self.user.id, self.organization.id, self.role, self.kind, since, self.slot)


class PlannedOrganization:
    """An organization. `members`, `offers`, `links` and `modules` are complete where it is `whole`.

    Those that are not whole are known only as far as they count for the limits of a user.
    """

    __slots__ = (
        *("_value", "created_at", "creator", "creator_slot", "edition", "fresh", "id", "internal"),
        *("licenses", "links", "members", "modules", "name", "offers", "restrict_ip", "superadmin"),
        *("timezone", "trial_ends_at", "url", "whole"),
    )

    def __init__(
        self, value: Organization, creator: PlannedUser, *, whole: bool, fresh: bool = False
    ) -> None:
        self.id = value.id
        self.url = value.url
        self.name = value.name
        self.timezone = value.timezone
        self.edition = value.edition
        self.licenses = value.licenses
        self.trial_ends_at = value.trial_ends_at
        self.created_at = value.created_at
        self.creator = creator
        self.creator_slot = value.creator_slot
        self.restrict_ip = value.restrict_ip
        self.internal = 0
        self.whole = whole
        self.fresh = fresh
        self.members: dict[str, PlannedMembership] = {}
        self.superadmin: PlannedMembership | None = None
        self.offers: dict[str, PlannedInvitation] = {}
        self.links: list[PlannedLink] = []
        self.modules: set[str] = set()
        self._value: Organization | None = None

    def changed(self) -> None:
        """What `value` answers is not true any more."""
        self._value = None

    def value(self) -> Organization:
        """The organization as rules see it."""
        value = self._value
        if value is None:
            value = self._value = Organization(
                self.id,
                self.url,
                self.name,
                self.timezone,
                self.edition,
                self.licenses,
                self.trial_ends_at,
                self.created_at,
                self.creator.id,
                self.creator_slot,
                self.restrict_ip,
                any(link.hides for link in self.links),
                len(self.members),
                self.internal,
            )
        return value


class PlannedInvitation:
    """The latest invitation of an address to an organization; `value` has its state."""

    __slots__ = ("fresh", "inviter", "language", "organization", "value")

    def __init__(
        self,
        value: Invitation,
        organization: PlannedOrganization,
        inviter: PlannedUser,
        language: str | None,
        *,
        fresh: bool = False,
    ) -> None:
        self.value = value
        self.organization = organization
        self.inviter = inviter
        self.language = language
        self.fresh = fresh


class PlannedLink:
    """A link; `exclusive` as `domain.integrations.exclusive_key` answers, None before its user has an id."""

    __slots__ = ("exclusive", "fresh", "hides", "organization", "per_user", "user", "value")

    def __init__(  # noqa: PLR0913 (a row of the store)
        self,
        value: Link,
        organization: PlannedOrganization,
        user: PlannedUser,
        *,
        exclusive: str | None,
        per_user: bool,
        hides: bool,
        fresh: bool = False,
    ) -> None:
        self.value = value
        self.organization = organization
        self.user = user
        self.exclusive = exclusive
        self.per_user = per_user
        self.hides = hides
        self.fresh = fresh


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
