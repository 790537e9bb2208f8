"""Section 2 of the policy, subscribing and changing the edition: B3, B7, B8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.editions import (
    EditionChange,
    MemberStanding,
    change_of_edition,
    clean_licenses,
    refuse_license_change,
)
from orgctl.domain.refusals import Code, InvalidInput, Refusal
from orgctl.domain.values import Edition, Kind, Role
from tests.builders import a_member, a_subscribed, an_organization

OTHER_EDITIONS = sorted(set(Edition) - {Edition.CRM_PLUS, Edition.ZOHO_ONE})


def test_an_organization_on_trial_subscribes_with_a_license_for_each_member():
    organization = an_organization(internal_members=4)

    change = change_of_edition(organization, [], 0, Edition.ULTIMATE, 4)

    assert change == EditionChange(Edition.ULTIMATE, 4, made_external=(), made_internal=())


@pytest.mark.parametrize("edition", Edition)
def test_subscribing_with_one_license_too_few_is_refused(edition):
    organization = an_organization(internal_members=4)

    refusal = change_of_edition(organization, [], 0, edition, 3)

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.rule) == (Code.LICENSE_TOO_FEW, "B3")
    assert str(refusal.message) == (
        "3 is too few licenses for Zylker: it needs 4, one for each internal member."
    )


def test_a_subscribed_organization_may_change_its_edition_again():
    organization = a_subscribed(Edition.ULTIMATE, licenses=9, internal_members=5)

    assert change_of_edition(organization, [], 0, Edition.STANDARD, 5) == EditionChange(Edition.STANDARD, 5)


@pytest.mark.parametrize("licenses", [0, 1, 2, 2_147_483_647])
def test_a_number_of_licenses_is_a_whole_number(licenses):
    assert clean_licenses(licenses) == licenses


def test_no_license_at_all_is_always_too_few():
    organization = a_subscribed(Edition.ENTERPRISE, internal_members=1)

    subscribing = change_of_edition(organization, [], 0, Edition.STANDARD, 0)
    changing = refuse_license_change(organization, 0)

    assert [getattr(each, "code", None) for each in (subscribing, changing)] == [Code.LICENSE_TOO_FEW] * 2


@pytest.mark.parametrize("licenses", [-1, 2_147_483_648])
def test_less_than_nothing_and_more_than_a_store_can_count_are_no_numbers_of_licenses(licenses):
    organization = a_subscribed(Edition.ENTERPRISE, internal_members=0)

    with pytest.raises(InvalidInput) as subscribing:
        change_of_edition(organization, [], 0, Edition.ENTERPRISE, licenses)
    with pytest.raises(InvalidInput) as changing:
        refuse_license_change(organization, licenses)

    assert subscribing.value.code is Code.INPUT_LICENSES
    assert changing.value.code is Code.INPUT_LICENSES


def test_licenses_may_be_cut_down_to_the_number_of_internal_members():
    organization = a_subscribed(Edition.ZOHO_ONE, members=9, internal_members=4)

    assert refuse_license_change(organization, 4) is None


def test_licenses_may_not_be_cut_below_the_number_of_internal_members():
    organization = a_subscribed(Edition.ZOHO_ONE, members=9, internal_members=4)

    refusal = refuse_license_change(organization, 3)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LICENSE_TOO_FEW, "B3")


def test_there_are_no_licenses_to_change_on_trial():
    refusal = refuse_license_change(an_organization(internal_members=4), 50)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LICENSE_ON_TRIAL, "B3")
    assert str(refusal.message) == "Zylker is on trial and has no licenses yet."


def test_a_user_s_first_crm_plus_organization_is_allowed():
    creator = a_member(is_creator=True, role=Role.SUPERADMIN)

    change = change_of_edition(an_organization(), [creator], 0, Edition.CRM_PLUS, 10)

    assert change == EditionChange(Edition.CRM_PLUS, 10)


@pytest.mark.parametrize("others", [1, 2])
def test_a_second_crm_plus_organization_of_one_creator_is_refused(others):
    creator = a_member(is_creator=True, role=Role.SUPERADMIN)
    jan = a_member(user_id=2, email="jan@zylker.example")

    refusal = change_of_edition(an_organization(), [creator, jan], others, Edition.CRM_PLUS, 10)

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.rule) == (Code.LIMIT_CRM_PLUS_CREATED, "B7")
    assert refusal.subjects == ("anna@zylker.example",)
    assert "1 is the most" in str(refusal.message)


def test_a_creator_who_has_left_counts_and_is_not_named():
    refusal = change_of_edition(an_organization(), [a_member()], 1, Edition.CRM_PLUS, 10)

    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.LIMIT_CRM_PLUS_CREATED
    assert refusal.subjects == ()


def test_another_crm_plus_organization_of_the_creator_is_not_in_the_way_of_other_editions():
    for edition in set(Edition) - {Edition.CRM_PLUS}:
        assert isinstance(change_of_edition(an_organization(), [], 1, edition, 10), EditionChange)


def test_a_member_may_be_in_nine_crm_plus_organizations_of_others_after_the_change():
    members = [a_member(crm_plus_joined=8)]

    assert isinstance(change_of_edition(an_organization(), members, 0, Edition.CRM_PLUS, 10), EditionChange)


def test_members_who_would_be_in_a_tenth_crm_plus_organization_of_others_are_named():
    members = [
        a_member(crm_plus_joined=9),
        a_member(user_id=2, email="jan@zylker.example", crm_plus_joined=8),
        a_member(user_id=3, email="ewa@other.example", crm_plus_joined=10),
    ]

    refusal = change_of_edition(an_organization(), members, 0, Edition.CRM_PLUS, 10)

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.rule) == (Code.LIMIT_CRM_PLUS_INVITED, "B7")
    assert refusal.subjects == ("anna@zylker.example", "ewa@other.example")
    assert str(refusal.message) == (
        "Zylker can't change to CRM Plus: 9 CRM Plus organizations of others is the most that one user may be "
        "in, and these members are: anna@zylker.example, ewa@other.example."
    )


def test_the_creator_in_nine_crm_plus_organizations_of_others_may_have_this_one_too():
    members = [a_member(crm_plus_joined=9, is_creator=True)]

    assert isinstance(change_of_edition(an_organization(), members, 0, Edition.CRM_PLUS, 10), EditionChange)


def test_nine_crm_plus_organizations_of_members_are_not_in_the_way_of_other_editions():
    members = [a_member(crm_plus_joined=9)]

    for edition in set(Edition) - {Edition.CRM_PLUS}:
        assert isinstance(change_of_edition(an_organization(), members, 0, edition, 10), EditionChange)


def test_subscribing_to_crm_plus_again_is_about_licenses_only():
    organization = a_subscribed(Edition.CRM_PLUS, internal_members=2)
    members = [a_member(crm_plus_joined=9)]

    assert change_of_edition(organization, members, 1, Edition.CRM_PLUS, 2) == EditionChange(
        Edition.CRM_PLUS, 2
    )
    refusal = change_of_edition(organization, members, 1, Edition.CRM_PLUS, 1)
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.LICENSE_TOO_FEW


def test_standard_members_of_another_zoho_one_organization_become_external_and_need_no_license():
    organization = an_organization(internal_members=3)
    members = [
        a_member(zoho_one_internal=1),
        a_member(user_id=2, email="jan@zylker.example", role=Role.SUPERADMIN),
        a_member(user_id=3, email="ewa@other.example", zoho_one_internal=0),
    ]

    change = change_of_edition(organization, members, 0, Edition.ZOHO_ONE, 2)

    assert change == EditionChange(Edition.ZOHO_ONE, 2, made_external=(1,), made_internal=())


def test_those_who_stay_internal_need_licenses_when_others_become_external():
    organization = an_organization(internal_members=3)

    refusal = change_of_edition(organization, [a_member(zoho_one_internal=1)], 0, Edition.ZOHO_ONE, 1)

    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.LICENSE_TOO_FEW
    assert "it needs 2" in str(refusal.message)


@pytest.mark.parametrize("role", [Role.SUPERADMIN, Role.ADMIN])
def test_an_administrator_in_another_zoho_one_organization_is_in_the_way_and_named(role):
    members = [
        a_member(zoho_one_internal=1, role=role),
        a_member(user_id=2, email="jan@zylker.example", zoho_one_internal=1),
    ]

    refusal = change_of_edition(an_organization(), members, 0, Edition.ZOHO_ONE, 10)

    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.rule) == (Code.LIMIT_ZOHO_ONE, "B8")
    assert refusal.subjects == ("anna@zylker.example",)
    assert "anna@zylker.example" in str(refusal.message)
    assert "jan@zylker.example" not in str(refusal.message)


def test_members_of_a_zoho_one_organization_stay_as_they_are_when_it_subscribes_again():
    organization = a_subscribed(Edition.ZOHO_ONE, internal_members=1)
    members = [
        a_member(role=Role.SUPERADMIN),
        a_member(user_id=2, kind=Kind.EXTERNAL, zoho_one_internal=1),
    ]

    change = change_of_edition(organization, members, 0, Edition.ZOHO_ONE, 1)

    assert change == EditionChange(Edition.ZOHO_ONE, 1)


@pytest.mark.parametrize("edition", OTHER_EDITIONS)
def test_members_of_zoho_one_organizations_stay_internal_in_other_editions(edition):
    members = [a_member(zoho_one_internal=1, role=Role.SUPERADMIN)]

    assert change_of_edition(an_organization(), members, 0, edition, 10) == EditionChange(edition, 10)


@pytest.mark.parametrize("edition", [*OTHER_EDITIONS, Edition.CRM_PLUS])
def test_external_members_become_internal_when_the_organization_leaves_zoho_one(edition):
    organization = a_subscribed(Edition.ZOHO_ONE, members=3, internal_members=1)
    members = [
        a_member(role=Role.SUPERADMIN),
        a_member(user_id=2, kind=Kind.EXTERNAL, zoho_one_internal=1),
        a_member(user_id=3, kind=Kind.EXTERNAL),
    ]

    change = change_of_edition(organization, members, 0, edition, 3)

    assert change == EditionChange(edition, 3, made_external=(), made_internal=(2, 3))


def test_those_who_become_internal_need_a_license_each():
    organization = a_subscribed(Edition.ZOHO_ONE, members=3, internal_members=1)
    members = [a_member(user_id=2, kind=Kind.EXTERNAL), a_member(user_id=3, kind=Kind.EXTERNAL)]

    refusal = change_of_edition(organization, members, 0, Edition.ENTERPRISE, 2)

    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.LICENSE_TOO_FEW
    assert "it needs 3" in str(refusal.message)


MEMBERS = st.lists(
    st.builds(
        MemberStanding,
        user_id=st.integers(1, 99),
        email=st.just("somebody@zylker.example"),
        role=st.sampled_from([Role.ADMIN, Role.STANDARD]),
        kind=st.just(Kind.INTERNAL),
        crm_plus_joined=st.integers(0, 10),
        zoho_one_internal=st.integers(0, 1),
    ),
    max_size=6,
    unique_by=lambda member: member.user_id,
)


@given(MEMBERS, st.sampled_from(Edition), st.sampled_from(Edition), st.integers(1, 8))
def test_no_change_leaves_more_internal_members_than_licenses_or_two_internal_zoho_one_memberships(
    members, before, after, licenses
):
    if before is Edition.ZOHO_ONE:
        members = [
            MemberStanding(
                one.user_id,
                one.email,
                Role.STANDARD if one.zoho_one_internal else one.role,
                Kind.EXTERNAL if one.zoho_one_internal else Kind.INTERNAL,
                one.crm_plus_joined,
                one.zoho_one_internal,
            )
            for one in members
        ]
    internal = sum(one.kind is Kind.INTERNAL for one in members)
    organization = a_subscribed(before, members=len(members), internal_members=internal)

    change = change_of_edition(organization, members, 0, after, licenses)

    if isinstance(change, EditionChange):
        kinds = {one.user_id: one.kind for one in members}
        kinds.update(dict.fromkeys(change.made_external, Kind.EXTERNAL))
        kinds.update(dict.fromkeys(change.made_internal, Kind.INTERNAL))
        assert sum(kind is Kind.INTERNAL for kind in kinds.values()) <= licenses
        for one in members:
            if after is Edition.ZOHO_ONE:
                assert kinds[one.user_id] is Kind.EXTERNAL or not one.zoho_one_internal
            else:
                assert kinds[one.user_id] is Kind.INTERNAL
            assert kinds[one.user_id] is Kind.INTERNAL or one.role is Role.STANDARD
            if after is Edition.CRM_PLUS and before is not Edition.CRM_PLUS:
                assert one.crm_plus_joined < 9
