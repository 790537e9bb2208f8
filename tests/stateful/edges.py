"""Rules that go straight to an edge of the policy, which chance alone would seldom reach."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stateful.machine import Orgctl, people
from tests.stateful.model import Who
from tests.stateful.run import some
from tests.stateful.scenes import PEOPLE

AT_A_TIME = 4
"""So many acts a step at most: a run has more to do than to fill somebody's organizations."""


class OrgctlAtItsEdges(Orgctl):
    """Everything that may happen, and the edges besides."""

    @rule(email=people, upto=st.sampled_from([9, 10, 11]))
    def fill_memberships(self, email: str, upto: int) -> None:
        world = self.twins.world
        for _ in range(min(AT_A_TIME, upto - len(world.of(email)))):
            host = self.host(email)
            if host is not None:
                self.twins.join(host, email)

    @rule(email=people, upto=st.sampled_from([4, 5, 6]))
    def fill_created(self, email: str, upto: int) -> None:
        world = self.twins.world
        if email not in world.defaults:
            self.twins.sign_up(email, self.url())
        for _ in range(min(AT_A_TIME, upto - world.created(email))):
            self.twins.create(email, self.url())

    @rule(n=some, m=some)
    def take_the_last_license(self, n: int, m: int) -> None:
        its = self.its(n)
        self.twins.subscribe(its.handle, its.edition, its.internal + 1)
        world = self.twins.world
        free = [email for email in PEOPLE if email not in its.members and len(world.of(email)) < 10]
        for number in range(min(2, len(free))):
            self.twins.join(its.handle, free[(m + number) % len(free)])

    @rule(n=some, upto=st.sampled_from([4, 5, 6]))
    def fill_accounts(self, n: int, upto: int) -> None:
        its = self.its(n)
        asked: dict[str, Any] = {"app": "salesiq", "feature": None, "side": "app"}
        links = self.twins.world.links
        have = sum((link.app, link.organization) == ("salesiq", its.handle) for link in links)
        for _ in range(min(AT_A_TIME, upto - have)):
            account = f"chat-{self.twins.world.number()}"
            self.twins.do("add", self.twins.superadmin(its.handle), account=account, **asked)

    @rule(email=people)
    def hide_and_show_again(self, email: str) -> None:
        """C4 looks at the organization as it is now: Cliq hides its invitations until it is removed."""
        twins = self.twins
        if email not in twins.world.defaults:
            twins.sign_up(email, self.url())
        host = self.host(email)
        if host is None:
            return
        its = twins.organization(host)
        boss = twins.superadmin(host)
        asked: dict[str, Any] = {"app": "cliq", "feature": None, "account": f"cliq-{host}"}
        twins.do("add", boss, side="crm", **asked)
        twins.invite(host, email)
        twins.do("accept", Who(email), organization=its.url)
        twins.do("remove", boss, **asked)
        twins.do("accept", Who(email), organization=its.url)
