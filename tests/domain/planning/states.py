"""States to plan on, without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.domain.planning.facts import (
    PlannedInvitation,
    PlannedMembership,
    PlannedOrganization,
    PlannedUser,
)
from orgctl.domain.planning.planner import Options, plan
from orgctl.domain.planning.state import State
from orgctl.domain.values import Kind, Role
from orgctl.manifest.values import Manifest, WantedMember, WantedOrganization
from orgctl.text.addresses import parse_address
from tests.builders import NOON, an_invitation, an_organization

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.planning.outcome import Plan


class Facts:
    """A state that grows by what a test names."""

    def __init__(self, now: datetime = NOON) -> None:
        self.state = State(now)
        self._ids = 0

    def user(self, email: str) -> PlannedUser:
        """A user by the name before the @, made when first asked for."""
        key = f"{email}@zylker.example"
        if key not in self.state.users:
            self._ids += 1
            self.state.users[key] = PlannedUser(self._ids, key, key, email.title(), None)
        return self.state.users[key]

    def organization(self, url: str, *members: str, **facts: Any) -> PlannedOrganization:
        """An organization whose members are named as `anna` or `anna:admin`; the first is its creator."""
        self._ids += 1
        people = [member.partition(":") for member in members]
        creator = self.user(people[0][0])
        changes = {"id": self._ids, "url": url, "name": url.title(), "creator_id": creator.id} | facts
        its = PlannedOrganization(an_organization(**changes), creator, whole=True)
        creator.created = (*creator.created, its)
        self.state.organizations[url] = its
        for at, (name, _, role) in enumerate(people):
            user = self.user(name)
            rank = Role.SUPERADMIN if at == 0 else Role(role or "standard")
            membership = PlannedMembership(user, its, rank, Kind.INTERNAL, len(user.memberships) + 1)
            user.memberships += (membership,)
            user.default = user.default or its
            its.members[user.key] = membership
            its.internal += 1
            its.superadmin = its.superadmin or membership
        return its

    def invited(self, its: PlannedOrganization, email: str, **facts: Any) -> PlannedInvitation:
        """An invitation that the organization's creator sent."""
        changes = {"organization_id": its.id, "email": email, "email_key": email} | facts
        offer = PlannedInvitation(an_invitation(**changes), its, its.creator, None)
        its.offers[email] = offer
        return offer

    def plan(self, *wanted: WantedOrganization, **options: Any) -> Plan:
        """The plan for a file with these organizations."""
        return plan(self.state, Manifest(organizations=wanted), Options(**options))


def wanted(url: str, *members: str, **facts: Any) -> WantedOrganization:
    """As in `Facts.organization`; `anna:superadmin` has to be said."""
    found = []
    for member in members:
        name, _, role = member.partition(":")
        found.append(
            WantedMember(parse_address(f"{name}@zylker.example"), Role(role) if role else None, None)
        )
    return WantedOrganization(url, members=tuple(found) if members else None, **facts)


def changes(of: Plan) -> list[str]:
    """The changes, a line each."""
    return [
        f"{each.action} {each.organization}/{each.subject.partition('@')[0]}: {each.detail}"
        for each in of.changes
    ]


def refusals(of: Plan) -> list[tuple[str, str]]:
    """Code and subject of what is refused."""
    return [(each.refusal.code.value, each.change.subject.partition("@")[0]) for each in of.refused]
