"""What people get to see, asked of the program and told by the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.usecases import accounts, reading, sample_data, switching
from tests.stateful.model import (
    No,
    Who,
    invitation_seen,
    link_seen,
    member_seen,
    organization_seen,
)
from tests.stateful.program import Said, facts
from tests.stateful.twins import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.stateful.model import World
    from tests.stateful.twins import Twins


def ask_everything(twins: Twins, who: Who) -> None:
    """Every question that this user may ask, in the organization that `who` names. Raises Difference."""
    world, program = twins.world, twins.program
    at = f"{who} at {world.now}"
    its = world.place(who)
    nowhere = No({"not_found.organization"})

    listed = program.ask(reading.list_organizations, who, world.now, now=world.now)
    _alike(
        f"organizations of {at}",
        [organization_seen(world, who, each) for each in world.of(who.email)],
        listed.organizations,
    )
    _alike(f"invitations of {at}", _received(world, who.email), listed.invitations)
    received = program.ask(reading.list_invitations, who, world.now, sent=False, status=None, now=world.now)
    _alike(f"received by {at}", _received(world, who.email), received)

    default = world.default(who.email)
    shown = program.ask(switching.show_default, who, world.now)
    _same(
        f"default of {at}",
        nowhere if default is None else world.organizations[default].url,
        shown if isinstance(shown, Said) else shown.url,
    )
    _ask_who(twins, who, at)

    shown = program.ask(reading.show_organization, who, world.now, organization=None)
    if its is None:
        _same(f"organization of {at}", nowhere, shown)
        return
    _alike(f"organization of {at}", [organization_seen(world, who, its)], [shown])
    _alike(
        f"members for {at}",
        [member_seen(its, email) for email in its.members],
        program.ask(reading.list_members, who, world.now),
    )
    links = [link_seen(world, link) for link in world.links if link.organization == its.handle]
    _alike(f"links for {at}", links, program.ask(reading.list_links, who, world.now, app=None))

    sent = program.ask(reading.list_invitations, who, world.now, sent=True, status=None, now=world.now)
    if its.members[who.email].role == "standard":
        _same(f"sent, for {at}", No({"role.not_admin"}), sent)
    else:
        offers = [each for each in world.invitations.values() if each.organization == its.handle]
        _alike(f"sent, for {at}", [invitation_seen(world, each) for each in offers], sent)
    records = program.ask(sample_data.listing, who, world.now, module=None)
    _same(f"sample data for {at}", its.modules, {record.module for record in records})
    _ask_limits(twins, who, at)


def _received(world: World, email: str) -> list[dict[str, Any]]:
    """C2, C4: what may be answered from the organization list."""
    return [
        invitation_seen(world, offer)
        for offer in world.invitations.values()
        if offer.email == email
        and world.status(offer) == "pending"
        and not world.email_only(world.organizations[offer.organization])
    ]


def _ask_who(twins: Twins, who: Who, at: str) -> None:
    world = twins.world
    seen = twins.program.ask(accounts.who, who, world.now)
    its = world.place(who)
    if who.org is not None and its is None:
        _same(f"who is {at}", No({"not_found.organization"}), seen)
        return
    _same(f"active for {at}", None if its is None else its.url, seen.active)
    from_ = None if its is None else "session" if who.org is None else "flag"
    _same(f"what decides for {at}", from_, seen.from_)


def _ask_limits(twins: Twins, who: Who, at: str) -> None:
    world = twins.world
    its = world.place(who)
    expected: dict[str, tuple[int, int]] = {
        "limit.memberships": (len(world.of(who.email)), 10),
        "limit.created": (world.created(who.email), 5),
        "limit.crm_plus_created": (world.crm_plus_created(who.email), 1),
        "limit.crm_plus_invited": (world.crm_plus_joined(who.email), 9),
        "limit.zoho_one": (world.zoho_one_internal(who.email), 1),
    }
    if its is not None and its.licenses is not None:
        expected["license.none_free"] = (its.internal, its.licenses)
    seen = twins.program.ask(reading.limits, who, world.now)
    _same(f"limits of {at}", expected, {each.code: (each.used, each.limit) for each in seen})
    _same(f"left of {at}", [each.limit - each.used for each in seen], [each.left for each in seen])


def _same(what: str, expected: Any, seen: Any) -> None:
    right = seen in expected if isinstance(expected, No) else seen == expected
    if not right:
        raise Difference(f"{what}: {seen!r}, where the policy says {expected!r}")


def _alike(what: str, expected: Iterable[dict[str, Any]], seen: Iterable[Any]) -> None:
    """The same facts, in whatever order; only what the model speaks of is compared."""
    wanted = [*expected]
    keys = [*wanted[0]] if wanted else []
    theirs = [
        {
            key: value.lower() if key in ("email", "user") else value
            for key, value in facts(each).items()
            if key in keys
        }
        for each in seen
    ]
    if sorted(map(repr, map(_sorted, wanted))) != sorted(map(repr, map(_sorted, theirs))):
        raise Difference(f"{what}: {theirs}, where the policy says {wanted}")


def _sorted(row: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(row.items())
