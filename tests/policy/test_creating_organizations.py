"""Section 2 of the policy, creation: B1, B2, B4, B5, B6."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.creation import next_creator_slot, refuse_creation, refuse_taken_url
from orgctl.domain.refusals import Code
from orgctl.domain.trial import TRIAL_EDITION, trial_end
from orgctl.domain.values import Edition
from tests.builders import a_standing


def test_an_administrator_of_one_organization_may_create_one():
    assert refuse_creation(a_standing(memberships=2, administers=1)) is None


def test_a_standard_member_of_both_organizations_may_not_create_one():
    refusal = refuse_creation(a_standing(memberships=2, administers=0))

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.CREATE_NOT_ADMIN, "B1")
    assert str(refusal.message) == (
        "anna@zylker.example may not create an organization: not an administrator or the super "
        "administrator of any."
    )


def test_a_user_who_is_in_no_organization_may_not_create_one():
    refusal = refuse_creation(a_standing(memberships=0, administers=0))

    assert refusal is not None
    assert refusal.code is Code.CREATE_NOT_ADMIN


@pytest.mark.parametrize("created", [0, 3, 4])
def test_an_administrator_may_create_up_to_the_fifth(created):
    assert refuse_creation(a_standing(memberships=created + 1, created=created)) is None


@pytest.mark.parametrize("created", [5, 6])
def test_a_sixth_creation_is_refused(created):
    refusal = refuse_creation(a_standing(memberships=6, created=created))

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LIMIT_CREATED, "B6")
    assert str(refusal.message) == (
        f"anna@zylker.example has created {created} organizations, and 5 is the most that one user may."
    )


def test_five_created_organizations_count_although_their_creator_has_left_them_all():
    refusal = refuse_creation(a_standing(memberships=1, created=5))

    assert refusal is not None
    assert refusal.code is Code.LIMIT_CREATED


def test_a_member_of_nine_organizations_may_create_a_tenth():
    assert refuse_creation(a_standing(memberships=9)) is None


@pytest.mark.parametrize("memberships", [10, 11])
def test_a_member_of_ten_organizations_may_not_create_another(memberships):
    refusal = refuse_creation(a_standing(memberships=memberships))

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.LIMIT_MEMBERSHIPS, "B5")
    assert str(refusal.message) == (
        f"anna@zylker.example belongs to {memberships} organizations, and 10 is the most that one user may."
    )


@pytest.mark.parametrize(
    "taken,place", [([], 1), ([1], 2), ([2, 3], 1), ([1, 3], 2), ([4, 3, 2, 1], 5), ([1, 2, 3, 5], 4)]
)
def test_a_new_organization_takes_the_lowest_free_place_of_its_creator_s_five(taken, place):
    assert next_creator_slot(taken) == place


def test_there_is_no_sixth_place():
    with pytest.raises(ValueError, match="refuse_creation first"):
        next_creator_slot([1, 2, 3, 4, 5])


@given(st.sets(st.integers(1, 5), max_size=4))
def test_a_place_of_the_five_is_never_given_twice(taken):
    place = next_creator_slot(taken)

    assert place not in taken
    assert 1 <= place <= 5


def test_an_access_url_that_is_free_may_be_taken():
    assert refuse_taken_url("zylker", taken=False) is None


def test_an_access_url_is_one_organization_s_alone():
    refusal = refuse_taken_url("zylker", taken=True)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.URL_TAKEN, "B4")
    assert str(refusal.message) == "The access URL zylker is taken by an organization."


def test_a_new_organization_tries_enterprise():
    assert TRIAL_EDITION is Edition.ENTERPRISE


def test_the_trial_lasts_fifteen_days_of_24_hours_even_where_clocks_change():
    created_at = datetime(2025, 3, 20, 12, 0, 0, tzinfo=UTC)

    assert trial_end(created_at) == datetime(2025, 4, 4, 12, 0, 0, tzinfo=UTC)
