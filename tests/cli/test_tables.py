"""Whole tables, as people see them, at the widths that people have."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from orgctl.cli.output.formats import Format, rendered
from orgctl.cli.output.text import width
from orgctl.cli.output.views import SENT
from orgctl.cli.terminal import Terminal
from orgctl.domain.refusals import say
from orgctl.usecases import results
from tests.cli.results import NOW, ORGANIZATIONS, an_invitation, an_organization, on_trial

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def shown(result, terminal, **options):
    return rendered(result, Format.TABLE, terminal, now=NOW, **options)


def test_the_organization_list_at_60_columns():
    assert shown(ORGANIZATIONS, Terminal(60)) == (
        "    NAME         URL              ROLE        EDITION\n"
        "●◆  Zylker       zylker           superadmin  trial: 12 days\n"
        "    Zylker Pro…  zylker-products  admin       crm-plus\n"
        "    Żabka Pols…  zabka            standard    trial ended\n"
        "    日本の会社   nihon            external    zoho-one\n"
        "● active   ◆ default\n"
        "\n"
        "Invitations waiting\n"
        "ORGANIZATION      URL      ROLE      HOLDS\n"
        "Acme              acme     admin     6 days left\n"
        "Contoso Services  contoso  standard  expires in 3 hours\n"
        "Answer: orgctl invite accept URL, or decline URL\n"
    )


def test_the_organization_list_at_80_columns_on_a_plain_terminal():
    assert shown(ORGANIZATIONS, Terminal(80, unicode=False)) == (
        "    NAME                    URL              ROLE        EDITION         MEMBERS\n"
        "*=  Zylker                  zylker           superadmin  trial: 12 days        3\n"
        "    Zylker Products Hol...  zylker-products  admin       crm-plus           1204\n"
        "    Żabka Polska            zabka            standard    trial ended           3\n"
        "    日本の会社              nihon            external    zoho-one              7\n"
        "* active   = default\n"
        "\n"
        "Invitations waiting\n"
        "ORGANIZATION      URL      ROLE      HOLDS               INVITED BY\n"
        "Acme              acme     admin     6 days left         boss@acme.example\n"
        "Contoso Services  contoso  standard  expires in 3 hours  boss@acme.example\n"
        "Answer: orgctl invite accept URL, or decline URL\n"
    )


WIDE = (
    "    NAME                                   URL              ROLE                EDITION"
    "                         MEMBERS\n"
    "●◆  Zylker                                 zylker           superadmin          enterprise trial,"
    " 12 days left        3\n"
    "    Zylker Products Holding International  zylker-products  admin               crm-plus"
    "                           1204\n"
    "    Żabka Polska                           zabka            standard            enterprise trial"
    " ended                3\n"
    "    日本の会社                             nihon            standard, external  zoho-one"
    "                              7\n"
    "● active   ◆ default\n"
)


@pytest.mark.parametrize("columns", [200, None])
def test_the_organization_list_with_room_and_in_a_pipe(columns):
    assert shown(ORGANIZATIONS, Terminal(columns)).startswith(WIDE)


def test_the_organization_list_with_lines_and_without_color():
    text = shown(ORGANIZATIONS, Terminal(80, styled=True, color=False))

    assert ESCAPES.sub("", text).split("\n")[:6] == [
        "    Name                    URL              Role        Edition         Members",
        "─" * 80,
        "●◆  Zylker                  zylker           superadmin  trial: 12 days        3",
        "    Zylker Products Holdi…  zylker-products  admin       crm-plus           1204",
        "    Żabka Polska            zabka            standard    trial ended           3",
        "    日本の会社              nihon            external    zoho-one              7",
    ]
    assert set(re.findall(r"\x1b\[([0-9;]*)m", text)) <= {"0", "1", "2"}


def test_colors_say_nothing_that_words_and_marks_do_not():
    colored = shown(ORGANIZATIONS, Terminal(80, styled=True, color=True))
    plain = shown(ORGANIZATIONS, Terminal(80, styled=True, color=False))

    assert "\x1b[31m" in colored
    assert ESCAPES.sub("", colored) == ESCAPES.sub("", plain)


@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("columns", [40, 50, 60, 72, 80, 100, 160, 200])
def test_no_line_is_wider_than_the_terminal(columns, styled):
    text = shown(ORGANIZATIONS, Terminal(columns, styled=styled, color=styled))

    assert max(width(line) for line in ESCAPES.sub("", text).split("\n")) <= columns


def test_a_name_is_never_read_as_markup_and_never_obeyed():
    hostile = an_organization(name="[bold red]x[/nope] \x1b]0;title\x07 [link=http://x]y[/link]")

    for styled in (False, True):
        text = ESCAPES.sub("", shown(results.OrganizationList((hostile,), ()), Terminal(200, styled=styled)))

        assert "[bold red]x[/nope] <U+001B>]0;title<U+0007> [link=http://x]y[/link]" in text
        assert "\x1b" not in text


def test_one_organization_is_shown_as_pairs():
    assert shown(on_trial(timedelta(days=12), active=True, restrict_ip=("10.0.0.0/8",)), Terminal(80)) == (
        "name                Zylker\n"
        "URL                 zylker\n"
        "time zone           Europe/Warsaw\n"
        "edition             enterprise trial, 12 days left\n"
        "trial ends at       2026-12-07 01:02 UTC\n"
        "members             3\n"
        "created at          2026-10-26 01:02 UTC\n"
        "role                superadmin\n"
        "kind                internal\n"
        "default             no\n"
        "active              yes\n"
        "only from           10.0.0.0/8\n"
        "invitations listed  yes\n"
    )


def test_who_is_shown_with_what_decided_on_the_organization():
    who = results.WhoResult("jan@zylker.example", "Jan", "zylker", None, "directory", "root")

    assert shown(who, Terminal(80)) == (
        "email       jan@zylker.example\n"
        "name        Jan\n"
        "active      zylker\n"
        "default     -\n"
        "decided by  this folder's pin (.orgctl)\n"
        "typed by    root\n"
    )


def test_an_invitation_says_how_long_it_holds():
    text = shown(an_invitation(), Terminal(80))

    assert "expires at    2026-12-01 01:02 UTC (6 days left)\n" in text


def test_the_members_of_an_organization():
    members = (
        results.MemberResult("anna@zylker.example", "Anna Nowak", "superadmin", "internal", NOW),
        results.MemberResult("ewa@other.example", "Ewa", "standard", "external", NOW),
    )

    assert shown(members, Terminal(80)) == (
        "EMAIL                NAME        ROLE                SINCE\n"
        "anna@zylker.example  Anna Nowak  superadmin          2026-11-25\n"
        "ewa@other.example    Ewa         standard, external  2026-11-25\n"
    )


def test_sent_invitations_with_their_state():
    sent = (an_invitation(), an_invitation(email="ewa@other.example", status="declined"))

    assert shown(sent, Terminal(80), view=SENT) == (
        "EMAIL               ROLE   STATUS                INVITED BY         SENT\n"
        "jan@zylker.example  admin  pending, 6 days left  boss@acme.example  2026-11-24\n"
        "ewa@other.example   admin  declined              boss@acme.example  2026-11-24\n"
    )


def test_a_bulk_invitation_shows_what_was_done_and_what_was_not():
    sent = results.SentResult(
        (an_invitation(),),
        (results.FailedItem("ewa@x.example", "invite.already_member", say("ewa@x.example is in Acme.")),),
    )

    assert shown(sent, Terminal(80)) == (
        "Sent\n"
        "EMAIL               ROLE   STATUS                INVITED BY         SENT\n"
        "jan@zylker.example  admin  pending, 6 days left  boss@acme.example  2026-11-24\n"
        "\n"
        "Not sent\n"
        "EMAIL          CODE                   WHY\n"
        "ewa@x.example  invite.already_member  ewa@x.example is in Acme.\n"
    )


def test_somebody_in_no_organization_is_told_so():
    assert shown(results.OrganizationList((), ()), Terminal(80)) == "You are in no organization.\n"


CHANGES = (
    results.ChangeResult("create", "user", None, "anna@zylker.example", say("name: Anna Nowak")),
    results.ChangeResult("create", "organization", "zylker", "zylker", say("sign-up of anna@zylker.example")),
    results.ChangeResult("change", "organization", "zylker", "zylker", say("licenses: 10 -> 25")),
    results.ChangeResult("create", "member", "zylker", "jan@zylker.example", say("role: standard")),
    results.ChangeResult("create", "member", "zylker", "adam@zylker.example", say("role: admin")),
    results.ChangeResult("remove", "integration", "second", "desk", say("account: support")),
)


def test_a_plan_is_shown_by_organization_with_each_refusal_in_its_place():
    refused = results.RefusedChange(
        "create", "member", "zylker", "ewa@x.example", say(""), "limit.memberships",
        say("ewa@x.example is in 10 organizations."), say("Leave one."), "holding.yaml:12:9",
    )  # fmt: skip
    note = results.ChangeResult("wait", "member", "second", "ola@x.example", say("invited, not answered yet"))

    assert shown(results.PlanResult(CHANGES, (refused,), (note,)), Terminal(80)) == (
        "People\n"
        "  + user  anna@zylker.example  name: Anna Nowak\n"
        "\n"
        "zylker\n"
        "  + organization  sign-up of anna@zylker.example\n"
        "  ~ organization  licenses: 10 -> 25\n"
        "  + member        jan@zylker.example              role: standard\n"
        "  + member        adam@zylker.example             role: admin\n"
        "  ! member ewa@x.example (holding.yaml:12:9): ewa@x.example is in 10\n"
        "    organizations. [B5 limit.memberships]\n"
        "    Leave one.\n"
        "\n"
        "second\n"
        "  - integration  desk, account: support\n"
        "    member       ola@x.example           invited, not answered yet\n"
        "\n"
        "6 changes, 1 refused: nothing can be applied.\n"
    )


def test_one_long_url_takes_no_column_from_the_others():
    long = an_organization(name="Zylker Services", url="zylker-" + "services-" * 6 + "x")

    text = shown(results.OrganizationList((long, an_organization()), ()), Terminal(80))

    assert text.count("superadmin") == 2
    assert text.count("enterprise") == 2
    assert "Zylker Services" in text


@pytest.mark.parametrize("columns", [45, 60, 80])
def test_nothing_of_a_plan_is_cut(columns):
    address = "somebody.with.a.long.address@subdomain.of.a.company.example"
    report = say("account: Sales report of the third quarter, from: crm, user: anna@zylker.example")
    plan = results.PlanResult(
        (
            results.ChangeResult("invite", "invitation", "zylker", address, say("role: standard")),
            results.ChangeResult("create", "integration", "zylker", "analytics", report),
            results.ChangeResult(
                "change", "organization", "zylker", "zylker", say("name: Zylker -> 北京分公司有限责任公司")
            ),
        ),
        (),
    )

    text = shown(plan, Terminal(columns))

    assert max(map(width, text.split("\n"))) <= columns
    assert "…" not in text
    said = "".join(line[17:] for line in text.split("\n"))
    assert address in "".join(line[17:].partition("  standard")[0].strip() for line in text.split("\n"))
    assert "".join(str(report).split()) in "".join(said.split())
    assert "北京分公司有限责任公司" in "".join(said.split())


def test_what_was_applied_is_summed_up_by_organization():
    assert shown(results.AppliedResult(CHANGES, (), applied=6), Terminal(80)) == (
        "ORGANIZATION  ADDED                      CHANGED         REMOVED\n"
        "People        1 person                   -               -\n"
        "zylker        1 organization, 2 members  1 organization  -\n"
        "second        -                          -               1 integration\n"
        "\n"
        "6 changes made.\n"
    )


def test_a_plan_says_how_many_changes_there_are():
    assert shown(results.PlanResult((), ()), Terminal(80)) == "Nothing to change.\n"
    assert shown(results.AppliedResult((), ()), Terminal(80)) == "Nothing to change.\n"
    assert shown(results.PlanResult(CHANGES[:1], ()), Terminal(80)).endswith("\n1 change to make.\n")
