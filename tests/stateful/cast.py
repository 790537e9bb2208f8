"""Who and what an edge needs: found where it is there already, made where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stateful.editions_by_chance import EditionsByChance
from tests.stateful.model import Organization, Who

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN = ("crm-plus", "zoho-one")


class Cast(EditionsByChance):
    """Everything that may happen, and who is fit for an edge."""

    # people

    def newcomer(self) -> str:
        """An address that nobody ever had."""
        return f"newcomer-{self.twins.world.number()}@people.example"

    def nearest(self, count: Callable[[str], int], fits: Callable[[str], bool]) -> str:
        """Of the users whom an edge is for, one of the two that a limit is nearest for; else a newcomer."""
        fit = sorted(filter(fits, self.twins.world.defaults), key=lambda email: (-count(email), email))
        return self.chance.choice(fit[:2]) if fit else self.newcomer()

    def guests(self, handle: int, number: int, *, signed_up: bool = False) -> list[str]:
        """People whom only the organization could keep from joining it, and who aren't invited there."""
        world = self.twins.world
        fit = [
            email
            for email in world.defaults
            if email not in world.organizations[handle].members
            and world.latest(handle, email) is None
            and len(world.of(email)) < 10
            and world.crm_plus_joined(email) < 9
            and not world.zoho_one_internal(email)
        ]
        known = self.chance.sample(fit, min(len(fit), self.chance.randint(0, number)))
        new = [self.newcomer() for _ in range(number - len(known))]
        for email in new if signed_up else ():
            self.twins.sign_up(email, self.url())
        return self.chance.sample([*known, *new], number)

    def guest(self, handle: int, *, signed_up: bool = False) -> str:
        """One such."""
        return self.guests(handle, 1, signed_up=signed_up)[0]

    def administers(self, email: str) -> bool:
        """Whether the user may create (B1)."""
        return any(its.members[email].role != "standard" for its in self.twins.world.of(email))

    def signed_up(self, email: str) -> str:
        """The same user, who has an organization now."""
        if email not in self.twins.world.defaults:
            self.twins.sign_up(email, self.url())
        return email

    # organizations

    def roomy(self, *, besides: str = "") -> Organization:
        """A subscribed organization, not one whose edition is a rule's matter, with places for five more."""
        world = self.twins.world
        fit = [
            its
            for its in world.organizations.values()
            if its.edition not in HIDDEN and besides not in its.members
        ]
        handle = self.chance.choice(fit).handle if fit else self.twins.sign_up(self.newcomer(), self.url())
        its = self.twins.organization(handle)
        self.twins.subscribe(handle, its.edition, its.internal + 5)
        return its

    def host(self, email: str) -> int:
        """An organization that may well be joined by somebody."""
        fit = [
            its
            for its in self.twins.world.organizations.values()
            if email not in its.members and self.has_room(its) and its.edition not in HIDDEN
        ]
        if fit:
            return self.chance.choice(fit).handle
        return self.twins.sign_up(self.newcomer(), self.url())

    def plus_host(self, email: str) -> int:
        """A CRM Plus organization of somebody else with room for the user, who isn't in it."""
        world = self.twins.world
        outside = [
            its for its in world.organizations.values() if email not in its.members and its.creator != email
        ]
        there = [its for its in outside if its.edition == "crm-plus"]
        could = [
            its
            for its in outside
            if its.edition not in HIDDEN
            and not world.crm_plus_created(its.creator)
            and all(world.crm_plus_joined(each) < 9 for each in its.members)
        ]
        fit = there or could
        handle = fit[0].handle if fit else self.twins.sign_up(self.newcomer(), self.url())
        its = world.organizations[handle]
        if its.edition != "crm-plus" or not self.has_room(its):
            self.twins.subscribe(handle, "crm-plus", its.internal + 1)
        return handle

    def zoho_host(self, email: str, *, room: int = 1) -> int:
        """A Zoho One organization that the user isn't in, with so many licenses free."""
        world = self.twins.world
        outside = [its for its in world.organizations.values() if email not in its.members]
        there = [its for its in outside if its.edition == "zoho-one"]
        could = [
            its
            for its in outside
            if its.edition not in HIDDEN and not any(map(world.zoho_one_internal, its.members))
        ]
        fit = there or could
        handle = self.chance.choice(fit).handle if fit else self.twins.sign_up(self.newcomer(), self.url())
        its = world.organizations[handle]
        self.twins.subscribe(handle, "zoho-one", its.internal + room)
        return handle

    # acts

    def offer_to(self, handle: int, email: str, *, role: str = "standard", external: bool = False) -> int:
        """A pending invitation: the one that there is, else a new one."""
        twins = self.twins
        latest = twins.world.latest(handle, email)
        if latest is not None and twins.world.status(latest) == "pending":
            return latest.handle
        return twins.invite(handle, email, role=role, external=external)[0]

    def accept(self, offer: int, *, signed_in: bool = False) -> None:
        """By the token of its mail."""
        email = self.twins.names[offer][1]
        who = self.who(email) if signed_in else None
        self.twins.do("accept_by_token", who, token=self.twins.tokens[offer][-1])

    def accept_somehow(self, offer: int) -> None:
        """From the list, where it is there and its user has a login; else by the token."""
        twins = self.twins
        email = twins.names[offer][1]
        its = twins.organization(twins.world.invitations[offer].organization)
        if email in twins.world.defaults and self.chance.random() < 0.5 and not twins.world.email_only(its):
            twins.do("accept", self.who(email), organization=its.url)
        else:
            self.accept(offer, signed_in=email in twins.world.defaults and self.chance.random() < 0.5)

    def boss(self, its: Organization) -> Who:
        """Its super administrator, in it."""
        return self.twins.superadmin(its.handle)
