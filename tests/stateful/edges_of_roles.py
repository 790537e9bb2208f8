"""Straight to who may do what (B1, B4, R1 to R3), and to how a default is lost (D4)."""

from __future__ import annotations

from typing import Any

from tests.stateful.cast import Cast
from tests.stateful.model import Who
from tests.stateful.run import edge


class EdgesOfRoles(Cast):
    """One role below what an act needs, and the role that it needs."""

    @edge
    def who_may_create(self) -> None:
        """B1: an administrator of any; by then the others don't count."""
        twins = self.twins
        email = self.newcomer()
        first, second = self.roomy(), self.roomy()
        for its in (first, second):
            twins.join(its.handle, email)
        twins.create(email, self.url())
        twins.do("set_role", self.boss(second), email=email, role="admin")
        twins.create(email, self.url())

    @edge
    def the_super_administrators_own(self) -> None:
        """The role, its holder's membership and the access URL (R1, R2, B4)."""
        twins = self.twins
        its = self.roomy()
        boss = self.boss(its)
        member, admin = self.guests(its.handle, 2)
        for email, role in ((member, "standard"), (admin, "admin")):
            twins.join(its.handle, email, role)
            twins.do("set_role", boss, email=email, role=role)
        by_admin = self.who(admin, its.url)
        taken = self.its(self.chance.randrange(60)).url
        twins.do("set_url", by_admin, url=self.url())
        twins.do("set_url", boss, url=taken)
        twins.do("set_role", by_admin, email=boss.email, role="standard")
        twins.do("unlink", by_admin, email=boss.email)
        twins.do("transfer", by_admin, email=admin)
        twins.do("unlink", boss, email=boss.email)
        twins.do("leave", boss)
        for email in (member, self.newcomer(), boss.email):
            twins.do("transfer", boss, email=email)
        twins.do("set_url", boss, url=self.url())
        boss = self.boss(its)
        twins.do("transfer", boss, email=admin)
        twins.do("leave", Who(boss.email, None, its.url))

    @edge
    def what_administrators_do(self) -> None:
        """R2, R3: not what standard members do, and nothing at all by who is no member."""
        twins = self.twins
        its = self.roomy()
        member = self.guest(its.handle)
        twins.join(its.handle, member)
        twins.do("set_role", self.boss(its), email=member, role="standard")
        self.offer_to(its.handle, invited := self.newcomer())
        outsider = next((each for each in twins.world.defaults if each not in its.members), None)
        for email in (member, *([outsider] if outsider else [])):
            who = self.who(email, its.url)
            asked: dict[str, Any] = {"role": "standard", "external": False}
            twins.do("send", who, emails=(self.newcomer(),), tokens=(twins.token(),), **asked)
            twins.do("revoke", who, email=invited)
            twins.do("resend", who, email=invited, token=twins.token())
            twins.do("unlink", who, email=self.boss(its).email)
            twins.do("set_role", who, email=member, role="admin")
            twins.do("subscribe", who, edition=its.edition, licenses=99)
            twins.do("set_licenses", who, licenses=99)
            twins.do("restrict_ip", who, networks=())
            twins.do("rename", who, name="Another")
            twins.do("set_url", who, url=self.url())
            twins.do("load_sample_data", who)
            twins.do("delete", who, organization=its.url)
        twins.do("set_default", self.who(member), organization=its.url)
        twins.do("leave", self.who(member, its.url))

    @edge
    def a_default_is_lost(self) -> None:
        """By being unlinked, by leaving, and because it is deleted; then none is active after signing in."""
        twins = self.twins
        handle = twins.sign_up(self.newcomer(), self.url())
        its = twins.organization(handle)
        for way in ("unlink", "leave", "delete"):
            email = self.guest(handle, signed_up=True)
            twins.join(handle, email)
            twins.do("set_default", self.who(email), organization=its.url)
            if way == "unlink":
                twins.do("unlink", self.boss(its), email=email)
            elif way == "leave":
                twins.do("leave", self.who(email, its.url))
            else:
                twins.do("delete", self.boss(its), organization=its.url)
            twins.do("sign_in", Who(email), url=None)
        twins.do("sign_in", Who(email), url=its.url)

    @edge
    def to_and_fro(self) -> None:
        """D1: between two, by `-` too; D3: by an access URL."""
        twins = self.twins
        email = self.newcomer()
        first = twins.sign_up(email, self.url())
        second = self.host(email)
        twins.join(second, email)
        urls = [twins.organization(handle).url for handle in (first, second)]
        for where in (urls[1], "-", "-", urls[1], "-"):
            twins.do("switch", Who(email), organization=where)
        for url in (None, urls[1], urls[0]):
            twins.do("sign_in", Who(email), url=url)
