"""Section 5 of the policy: D1 to D4."""

from __future__ import annotations

import subprocess
import sys

import pytest

from orgctl.domain.switching import (
    after_switch,
    default_after_joining,
    default_after_loss,
    effective_active,
    match_organization,
    slug_of,
)

ZYLKER, SERVICES, PRODUCTS = 10, 11, 12


def test_the_organization_of_the_session_is_active():
    assert effective_active(SERVICES, ZYLKER) == SERVICES


def test_the_default_is_active_where_the_session_has_none():
    assert effective_active(None, ZYLKER) == ZYLKER


def test_none_is_active_without_session_s_and_default():
    assert effective_active(None, None) is None


def test_switching_remembers_the_way_back():
    assert after_switch(ZYLKER, None, SERVICES) == (SERVICES, ZYLKER)
    assert after_switch(SERVICES, ZYLKER, ZYLKER) == (ZYLKER, SERVICES)


def test_switching_to_the_active_one_keeps_the_way_back():
    assert after_switch(SERVICES, ZYLKER, SERVICES) == (SERVICES, ZYLKER)


def test_there_is_no_way_back_to_none():
    assert after_switch(None, None, ZYLKER) == (ZYLKER, None)


def test_the_first_organization_becomes_the_default():
    assert default_after_joining(0, None, ZYLKER) == ZYLKER


@pytest.mark.parametrize("had_memberships", [1, 9])
def test_a_later_organization_does_not_become_the_default(had_memberships):
    assert default_after_joining(had_memberships, ZYLKER, SERVICES) == ZYLKER


def test_a_later_organization_does_not_become_the_default_where_that_was_lost():
    assert default_after_joining(1, None, SERVICES) is None


def test_an_organization_joined_after_all_others_were_lost_becomes_the_default():
    assert default_after_joining(0, ZYLKER, SERVICES) == SERVICES


def test_there_is_no_default_once_it_is_lost():
    assert default_after_loss(ZYLKER, ZYLKER) is None


def test_the_default_outlives_the_loss_of_another_organization():
    assert default_after_loss(ZYLKER, SERVICES) == ZYLKER
    assert default_after_loss(None, SERVICES) is None


MINE = (
    (ZYLKER, "zylker", "Zylker"),
    (SERVICES, "zylker-services", "Zylker Services"),
    (PRODUCTS, "zylker-products", "Zażółć Gęślą"),
)


@pytest.mark.parametrize(
    "text,found",
    [
        ("zylker", (ZYLKER,)),
        ("ZYLKER", (ZYLKER,)),
        (" zylker ", (ZYLKER,)),
        ("zylker-services", (SERVICES,)),
        ("https://crm.example/zylker-services", (SERVICES,)),
        ("https://crm.example/org/Zylker-Services/", (SERVICES,)),
        ("https://crm.example/zylker-services?from=mail#top", (SERVICES,)),
        ("zylker services", (SERVICES,)),
        (" Zylker SERVICES ", (SERVICES,)),
        ("ZAŻÓŁĆ gęślą", (PRODUCTS,)),
        (
            "Zaz\N{COMBINING DOT ABOVE}o\N{COMBINING ACUTE ACCENT}łc\N{COMBINING ACUTE ACCENT} Gęślą",
            (PRODUCTS,),
        ),
        ("crm.example/zylker", ()),
        ("https://crm.example/", ()),
        ("https://", ()),
        ("zyl", ()),
        ("", ()),
        ("\ud800", ()),
    ],
)
def test_an_organization_is_named_by_access_url_full_url_or_name(text, found):
    assert match_organization(text, MINE) == found


def test_an_access_url_wins_over_the_name_of_another_organization():
    candidates = [(1, "north", "South"), (2, "south", "North")]

    assert match_organization("south", candidates) == (2,)
    assert match_organization("NORTH", candidates) == (1,)


def test_a_pinned_access_url_is_never_taken_for_a_name():
    candidates = [(1, "other", "Prod"), (2, "labs", "Zylker Labs")]

    assert match_organization("prod", candidates) == (1,)
    assert match_organization("prod", candidates, pinned=True) == ()
    assert match_organization("Prod", candidates, pinned=True) == (1,)
    assert match_organization("labs", candidates, pinned=True) == (2,)
    assert match_organization("zylker labs", candidates, pinned=True) == (2,)


def test_a_name_that_two_organizations_have_names_both():
    candidates = [(1, "north", "Zylker"), (2, "south", "ZYLKER"), (3, "west", "Other")]

    assert match_organization("zylker", candidates) == (1, 2)


def test_candidates_may_be_read_once_only():
    assert match_organization("zylker services", iter(MINE)) == (SERVICES,)


def test_an_access_url_is_taken_from_a_full_url_as_it_stands():
    assert slug_of("https://crm.example/No such-Slug") == "no such-slug"


def test_no_other_alphabet_s_letter_stands_for_one_of_an_access_url():
    assert match_organization("zyl\N{KELVIN SIGN}er", [(ZYLKER, "zylker", "Other")]) == ()


def test_a_shell_prompt_pays_for_no_import_of_this_module():
    count = "import sys; before = set(sys.modules); import orgctl.domain.switching; "
    script = count + "print(*sorted(set(sys.modules) - before))"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert set(run.stdout.split()) - {"__future__"} == {"orgctl", "orgctl.domain", "orgctl.domain.switching"}
