"""Section 6 of the policy: E1 to E3, and the table written out as the policy has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.catalogue import CATALOGUE, Holder, entry
from orgctl.domain.integrations import LinkPlan, clean_account, exclusive_key, plan_linking
from orgctl.domain.refusals import Code, InvalidInput, Refusal
from orgctl.domain.values import Side
from tests.builders import link_facts

CRM, APP = Side.CRM, Side.APP

TABLE = {
    # app, feature: accounts per organization, organizations per account, started from
    ("desk", None): (1, 1, {CRM, APP}),
    ("projects", None): (1, 1, {CRM}),
    ("survey", None): (1, 1, {CRM}),
    ("webinar", None): (1, 1, {CRM}),
    ("backstage", None): (1, 1, {CRM, APP}),
    ("cliq", None): (1, 1, {CRM}),
    ("meeting", None): (1, 1, {CRM, APP}),
    ("forms", None): (1, 1, {CRM, APP}),
    ("social", None): (1, 1, {CRM}),
    ("finance", None): (1, 1, {CRM, APP}),
    ("campaigns", None): (1, None, {CRM, APP}),
    ("creator", None): (1, None, {CRM}),
    ("cisco-teams", None): (1, None, {CRM}),
    ("analytics", None): (None, None, {CRM, APP}),
    ("google", None): (1, 1, {CRM}),
    ("office-365", None): (1, 1, {CRM}),
    ("ms-teams", "portal"): (1, 1, {APP}),
    ("ms-teams", "tab"): (None, None, {APP}),
    ("ms-teams", "message-extension"): (None, None, {APP}),
    ("slack", None): (1, 1, {CRM, APP}),
    ("salesiq", None): (5, 1, {CRM, APP}),
}

DESK = entry("desk")
CAMPAIGNS = entry("campaigns")
ANALYTICS = entry("analytics")
SALESIQ = entry("salesiq")
TAB = entry("ms-teams", "tab")
EXTENSION = entry("ms-teams", "message-extension")


def test_the_catalogue_is_the_policy_s_table():
    catalogue = {
        (row.app, row.feature): (
            row.accounts_per_organization,
            row.organizations_per_account,
            set(row.sides),
        )
        for row in CATALOGUE
    }

    assert catalogue == TABLE
    assert len(CATALOGUE) == 21


def test_an_account_that_may_have_one_organization_is_exclusive_and_beside_it_only_tabs_are():
    exclusive = {(row.app, row.feature) for row in CATALOGUE if row.exclusive is Holder.ACCOUNT}

    assert exclusive == {key for key, cells in TABLE.items() if cells[1] == 1} | {("ms-teams", "tab")}


def test_only_a_message_extension_is_a_user_s_own():
    assert [(row.app, row.feature) for row in CATALOGUE if row.per_user] == [
        ("ms-teams", "message-extension")
    ]


def test_only_cliq_hides_invitations():
    assert [each.app for each in CATALOGUE if each.hides_invitations] == ["cliq"]


def test_only_where_finance_is_started_is_a_reading():
    assert [row.app for row in CATALOGUE if row.sides_are_reading] == ["finance"]


@pytest.mark.parametrize("feature", [None, "portal"])
def test_the_main_feature_of_an_app_need_not_be_named(feature):
    for app, its_feature in TABLE:
        row = entry(app, feature)
        assert row is not None
        assert (row.app, row.feature) == (app, "portal" if app == "ms-teams" else None), its_feature


def test_other_features_are_named():
    assert TAB is not None
    assert (TAB.app, TAB.feature) == ("ms-teams", "tab")
    assert EXTENSION is not None
    assert (EXTENSION.app, EXTENSION.feature) == ("ms-teams", "message-extension")


@pytest.mark.parametrize(
    "app,feature",
    [("myspace", None), ("myspace", "portal"), ("DESK", None), ("desk", "tab"), ("ms-teams", "chat")],
)
def test_there_is_no_other_app_or_feature(app, feature):
    assert entry(app, feature) is None


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: f"{row.app}-{row.feature}")
def test_an_integration_starts_from_the_sides_of_the_table_only(row):
    for side in Side:
        result = plan_linking(row, side, link_facts())
        if side in TABLE[row.app, row.feature][2]:
            assert isinstance(result, LinkPlan)
        else:
            assert isinstance(result, Refusal)
            assert (result.code, result.rule) == (Code.INTEGRATE_WRONG_SIDE, "E3")


def test_a_wrong_side_says_the_right_one():
    refusal = plan_linking(TAB, CRM, link_facts())

    assert isinstance(refusal, Refusal)
    assert str(refusal.message) == "MS Teams can't be linked to Zylker from the side `crm`."
    assert str(refusal.hint) == "It is started from: app (`--from`)."


def test_a_first_account_takes_the_first_place_and_is_the_organization_s_alone():
    assert plan_linking(DESK, CRM, link_facts()) == LinkPlan(slot=1, exclusive="zylker-support")


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: f"{row.app}-{row.feature}")
def test_accounts_of_an_organization_up_to_the_table_s_number_and_no_further(row):
    limit = TABLE[row.app, row.feature][0]
    side = row.sides[0]

    if limit is None:
        assert isinstance(plan_linking(row, side, link_facts()), LinkPlan)
        return
    last = plan_linking(row, side, link_facts(taken_slots=tuple(range(1, limit))))
    over = plan_linking(row, side, link_facts(taken_slots=tuple(range(1, limit + 1))))
    assert isinstance(last, LinkPlan)
    assert last.slot == limit
    assert isinstance(over, Refusal)
    assert (over.code, over.rule) == (Code.INTEGRATE_CARDINALITY, "E2")


def test_five_accounts_of_salesiq_and_not_six():
    fifth = plan_linking(SALESIQ, CRM, link_facts(taken_slots=(1, 2, 3, 4)))
    sixth = plan_linking(SALESIQ, CRM, link_facts(taken_slots=(1, 2, 3, 4, 5)))

    assert fifth == LinkPlan(slot=5, exclusive="zylker-support")
    assert isinstance(sixth, Refusal)
    assert str(sixth.message) == (
        "Zylker is linked with 5 of SalesIQ already, the most that one organization may be."
    )


def test_an_unlinked_account_frees_its_place():
    plan = plan_linking(SALESIQ, CRM, link_facts(taken_slots=(1, 3, 4, 5)))

    assert isinstance(plan, LinkPlan)
    assert plan.slot == 2


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: f"{row.app}-{row.feature}")
def test_an_account_that_is_linked_elsewhere_is_refused_where_the_table_has_one(row):
    result = plan_linking(row, row.sides[0], link_facts(exclusive_link_id=7))

    if TABLE[row.app, row.feature][1] == 1 or row.feature == "tab":
        assert isinstance(result, Refusal)
        assert (result.code, result.rule) == (Code.INTEGRATE_CARDINALITY, "E2")
    else:
        assert isinstance(result, LinkPlan)


def test_an_account_that_is_linked_elsewhere_is_refused_without_saying_where():
    refusal = plan_linking(DESK, CRM, link_facts(exclusive_link_id=7))

    assert isinstance(refusal, Refusal)
    assert str(refusal.message) == (
        "zylker-support of Zoho Desk can't be linked to Zylker: it is linked to an organization already, "
        "and may be to one only."
    )
    assert refusal.subjects == ()


def test_an_account_of_campaigns_may_be_linked_to_many_organizations():
    assert exclusive_key(CAMPAIGNS, "news", 1) is None
    assert plan_linking(CAMPAIGNS, APP, link_facts()) == LinkPlan(slot=1, exclusive=None)


def test_reports_and_organizations_are_many_on_both_sides():
    assert plan_linking(ANALYTICS, CRM, link_facts()) == LinkPlan(slot=None, exclusive=None)


def test_the_same_pair_again_changes_nothing_although_the_organization_is_full():
    facts = link_facts(already=True, taken_slots=(1,), exclusive_link_id=7)

    assert plan_linking(DESK, CRM, facts) == LinkPlan(already=True)


def test_the_same_pair_from_the_wrong_side_is_refused_all_the_same():
    refusal = plan_linking(entry("projects"), APP, link_facts(already=True))

    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.INTEGRATE_WRONG_SIDE


def test_another_tab_of_a_portal_may_show_another_organization():
    plan = plan_linking(TAB, APP, link_facts(account="portal/sales"))

    assert plan == LinkPlan(slot=None, exclusive="portal/sales")


def test_a_message_extension_that_is_linked_to_another_organization_is_replaced():
    plan = plan_linking(EXTENSION, APP, link_facts(user_id=42, exclusive_link_id=7))

    assert plan == LinkPlan(slot=None, exclusive="42", replaces=7)


def test_a_user_s_first_message_extension_replaces_nothing():
    plan = plan_linking(EXTENSION, APP, link_facts(user_id=42))

    assert plan == LinkPlan(slot=None, exclusive="42", replaces=None)


def test_an_account_is_the_same_however_its_letters_are_cased():
    assert exclusive_key(DESK, "Zylker-Support", 1) == exclusive_key(DESK, "zylker-support", 2)


def test_a_message_extension_is_the_user_s_whatever_the_account():
    assert exclusive_key(EXTENSION, "portal-a", 42) == exclusive_key(EXTENSION, "portal-b", 42) == "42"


@pytest.mark.parametrize("text", ["x", "zylker-support", "  Zylker Support ", "Zażółć", "a/b/c", "x" * 200])
def test_an_account_is_any_printable_text(text):
    assert clean_account(DESK, text) == text.strip()


def test_an_account_is_kept_composed():
    assert clean_account(DESK, "Zaz\N{COMBINING DOT ABOVE}") == "Zaż"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 201,
        "a\nb",
        "a\x1b[31m",
        "a\N{RIGHT-TO-LEFT OVERRIDE}b",
        "a\N{ZERO WIDTH SPACE}b",
        "\ud800",
    ],
)
def test_an_account_is_refused_that_could_not_be_read(text):
    with pytest.raises(InvalidInput) as failure:
        clean_account(DESK, text)

    assert failure.value.code is Code.INPUT_ACCOUNT
    assert "1 to 200" in str(failure.value.message)


def test_a_tab_is_a_portal_and_its_tab():
    assert clean_account(TAB, "portal/sales 2025") == "portal/sales 2025"


@pytest.mark.parametrize("text", ["portal", "portal/", "/sales", "portal/ ", "portal/sales/2025", "//"])
def test_anything_else_is_no_tab(text):
    with pytest.raises(InvalidInput) as failure:
        clean_account(TAB, text)

    assert failure.value.code is Code.INPUT_ACCOUNT
    assert str(failure.value.hint) == "Name it as PORTAL/TAB."


@given(st.sampled_from(CATALOGUE), st.sampled_from(Side), st.sets(st.integers(1, 5)), st.booleans())
def test_no_plan_breaks_the_table(row, side, taken, held):
    facts = link_facts(taken_slots=tuple(taken), exclusive_link_id=7 if held else None)

    plan = plan_linking(row, side, facts)

    if isinstance(plan, LinkPlan):
        limit = row.accounts_per_organization
        assert side in row.sides
        assert (plan.slot is None) is (limit is None)
        assert plan.slot is None or (plan.slot not in taken and 1 <= plan.slot <= (limit or 0))
        assert (plan.exclusive is None) is (row.exclusive is None)
        assert plan.replaces == (7 if held and row.per_user else None)
