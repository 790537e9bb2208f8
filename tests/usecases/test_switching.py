from __future__ import annotations

import pytest

from orgctl.usecases import accounts, reading, switching
from tests.usecases.acts import ANNA, EWA, refused


@pytest.fixture
def three(acts):
    """Anna's Zylker, Services and Products; Products is active."""
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.create(ANNA, "products")
    return acts


def _switch(acts, to, who=ANNA):
    return acts.do(switching.switch, who, organization=to)


@pytest.mark.parametrize(
    "text", ["services", "SERVICES", "Services", "https://crm.example/org/services", " services "]
)
def test_an_organization_is_meant_by_its_access_url_or_its_name(three, text):
    result = _switch(three, text)

    assert (result.url, result.active) == ("services", True)


def test_a_name_that_several_have_says_not_which(three):
    three.run("UPDATE organizations SET name = 'Alike' WHERE url <> 'zylker'")

    failure = refused("not_found.organization", _switch, three, "alike")

    assert "2 of your organizations" in str(failure.message)


def test_an_access_url_wins_over_a_name(three):
    three.run("UPDATE organizations SET name = 'zylker' WHERE url = 'services'")

    assert _switch(three, "zylker").url == "zylker"


def test_going_back_and_forth(three):
    _switch(three, "zylker")

    there = [_switch(three, "-").url for _ in range(3)]

    assert there == ["products", "zylker", "products"]


def test_switching_to_the_active_one_keeps_the_way_back(three):
    _switch(three, "zylker")
    _switch(three, "zylker")

    assert _switch(three, "-").url == "products"


def test_there_is_no_way_back_at_first(acts):
    acts.sign_up(ANNA, "zylker")

    refused("not_found.organization", _switch, acts, "-")


def test_there_is_no_way_back_to_what_was_lost(three):
    from orgctl.usecases import organizations

    _switch(three, "zylker")
    three.do(organizations.delete, ANNA, organization="products")

    refused("not_found.organization", _switch, three, "-")


def test_organizations_of_others_answer_like_those_that_are_not_there(three):
    three.sign_up(EWA, "other")

    theirs = refused("not_found.organization", _switch, three, "other")
    nobodys = refused("not_found.organization", _switch, three, "0ther")

    assert str(theirs.message).replace("other", "0ther") == str(nobodys.message)
    assert str(theirs.hint) == str(nobodys.hint)


def test_switching_is_not_history(three):
    before = three.rows("SELECT COUNT(*) FROM audit")

    _switch(three, "zylker")

    assert three.rows("SELECT COUNT(*) FROM audit") == before


def test_a_default_is_what_the_next_sign_in_begins_with(three):
    three.do(switching.set_default, ANNA, organization="services")

    assert three.ask(switching.show_default, ANNA).url == "services"
    assert three.sign_in(ANNA, "orgs_one").active == "services"


def test_the_same_default_again_is_not_written_down(three):
    before = three.rows("SELECT COUNT(*) FROM audit")

    three.do(switching.set_default, ANNA, organization="zylker")

    assert three.rows("SELECT COUNT(*) FROM audit") == before


def test_without_a_default_there_is_none_to_show(three):
    from orgctl.usecases import organizations

    three.do(organizations.delete, ANNA, organization="zylker")

    refused("not_found.organization", three.ask, switching.show_default, ANNA)


def test_with_nothing_active_a_command_says_what_to_do(three):
    from orgctl.usecases import organizations

    for url in ("zylker", "products"):
        three.do(organizations.delete, ANNA, organization=url)

    failure = refused("not_found.organization", three.ask, reading.list_members, ANNA)

    assert "default set" in str(failure.hint)
    assert three.ask(accounts.who, ANNA).active is None
