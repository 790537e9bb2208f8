"""Rules that go straight to the edges of the policy, which chance alone would seldom reach: B3, B5, B6."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stateful.edges_of_apps import EdgesOfApps
from tests.stateful.edges_of_editions import EdgesOfEditions
from tests.stateful.run import AT_A_TIME, Act, any_of, drawn, some
from tests.stateful.scenes import PEOPLE


class OrgctlAtItsEdges(EdgesOfApps, EdgesOfEditions):
    """Everything that may happen, and the edges besides."""

    @drawn(n=some, upto=st.sampled_from([9, 10, 11]), creates=st.booleans())
    def fill_memberships(self, n: int, upto: int, creates: bool) -> None:
        """The last one by creation, where that is wanted."""
        world = self.twins.world
        email = self.nearest(lambda each: len(world.of(each)), n)
        for _ in range(min(AT_A_TIME, upto - len(world.of(email)))):
            host = self.host(email)
            if creates and len(world.of(email)) == upto - 1:
                self.twins.create(email, self.url())
            elif host is not None:
                self.twins.join(host, email)

    @drawn(n=some, upto=st.sampled_from([4, 5, 6]))
    def fill_created(self, n: int, upto: int) -> None:
        world = self.twins.world
        email = self.nearest(world.created, n)
        if email not in world.defaults:
            self.twins.sign_up(email, self.url())
        for _ in range(min(AT_A_TIME, upto - world.created(email))):
            self.twins.create(email, self.url())

    @drawn(n=some, m=some)
    def take_the_last_license(self, n: int, m: int) -> None:
        its = self.its(n)
        self.twins.subscribe(its.handle, its.edition, its.internal + 1)
        world = self.twins.world
        free = [email for email in PEOPLE if email not in its.members and len(world.of(email)) < 10]
        for number in range(min(2, len(free))):
            self.twins.join(its.handle, free[(m + number) % len(free)])

    @rule(act=any_of(fill_memberships, fill_created, take_the_last_license))
    def an_edge_of_numbers(self, act: Act) -> None:
        self.perform(act)
