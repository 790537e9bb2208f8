"""Rules that lead towards the edges of CRM Plus and Zoho One (B7, B8), with whom chance has brought there."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stateful.machine import Orgctl, people, roles
from tests.stateful.model import Organization
from tests.stateful.run import Act, any_of, drawn, some
from tests.stateful.scenes import PEOPLE


class EditionsByChance(Orgctl):
    """Everything that may happen, and what chance would seldom do with editions."""

    def _turn(self, its: Organization, edition: str, *, more: int = 1) -> None:
        self.twins.subscribe(its.handle, edition, max(its.internal + more, 1))

    @drawn(n=some, m=some, times=st.integers(1, 3))
    def join_crm_plus(self, n: int, m: int, times: int) -> None:
        """One that exists and has room, else one that becomes it for this."""
        world = self.twins.world
        email = sorted(PEOPLE, key=world.crm_plus_joined)[-1 - m % 2]
        for _ in range(times):
            outside = [each for each in world.organizations.values() if email not in each.members]
            there = [each for each in outside if each.edition == "crm-plus"]
            fit = there or [each for each in outside if not world.crm_plus_created(each.creator)]
            if fit:
                its = fit[n % len(fit)]
                if its.edition != "crm-plus" or not self.has_room(its):
                    self._turn(its, "crm-plus")
                self.twins.join(its.handle, email)

    @drawn(n=some)
    def make_a_crm_plus_of_one_with_members_in_many(self, n: int) -> None:
        world = self.twins.world
        fit = [
            each
            for each in world.organizations.values()
            if each.edition != "crm-plus" and not world.crm_plus_created(each.creator)
        ]
        if fit:
            fit.sort(key=lambda its: -max(world.crm_plus_joined(email) for email in its.members))
            self._turn(fit[n % min(2, len(fit))], "crm-plus")

    @drawn(n=some)
    def make_a_second_crm_plus(self, n: int) -> None:
        world = self.twins.world
        fit = [
            each
            for each in world.organizations.values()
            if each.edition != "crm-plus" and world.crm_plus_created(each.creator)
        ]
        if fit:
            self._turn(fit[n % len(fit)], "crm-plus")

    @drawn(email=people, n=some, role=roles, external=st.booleans(), room=st.booleans())
    def join_a_zoho_one(self, email: str, n: int, role: str, external: bool, room: bool) -> None:
        """The more of them one is invited to, the more often as external."""
        outside = [each for each in self.twins.world.organizations.values() if email not in each.members]
        there = [each for each in outside if each.edition == "zoho-one"] or outside
        if not there:
            return
        its = there[n % len(there)]
        if its.edition != "zoho-one" or self.has_room(its) != room:
            self._turn(its, "zoho-one", more=int(room))
        if its.edition != "zoho-one":
            return
        role = "standard" if external else role
        for offer in self.twins.invite(its.handle, email, role=role, external=external):
            self.twins.do("accept_by_token", None, token=self.twins.tokens[offer][-1])

    @drawn(n=some)
    def make_a_zoho_one_of_one_with_members_in_another(self, n: int) -> None:
        world = self.twins.world
        fit = [
            each
            for each in world.organizations.values()
            if each.edition != "zoho-one" and any(world.zoho_one_internal(email) for email in each.members)
        ]
        if fit:
            self._turn(fit[n % len(fit)], "zoho-one")

    @drawn(n=some, edition=st.sampled_from(["enterprise", "crm-plus"]), enough=st.booleans())
    def leave_zoho_one(self, n: int, edition: str, enough: bool) -> None:
        """With licenses for all who become internal, or for those who are."""
        fit = [
            each
            for each in self.twins.world.organizations.values()
            if each.edition == "zoho-one" and len(each.members) > each.internal
        ]
        if fit:
            its = fit[n % len(fit)]
            self._turn(its, edition, more=len(its.members) - its.internal if enough else 0)

    @rule(act=any_of(join_crm_plus, make_a_crm_plus_of_one_with_members_in_many, make_a_second_crm_plus))
    def towards_crm_plus(self, act: Act) -> None:
        self.perform(act)

    @rule(act=any_of(join_a_zoho_one, make_a_zoho_one_of_one_with_members_in_another, leave_zoho_one))
    def towards_zoho_one(self, act: Act) -> None:
        self.perform(act)
