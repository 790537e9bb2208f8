from __future__ import annotations

from orgctl.domain.counts import Counted, counted_rules
from orgctl.domain.refusals import Code
from orgctl.domain.values import Edition
from tests.builders import a_standing, a_subscribed, an_organization

STANDING = a_standing(memberships=7, created=4, crm_plus_created=1, crm_plus_joined=2, zoho_one_internal=0)
OF_THE_USER = (
    Counted("B5", Code.LIMIT_MEMBERSHIPS, 7, 10),
    Counted("B6", Code.LIMIT_CREATED, 4, 5),
    Counted("B7", Code.LIMIT_CRM_PLUS_CREATED, 1, 1),
    Counted("B7", Code.LIMIT_CRM_PLUS_INVITED, 2, 9),
    Counted("B8", Code.LIMIT_ZOHO_ONE, 0, 1),
)


def test_a_user_s_counts_stand_in_the_order_of_the_policy():
    assert counted_rules(STANDING) == OF_THE_USER


def test_the_licenses_of_a_subscribed_organization_are_counted_too():
    organization = a_subscribed(Edition.ENTERPRISE, licenses=25, members=5, internal_members=3)

    assert counted_rules(STANDING, organization) == (
        Counted("B3", Code.LICENSE_NONE_FREE, 3, 25),
        *OF_THE_USER,
    )


def test_there_are_no_licenses_to_count_on_trial():
    assert counted_rules(STANDING, an_organization()) == OF_THE_USER


def test_what_is_left_is_never_less_than_nothing():
    assert Counted("B5", Code.LIMIT_MEMBERSHIPS, 7, 10).left == 3
    assert Counted("B5", Code.LIMIT_MEMBERSHIPS, 11, 10).left == 0
