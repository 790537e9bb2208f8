"""Straight to the edges of time and of states (B2, C1 to C3), and into and out of hiding (C4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.stateful.cast import Cast
from tests.stateful.model import Who
from tests.stateful.run import edge

ONE_DAY = timedelta(days=1)


class EdgesOfInvitations(Cast):
    """The last instant at which something works, and the first at which it doesn't."""

    def _moment(self) -> timedelta:
        return self.chance.choice([timedelta(microseconds=1), timedelta(seconds=1)])

    @edge
    def the_second_of_expiry(self) -> None:
        twins = self.twins
        its = self.roomy()
        offers = [self.offer_to(its.handle, email) for email in self.guests(its.handle, 4)]
        ends = twins.world.invitations[offers[-1]].expires_at
        twins.until(ends - self._moment())
        self.accept_somehow(offers[0])
        twins.do("decline_by_token", None, token=twins.tokens[offers[1]][-1])
        twins.until(ends)
        self.accept_somehow(offers[2])
        twins.do("decline_by_token", None, token=twins.tokens[offers[3]][-1])
        for offer in offers[2:]:
            twins.do("revoke", self.boss(its), email=twins.names[offer][1])

    @edge
    def the_end_of_the_trial(self) -> None:
        """Before it everything works; from it on, four acts don't, and the rest does."""
        twins, world = self.twins, self.twins.world
        able = [
            email
            for email in world.defaults
            if world.created(email) < 5 and len(world.of(email)) < 10 and self.administers(email)
        ]
        if able and self.chance.random() < 0.7:
            handle = twins.create(self.chance.choice(able), self.url())
        else:
            handle = twins.sign_up(self.newcomer(), self.url())
        its = twins.organization(handle)
        boss = self.boss(its)
        asked: dict[str, Any] = {"app": "analytics", "feature": None, "side": "app"}
        twins.until(its.trial_ends_at - ONE_DAY)
        offers = [self.offer_to(handle, email) for email in self.guests(handle, 4)]
        names = [twins.names[offer][1] for offer in offers]
        for moment, account in ((-self._moment(), "before"), (timedelta(), "after")):
            twins.until(its.trial_ends_at + moment)
            twins.do("load_sample_data", boss)
            twins.do("add", boss, account=account, **asked)
            twins.do("resend", boss, email=names[2], token=twins.token())
            twins.invite(handle, self.newcomer())
            self.accept_somehow(offers[0] if account == "before" else offers[1])
        self.accept(offers[2])
        twins.do("revoke", boss, email=names[3])
        twins.do("clear_sample_data", boss, module=None)
        twins.do("switch", Who(boss.email), organization=its.url)
        twins.subscribe(handle, "standard", 3)
        self.accept_somehow(offers[1])

    @edge
    def final_states(self) -> None:
        """What was answered, revoked or resent is not answered again."""
        twins = self.twins
        its = self.roomy()
        boss = self.boss(its)
        emails = self.guests(its.handle, 3, signed_up=True)
        offers = [self.offer_to(its.handle, email) for email in emails]
        twins.do("accept_by_token", Who(emails[1]), token=twins.tokens[offers[0]][-1])
        old = twins.tokens[offers[0]][-1]
        twins.do("resend", boss, email=emails[0], token=twins.token())
        twins.do("accept_by_token", None, token=old)
        self.accept_somehow(offers[0])
        twins.do("decline", self.who(emails[1]), organization=its.url) if not twins.world.email_only(
            its
        ) else twins.do("decline_by_token", None, token=twins.tokens[offers[1]][-1])
        twins.do("revoke", boss, email=emails[2])
        for offer, email in zip(offers, emails, strict=True):
            self.accept(offer)
            twins.do("accept", self.who(email), organization=its.url)
            twins.do("decline_by_token", None, token=twins.tokens[offer][-1])
            twins.do("resend", boss, email=email, token=twins.token())
            twins.do("revoke", boss, email=email)

    @edge
    def invited_twice(self) -> None:
        """A member is not invited, nor is who is invited already; who declined may be invited again."""
        twins = self.twins
        its = self.roomy()
        member, invited, declined = self.guests(its.handle, 3)
        twins.join(its.handle, member)
        for email in (invited, declined):
            self.offer_to(its.handle, email)
        twins.do("decline_by_token", None, token=twins.tokens[self.offer_to(its.handle, declined)][-1])
        twins.invite(its.handle, member, invited, declined)

    @edge
    def hidden_and_shown_again(self) -> None:
        """C4 looks at the organization as it is now: one that stops hiding its invitations lists them."""
        twins = self.twins
        for hiding in self.chance.sample(["Cliq", "an IP restriction", "crm-plus", "zoho-one"], 4):
            its = twins.organization(twins.sign_up(self.newcomer(), self.url()))
            email = self.guest(its.handle, signed_up=True)
            boss = self.boss(its)
            cliq: dict[str, Any] = {"app": "cliq", "feature": None, "account": f"cliq-{its.handle}"}
            self.offer_to(its.handle, email)
            if hiding == "Cliq":
                twins.do("add", boss, side="crm", **cliq)
            elif hiding == "an IP restriction":
                twins.do("restrict_ip", boss, networks=("192.0.2.0/24",))
            else:
                twins.subscribe(its.handle, hiding, 2)
            for act in ("accept", "decline"):
                twins.do(act, self.who(email), organization=its.url)
            if hiding == "Cliq":
                twins.do("remove", boss, **cliq)
            elif hiding == "an IP restriction":
                twins.do("restrict_ip", boss, networks=())
            else:
                twins.subscribe(its.handle, "standard", 2)
            twins.do("accept", self.who(email), organization=its.url)
