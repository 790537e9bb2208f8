"""Rules that go straight to the edges of the integrations' table (E2), and to C4 by way of Cliq."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stateful.machine import Orgctl
from tests.stateful.model import Who
from tests.stateful.model_links import TABLE
from tests.stateful.run import Act, any_of, drawn, some

OFTEN = [("ms-teams", "message-extension"), ("ms-teams", "tab"), ("analytics", None), ("campaigns", None)] * 2
"""What is unlike the other apps."""


class EdgesOfApps(Orgctl):
    """Everything that may happen, and what chance seldom does with apps."""

    @drawn(n=some, upto=st.sampled_from([5, 6]))
    def fill_accounts(self, n: int, upto: int) -> None:
        its = self.its(n)
        asked: dict[str, Any] = {"app": "salesiq", "feature": None, "side": "app"}
        links = self.twins.world.links
        have = sum((link.app, link.organization) == ("salesiq", its.handle) for link in links)
        for _ in range(upto - have):
            account = f"chat-{self.twins.world.number()}"
            self.twins.do("add", self.twins.superadmin(its.handle), account=account, **asked)

    @drawn(n=some, m=some, app=st.sampled_from([*TABLE, *OFTEN]))
    def link_one_account_twice_and_two_once(self, n: int, m: int, app: tuple[str, str | None]) -> None:
        """One account with two organizations, then another with the second of them, all by one user."""
        world = self.twins.world
        first = self.its(n)
        email = first.with_role("superadmin")[0]
        others = [
            each
            for each in world.of(email)
            if each.members[email].role != "standard" and each.handle != first.handle
        ]
        second = others[m % len(others)] if others else self.its(m)
        account = f"portal/tab-{world.number()}" if app[1] == "tab" else f"account-{world.number()}"
        asked: dict[str, Any] = {"app": app[0], "feature": app[1], "side": TABLE[app].sides[0]}
        for its, name in ((first, account), (second, account), (second, f"{account}-too")):
            who = Who(email, None, its.url) if its in others else self.twins.superadmin(its.handle)
            self.twins.do("add", who, account=name, **asked)

    @drawn(n=some, hiding=st.sampled_from(["Cliq", "an IP restriction", "crm-plus", "zoho-one"]))
    def hide_and_show_again(self, n: int, hiding: str) -> None:
        """C4 looks at the organization as it is now: one that stops hiding its invitations lists them."""
        twins = self.twins
        email = self.user(n)
        host = self.host(email)
        if host is None:
            return
        its = twins.organization(host)
        boss = twins.superadmin(host)
        cliq: dict[str, Any] = {"app": "cliq", "feature": None, "account": f"cliq-{host}"}
        room = its.internal + 1
        twins.invite(host, email)
        if hiding == "Cliq":
            twins.do("add", boss, side="crm", **cliq)
        elif hiding == "an IP restriction":
            twins.do("restrict_ip", boss, networks=("192.0.2.0/24",))
        else:
            twins.do("subscribe", boss, edition=hiding, licenses=room)
        twins.do("accept", Who(email), organization=its.url)
        if hiding == "Cliq":
            twins.do("remove", boss, **cliq)
        elif hiding == "an IP restriction":
            twins.do("restrict_ip", boss, networks=())
        else:
            twins.do("subscribe", boss, edition="standard", licenses=room)
        twins.do("accept", Who(email), organization=its.url)

    @rule(act=any_of(fill_accounts, link_one_account_twice_and_two_once, hide_and_show_again))
    def an_edge_of_apps(self, act: Act) -> None:
        self.perform(act)
