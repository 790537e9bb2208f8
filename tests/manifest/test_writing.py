from __future__ import annotations

import json

from hypothesis import given, settings

from orgctl.domain.values import Edition, Kind, Role
from orgctl.manifest.reading import read
from orgctl.manifest.values import (
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.manifest.writing import to_csv, to_json, to_yaml
from orgctl.text.addresses import parse_address
from tests.manifest.wanted import MISREAD, manifests

ANNA = parse_address("anna@zylker.example")
JAN = parse_address("Jan@zylker.example")
EWA = parse_address("ewa@other.example")

EXAMPLE = Manifest(
    users=(
        WantedUser(ANNA, "Anna Nowak", "zylker", language="pl"),
        WantedUser(JAN, "Jan Żak", no_default=True),
    ),
    organizations=(
        WantedOrganization(
            "zylker",
            name="Zylker",
            timezone="Europe/Warsaw",
            edition=Edition.ZOHO_ONE,
            licenses=25,
            sample_data=("leads", "deals"),
            restrict_ip=("203.0.113.0/24", "2001:db8::/32"),
            created_by=JAN,
            sign_up=True,
            members=(WantedMember(ANNA, Role.SUPERADMIN), WantedMember(JAN, Role.STANDARD, Kind.EXTERNAL)),
            invitations=(WantedInvitation(EWA, Role.ADMIN, invited_by=JAN, language="en"),),
            integrations=(
                WantedLink("desk", "zylker-support"),
                WantedLink("ms-teams", "portal/sales", "tab", user=JAN),
            ),
        ),
        WantedOrganization(
            "42", sample_data=(), restrict_ip=(), members=(WantedMember(ANNA, Role.SUPERADMIN),)
        ),
        WantedOrganization("bare"),
    ),
)

YAML = """\
# yaml-language-server: $schema=orgctl.schema.json
version: 1
users:
  - {email: anna@zylker.example, name: Anna Nowak, default: zylker, language: pl}
  - {email: Jan@zylker.example, name: "Jan Żak", default: null}
organizations:
  - url: zylker
    name: Zylker
    timezone: Europe/Warsaw
    edition: zoho-one
    licenses: 25
    sample_data: [leads, deals]
    restrict_ip: [203.0.113.0/24, "2001:db8::/32"]
    created_by: Jan@zylker.example
    sign_up: true
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: Jan@zylker.example, role: standard, kind: external}
    invitations:
      - {email: ewa@other.example, role: admin, invited_by: Jan@zylker.example, language: en}
    integrations:
      - {app: desk, account: zylker-support}
      - {app: ms-teams, feature: tab, account: portal/sales, user: Jan@zylker.example}
  - url: "42"
    sample_data: false
    restrict_ip: []
    members:
      - {email: anna@zylker.example, role: superadmin}
  - url: bare
"""


def test_yaml_is_written_in_one_order_and_shape():
    assert to_yaml(EXAMPLE) == YAML


def test_what_was_written_is_read_as_the_same():
    assert read(to_yaml(EXAMPLE).encode(), name="x.yaml") == EXAMPLE
    assert read(to_json(EXAMPLE).encode(), name="x.json") == EXAMPLE


@given(manifests)
@settings(max_examples=200)
def test_yaml_and_json_that_were_written_are_read_as_the_same(manifest: Manifest):
    from_yaml = read(to_yaml(manifest).encode(), name="x.yaml")
    from_json = read(to_json(manifest).encode(), name="x.json")

    assert from_yaml == manifest == from_json
    assert to_yaml(from_json) == to_yaml(manifest)
    assert to_json(from_yaml) == to_json(manifest)


@given(manifests)
@settings(max_examples=100)
def test_a_roster_that_was_written_is_read_as_the_same_members(manifest: Manifest):
    rosters = [(wanted.url, members(wanted)) for wanted in manifest.organizations if wanted.members]
    if not rosters:
        return

    again = read(to_csv(manifest).encode(), name="x.csv")

    assert [(wanted.url, members(wanted)) for wanted in again.organizations] == rosters


def members(wanted: WantedOrganization):
    return [(member.address, member.role or Role.STANDARD) for member in wanted.members or ()]


@given(manifests)
@settings(max_examples=50)
def test_yaml_that_was_written_means_the_same_as_json_to_others(manifest: Manifest):
    import ruamel.yaml

    assert ruamel.yaml.YAML(typ="safe", pure=True).load(to_yaml(manifest)) == json.loads(to_json(manifest))


def test_text_that_yaml_misreads_is_quoted():
    wanted = Manifest(
        organizations=tuple(WantedOrganization(f"o{at}", name=name) for at, name in enumerate(MISREAD))
    )

    written = to_yaml(wanted)

    assert [line for line in written.splitlines() if "name:" in line] == [
        f'    name: "{name}"' for name in MISREAD
    ]


def test_json_is_ascii_and_ends_its_last_line():
    written = to_json(EXAMPLE)

    assert written.isascii()
    assert written.endswith("}\n")


def test_formulas_are_guarded_in_a_roster_and_read_without_the_guard():
    people = [
        parse_address(text)
        for text in ("=cmd@x.example", "+a@x.example", "-b@x.example", "'=c@x.example", "'d@x.example")
    ]
    first, *others = people
    manifest = Manifest(
        organizations=(
            WantedOrganization(
                "zylker",
                members=(
                    WantedMember(first, Role.SUPERADMIN),
                    *(WantedMember(one, Role.STANDARD) for one in others),
                ),
            ),
        )
    )

    written = to_csv(manifest)

    assert written.splitlines() == [
        "org,email,role",
        "zylker,'=cmd@x.example,superadmin",
        "zylker,'+a@x.example,standard",
        "zylker,'-b@x.example,standard",
        "zylker,''=c@x.example,standard",
        "zylker,'d@x.example,standard",
    ]
    assert read(written.encode(), name="x.csv") == manifest


def test_places_take_no_part_in_equality():
    here, there = (
        WantedMember(ANNA, Role.ADMIN, line=1, column=2),
        WantedMember(ANNA, Role.ADMIN, line=3, column=4),
    )

    assert here == there
    assert not here != there  # noqa: SIM202 (tuples have a comparison of their own for it)
    assert hash(here) == hash(there)
    assert here != WantedMember(JAN, Role.ADMIN, line=1, column=2)
    assert here != tuple(here)
