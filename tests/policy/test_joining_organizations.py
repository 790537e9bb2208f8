"""Section 2 of the policy, when a membership begins: B2, B3, B5, B7, B8."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.membership import free_slot, kind_on_joining, refuse_joining, role_on_joining
from orgctl.domain.refusals import Code
from orgctl.domain.values import Edition, Kind, Role
from tests.builders import NOON, a_standing, a_subscribed, an_organization

CRM_PLUS_OF_OTHERS = a_subscribed(Edition.CRM_PLUS, creator_id=2)


@pytest.mark.parametrize("memberships", [0, 1, 9])
def test_up_to_ten_memberships_may_begin(memberships):
    standing = a_standing(memberships=memberships)

    assert refuse_joining(standing, an_organization(), kind=Kind.INTERNAL, now=NOON) is None


@pytest.mark.parametrize("memberships", [10, 11])
@pytest.mark.parametrize("kind", Kind)
def test_an_eleventh_membership_is_refused_an_external_one_too(memberships, kind):
    standing = a_standing(memberships=memberships)

    refusal = refuse_joining(standing, a_subscribed(Edition.ZOHO_ONE), kind=kind, now=NOON)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LIMIT_MEMBERSHIPS, "B5")


def test_an_eleventh_membership_is_refused_in_every_edition():
    for edition in Edition:
        refusal = refuse_joining(
            a_standing(memberships=10), a_subscribed(edition), kind=Kind.INTERNAL, now=NOON
        )
        assert refusal is not None, edition
        assert refusal.code is Code.LIMIT_MEMBERSHIPS, edition


@pytest.mark.parametrize("joined", [0, 8])
def test_a_user_may_be_in_nine_crm_plus_organizations_of_others(joined):
    standing = a_standing(crm_plus_joined=joined)

    assert refuse_joining(standing, CRM_PLUS_OF_OTHERS, kind=Kind.INTERNAL, now=NOON) is None


@pytest.mark.parametrize("joined", [9, 10])
def test_a_tenth_crm_plus_organization_of_others_is_refused(joined):
    standing = a_standing(memberships=9, crm_plus_joined=joined)

    refusal = refuse_joining(standing, CRM_PLUS_OF_OTHERS, kind=Kind.INTERNAL, now=NOON)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LIMIT_CRM_PLUS_INVITED, "B7")
    assert str(refusal.message) == (
        f"anna@zylker.example can't join Zylker: already in {joined} CRM Plus organizations created by others, "
        "and 9 is the most that one user may be in."
    )


def test_nine_crm_plus_organizations_of_others_are_not_in_the_way_of_one_s_own():
    own = a_subscribed(Edition.CRM_PLUS, creator_id=1)

    refusal = refuse_joining(a_standing(memberships=9, crm_plus_joined=9), own, kind=Kind.INTERNAL, now=NOON)

    assert refusal is None


def test_nine_crm_plus_organizations_of_others_are_not_in_the_way_of_another_edition():
    standing = a_standing(memberships=9, crm_plus_joined=9)

    for edition in set(Edition) - {Edition.CRM_PLUS}:
        assert refuse_joining(standing, a_subscribed(edition), kind=Kind.INTERNAL, now=NOON) is None


def test_an_own_crm_plus_organization_is_none_of_the_nine():
    standing = a_standing(memberships=9, crm_plus_created=1, crm_plus_joined=8)

    assert refuse_joining(standing, CRM_PLUS_OF_OTHERS, kind=Kind.INTERNAL, now=NOON) is None


def test_an_internal_member_may_join_on_the_last_free_license():
    organization = a_subscribed(Edition.ENTERPRISE, licenses=3, members=2, internal_members=2)

    assert refuse_joining(a_standing(), organization, kind=Kind.INTERNAL, now=NOON) is None


@pytest.mark.parametrize("internal_members", [3, 4])
def test_an_internal_member_without_a_free_license_is_refused(internal_members):
    organization = a_subscribed(Edition.ENTERPRISE, licenses=3, internal_members=internal_members)

    refusal = refuse_joining(a_standing(), organization, kind=Kind.INTERNAL, now=NOON)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LICENSE_NONE_FREE, "B3")
    assert str(refusal.message) == "No license is free in Zylker: all 3 are in use."


def test_an_external_member_needs_no_license():
    organization = a_subscribed(Edition.ZOHO_ONE, licenses=3, members=3, internal_members=3)

    assert refuse_joining(a_standing(), organization, kind=Kind.EXTERNAL, now=NOON) is None


def test_licenses_are_not_counted_on_trial():
    organization = an_organization(members=500, internal_members=500)

    assert refuse_joining(a_standing(), organization, kind=Kind.INTERNAL, now=NOON) is None


def test_joining_is_refused_at_the_very_end_of_the_trial_and_not_before():
    organization = an_organization(trial_ends_at=NOON)
    just_before = NOON - timedelta(microseconds=1)

    assert refuse_joining(a_standing(), organization, kind=Kind.INTERNAL, now=just_before) is None
    refusal = refuse_joining(a_standing(), organization, kind=Kind.INTERNAL, now=NOON)
    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.TRIAL_EXPIRED, "B2")


def test_a_member_of_one_zoho_one_organization_joins_another_as_external():
    standing = a_standing(zoho_one_internal=1)

    assert kind_on_joining(standing, a_subscribed(Edition.ZOHO_ONE), Kind.INTERNAL) is Kind.EXTERNAL


def test_the_first_zoho_one_organization_is_joined_as_internal():
    standing = a_standing(zoho_one_internal=0)

    assert kind_on_joining(standing, a_subscribed(Edition.ZOHO_ONE), Kind.INTERNAL) is Kind.INTERNAL


def test_an_external_invitation_of_a_zoho_one_organization_makes_an_external_member():
    standing = a_standing(zoho_one_internal=0)

    assert kind_on_joining(standing, a_subscribed(Edition.ZOHO_ONE), Kind.EXTERNAL) is Kind.EXTERNAL


@pytest.mark.parametrize("asked", Kind)
def test_an_organization_of_another_edition_is_joined_as_internal_whatever_was_asked(asked):
    standing = a_standing(zoho_one_internal=1)

    for edition in set(Edition) - {Edition.ZOHO_ONE}:
        assert kind_on_joining(standing, a_subscribed(edition), asked) is Kind.INTERNAL


@pytest.mark.parametrize("role", Role)
def test_an_external_member_is_always_standard(role):
    assert role_on_joining(Kind.EXTERNAL, role) is Role.STANDARD


@pytest.mark.parametrize("role", Role)
def test_an_internal_member_has_the_role_of_the_invitation(role):
    assert role_on_joining(Kind.INTERNAL, role) is role


def test_there_is_no_eleventh_place():
    with pytest.raises(ValueError, match="refuse_joining or refuse_creation first"):
        free_slot(range(1, 11))


def test_the_tenth_place_is_given():
    assert free_slot(range(1, 10)) == 10


@given(st.sets(st.integers(1, 10), max_size=9))
def test_a_place_of_the_ten_is_never_given_twice(taken):
    place = free_slot(taken)

    assert place not in taken
    assert 1 <= place <= 10
