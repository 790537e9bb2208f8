from __future__ import annotations

import pytest

from orgctl.domain.values import Role, Side
from orgctl.usecases import integrations, reading
from tests.usecases.acts import ANNA, EWA, JAN, refused


@pytest.fixture
def two(acts):
    """Anna's Zylker and Services, Ewa's Other; Jan administrates both of Anna's."""
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.sign_up(EWA, "other")
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(JAN, "services", by=ANNA, role=Role.ADMIN)
    return acts


def _add(acts, who, org, app, account, *, feature=None, side=Side.CRM):
    return acts.do(integrations.add, who, org=org, app=app, account=account, feature=feature, side=side)


def _links(acts):
    return acts.rows(
        "SELECT o.url, l.app, l.account FROM links l JOIN organizations o ON o.id = l.organization_id "
        "ORDER BY o.url, l.app, l.account"
    )


def test_an_account_is_linked_with_the_organization_that_was_chosen(two):
    link = _add(two, ANNA, "services", "desk", "Support")

    assert (link.app, link.account, link.organization, link.user, link.started_from) == (
        "desk",
        "Support",
        "services",
        ANNA,
        "crm",
    )


def test_the_same_pair_again_changes_nothing_and_succeeds(two):
    first = _add(two, ANNA, "zylker", "desk", "Support")
    written = two.rows("SELECT COUNT(*) FROM audit")

    again = _add(two, JAN, "zylker", "desk", "SUPPORT")

    assert again == first
    assert two.rows("SELECT COUNT(*) FROM audit") == written


def test_a_second_account_is_refused_until_the_first_is_unlinked(two):
    _add(two, ANNA, "zylker", "desk", "one")
    refused("integrate.cardinality", _add, two, ANNA, "zylker", "desk", "two")

    two.do(integrations.remove, ANNA, org="zylker", app="desk", account="ONE", feature=None)

    assert _add(two, ANNA, "zylker", "desk", "two").account == "two"


def test_an_account_of_one_organization_is_refused_to_another_without_saying_whose_it_is(two):
    _add(two, EWA, "other", "slack", "team")

    refusal = refused("integrate.cardinality", _add, two, ANNA, "zylker", "slack", "TEAM")

    assert "other" not in f"{refusal.message} {refusal.hint}".lower().replace("another", "")


def test_the_sixth_salesiq_portal_is_refused_and_the_fifth_is_not(two):
    for number in range(1, 6):
        _add(two, ANNA, "zylker", "salesiq", f"portal-{number}")

    refused("integrate.cardinality", _add, two, ANNA, "zylker", "salesiq", "portal-6")


def test_one_account_of_campaigns_is_for_many_organizations(two):
    _add(two, ANNA, "zylker", "campaigns", "all")
    _add(two, EWA, "other", "campaigns", "all")

    assert _links(two) == [("other", "campaigns", "all"), ("zylker", "campaigns", "all")]


def test_a_message_extension_follows_its_user_and_nobody_elses(two):
    feature, side = "message-extension", Side.APP
    _add(two, JAN, "zylker", "ms-teams", "bot", feature=feature, side=side)
    _add(two, ANNA, "zylker", "ms-teams", "bot", feature=feature, side=side)

    _add(two, JAN, "services", "ms-teams", "bot", feature=feature, side=side)

    mine = {
        (link.organization, link.user)
        for org in ("zylker", "services")
        for link in two.ask(reading.list_links, ANNA, org=org, app=None)
    }
    assert mine == {("zylker", ANNA), ("services", JAN)}


def test_unlinking_a_message_extension_takes_ones_own_first(two):
    feature, side = "message-extension", Side.APP
    for who in (ANNA, JAN):
        _add(two, who, "zylker", "ms-teams", "bot", feature=feature, side=side)

    gone = two.do(integrations.remove, JAN, org="zylker", app="ms-teams", account="bot", feature=feature)

    assert gone.user == JAN


def test_what_is_started_from_the_app_is_not_started_from_here(two):
    refused("integrate.wrong_side", _add, two, ANNA, "zylker", "ms-teams", "portal")


def test_nothing_is_unlinked_that_is_not_linked_here(two):
    _add(two, EWA, "other", "slack", "team")

    refused(
        "not_found.link",
        two.do,
        integrations.remove,
        ANNA,
        org="zylker",
        app="slack",
        account="team",
        feature=None,
    )


@pytest.mark.parametrize(
    "app, feature, code", [("nothing", None, "not_found.app"), ("desk", "tab", "usage.argument")]
)
def test_what_is_not_in_the_catalogue(two, app, feature, code):
    refused(code, _add, two, ANNA, "zylker", app, "x", feature=feature)


def test_a_standard_member_links_nothing(two):
    two.join("standard@x.example", "zylker", by=ANNA)

    refused("role.not_admin", _add, two, "standard@x.example", "zylker", "desk", "x")


def test_links_of_other_organizations_are_not_listed(two):
    _add(two, EWA, "other", "slack", "team")
    _add(two, ANNA, "zylker", "slack", "mine")
    _add(two, ANNA, "zylker", "desk", "mine")

    assert [
        (each.app, each.account) for each in two.ask(reading.list_links, ANNA, org="zylker", app=None)
    ] == [
        ("desk", "mine"),
        ("slack", "mine"),
    ]
    assert [each.app for each in two.ask(reading.list_links, ANNA, org="zylker", app="slack")] == ["slack"]


def test_every_row_of_the_catalogue_is_listed():
    rows = reading.catalogue()

    assert len(rows) == 21
    assert next(row for row in rows if row.app == "salesiq").accounts_per_organization == 5
