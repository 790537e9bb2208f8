"""Which order the limits allow: one act may need another one to be done first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.domain.values import Edition, Kind, Role
from tests.builders import NOON
from tests.domain.planning.states import Facts, changes, refusals, wanted


def test_a_creation_comes_before_the_membership_that_would_have_been_the_first():
    facts = Facts()

    plan = facts.plan(wanted("a", "anna:superadmin", "jan"), wanted("b", "jan:superadmin"))

    assert changes(plan) == [
        "create a/a: sign-up of anna@zylker.example",
        "create b/b: sign-up of jan@zylker.example",
        "create a/jan: role: standard",
    ]
    assert facts.user("jan").default is facts.state.organizations["b"]


def test_a_sign_up_that_is_marked_comes_first():
    plan = Facts().plan(wanted("a", "anna:superadmin"), wanted("b", "anna:superadmin", sign_up=True))

    assert changes(plan) == [
        "create b/b: sign-up of anna@zylker.example",
        "create a/a: created by anna@zylker.example",
    ]


def test_who_is_marked_not_to_sign_up_needs_to_be_an_administrator_first():
    plan = Facts().plan(
        wanted("a", "anna:superadmin", sign_up=False), wanted("b", "jan:superadmin", "anna:admin")
    )

    assert changes(plan) == [
        "create b/b: sign-up of jan@zylker.example",
        "create b/anna: role: admin",
        "create a/a: created by anna@zylker.example",
    ]


@pytest.mark.parametrize("others, code", [(9, None), (10, "limit.memberships")])
def test_a_tenth_organization_may_be_joined_and_an_eleventh_not(others: int, code: str | None):
    facts = Facts()
    for number in range(others):
        facts.organization(f"org-{number}", f"boss-{number}", "ewa")
    its = facts.organization("zylker", "anna")

    plan = facts.plan(wanted("zylker", "anna:superadmin", "ewa"))

    assert refusals(plan) == ([(code, "ewa")] if code else [])
    assert ("ewa@zylker.example" in its.members) is (code is None)


def test_leaving_one_organization_makes_room_for_another_whichever_comes_first_in_the_file():
    facts = Facts()
    for number in range(10):
        facts.organization(f"org-{number}", f"boss-{number}", "ewa", "b", "c", "d")
    facts.organization("zylker", "anna")

    plan = facts.plan(
        wanted("zylker", "anna:superadmin", "ewa"),
        wanted("org-9", "boss-9:superadmin", "b", "c", "d"),
        prune=True,
    )

    assert changes(plan) == ["remove org-9/ewa: role: standard", "create zylker/ewa: role: standard"]


def test_a_full_organization_can_be_handed_over_to_a_member_whose_predecessor_goes():
    facts = Facts()
    facts.organization("zylker", "anna", "jan", "ewa", "b", licenses=4)

    plan = facts.plan(wanted("zylker", "jan:superadmin", "ewa", "b", "ola"), prune=True)

    assert refusals(plan) == []
    assert changes(plan) == [
        "change zylker/jan: role: standard -> admin",
        "change zylker/zylker: super administrator: anna@zylker.example -> jan@zylker.example",
        "remove zylker/anna: role: admin",
        "create zylker/ola: role: standard",
    ]


def test_a_full_organization_has_no_room_for_a_successor_from_outside():
    facts = Facts()
    facts.organization("zylker", "anna", "jan", licenses=2)

    plan = facts.plan(wanted("zylker", "ola:superadmin", "jan"), prune=True, max_removals=1)

    assert refusals(plan) == [("license.none_free", "ola")]


def test_an_organization_leaves_zoho_one_before_another_takes_it():
    facts = Facts()
    facts.organization("a", "anna", edition=Edition.ENTERPRISE, licenses=5)
    facts.organization("b", "anna", edition=Edition.ZOHO_ONE, licenses=5)

    plan = facts.plan(
        wanted("a", edition=Edition.ZOHO_ONE, licenses=5), wanted("b", edition=Edition.ULTIMATE, licenses=5)
    )

    assert [line[:10] for line in changes(plan)] == ["change b/b", "change a/a"]


def test_a_super_administrator_who_is_in_another_zoho_one_organization_goes_before_the_edition_changes():
    facts = Facts()
    facts.organization("a", "anna", edition=Edition.ZOHO_ONE, licenses=5)
    facts.organization("b", "anna", "jan:admin", licenses=5)
    terms = {"edition": Edition.ZOHO_ONE, "licenses": 5}

    assert refusals(facts.plan(wanted("b", "anna:superadmin", "jan:admin", **terms))) == [
        ("limit.zoho_one", "b")
    ]
    plan = facts.plan(wanted("b", "jan:superadmin", "anna:standard", **terms))

    assert refusals(plan) == []
    assert changes(plan)[-1] == "change b/anna: kind: internal -> external"


def test_whoever_is_both_pruned_and_invited_is_invited_in_the_end():
    facts = Facts()
    its = facts.organization("zylker", "anna", "jan:admin")
    (ola,) = wanted("x", "anna").members or ()
    from orgctl.manifest.values import WantedInvitation

    plan = facts.plan(
        wanted("zylker", "jan:superadmin", invitations=(WantedInvitation(ola.address, Role.STANDARD),)),
        prune=True,
        max_removals=1,
    )

    assert refusals(plan) == []
    assert its.offers[ola.address.key].value.role is Role.STANDARD
    assert plan.notes == ()


def test_a_plan_of_a_plans_end_is_empty():
    facts = Facts()
    facts.organization("zylker", "anna", "ewa")
    file = wanted("zylker", "jan:superadmin", "anna:standard", edition=Edition.ZOHO_ONE, licenses=9)
    first = len(facts.plan(file).state.changes)

    assert first
    assert len(facts.plan(file).state.changes) == first


def test_an_ended_trial_is_subscribed_before_anybody_arrives():
    facts = Facts(NOON + timedelta(days=15))
    facts.organization("zylker", "anna")

    assert refusals(facts.plan(wanted("zylker", "anna:superadmin", "ewa"))) == [("trial.expired", "ewa")]
    plan = facts.plan(wanted("zylker", "anna:superadmin", "ewa", edition=Edition.ENTERPRISE, licenses=2))

    assert changes(plan) == [
        "change zylker/zylker: edition: enterprise (trial) -> enterprise, licenses: 2",
        "create zylker/ewa: role: standard",
    ]


def test_an_edition_without_a_number_of_licenses_is_a_trial_or_refused():
    facts = Facts()
    facts.organization("zylker", "anna")

    assert changes(facts.plan(wanted("zylker", edition=Edition.ENTERPRISE))) == []
    assert refusals(facts.plan(wanted("zylker", edition=Edition.ULTIMATE))) == [
        ("license.on_trial", "zylker")
    ]


def test_external_members_are_kept_external_by_name():
    facts = Facts()
    its = facts.organization("zylker", "anna", edition=Edition.ZOHO_ONE, licenses=1)
    (ewa,) = wanted("x", "ewa:standard").members or ()
    file = wanted("zylker", "anna:superadmin")
    file = type(file)("zylker", members=(*(file.members or ()), ewa._replace(kind=Kind.EXTERNAL)))

    assert changes(facts.plan(file)) == ["create zylker/ewa: role: standard, kind: external"]
    assert its.internal == 1
