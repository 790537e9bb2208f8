from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgctl.domain.refusals import Code, InvalidInput
from orgctl.domain.values import Edition, Role
from orgctl.manifest.flaws import Flaws, ManifestError
from orgctl.manifest.reading import read
from orgctl.manifest.values import (
    SAMPLE_MODULES,
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.manifest.yaml_reading import parse_tree, plain_value, read_tree
from orgctl.manifest.yaml_rows import Rows
from orgctl.text.addresses import parse_address

ANNA = parse_address("anna@zylker.example")
JAN = parse_address("jan@zylker.example")

EXAMPLE = """\
version: 1
users:
  - {email: anna@zylker.example, name: Anna Nowak, default: zylker}
organizations:
  - url: zylker
    name: Zylker
    timezone: Europe/Warsaw
    edition: enterprise        # left out: stays on the trial
    licenses: 25
    sample_data: true
    restrict_ip: [203.0.113.0/24]
    created_by: jan@zylker.example   # left out: the super administrator
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: jan@zylker.example, role: standard}      # kind: external, where it is
    invitations:
      - {email: ewa@other.example, role: admin}
    integrations:
      - {app: desk, account: zylker-support}
      - {app: ms-teams, feature: tab, account: portal/sales}
"""


def flaws_in(text: str | bytes, name: str = "setup.yaml") -> list[str]:
    with pytest.raises(ManifestError) as refused:
        read(text.encode() if isinstance(text, str) else text, name=name)
    assert refused.value.code is Code.INPUT_FILE
    return str(refused.value).splitlines()


def test_a_file_is_read_into_values():
    assert read(EXAMPLE.encode(), name="setup.yaml") == Manifest(
        users=(WantedUser(ANNA, "Anna Nowak", "zylker"),),
        organizations=(
            WantedOrganization(
                "zylker",
                name="Zylker",
                timezone="Europe/Warsaw",
                edition=Edition.ENTERPRISE,
                licenses=25,
                sample_data=SAMPLE_MODULES,
                restrict_ip=("203.0.113.0/24",),
                created_by=JAN,
                members=(WantedMember(ANNA, Role.SUPERADMIN), WantedMember(JAN, Role.STANDARD)),
                invitations=(WantedInvitation(parse_address("ewa@other.example"), Role.ADMIN),),
                integrations=(
                    WantedLink("desk", "zylker-support"),
                    WantedLink("ms-teams", "portal/sales", "tab"),
                ),
            ),
        ),
    )


def test_everything_in_a_file_knows_its_place():
    manifest = read(EXAMPLE.encode(), name="team/setup.yaml")
    wanted = manifest.organizations[0]

    assert manifest.place(manifest.users[0]) == "team/setup.yaml:3:5"
    assert manifest.place(wanted) == "team/setup.yaml:5:5"
    assert manifest.place(wanted.members[1]) == "team/setup.yaml:15:9"
    assert manifest.place(wanted.invitations[0]) == "team/setup.yaml:17:9"
    assert manifest.place(wanted.integrations[1]) == "team/setup.yaml:20:9"


def test_what_is_left_out_is_none():
    assert read(b"version: 1", name="-") == Manifest()
    assert read(b"version: 1\norganizations: [{url: zylker}]", name="x.yml").organizations == (
        WantedOrganization("zylker"),
    )


def test_what_is_given_and_empty_is_empty():
    text = b"version: 1\norganizations: [{url: zylker, restrict_ip: [], invitations: [], integrations: [], sample_data: false}]"

    assert read(text, name="x.yaml").organizations == (
        WantedOrganization("zylker", restrict_ip=(), invitations=(), integrations=(), sample_data=()),
    )


def test_no_default_is_asked_for_by_null():
    text = (
        b"version: 1\nusers:\n- {email: anna@zylker.example, default: null}\n- {email: jan@zylker.example}\n"
    )

    assert read(text, name="x.yaml").users == (WantedUser(ANNA, no_default=True), WantedUser(JAN))


def test_some_of_the_sample_data_is_asked_for_by_its_modules():
    text = b"version: 1\norganizations: [{url: zylker, sample_data: [deals, leads, deals]}]"

    assert read(text, name="x.yaml").organizations[0].sample_data == ("leads", "deals")


def test_the_main_feature_of_an_app_needs_no_name():
    text = "version: 1\norganizations:\n- url: zylker\n  integrations:\n" + "".join(
        f"  - {{{link}, account: zylker}}\n"
        for link in ("app: desk", "app: slack, feature: portal", "app: ms-teams")
    )

    links = read(text.encode(), name="x.yaml").organizations[0].integrations

    assert [(link.app, link.feature) for link in links or ()] == [
        ("desk", None),
        ("slack", None),
        ("ms-teams", "portal"),
    ]


def test_names_addresses_and_the_like_are_kept_clean():
    text = "version: 1\norganizations: [{url: ZYLKER, name: ' Z\u0307abka ', restrict_ip: ['2001:0db8::/32'], created_by: Jan@ZYLKER.example}]"

    wanted = read(text.encode(), name="x.yaml").organizations[0]

    assert (wanted.url, wanted.name, wanted.restrict_ip) == ("zylker", "Żabka", ("2001:db8::/32",))
    assert wanted.created_by == ("Jan@zylker.example", "jan@zylker.example")


def test_all_flaws_are_said_at_once_each_with_its_place_in_the_order_of_the_file():
    text = """\
version: 2
user: []
users:
  - {email: anna zylker, name: 5, default: x}
  - foo
organizations:
  - url: Zylker-
    name: "\\u202eZylker"
    timezone: europe/warsaw
    licenses: -1
    edition:
    restrict_ip: [203.0.113.1/24, 5]
    sample_data: 1
    members:
      - {email: anna@zylker.example, role: boss}
      - {role: admin, kind: external}
    invitations:
      - {email: ewa@zylker.example, role: superadmin}
    integrations:
      - {app: deskk, account: zylker-support}
      - {app: ms-teams, feature: tob, account: portal/sales}
      - {app: ms-teams, feature: tab, account: portalsales}
      - {app: slack}
  - {url: other, licenses: 5, members: {}}
"""

    assert flaws_in(text) == [
        "setup.yaml:1:10: This program reads version 1 of the format.",
        "setup.yaml:2:1: There is no key user here. Did you mean users?",
        (
            "setup.yaml:4:13: anna zylker is no e-mail address: An email address must have an @-sign. "
            "Give one address, such as anna@zylker.example, without a name or a comment."
        ),
        "setup.yaml:4:32: name is text, and this reads as something else. Put it in quotes.",
        (
            "setup.yaml:4:44: x is no access URL. "
            "It is 2 to 63 of a-z, 0-9 and hyphens, with no hyphen first, last or doubled."
        ),
        "setup.yaml:5:5: A user is a table of keys and values.",
        (
            "setup.yaml:7:10: Zylker- is no access URL. "
            "It is 2 to 63 of a-z, 0-9 and hyphens, with no hyphen first, last or doubled."
        ),
        (
            "setup.yaml:8:11: The name holds U+202E, character 1 of it, which can't be seen. "
            "A name is 1 to 120 characters, none of them control, bidirectional or zero-width."
        ),
        "setup.yaml:9:15: europe/warsaw is no time zone. Did you mean Europe/Warsaw?",
        "setup.yaml:10:15: -1 is no number of licenses: it is a whole number up to 2147483647.",
        "setup.yaml:11:5: edition has no value. Leave the key out to leave it alone.",
        "setup.yaml:12:19: 203.0.113.1/24 has bits set beyond its prefix. The network is 203.0.113.0/24.",
        "setup.yaml:12:35: restrict_ip is text, and this reads as something else. Put it in quotes.",
        "setup.yaml:13:18: sample_data is true or false.",
        "setup.yaml:15:44: boss is no role. It is one of superadmin, admin, standard.",
        "setup.yaml:16:9: The key email is missing here.",
        "setup.yaml:16:23: External members have the role standard, and this one is admin.",
        "setup.yaml:18:43: superadmin is no role. Did you mean admin?",
        "setup.yaml:20:15: deskk is no app. Did you mean desk?",
        "setup.yaml:21:34: tob is no feature. Did you mean tab?",
        "setup.yaml:22:48: portalsales is no tab of MS Teams. Name it as PORTAL/TAB.",
        "setup.yaml:23:9: The key account is missing here.",
        (
            "setup.yaml:24:18: Licenses are bought with an edition, and there is none here. "
            "Without an edition the organization stays on the trial; leave licenses out too."
        ),
        "setup.yaml:24:40: members is a list.",
    ]


@pytest.mark.parametrize(
    "text, flaw",
    [
        ("", "1:1: The file is empty. The least there can be is: version: 1"),
        ("# nothing\n", "1:1: The file is empty. The least there can be is: version: 1"),
        ("zylker", "1:1: A set-up file is a table of keys and values."),
        ("- version: 1", "1:1: A set-up file is a table of keys and values."),
        ("users: []", "1:1: The key version is missing here."),
        ("version: '1'", "1:10: version is a whole number, without quotes."),
        ("version: 1.0", "1:10: version is a whole number, without quotes."),
        ("version: true", "1:10: version is a whole number, without quotes."),
        ("version:", "1:1: version is a whole number, without quotes."),
        ("version: " + "9" * 5000, "1:10: version is a whole number, without quotes."),
        ("version: 1\nusers:", "2:1: users is a list."),
        ("version: 1\nusers: {}", "2:8: users is a list."),
        ("version: 1\nversion: 1", "2:1: version is given twice; first in line 1."),
        ("version: 1\n'version': 1", "2:1: version is given twice; first in line 1."),
        ("version: &v 1", "1:10: Anchors (&) are not read. Write the value out."),
        ("version: 1\nusers: *u", "2:8: Aliases (*) are not read. Write the value out."),
        ("version: !!int 1", "1:10: Tags (!) are not read. Text that looks like something else goes in quotes."),
        ("version: 1\nusers: !x []", "2:8: Tags (!) are not read. Text that looks like something else goes in quotes."),
        ("! {version: 1}", "1:1: Tags (!) are not read. Text that looks like something else goes in quotes."),
        ("version: 1\n<<: {a: b}", "2:1: Merge keys (<<) are not read. Write the values out."),
        ("version: 1\n[a]: b", "2:1: A key is a word, not a list or a table."),
        ("version: 1\n? {a: b}\n: c", "2:3: A key is a word, not a list or a table."),
        ("%YAML 1.1\n---\nversion: 1", "2:1: Directives (%) are not read."),
        ("%TAG !e! tag:x,2000:\n---\nversion: 1", "2:1: Directives (%) are not read."),
        ("version: 1\n---\nversion: 1", "2:1: A second document starts here; a file holds one."),
        ("version: 1\nusers: [", "2:9: This is not YAML: expected the node content, but found '<stream end>'."),
        ("version: 1\n\tusers: []", "2:1: This is not YAML: found character '\\t' that cannot start any token."),
        ("version: 1\nusers: [{email: a@b.test}, {email: A@b.test}]", "2:28: A@b.test is there already, in line 2."),
        ('version: 1\nusers: "\\U00110000"', "2:6: This is not YAML: chr() arg not in range(0x110000)."),
        ("version: 1\nname: \x07", "2:7: U+0007 may not be in a YAML file."),
        ("version: 1\n\u202e: x", "2:1: There is no key <U+202E> here."),
        ("version: 1\nusers: [{email: a@b.test, language: polish}]", "2:37: polish is no language. Languages have codes such as en, pl or pt-BR."),
        ("version: 1\norganizations: [{url: zylker, sign_up: yes}]", "2:40: sign_up is true or false."),
        ("version: 1\norganizations: [{url: 42}]", "2:23: url is text, and this reads as something else. Put it in quotes."),
        ("version: 1\norganizations: [{url: [zylker]}]", "2:23: url is text, not a list or a table."),
        ("version: 1\norganizations: [{url: zylker, sample_data: [tasks]}]", "2:45: tasks is no module of sample data. It is one of leads, accounts, contacts, deals."),
    ],
)  # fmt: skip
def test_a_flaw_is_said_with_its_place(text: str, flaw: str):
    assert flaws_in(text) == [f"setup.yaml:{flaw}"]


def test_a_file_that_is_not_utf_8_is_refused_at_the_byte():
    assert flaws_in("version: 1\n# \xff".encode("latin-1")) == [
        "setup.yaml:2:3: The byte 0xFF is not UTF-8. Save the file as UTF-8."
    ]
    assert flaws_in(b"\xef\xbb\xbf# \xc5\x82\xc5") == [
        "setup.yaml:1:4: The byte 0xC5 is not UTF-8. Save the file as UTF-8."
    ]
    assert flaws_in("version: 1".encode("utf-16"))[0].startswith(
        "setup.yaml:1:1: The byte 0xFF is not UTF-8."
    )


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    assert read(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode(), name="x.yaml") == read(
        EXAMPLE.encode(), name="x.yaml"
    )


def test_a_file_that_is_too_large_is_refused_unread():
    assert flaws_in(b"#" * (16 * 1024 * 1024 + 1)) == ["setup.yaml:1:1: The file is larger than 16 MiB."]


@pytest.mark.parametrize(
    "text", ["[" * 21, "- " * 21 + "x", "{a: " * 21, "[" * 100_000], ids=["flow", "block", "tables", "far"]
)
def test_a_file_that_is_nested_deeper_than_twenty_levels_is_refused_where_it_is(text: str):
    (flaw,) = flaws_in(text)

    assert flaw.endswith("This is nested deeper than 20 levels.")


def test_a_bomb_of_aliases_is_refused_alias_by_alias():
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [*{chr(97 + at)}, *{chr(97 + at)}]\n" for at in range(20)
    )

    flaws = flaws_in(text)

    refused = ("Aliases (*)", "Anchors (&)", "There is no key", "The key version is missing")
    assert len(flaws) == 51
    assert [flaw for flaw in flaws[:50] if not any(words in flaw for words in refused)] == []


