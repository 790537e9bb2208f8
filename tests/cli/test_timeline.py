"""History as people read it: sentences by day, in every width, with nothing in them that a terminal obeys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.cli.output import timeline
from orgctl.cli.output.formats import Format, rendered
from orgctl.cli.output.text import width
from orgctl.cli.terminal import Terminal
from orgctl.store.audit import Act
from orgctl.usecases.results import AuditResult
from tests.cli.results import NOW
from tests.cli.test_tables import ESCAPES

ANNA, JAN = "anna@zylker.example", "jan@zylker.example"


def entry(
    action, subject=None, *, ago=timedelta(0), actor=ANNA, operator=None, organization="zylker", **detail
):
    return AuditResult(NOW - ago, actor, operator, organization, action, subject, detail)


def shown(*entries, columns=80, **terminal):
    return rendered(entries, Format.TABLE, Terminal(columns, **terminal), now=NOW)


def test_by_day_what_who_did_in_sentences():
    assert shown(
        entry("organization:organization:created", "zylker", ago=timedelta(days=9), name="Zylker"),
        entry("organization:invitation:sent", JAN, ago=timedelta(days=1), role="admin", kind="internal"),
        entry("organization:invitation:accepted", JAN, actor=JAN, ago=timedelta(hours=2), role="admin"),
        entry("organization:app:linked", "ms-teams", app="ms-teams", feature="tab", account="portal/sales"),
        entry("organization:member:role-changed", JAN, operator="root", role="standard"),
    ) == (
        "zylker, 2026-11-16, UTC\n"
        "01:02  anna@zylker.example created it as Zylker\n"
        "\n"
        "zylker, 2026-11-24, yesterday, UTC\n"
        "01:02  anna@zylker.example invited jan@zylker.example as admin\n"
        "23:02  jan@zylker.example accepted, and is admin\n"
        "\n"
        "zylker, 2026-11-25, today, UTC\n"
        "01:02  anna@zylker.example linked ms-teams tab portal/sales\n"
        "01:02  anna@zylker.example made jan@zylker.example standard [typed by root]\n"
    )


def test_where_there_are_several_organizations_each_line_names_its_own():
    assert shown(
        entry("person:account:created", ANNA, organization=None),
        entry("organization:member:left", ANNA, organization="zylker"),
        entry("organization:member:unlinked", ANNA, actor=JAN, organization="acme"),
    ) == (
        "2026-11-25, today, UTC\n"
        "01:02  anna@zylker.example signed up\n"
        "01:02  zylker: anna@zylker.example left\n"
        "01:02  acme: jan@zylker.example unlinked anna@zylker.example\n"
    )


def test_a_long_sentence_goes_on_below_itself():
    assert shown(
        entry("organization:invitation:declined", JAN, actor=JAN, reason="I have left the project for good."),
        columns=60,
    ) == (
        "zylker, 2026-11-25, today, UTC\n"
        "01:02  jan@zylker.example declined: I have left the\n"
        "         project for good.\n"
    )


def test_every_act_has_a_sentence():
    assert {act.value for act in Act} == set(timeline.SAID)


@pytest.mark.parametrize("action", [*timeline.SAID, "organization:future:thing", "{0.__class__}"])
@pytest.mark.parametrize("detail", [{}, {"name": "{actor.x} \x1b[31m", "role": None, "reason": ["a", 1]}])
def test_a_row_that_knows_less_or_more_is_told_too_and_obeyed_by_nobody(action, detail):
    text = shown(entry(action, "\u202esubject", actor="{subject}", **detail), columns=None)

    assert "{subject}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_restrictions_and_external_members_are_said_as_they_are():
    text = shown(
        entry("organization:networks:changed", "zylker", restrict_ip=["10.0.0.0/8", "192.0.2.0/24"]),
        entry("organization:networks:changed", "zylker", restrict_ip=[]),
        entry("organization:invitation:sent", JAN, role="standard", kind="external"),
        columns=None,
    )

    assert "restricted it to these networks: 10.0.0.0/8, 192.0.2.0/24\n" in text
    assert "lifted its restriction to networks\n" in text
    assert "invited jan@zylker.example as external\n" in text


@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_no_line_is_wider_than_the_terminal(columns, styled):
    entries = [
        entry(action, "a" * 60 + "@x.example", operator="somebody", name="日本" * 40)
        for action in timeline.SAID
    ]

    text = ESCAPES.sub("", shown(*entries, columns=columns, styled=styled, color=styled))

    assert max(width(line) for line in text.split("\n")) <= columns
