from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgctl.domain.values import Role
from orgctl.manifest.flaws import Flaws, ManifestError
from orgctl.manifest.json_reading import read_tree
from orgctl.manifest.reading import read
from orgctl.manifest.tree import Node, Scalar, Sequence, Table
from orgctl.manifest.values import Manifest, WantedMember, WantedOrganization
from orgctl.text.addresses import parse_address


def flaws_in(text: str) -> list[str]:
    with pytest.raises(ManifestError) as refused:
        read(text.encode("utf-8", "surrogatepass"), name="setup.json")
    return str(refused.value).splitlines()


def plain(node: Node):
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Table)
    return {key: plain(cell.node) for key, cell in node.cells.items()}


def test_a_file_is_read_into_values_with_their_places():
    text = """{
\t"$schema": "orgctl.schema.json",
\t"version": 1,
\t"organizations": [
\t\t{"url": "zylker", "members": [{"email": "anna\\u0040zylker.example", "role": "superadmin"}]}
\t]
}
"""

    manifest = read(text.encode(), name="setup.json")

    anna = WantedMember(parse_address("anna@zylker.example"), Role.SUPERADMIN)
    assert manifest == Manifest(organizations=(WantedOrganization("zylker", members=(anna,)),))
    assert manifest.place(manifest.organizations[0]) == "setup.json:5:3"
    assert manifest.place(manifest.organizations[0].members[0]) == "setup.json:5:33"


@pytest.mark.parametrize(
    "text, flaw",
    [
        ("", "1:1: The file is empty. The least there can be is: version: 1"),
        (" \n ", "1:1: The file is empty. The least there can be is: version: 1"),
        ("[]", "1:1: A set-up file is a table of keys and values."),
        ('{"version": 1, "version": 1}', "1:16: version is given twice; first in line 1."),
        ('{"version": 1,\n "ver\\u0073ion": 1}', "2:2: version is given twice; first in line 1."),
        ('{"version": "1"}', "1:13: version is a whole number, without quotes."),
        ('{"version": 1.0}', "1:13: version is a whole number, without quotes."),
        ('{"version": 1e0}', "1:13: version is a whole number, without quotes."),
        ('{"version": null}', "1:2: version is a whole number, without quotes."),
        ('{"version": ' + "1" * 1000000 + "}", "1:13: version is a whole number, without quotes."),
        ('{"version": 1,\n "users": 5}', "2:11: users is a list."),
        ('{"version": 1,\n "users": [}', "2:12: A value is missing here."),
        ('{"version": 1,}', "1:15: A comma comes before this; there is none after the last."),
        ('{"version": 1, "users": [1,]}', "1:28: A comma comes before this; there is none after the last."),
        ('{"version" 1}', "1:12: : is missing here."),
        ('{"version": 1 "users": []}', "1:15: , / } is missing here."),
        ('{"version": 1, "users": [1 2]}', "1:28: , / ] is missing here."),
        ("{version: 1}", "1:2: This is not JSON."),
        ("{1: 1}", "1:2: A key in double quotes is missing here."),
        ('{"version": 1} {}', "1:16: The document ended before this."),
        ('{"version": 01}', "1:14: , / } is missing here."),
        ('{"version": NaN}', "1:13: This is not JSON."),
        ('{"version": 1', "1:14: , / } is missing here."),
        ('{"version":', "1:12: A value is missing here."),
        ('{"version', "1:2: This text has no end or a wrong escape."),
        ('{"vers\\xion": 1}', "1:7: This text has no end or a wrong escape."),
        ('{"vers\nion": 1}', "1:7: A control character is escaped in JSON (\\n, \\t)."),
        ("{'version': 1}", "1:2: This is not JSON."),
        ('// comment\n{"version": 1}', "1:1: This is not JSON."),
        ('{"version": 1, "\\ud800": 1}', "1:16: There is no key <U+D800> here."),
        ('{"version": 1, "users": [{"email": "a\\u0000@b.test"}]}', "1:36: a<U+0000>@b.test is no e-mail address: it holds U+0000 at position 2. Give one address, such as anna@zylker.example, without a name or a comment."),
        ("[" * 21, "1:21: This is nested deeper than 20 levels."),
        ("[" * 1_000_000, "1:21: This is nested deeper than 20 levels."),
        ('{"a":' * 21, "1:101: This is nested deeper than 20 levels."),
    ],
)  # fmt: skip
def test_a_flaw_is_said_with_its_place(text: str, flaw: str):
    assert flaws_in(text) == [f"setup.json:{flaw}"]


def test_twenty_levels_are_read():
    assert read_tree("[" * 20 + "]" * 20, Flaws("x")) is not None


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**16), 10**17) | st.text(),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=4), children, max_size=4)
    ),
    max_leaves=12,
)


@given(documents, st.sampled_from([None, 1, "\t"]), st.booleans())
@settings(max_examples=400)
def test_json_is_read_as_the_standard_library_reads_it(document: object, indent, ascii_only):
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)

    node = read_tree(text, Flaws("x"))

    assert node is not None
    assert plain(node) == document


@given(st.text(st.sampled_from('{}[]:,"\\ \n\t01e.-+truefalsn/u'), max_size=20))
@settings(max_examples=1000)
def test_what_the_standard_library_refuses_is_refused(text: str):
    try:
        expected = json.loads(text, parse_float=lambda _: 0.5)
    except ValueError:
        expected = ValueError

    try:
        node = read_tree(text, Flaws("x"))
    except ManifestError:
        node = None

    assert (node is None) == (expected is ValueError)