def test_of_many_flaws_fifty_are_shown_and_the_rest_counted():
    flaws = flaws_in("version: 1\n" + "".join(f"key-{at}: x\n" for at in range(60)))

    assert len(flaws) == 51
    assert flaws[49].startswith("setup.yaml:51:1:")
    assert flaws[50] == "and 10 more."


def test_reading_stops_after_a_thousand_flaws():
    with pytest.raises(ManifestError) as refused:
        read(("version: 1\n" + "".join(f"key-{at}: x\n" for at in range(5000))).encode(), name="x.yaml")

    assert len(refused.value.flaws) == 1000
    assert str(refused.value).endswith("\nand more: reading stopped at 1000 of them.")


@pytest.mark.parametrize(
    "text, value",
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
        ("true", True), ("True", True), ("FALSE", False),
        ("0", 0), ("-7", -7), ("+7", 7), ("010", 10), ("0o10", 8), ("0x1F", 31),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("y", "y"), ("1:30", "1:30"), ("0b1", "0b1"), ("1_000", "1_000"),
        ("nULL", "nULL"), ("tRUE", "tRUE"), ("-", "-"), (".", "."), ("+", "+"), ("2026-01-01", "2026-01-01"),
        ("203.0.113.0/24", "203.0.113.0/24"), ("1.2.3", "1.2.3"), ("0x", "0x"), ("1e", "1e"), ("\u0663", "\u0663"),
        ("9" * 19, float("inf")),
    ],
)  # fmt: skip
def test_a_plain_scalar_is_what_yaml_1_2_says(text: str, value: object):
    assert plain_value(text) == value
    assert type(plain_value(text)) is type(value)


