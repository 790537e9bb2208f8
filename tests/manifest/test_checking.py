from __future__ import annotations

import pytest

from orgctl.domain.refusals import Code, InvalidInput
from orgctl.domain.values import Role
from orgctl.manifest.flaws import ManifestError
from orgctl.manifest.reading import format_of, read

HEAD = "version: 1\norganizations:\n"


def flaws_in(text: str) -> list[str]:
    with pytest.raises(ManifestError) as refused:
        read(text.encode(), name="x.yaml")
    return str(refused.value).splitlines()


def test_one_organization_is_there_once_however_it_is_cased():
    assert flaws_in(HEAD + "  - url: zylker\n  - url: other\n  - url: ZYLKER\n") == [
        "x.yaml:5:5: zylker is there already, in line 3."
    ]


def test_one_person_is_a_member_once_however_the_address_is_cased():
    assert flaws_in(
        HEAD + "  - {url: zylker, members: [{email: a@b.test, role: superadmin}, {email: A@B.test}]}\n"
    ) == ["x.yaml:3:66: A@b.test is there already, in line 3."]


def test_nobody_is_member_and_invited():
    assert flaws_in(
        HEAD
        + "  - url: zylker\n    members: [{email: a@b.test, role: superadmin}]\n    invitations: [{email: A@b.test}]\n"
    ) == ["x.yaml:5:19: A@b.test is invited, and a member in line 4."]


def test_nobody_is_invited_twice():
    assert flaws_in(HEAD + "  - {url: zylker, invitations: [{email: a@b.test}, {email: A@b.test}]}\n") == [
        "x.yaml:3:52: A@b.test is there already, in line 3."
    ]


@pytest.mark.parametrize("members", ["[]", "[{email: a@b.test}]", "[{email: a@b.test, role: admin}]"])
def test_members_may_be_added_to_an_organization_without_naming_its_super_administrator(members: str):
    [wanted] = read(
        (HEAD + f"  - {{url: zylker, members: {members}}}\n").encode(), name="x.yaml"
    ).organizations

    assert Role.SUPERADMIN not in {each.role for each in wanted.members or ()}


def test_of_the_members_only_one_may_be_super_administrator():
    members = "".join(f"      - {{email: {one}@b.test, role: superadmin}}\n" for one in "abc")

    assert flaws_in(HEAD + "  - url: zylker\n    members:\n" + members) == [
        f"x.yaml:{line}:9: {one}@b.test is a second super administrator. "
        "An organization has one; the first is in line 5."
        for line, one in ((6, "b"), (7, "c"))
    ]


def test_an_organization_whose_members_are_not_named_needs_no_super_administrator():
    assert read((HEAD + "  - {url: zylker, invitations: [{email: a@b.test}]}\n").encode(), name="x.yaml")


def test_a_member_with_a_flaw_of_its_own_is_not_taken_for_a_missing_super_administrator():
    (flaw,) = flaws_in(
        HEAD + "  - {url: zylker, members: [{email: anna, role: superadmin}, {email: a@b.test}]}\n"
    )

    assert "anna is no e-mail address" in flaw


@pytest.mark.parametrize(
    "first, second",
    [
        ("app: desk, account: zylker", "app: desk, feature: portal, account: ZYLKER"),
        ("app: ms-teams, feature: tab, account: a/b", "app: ms-teams, feature: tab, account: A/b"),
        ("app: ms-teams, feature: message-extension, account: a, user: a@b.test",) * 2,
    ],
)
def test_one_link_is_there_once(first: str, second: str):
    (flaw,) = flaws_in(
        HEAD + f"  - url: zylker\n    integrations:\n      - {{{first}}}\n      - {{{second}}}\n"
    )

    assert flaw.endswith("is there already, in line 5.")


def test_two_people_may_each_link_the_message_extension():
    links = "".join(
        f"      - {{app: ms-teams, feature: message-extension, account: a, user: {one}@b.test}}\n"
        for one in "ab"
    )

    manifest = read((HEAD + "  - url: zylker\n    integrations:\n" + links).encode(), name="x.yaml")

    assert len(manifest.organizations[0].integrations) == 2


def test_an_external_member_is_standard_or_says_nothing_of_the_role():
    text = HEAD + (
        "  - url: zylker\n    members: [{email: a@b.test, role: superadmin}, {email: b@b.test, kind: external}]\n"
        "    invitations: [{email: c@b.test, role: standard, kind: external}, {email: d@b.test, role: admin, kind: internal}]\n"
    )

    assert read(text.encode(), name="x.yaml")


@pytest.mark.parametrize(
    "name, known",
    [
        ("-", "yaml"),
        ("a.yaml", "yaml"),
        ("A.YML", "yaml"),
        ("a.json", "json"),
        ("a.yaml.csv", "csv"),
        ("/dev/.csv", "csv"),
    ],
)
def test_the_ending_of_its_name_tells_what_a_file_is_written_in(name: str, known: str):
    assert format_of(name) == known


@pytest.mark.parametrize("name", ["setup", "setup.txt", "yaml", "a.toml", "", "a\x1b[2J.exe"])
def test_another_ending_tells_nothing_and_is_refused(name: str):
    with pytest.raises(InvalidInput) as refused:
        read(b"version: 1", name=name)

    assert refused.value.code is Code.INPUT_FILE
    assert "\x1b" not in str(refused.value)


def test_the_format_can_be_given_whatever_the_name():
    assert read(b'{"version": 1}', name="/dev/stdin", format="json") == read(b"version: 1", name="-")


def test_a_file_name_is_shown_without_what_cannot_be_seen():
    with pytest.raises(ManifestError) as refused:
        read(b"", name="a\x1b[2J.yaml")

    assert str(refused.value).startswith("a<U+001B>[2J.yaml:1:1: ")
