"""The same result in each format: nothing is lost, and nothing in it acts where it is read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import pytest
from ruamel.yaml import YAML

from orgctl.cli.output import csv as csv_output
from orgctl.cli.output import yaml as yaml_output
from orgctl.cli.output.document import plain
from orgctl.cli.output.formats import Format, rendered
from orgctl.cli.terminal import Terminal
from orgctl.manifest.csv_reading import unguarded
from orgctl.usecases import results
from tests.cli.results import NOW, ORGANIZATIONS, an_organization

PROMISED = {
    results.OrganizationResult: "name url timezone edition trial trial_ends_at licenses members created_at "
    "role kind default active restrict_ip invitations_listed",
    results.MemberResult: "email name role kind since",
    results.InvitationResult: "id organization url email role kind status sent_at expires_at invited_by",
    results.OrganizationList: "organizations invitations",
    results.SentResult: "sent failed",
    results.WhoResult: "email name active default from operator",
    results.LinkResult: "app feature account organization user started_from since",
    results.AuditResult: "at actor operator organization action subject detail",
    results.LimitResult: "rule code used limit left",
    results.PlanResult: "changes refused",
    results.ChangeResult: "action kind organization subject detail",
}
"""The keys that scripts may rely on; more may come, none may go."""


@pytest.mark.parametrize("type_", PROMISED, ids=lambda type_: type_.__name__)
def test_every_promised_key_is_a_field(type_):
    names = [field.name.rstrip("_") for field in fields(type_)]

    assert names[: len(PROMISED[type_].split())] == PROMISED[type_].split()


def shown(result, format_, **options):
    return rendered(result, format_, Terminal(80), now=NOW, **options)


def test_json_is_one_ascii_document_with_every_key():
    text = shown(an_organization(name="Żabka \u202e"), Format.JSON)

    assert text == (
        "{\n"
        '  "name": "\\u017babka \\u202e",\n'
        '  "url": "zylker",\n'
        '  "timezone": "Europe/Warsaw",\n'
        '  "edition": "enterprise",\n'
        '  "trial": false,\n'
        '  "trial_ends_at": null,\n'
        '  "licenses": 25,\n'
        '  "members": 3,\n'
        '  "created_at": "2026-10-26T01:02:03Z",\n'
        '  "role": "superadmin",\n'
        '  "kind": "internal",\n'
        '  "default": false,\n'
        '  "active": false,\n'
        '  "restrict_ip": [],\n'
        '  "invitations_listed": true\n'
        "}\n"
    )


def test_an_underscore_that_python_needs_is_in_no_key():
    who = results.WhoResult("jan@zylker.example", "Jan", "zylker", None, "session", None)

    assert json.loads(shown(who, Format.JSON)) == {
        "email": "jan@zylker.example",
        "name": "Jan",
        "active": "zylker",
        "default": None,
        "from": "session",
        "operator": None,
    }


def test_a_result_that_extends_another_has_its_keys_beside_the_others():
    from dataclasses import asdict

    subscribed = results.SubscribedResult(**asdict(an_organization()), made_external=("ewa@x.example",))

    document = json.loads(shown(subscribed, Format.JSON))

    assert list(document)[-2:] == ["invitations_listed", "made_external"]
    assert document["made_external"] == ["ewa@x.example"]


def test_what_has_no_plain_form_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="no plain form of object"):
        plain(object())


@pytest.mark.parametrize(
    "text",
    [
        "Zylker", "no", "NULL", "012", "1e3", "1:30", "2026-11-25", "~", "", " x ", "a: b", "- a", "#x", "*x",
        "a\nb", "a\u202eb", "Żabka", "日本", "\x1b[2J", "'", '"', "@x", "{a}", "%x", "x\\y", "\U0001f600",
    ],
)  # fmt: skip
def test_yaml_gives_back_every_text_as_text(text):
    @dataclass(frozen=True)
    class Named:
        name: str

    written = yaml_output.rendered(Named(text))

    assert YAML(typ="safe", pure=True).load(written) == {"name": text}
    assert written.replace("\n", "").isprintable()


def test_yaml_of_a_list():
    assert shown((results.LimitResult("B5", "limit.memberships", 2, 10, 8),), Format.YAML) == (
        "- rule: B5\n  code: limit.memberships\n  used: 2\n  limit: 10\n  left: 8\n"
    )


def test_yaml_of_an_empty_list():
    assert shown((), Format.YAML, item=results.LimitResult) == "[]\n"


def test_csv_has_a_line_of_keys_and_a_row_an_item():
    member = results.MemberResult(
        "ewa@zylker.example", 'Ewa "E", Nowak', "admin", "internal", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    )

    assert shown((member,), Format.CSV) == (
        'email,name,role,kind,since\newa@zylker.example,"Ewa ""E"", Nowak",admin,internal,2026-01-02T03:04:05Z\n'
    )


def test_csv_of_nothing_still_has_its_keys():
    assert shown((), Format.CSV, item=results.LimitResult) == "rule,code,used,limit,left\n"


def test_csv_of_several_lists_says_which_one_a_row_is_from():
    rows = list(csv.DictReader(io.StringIO(shown(ORGANIZATIONS, Format.CSV))))

    assert [row["list"] for row in rows] == ["organizations"] * 4 + ["invitations"] * 2
    assert rows[0]["trial"] == "true"
    assert rows[0]["licenses"] == ""
    assert rows[4]["invited_by"] == "boss@acme.example"


@pytest.mark.parametrize(
    "result, text",
    [
        (results.OrganizationList((), ()), "list\n"),
        (results.AppliedResult((), (), applied=0), "applied\n0\n"),
    ],
)
def test_csv_of_several_lists_that_are_empty_is_what_stands_beside_them(result, text):
    assert shown(result, Format.CSV) == text


def test_csv_has_nested_values_as_json():
    rows = list(csv.DictReader(io.StringIO(shown(an_organization(restrict_ip=("10.0.0.0/8",)), Format.CSV))))

    assert rows[0]["restrict_ip"] == '["10.0.0.0/8"]'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''-x", "plain", "'quoted'", "1-1"])
def test_a_spreadsheet_runs_no_cell_and_each_reads_back_as_it_was(text):
    cell = next(csv.reader(io.StringIO(csv_output.rendered([text]).split("\n", 1)[1])))[0]

    assert cell[0] not in "=+-@\t\r"
    assert unguarded(cell) == text


def test_a_list_of_nothing_says_so_in_words():
    assert (
        shown((), Format.TABLE, item=results.MemberResult, empty="Nobody is in it.") == "Nobody is in it.\n"
    )
