"""Straight to the edges of what is counted: licenses (B3), memberships (B5), created ones (B6)."""

from __future__ import annotations

from typing import Any

from tests.stateful.cast import Cast
from tests.stateful.model import Who
from tests.stateful.run import edge


class EdgesOfNumbers(Cast):
    """The last that there is room for, and one more."""

    @edge
    def the_eleventh_membership_by_invitation(self) -> None:
        world = self.twins.world
        email = self.nearest(lambda each: len(world.of(each)), lambda each: len(world.of(each)) < 10)
        for _ in range(9 - len(world.of(email))):
            self.twins.join(self.host(email), email)
        tenth, eleventh = self.host(email), self.twins.sign_up(self.newcomer(), self.url())
        self.twins.join(tenth, email)
        offer = self.offer_to(eleventh, email)
        self.accept(offer)
        self.twins.do("accept", Who(email), organization=self.twins.organization(eleventh).url)

    @edge
    def the_eleventh_membership_by_creation(self) -> None:
        world = self.twins.world
        email = self.nearest(
            lambda each: len(world.of(each)),
            lambda each: len(world.of(each)) < 10 and world.created(each) < 4 and self.administers(each),
        )
        self.signed_up(email)
        for _ in range(9 - len(world.of(email))):
            self.twins.join(self.host(email), email)
        self.twins.create(email, self.url())
        self.twins.create(email, self.url())

    @edge
    def the_sixth_created(self) -> None:
        """Which isn't the eleventh membership."""
        world = self.twins.world
        email = self.nearest(
            world.created,
            lambda each: (
                world.created(each) < 5
                and len(world.of(each)) + 5 - world.created(each) < 10
                and self.administers(each)
            ),
        )
        self.signed_up(email)
        for _ in range(6 - world.created(email)):
            self.twins.create(email, self.url())

    @edge
    def the_last_license(self) -> None:
        """The last, none free, just enough, one too few."""
        its = self.roomy()
        boss = self.boss(its)
        offers = [self.offer_to(its.handle, email) for email in self.guests(its.handle, 2)]
        self.twins.do("set_licenses", boss, licenses=its.internal + 1)
        for offer in offers:
            self.accept_somehow(offer)
        self.twins.do("set_licenses", boss, licenses=its.internal)
        self.twins.do("set_licenses", boss, licenses=its.internal - 1)
        subscription: dict[str, Any] = {"edition": its.edition}
        self.twins.do("subscribe", boss, licenses=its.internal - 1, **subscription)
        self.twins.do("subscribe", boss, licenses=its.internal, **subscription)

    @edge
    def licenses_on_trial(self) -> None:
        """Which are not counted yet."""
        handle = self.twins.sign_up(self.newcomer(), self.url())
        self.twins.join(handle, self.guest(handle))
        boss = self.twins.superadmin(handle)
        self.twins.do("set_licenses", boss, licenses=5)
        self.twins.subscribe(handle, "standard", 1)
        self.twins.subscribe(handle, "standard", 2)
