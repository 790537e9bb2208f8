"""The facts that a plan rests on, one value for each row: users, organizations, memberships and the rest.

These are the only values of the domain that change, since a plan of a million acts can't afford a new one
each time. Rules never see them: they get the frozen values that `standing` and `value` make. What does not
exist in the store yet has a negative id until it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.standing import Standing
from orgctl.domain.values import Edition, Kind, Membership, Organization, Role

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import Invitation, Link


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
