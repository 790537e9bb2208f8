from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgctl.domain.values import Role
from orgctl.manifest.flaws import ManifestError
from orgctl.manifest.reading import read
from orgctl.manifest.values import Manifest, WantedMember, WantedOrganization
from orgctl.text.addresses import parse_address

ANNA = parse_address("anna@zylker.example")
JAN = parse_address("jan@zylker.example")
TWO = (WantedMember(ANNA, Role.SUPERADMIN), WantedMember(JAN, Role.STANDARD))
ROSTER = "org,email,role\nzylker,anna@zylker.example,superadmin\nzylker,jan@zylker.example,standard\n"


def roster(text: str | bytes) -> Manifest:
    return read(text.encode() if isinstance(text, str) else text, name="team.csv")


def flaws_in(text: str | bytes) -> list[str]:
    with pytest.raises(ManifestError) as refused:
        roster(text)
    return str(refused.value).splitlines()


def test_a_roster_is_read_into_organizations_with_all_their_members_and_nothing_else():
    assert roster(ROSTER) == Manifest(organizations=(WantedOrganization("zylker", members=TWO),))


def test_members_and_organizations_know_their_places():
    manifest = roster(ROSTER)
    (wanted,) = manifest.organizations

    assert manifest.place(wanted) == "team.csv:2:1"
    assert manifest.place(wanted.members[1]) == "team.csv:3:8"


@pytest.mark.parametrize(
    "text",
    [
        ROSTER.removesuffix("\n"),
        ROSTER.replace("\n", "\r\n"),
        ROSTER.replace("\n", "\r"),
        "\ufeff" + ROSTER,
        "\n\n" + ROSTER.replace("\n", "\n\n"),
        ROSTER + ",,\n" + ",\n" + ",,,,\n" + '"",,""\n',
        ROSTER.replace("zylker,", '"zylker",').replace("standard", '"standard"'),
        ROSTER.replace("zylker,jan", "ZYLKER,jan"),
        "email,role,org\nanna@zylker.example,superadmin,zylker\njan@zylker.example,standard,zylker",
        "role,org,email\nsuperadmin,zylker,anna@zylker.example\nstandard,zylker,jan@zylker.example",
        ROSTER.replace("anna@", "'anna@").replace("'anna@", "anna@"),
    ],
)
def test_a_roster_may_be_written_in_many_ways(text: str):
    assert roster(text).organizations == (WantedOrganization("zylker", members=TWO),)


@pytest.mark.parametrize(
    "columns, place",
    [
        ("org,email,role", "2:5"),
        ("role,email,org", "2:12"),
        ("email,org,role", "2:1"),
        ("org,role,email", "2:16"),
    ],
)
def test_a_member_is_where_the_address_starts(columns: str, place: str):
    cells = {"org": "abc", "email": "anna@zylker.example", "role": "superadmin"}

    manifest = roster(f"{columns}\n" + ",".join(cells[column] for column in columns.split(",")))

    assert manifest.place(manifest.organizations[0].members[0]) == f"team.csv:{place}"


def test_places_are_right_behind_quoted_cells_of_several_lines():
    text = (
        'org,email,role\n"ab\nc",a@b.test,admin\n"x""y,",a@b,"admin"\nzylker,anna@zylker.example,superadmin\n'
    )

    assert flaws_in(text) == [
        "team.csv:2:1: ab<U+000A>c is no access URL. It is 2 to 63 of a-z, 0-9 and hyphens, with no hyphen first, last or doubled.",
        'team.csv:4:1: x"y, is no access URL. It is 2 to 63 of a-z, 0-9 and hyphens, with no hyphen first, last or doubled.',
        "team.csv:4:9: a@b is no e-mail address: The part after the @-sign is not valid. It should have a period. Give one address, such as anna@zylker.example, without a name or a comment.",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ",,\n"])
def test_an_empty_file_is_refused(text: str):
    assert flaws_in(text) == ["team.csv:1:1: The file is empty. Its first row is org,email,role."]


@pytest.mark.parametrize("text", ["org,email,role", "org,email,role\n\n\n", "org,email,role\n,,\n"])
def test_a_roster_without_rows_is_refused(text: str):
    assert flaws_in(text) == ["team.csv:1:1: There are no rows after the header."]


@pytest.mark.parametrize(
    "header, flaws",
    [
        ("org,email", ["1:1: The column role is missing."]),
        ("org,email,role,name", ["1:16: There is no column name. The columns are org, email, role."]),
        ("org,e-mail,role", ["1:1: The column email is missing.", "1:5: There is no column e-mail. Did you mean email?"]),
        ("org,email,role,email", ["1:16: The column email is there already."]),
        ("org, email,role", ["1:1: The column email is missing.", "1:5: There is no column  email. Did you mean email?"]),
        ("Org,email,role", ["1:1: There is no column Org. Did you mean org?", "1:1: The column org is missing."]),
        (
            "org;email;role",
            [
                "1:1: There is no column org;email;role. The columns are org, email, role.",
                "1:1: The column org is missing.",
                "1:1: The column email is missing.",
                "1:1: The column role is missing.",
            ],
        ),
        ("x" * 3000, ["1:1: This row is longer than 2000 characters."]),
    ],
)  # fmt: skip
def test_a_header_must_name_the_three_columns_and_no_other(header: str, flaws: list[str]):
    assert flaws_in(f"{header}\nzylker,anna@zylker.example,superadmin\n") == [
        f"team.csv:{flaw}" for flaw in flaws
    ]


