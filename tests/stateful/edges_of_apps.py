"""Straight to the edges of the integrations' table (E2, E3)."""

from __future__ import annotations

from typing import Any

from tests.stateful.cast import Cast
from tests.stateful.model import Organization
from tests.stateful.model_links import BOTH, TABLE
from tests.stateful.run import edge


class EdgesOfApps(Cast):
    """Both cardinalities of each app, and the sides."""

    def _link(self, its: Organization, app: tuple[str, str | None], account: str, side: str = "") -> None:
        given: dict[str, Any] = {"app": app[0], "feature": app[1], "account": account}
        self.twins.do("add", self.boss(its), side=side or TABLE[app].sides[0], **given)

    @edge
    def each_apps_cardinalities(self) -> None:
        """One account with two organizations of one user, then two more with the second of them."""
        twins = self.twins
        email = self.newcomer()
        first = twins.organization(twins.sign_up(email, self.url()))
        second = twins.organization(twins.create(email, self.url()))
        for app, row in TABLE.items():
            number = twins.world.number()
            one, two, three = (
                f"{'portal/' if app[1] == 'tab' else ''}account-{number}-{each}" for each in range(3)
            )
            for its, account in ((first, one), (first, one), (second, one), (second, two), (second, three)):
                self._link(its, app, account)
            if row.sides != BOTH:
                self._link(first, app, three, "crm" if row.sides == ("app",) else "app")

    @edge
    def the_sixth_salesiq_account(self) -> None:
        its = self.roomy()
        app = ("salesiq", None)
        links = [link for link in self.twins.world.links if link.organization == its.handle]
        accounts = [link.account for link in links if link.app == "salesiq"]
        if len(accounts) == 5:
            given: dict[str, Any] = {"app": "salesiq", "feature": None, "account": accounts.pop()}
            self.twins.do("remove", self.boss(its), **given)
        for _ in range(6 - len(accounts)):
            self._link(its, app, f"chat-{self.twins.world.number()}")

    @edge
    def who_may_integrate(self) -> None:
        """An administrator, where the trial has not ended; no standard member."""
        its = self.roomy()
        email = self.guest(its.handle)
        self.twins.join(its.handle, email)
        asked: dict[str, Any] = {"app": "analytics", "feature": None, "account": f"report-{its.handle}"}
        for role in ("standard", "admin"):
            self.twins.do("set_role", self.boss(its), email=email, role=role)
            self.twins.do("add", self.who(email, its.url), side="crm", **asked)
        self.twins.do("set_role", self.boss(its), email=email, role="standard")
        self.twins.do("remove", self.who(email, its.url), **asked)