@pytest.mark.parametrize("text", ["1.5", ".5", "1.", "-1e3", "1E+3", ".inf", "-.INF", ".nan"])
def test_a_fraction_is_no_text_and_no_whole_number(text: str):
    assert isinstance(plain_value(text), float)


ROWS = st.sampled_from(
    [
        "- {email: anna@zylker.example, role: admin}",
        "- {email: jan@zylker.example, role: standard}",
        '- {email: ewa@zylker.example, name: "Ewa Żak", role: 42}',
        "- {a: b, a: c}",
        '- {a: "b"}',
        "- {a: true, b: no, c: 010}",
        "- {a: b} # comment",
        "- {a: b}x",
        "- {a: b,}",
        "- [x]",
        "- x",
        "- |",
        "- >-",
        "- 'x",
        "- y'",
        '- "x',
        '- y"',
        "- &a {a: b}",
        "- *a",
        "key: |",
        "key: >",
        "key:",
        "key: [",
        "key: {",
        "]",
        "}",
        ": x",
        "x",
        "# comment",
        "---",
        "...",
        "",
    ]
)
LINES = st.tuples(st.sampled_from(["", "  ", "  ", "    "]), ROWS).map("".join)


@given(st.lists(LINES, max_size=14).map("\n".join))
@settings(max_examples=1500)
def test_long_lists_are_read_as_the_parser_reads_them(text: str):
    def outcome(reader):
        flaws = Flaws("x")
        try:
            return reader(text, flaws), str(flaws.error())
        except InvalidInput as refused:
            return str(refused)

    assert outcome(read_tree) == outcome(parse_tree)


def test_the_parser_sees_one_row_of_a_long_list_and_all_of_them_are_read():
    roster = "".join(f"      - {{email: member-{at}@zylker.example, role: standard}}\n" for at in range(1000))
    text = EXAMPLE.replace("    invitations:", roster + "    invitations:")

    members = read(text.encode(), name="x.yaml").organizations[0].members or ()

    assert Rows(text, plain_value).rest.count("member-") == 1
    assert [member.address.email for member in members[2:]] == [
        f"member-{at}@zylker.example" for at in range(1000)
    ]
    assert [(member.line, member.column) for member in members[2:]] == [(16 + at, 9) for at in range(1000)]
