"""Organizations below who created them, as people see them."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from orgctl.cli.output.formats import Format, rendered
from orgctl.cli.output.text import width
from orgctl.cli.terminal import Terminal
from orgctl.usecases.results import LinkResult, OrganizationInTree, OrganizationTree
from tests.cli.results import NOW, an_invitation, an_organization, on_trial
from tests.cli.test_tables import ESCAPES


def linked(app, account, feature=None):
    return LinkResult(app, feature, account, "zylker", "anna@zylker.example", "crm", NOW)


def in_tree(organization, created_by, *links, mine=False):
    given = {field.name: getattr(organization, field.name) for field in fields(organization)}
    return OrganizationInTree(**given, created_by=created_by, created_by_me=mine, links=links)


TREE = OrganizationTree(
    (
        in_tree(an_organization(name="Gone", url="gone", role="standard"), None),
        in_tree(
            an_organization(name="日本の会社", url="nihon", kind="external", role="standard"),
            "boss@nihon.example",
        ),
        in_tree(
            on_trial(timedelta(days=2), name="Services", url="services"), "anna@zylker.example", mine=True
        ),
        in_tree(
            an_organization(active=True, default=True),
            "anna@zylker.example",
            linked("analytics", "Sales report for the whole of Europe and beyond"),
            linked("ms-teams", "portal/sales", "tab"),
            mine=True,
        ),
    ),
    (an_invitation(),),
)


def shown(columns, **terminal):
    return rendered(TREE, Format.TABLE, Terminal(columns, **terminal), now=NOW)


def test_who_created_what_and_which_apps_hang_where():
    assert shown(80) == (
        "Created by you\n"
        "├── Services                                 services  superadmin  trial: 2 days\n"
        "└── ●◆ Zylker                                zylker    superadmin  enterprise\n"
        "    ├── analytics: Sales report for the wh…\n"
        "    └── ms-teams tab: portal/sales\n"
        "\n"
        "Created by boss@nihon.example\n"
        "└── 日本の会社  nihon  standard, external  enterprise\n"
        "\n"
        "Created by somebody who has left\n"
        "└── Gone  gone  standard  enterprise\n"
        "● active   ◆ default\n"
        "\n"
        "Invitations waiting\n"
        "ORGANIZATION  URL   ROLE   HOLDS        INVITED BY\n"
        "Acme          acme  admin  6 days left  boss@acme.example\n"
        "Answer: orgctl invite accept URL, or decline URL\n"
    )


def test_a_plain_terminal_gets_lines_that_it_has():
    text = shown(80, unicode=False)

    assert "|-- Services" in text
    assert "`-- *= Zylker" in text
    assert "    |-- analytics: Sales report for" in text
    assert "│" not in text


@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("columns", [40, 60, 72, 80, 160])
def test_no_line_is_wider_than_the_terminal(columns, styled):
    text = ESCAPES.sub("", shown(columns, styled=styled, color=styled))

    assert max(width(line) for line in text.split("\n")) <= columns
    assert "services" in text


def test_in_json_it_is_the_list_with_more_keys():
    import json

    document = json.loads(rendered(TREE, Format.JSON, Terminal(80), now=NOW))

    assert list(document) == ["organizations", "invitations"]
    assert [each["created_by"] for each in document["organizations"]][:2] == [None, "boss@nihon.example"]
    assert document["organizations"][3]["links"][1]["account"] == "portal/sales"
    assert {"name", "url", "role", "kind", "trial_ends_at"} <= set(document["organizations"][0])
