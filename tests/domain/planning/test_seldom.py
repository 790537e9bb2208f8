"""What few files ask for: links that give way, offers that are over, members who may not be changed."""

from __future__ import annotations

from datetime import timedelta

from orgctl.domain import catalogue
from orgctl.domain import integrations as rules
from orgctl.domain.planning import integrations, people
from orgctl.domain.planning.canonical import canonical
from orgctl.domain.planning.facts import PlannedLink
from orgctl.domain.planning.planner import Options, plan
from orgctl.domain.values import Kind, Role, Status
from orgctl.manifest.values import Manifest, WantedInvitation, WantedLink
from orgctl.text.addresses import parse_address
from tests.builders import NOON, a_link
from tests.domain.planning.states import Facts, changes, refusals, wanted

EXTENSION = WantedLink("ms-teams", "zylker", "message-extension")
ANALYTICS = WantedLink("analytics", "report")


def test_access_urls_that_cannot_be_had_are_part_of_what_a_plan_rests_on():
    facts = Facts()
    facts.organization("zylker", "anna")
    before = [*canonical(facts.state)]

    facts.state.taken = frozenset({"two", "one"})

    assert [*canonical(facts.state)] == ['["taken", "one"]', '["taken", "two"]', *before]


def test_a_message_extension_that_the_file_wants_in_two_organizations_is_refused_in_the_second():
    facts = Facts()
    for url in ("one", "two"):
        facts.organization(url, "anna")

    plan = facts.plan(*(wanted(url, "anna:superadmin", integrations=(EXTENSION,)) for url in ("one", "two")))

    assert refusals(plan) == [("integrate.cardinality", "ms-teams/message-extension")]
    assert [link.organization.url for link in facts.state.linked] == ["one"]


def test_a_message_extension_leaves_the_organization_that_it_was_linked_to():
    """Of which a plan may know no more than that: it need not be one that the user may look into."""
    facts = Facts()
    anna = facts.user("anna")
    one, two = (facts.organization(url, "anna") for url in ("one", "two"))
    row = catalogue.entry("ms-teams", "message-extension")
    assert row is not None
    key = rules.exclusive_key(row, "x", anna.id)
    assert key is not None
    value = a_link(app=row.app, feature=row.feature, account="x", organization_id=one.id)
    old = PlannedLink(value, one, anna, exclusive=key, per_user=True, hides=False)
    facts.state.exclusive["ms-teams", "message-extension", key] = old

    plan = facts.plan(wanted("two", "anna:superadmin", integrations=(EXTENSION,)))

    assert refusals(plan) == []
    assert (facts.state.unlinked, [link.organization for link in facts.state.linked]) == ([old], [two])


def test_a_link_of_this_plan_that_is_unlinked_again_never_was():
    facts = Facts()
    its = facts.organization("zylker", "anna")
    made = integrations.link(facts.state, its, ANALYTICS, ())
    assert isinstance(made, PlannedLink)

    assert integrations.unlink(facts.state, made) is None

    assert (facts.state.linked, facts.state.unlinked, its.links) == ([], [], [])


def test_an_organization_goes_with_links_of_either_sort():
    facts = Facts()
    its = facts.organization("zylker", "anna")
    facts.organization("home", "anna")
    for link in (ANALYTICS, WantedLink("desk", "support")):
        integrations.link(facts.state, its, link, ())

    plan = facts.plan(wanted("home"), prune_organizations=True)

    assert changes(plan)[-1] == "remove zylker/zylker: members: 1"
    assert facts.state.exclusive == {}


def test_a_standard_member_revokes_no_invitation_that_says_something_else_than_the_file():
    facts = Facts()
    its = facts.organization("zylker", "anna", "ewa")
    offer = facts.invited(its, "jan@zylker.example", role=Role.STANDARD, kind=Kind.INTERNAL)
    facts.state.actor = facts.user("ewa")

    plan = facts.plan(wanted("zylker", "anna:superadmin", "ewa", "jan:admin"))

    assert refusals(plan) == [("role.not_admin", "jan")]
    assert offer.value.status is Status.PENDING


def test_an_invitation_that_is_over_is_not_what_a_member_of_the_file_accepts():
    facts = Facts()
    its = facts.organization("zylker", "anna")
    sent_at = NOON - timedelta(days=8)
    offer = facts.invited(
        its, "jan@zylker.example", sent_at=sent_at, expires_at=sent_at + timedelta(days=7), role=Role.STANDARD
    )

    plan = facts.plan(wanted("zylker", "anna:superadmin", "jan"))

    assert changes(plan) == ["create zylker/jan: role: standard"]
    assert offer.value.status is Status.EXPIRED


def test_the_super_administrator_is_not_made_external():
    facts = Facts()
    its = facts.organization("zylker", "anna")
    assert its.superadmin is not None

    refusal = people.rejoin(facts.state, its.superadmin, Kind.EXTERNAL)

    assert refusal is not None
    assert refusal.code.value == "role.superadmin_required"


def test_who_arrived_in_this_plan_and_can_not_be_of_another_kind_stays_as_before():
    facts = Facts()
    its = facts.organization("zylker", "anna")
    facts.plan(wanted("zylker", "anna:superadmin", "jan"))
    membership = its.members["jan@zylker.example"]

    refusal = people.rejoin(facts.state, membership, Kind.EXTERNAL)

    assert refusal is not None
    assert refusal.code.value == "external.not_zoho_one"
    assert its.members["jan@zylker.example"] is membership
    assert facts.state.ended == []


def test_a_file_without_a_super_administrator_leaves_who_is_it():
    facts = Facts()
    its = facts.organization("zylker", "anna")

    plan = facts.plan(wanted("zylker", "jan"))

    assert changes(plan) == ["create zylker/jan: role: standard"]
    assert its.superadmin is its.members["anna@zylker.example"]


def test_of_many_arrivals_progress_is_told_on_the_way():
    facts = Facts()
    facts.organization("zylker", "anna")
    told: list[int] = []
    everybody = [f"m{number}" for number in range(1_500)]

    plan(
        facts.state,
        Manifest(organizations=(wanted("zylker", "anna:superadmin", *everybody),)),
        Options(),
        progress=told.append,
    )

    assert told == [1, 1_025, 1_501]


def test_who_is_invited_again_has_the_old_invitation_written_down_as_expired():
    facts = Facts()
    its = facts.organization("zylker", "anna")
    sent_at = NOON - timedelta(days=7)
    offer = facts.invited(its, "ewa@zylker.example", sent_at=sent_at, expires_at=NOON)
    wish = wanted("zylker", invitations=(WantedInvitation(parse_address("ewa@zylker.example")),))

    assert changes(facts.plan(wish)) == []
    assert changes(facts.plan(wish, reinvite=True)) == ["invite zylker/ewa: role: standard"]

    assert offer.value.status is Status.EXPIRED
    assert [*facts.state.answered] == [offer]