@pytest.mark.parametrize(
    "rows, flaws",
    [
        (["zylker,anna@zylker.example"], ["2:27: This row has 2 cells and not 3."]),
        (["zylker,anna@zylker.example,superadmin,x"], ["2:39: This row has 4 cells and not 3."]),
        (["zylker"], ["2:7: This row has 1 cells and not 3."]),
        (["zylker,anna@zylker.example,owner"], ["2:28: owner is no role. It is one of superadmin, admin, standard."]),
        (["zylker,anna@zylker.example,"], ["2:28: '' is no role. It is one of superadmin, admin, standard."]),
        (["zylker,anna@zylker.example,Admin"], ["2:28: Admin is no role. Did you mean admin?"]),
        (
            ["zylker,anna@zylker.example,superadmin", "zylker,jan@zylker.example,superadmin"],
            ["3:8: jan@zylker.example is a second super administrator. An organization has one; the first is in line 2."],
        ),
        (
            ["zylker,anna@zylker.example,superadmin", "Zylker,Anna@Zylker.example,admin"],
            ["3:8: Anna@zylker.example is there already, in line 2."],
        ),
        (
            ["zylker,anna@zylker.example,superadmin", "zylker,anna@zylker.example,superadmin"],
            ["3:8: anna@zylker.example is there already, in line 2."],
        ),
        (['zylker,"anna@zylker.example,superadmin'], ["2:1: The quotes of this row are not closed, or something follows them."]),
        (['zylker,"anna"@zylker.example,superadmin'], ["2:1: The quotes of this row are not closed, or something follows them."]),
        (["zylker," + "a" * 2000 + ",superadmin"], ["2:1: This row is longer than 2000 characters."]),
    ],
)  # fmt: skip
def test_a_flaw_is_said_with_its_place(rows: list[str], flaws: list[str]):
    assert flaws_in("\n".join(["org,email,role", *rows])) == [f"team.csv:{flaw}" for flaw in flaws]


def test_all_flaws_of_a_row_and_of_all_rows_are_said_at_once():
    text = "org,email,role\n-,anna,boss\nzylker,b@b.test,superadmin\n\n-,anna,boss\n"

    assert [flaw.split(" is ")[0] for flaw in flaws_in(text)] == [
        "team.csv:2:1: -",
        "team.csv:2:3: anna",
        "team.csv:2:8: boss",
        "team.csv:5:1: -",
        "team.csv:5:3: anna",
        "team.csv:5:8: boss",
    ]


def test_a_flawed_row_is_not_taken_for_a_missing_super_administrator():
    (flaw,) = flaws_in("org,email,role\nzylker,anna,superadmin\nzylker,jan@zylker.example,standard\n")

    assert flaw.startswith("team.csv:2:8: anna is no e-mail address")


def test_a_byte_that_is_not_utf_8_is_refused_with_its_line_and_column():
    assert flaws_in(ROSTER.encode() + b"zylker,\xc5\x82\xb3@zylker.example,admin\n") == [
        "team.csv:4:9: The byte 0xB3 is not UTF-8. Save the file as UTF-8."
    ]


@pytest.mark.parametrize(
    "cell, email",
    [
        ("'=cmd@zylker.example", "=cmd@zylker.example"),
        ("'+a@zylker.example", "+a@zylker.example"),
        ("'-a@zylker.example", "-a@zylker.example"),
        ("''=a@zylker.example", "'=a@zylker.example"),
        ("'a@zylker.example", "'a@zylker.example"),
    ],
)
def test_the_guard_against_formulas_is_taken_away_where_there_is_one(cell: str, email: str):
    manifest = roster(f"org,email,role\nzylker,{cell},superadmin\n")

    assert manifest.organizations[0].members[0].address.email == email


@pytest.mark.parametrize("cell", ["'@zylker.example", "'\ta@zylker.example", "=1+1", "'=HYPERLINK(1)"])
def test_a_formula_is_no_address_with_or_without_its_guard(cell: str):
    assert "is no e-mail address" in flaws_in(f"org,email,role\nzylker,{cell},superadmin\n")[0]


def test_organizations_come_in_the_order_of_their_first_rows():
    text = "org,email,role\n" + "".join(f"{org},{person}@b.test,{role}\n" for person, org, role in
        [("a", "one", "superadmin"), ("a", "two", "admin"), ("b", "one", "admin"), ("b", "two", "superadmin")])  # fmt: skip

    assert [(wanted.url, len(wanted.members or ())) for wanted in roster(text).organizations] == [
        ("one", 2),
        ("two", 2),
    ]


def test_a_file_that_is_too_large_is_refused_unread():
    assert flaws_in(b"\n" * (64 * 1024 * 1024 + 1)) == ["team.csv:1:1: The file is larger than 64 MiB."]


def test_a_file_of_something_else_stops_after_a_thousand_flaws():
    with pytest.raises(ManifestError) as refused:
        roster("org,email,role\n" + "x,y,z\n" * 100_000)

    assert len(refused.value.flaws) == 1000


CELLS = st.text(st.sampled_from("ab\"', \nł=+@-"), max_size=5)


def quoted(cell: str, *, anyway: bool) -> str:
    return '"' + cell.replace('"', '""') + '"' if anyway or set(cell) & set('",\n') else cell


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.booleans())
@settings(max_examples=400)
def test_each_flaw_is_at_the_first_character_of_its_cell(rows, anyway):
    text, expected = "org,email,role\n", []
    for row in rows:
        for index, cell in enumerate(row):
            if any(row) and (index or not re.fullmatch("[ab]{2,5}", cell)):
                expected.append((text.count("\n") + 1, len(text) - text.rfind("\n")))
            text += quoted(cell, anyway=anyway) + ",,\n"[index]
    expected = expected or [(1, 1)]

    with pytest.raises(ManifestError) as refused:
        roster(text)

    assert [flaw[:2] for flaw in refused.value.flaws] == expected
