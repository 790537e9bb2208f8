"""Straight to the edges of CRM Plus (B7) and Zoho One (B8)."""

from __future__ import annotations

from tests.stateful.cast import Cast
from tests.stateful.run import edge


class EdgesOfEditions(Cast):
    """Nine of others and one created; one as an internal member, the others as an external one."""

    def _in_nine_crm_plus(self) -> str:
        """Somebody who leaves everything else for it."""
        world = self.twins.world

        def others(email: str) -> list[str]:
            return [its.url for its in world.of(email) if its.edition != "crm-plus" or its.creator == email]

        email = self.nearest(
            world.crm_plus_joined,
            lambda each: all(
                its.members[each].role != "superadmin" for its in world.of(each) if its.url in others(each)
            ),
        )
        for url in others(email):
            self.twins.do("leave", self.who(email, url))
        for _ in range(9 - world.crm_plus_joined(email)):
            self.twins.join(self.plus_host(email), email)
        return email

    @edge
    def the_tenth_crm_plus_of_others(self) -> None:
        """By invitation, and by a change of edition."""
        twins = self.twins
        email = self._in_nine_crm_plus()
        offer = self.offer_to(self.plus_host(email), email)
        self.accept(offer)
        handle = twins.sign_up(self.newcomer(), self.url())
        twins.join(handle, email)
        twins.subscribe(handle, "crm-plus", 3)

    @edge
    def a_second_crm_plus(self) -> None:
        """Of one creator: by a change of edition, until the first is something else or deleted."""
        twins, world = self.twins, self.twins.world
        email = self.nearest(
            world.crm_plus_created,
            lambda each: world.created(each) < 4 and len(world.of(each)) < 9 and self.administers(each),
        )
        self.signed_up(email)
        pair = [twins.create(email, self.url()) for _ in range(2)]
        for handle in pair:
            twins.subscribe(handle, "crm-plus", 1)
        twins.do("delete", twins.superadmin(pair[0]), organization=twins.organization(pair[0]).url)
        twins.subscribe(pair[1], "crm-plus", 1)

    @edge
    def external_in_a_second_zoho_one(self) -> None:
        """Always as a standard member, and where no license is free."""
        twins, world = self.twins, self.twins.world
        email = self.nearest(world.zoho_one_internal, lambda each: len(world.of(each)) < 8)
        if not world.zoho_one_internal(email):
            twins.join(self.zoho_host(email), email)
        handle = self.zoho_host(email, room=0)
        self.accept_somehow(self.offer_to(handle, email, role="admin"))

    @edge
    def external_outright(self) -> None:
        """In a Zoho One organization, as a standard member, and never anything else."""
        twins = self.twins
        email = self.newcomer()
        handle = self.zoho_host(email)
        boss = twins.superadmin(handle)
        elsewhere = self.roomy(besides=email).handle
        twins.invite(elsewhere, email, external=True)
        twins.invite(handle, email, role="admin", external=True)
        self.accept(self.offer_to(handle, email, external=True))
        twins.do("set_role", boss, email=email, role="admin")
        twins.do("transfer", boss, email=email)

    @edge
    def into_zoho_one_and_out_of_it(self) -> None:
        """Who is internal in another becomes external, but no administrator; then all are internal again."""
        twins = self.twins
        email = self.newcomer()
        twins.join(self.zoho_host(email), email)
        its = twins.organization(twins.sign_up(self.newcomer(), self.url()))
        twins.join(its.handle, email, role="admin")
        twins.join(its.handle, self.newcomer())
        twins.subscribe(its.handle, "zoho-one", 5)
        twins.do("set_role", self.boss(its), email=email, role="standard")
        twins.subscribe(its.handle, "zoho-one", 2)
        twins.subscribe(its.handle, "enterprise", 2)
        twins.subscribe(its.handle, "enterprise", 3)
