"""What may happen, as rules for Hypothesis: each step is done in the model and in the program."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stateful import questions
from tests.stateful.model import No, Who
from tests.stateful.model_links import TABLE
from tests.stateful.model_organizations import MODULES
from tests.stateful.run import Act, Run, any_of, drawn, some
from tests.stateful.scenes import PEOPLE
from tests.stateful.twins import named as named_after

people = st.sampled_from(PEOPLE)
roles = st.sampled_from(["standard", "admin"])
editions = st.sampled_from(["enterprise", "crm-plus", "zoho-one", "standard", "professional", "ultimate"])
by = st.sampled_from(["superadmin", "superadmin", "admin", "standard", "outsider"])
named = st.sampled_from(["url", "url", "name", "not"])
moments = st.sampled_from([timedelta(), timedelta(microseconds=-1), timedelta(seconds=-1), timedelta(days=1)])
good_ways = st.sampled_from(["token", "no login", "decline by token", "list", "decline"])
ways = st.sampled_from(["list", "token", "no login", "decline", "decline by token", "another", "old token"])

GONE = "nowhere"


class Orgctl(Run):
    """Twelve people, and whatever they do."""

    # section 2

    @drawn(email=people, n=some)
    def sign_up(self, email: str, n: int) -> None:
        url = self.its(n).url if n % 5 == 0 else self.url()
        self.twins.do("sign_up", Who(email), url=url, name=named_after(url))

    @drawn(n=some, m=some, if_not_exists=st.booleans(), sample_data=st.booleans())
    def create(self, n: int, m: int, if_not_exists: bool, sample_data: bool) -> None:
        url = self.its(m).url if m % 4 == 0 else self.url()
        name = self.its(m).name if m % 7 == 0 else named_after(url)
        given: dict[str, Any] = {"if_not_exists": if_not_exists, "sample_data": sample_data}
        self.twins.do("create", self.who(self.user(n)), url=url, name=name, **given)

    @drawn(
        n=some,
        role=by,
        m=some,
        what=st.sampled_from(["name", "same name", "url", "taken", "own", "ip", "no ip"]),
    )
    def describe(self, n: int, role: str, m: int, what: str) -> None:
        its = self.its(n)
        who = self.doer(its, role, m)
        if what in ("name", "same name"):
            self.twins.do("rename", who, name=f"Renamed {n}" if what == "name" else self.its(m).name)
        elif what in ("ip", "no ip"):
            networks = ("192.0.2.0/24", "2001:db8::/32") if what == "ip" else ()
            self.twins.do("restrict_ip", who, networks=networks)
        else:
            url = {"url": self.url(), "taken": self.its(m).url, "own": its.url}[what]
            self.twins.do("set_url", who, url=url)

    @drawn(n=some, role=by, m=some, how=named, edition=editions, more=st.sampled_from([0, 1, -1, 5]))
    def subscribe(self, n: int, role: str, m: int, how: str, edition: str, more: int) -> None:
        its = self.its(n)
        licenses = max(its.internal + more, 1)
        self.twins.do("subscribe", self.doer(its, role, m, how), edition=edition, licenses=licenses)

    @drawn(n=some, role=by, m=some, how=named, more=st.sampled_from([0, 1, -1, 5]))
    def set_licenses(self, n: int, role: str, m: int, how: str, more: int) -> None:
        its = self.its(n)
        licenses = max(its.internal + more, 1)
        self.twins.do("set_licenses", self.doer(its, role, m, how), licenses=licenses)

    @drawn(n=some, role=by, m=some)
    def delete(self, n: int, role: str, m: int) -> None:
        its = self.its(n)
        # Once everything is deleted nobody is an administrator of anything, and that is the end (B1).
        url = its.url if m % 9 and len(self.twins.world.organizations) > 2 else GONE
        self.twins.do("delete", self.doer(its, role, m, "not"), organization=url)

    @drawn(n=some, role=by, m=some, module=st.sampled_from(["load", "load", None, *MODULES]))
    def sample_data(self, n: int, role: str, m: int, module: str | None) -> None:
        who = self.doer(self.its(n), role, m)
        if module == "load":
            self.twins.do("load_sample_data", who)
        else:
            self.twins.do("clear_sample_data", who, module=module)

    # section 3

    @drawn(n=some, role=by, m=some, k=some, new=st.sampled_from(["standard", "admin", "admin", "superadmin"]))
    def set_role(self, n: int, role: str, m: int, k: int, new: str) -> None:
        its = self.its(n)
        email = [*its.members, PEOPLE[m % 12]][k % (len(its.members) + 1)]
        self.twins.do("set_role", self.doer(its, role, m), email=email, role=new)

    @drawn(n=some, role=by, m=some, k=some, how=named)
    def part(self, n: int, role: str, m: int, k: int, how: str) -> None:
        its = self.its(n)
        if k % 2:
            email = [*its.members, PEOPLE[m % 12]][k % (len(its.members) + 1)]
            self.twins.do("unlink", self.doer(its, role, m, how), email=email)
        else:
            self.twins.do("leave", self.doer(its, role, m, how))

    @drawn(n=some, role=by, m=some, k=some)
    def transfer(self, n: int, role: str, m: int, k: int) -> None:
        its = self.its(n)
        if not its.with_role("admin") and k % 2:
            self.twins.join(its.handle, PEOPLE[k % 12], role="admin")
        emails = (
            its.with_role("admin") if k % 3 and its.with_role("admin") else [*its.members, PEOPLE[m % 12]]
        )
        self.twins.do("transfer", self.doer(its, role, m), email=emails[k % len(emails)])

    # section 4

    @drawn(
        n=some,
        role=by,
        m=some,
        how=named,
        emails=st.lists(people, min_size=1, max_size=3),
        new=roles,
        external=st.booleans(),
    )
    def invite(
        self, n: int, role: str, m: int, how: str, emails: list[str], new: str, external: bool
    ) -> None:
        its = self.its(n)
        if its.edition != "zoho-one" and m % 4:
            external = False
        tokens = tuple(self.twins.token() for _ in emails)
        who = self.doer(its, role, m, how)
        self.twins.do("send", who, emails=tuple(emails), role=new, external=external, tokens=tokens)

    @drawn(n=some, way=ways)
    def answer(self, n: int, way: str) -> None:
        found = self.offer(n)
        if found is not None:
            self.answer_with(found, way)

    @drawn(n=some, email=people, role=roles)
    def join(self, n: int, email: str, role: str) -> None:
        self.twins.join(self.its(n).handle, email, role)

    @drawn(n=some, role=by, m=some, again=st.booleans())
    def think_again(self, n: int, role: str, m: int, again: bool) -> None:
        found = self.offer(n)
        if found is None:
            return
        its = self.its(m) if m % 6 == 0 else self.inviting(found[0])
        if its is None:
            return
        if again:
            token = self.twins.token()
            self.twins.do("resend", self.doer(its, role, m), email=found[2], token=token)
        else:
            self.twins.do("revoke", self.doer(its, role, m), email=found[2])

    # section 5

    @drawn(n=some, m=some, default=st.booleans())
    def go(self, n: int, m: int, default: bool) -> None:
        email = self.user(n)
        mine = self.twins.world.of(email)
        texts = [*(each.url for each in mine), *(each.name.upper() for each in mine), self.its(m).url, GONE]
        if not default:
            texts += ["-"] * len(mine)
        act = "set_default" if default else "switch"
        self.twins.do(act, self.who(email), organization=texts[m % len(texts)])

    @drawn(n=some, m=some, stays=st.booleans())
    def sign_in(self, n: int, m: int, stays: bool) -> None:
        email = self.user(n)
        url = None if m % 3 == 0 else self.its(m).url
        answer = self.twins.do("sign_in", Who(email), url=url)
        self.signed_in.pop(email, None)
        if stays and not isinstance(answer, No):
            self.signed_in[email] = (answer["session"], self.twins.world.now)

    # section 6

    @drawn(n=some, role=by, m=some, app=st.sampled_from(list(TABLE)), account=st.integers(0, 2), wrong=some)
    def link(self, n: int, role: str, m: int, app: tuple[str, str | None], account: int, wrong: int) -> None:
        its = self.its(n)
        sides = TABLE[app].sides
        side = {0: "app", 1: "crm"}.get(wrong % 6) or sides[wrong % len(sides)]
        name = f"portal/tab-{account}" if app[1] == "tab" else f"account-{account}"
        who = self.doer(its, role, m)
        feature = None if app[1] == "portal" and m % 2 else app[1]
        self.twins.do("add", who, app=app[0], feature=feature, account=name, side=side)

    @drawn(n=some, role=by, m=some, k=some)
    def unlink_app(self, n: int, role: str, m: int, k: int) -> None:
        its = self.its(n)
        links = self.twins.world.links
        if links and k % 5:
            link = links[k % len(links)]
            its = self.twins.organization(link.organization)
            asked: dict[str, Any] = {"app": link.app, "feature": link.feature, "account": link.account}
        else:
            asked = {"app": "desk", "feature": None, "account": f"account-{k % 3}"}
        self.twins.do("remove", self.doer(its, role, m), **asked)

    # time

    @drawn(span=st.sampled_from([timedelta(seconds=1), timedelta(hours=9), timedelta(days=3)]))
    def wait(self, span: timedelta) -> None:
        self.twins.until(self.twins.world.now + span)
        self.twins.acts += 1

    @drawn(n=some, moment=moments, way=good_ways)
    def answer_at_expiry(self, n: int, moment: timedelta, way: str) -> None:
        found = self.offer(n)
        offer = found and self.twins.world.invitations.get(found[0])
        if found is not None and offer is not None:
            self.twins.until(offer.expires_at + moment)
            self.answer_with(found, way)

    @drawn(n=some, moment=moments, email=people, m=some)
    def act_at_the_trials_end(self, n: int, moment: timedelta, email: str, m: int) -> None:
        its = self.its(n)
        waiting = [
            handle
            for handle, each in self.twins.world.invitations.items()
            if each.organization == its.handle and self.twins.world.status(each) == "pending"
        ]
        self.twins.until(its.trial_ends_at + moment)
        who = self.twins.superadmin(its.handle)
        if m % 4 == 0:
            self.twins.do("load_sample_data", who)
        elif m % 4 == 1:
            asked: dict[str, Any] = {"app": "analytics", "feature": None, "side": "app"}
            self.twins.do("add", who, account=f"report-{m}", **asked)
        elif waiting:
            found = (waiting[0], its.url, self.twins.names[waiting[0]][1])
            self.answer_with(found, "list" if m % 4 == 2 else "token")
        else:
            self.twins.invite(its.handle, email)

    # what is seen

    @drawn(n=some, m=some, how=named)
    def look(self, n: int, m: int, how: str) -> None:
        email = self.user(n)
        its = self.its(m)
        mine = self.twins.world.of(email)
        if mine and m % 5:
            its = mine[m % len(mine)]
        org = {"url": its.url, "name": its.name}.get(how)
        questions.ask_everything(self.twins, self.who(email, org))
        self.twins.acts += 1

    # what Hypothesis draws from

    @rule(act=any_of(sign_up, create, describe, delete, sample_data))
    def create_and_describe(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(subscribe, set_licenses))
    def subscribe_and_license(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(set_role, part, transfer))
    def change_members(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(invite, answer, join, think_again))
    def invite_and_answer(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(go, sign_in, look))
    def go_and_look(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(link, link, unlink_app))
    def link_and_unlink(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(wait, answer_at_expiry, act_at_the_trials_end))
    def let_time_pass(self, act: Act) -> None:
        self.perform(act)
