from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from orgctl.manifest import shaping
from orgctl.manifest.flaws import ManifestError
from orgctl.manifest.reading import read
from orgctl.manifest.schema import json_schema
from orgctl.manifest.writing import SCHEMA_FILE, to_json, to_yaml
from tests.manifest.test_writing import EXAMPLE
from tests.manifest.wanted import manifests

if TYPE_CHECKING:
    from orgctl.manifest.values import Manifest

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "schema" / SCHEMA_FILE

SCHEMA = Draft202012Validator(json_schema())


def test_the_published_schema_is_what_the_program_prints():
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json_schema()


def test_the_schema_is_one_and_names_no_host_but_that_of_its_dialect():
    Draft202012Validator.check_schema(json_schema())

    assert json.dumps(json_schema()).count("://") == 1


def test_the_schema_has_the_keys_that_are_read():
    parts = json_schema()["$defs"]

    assert tuple(json_schema()["properties"]) == shaping.FILE_KEYS
    assert tuple(parts["User"]["properties"]) == shaping.USER_KEYS
    assert tuple(parts["Organization"]["properties"]) == shaping.ORGANIZATION_KEYS
    assert tuple(parts["Member"]["properties"]) == shaping.MEMBER_KEYS
    assert tuple(parts["Invitation"]["properties"]) == shaping.INVITATION_KEYS
    assert set(parts["Integration"]["properties"]) == set(shaping.LINK_KEYS)


def files_of_the_docs() -> list[Path]:
    found = [*(ROOT / "docs").rglob("*"), *(ROOT / "examples").rglob("*")]
    written = [path for path in found if path.suffix in {".yaml", ".yml", ".json"} and path != PUBLISHED]
    return [path for path in written if "organizations" in path.read_text(encoding="utf-8")]


def test_a_checker_of_schemas_passes_the_examples_and_what_is_exported(tmp_path: Path):
    exported = {"exported.yaml": to_yaml(EXAMPLE), "exported.json": to_json(EXAMPLE)}
    for name, text in exported.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    checked = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--schemafile", PUBLISHED]
        + [tmp_path / name for name in exported]
        + files_of_the_docs(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, "ok -- validation done\n")


def test_the_examples_of_the_docs_are_read():
    assert [path for path in files_of_the_docs() if what_is_said(path.read_bytes(), path.name)] == []


@given(manifests)
@settings(max_examples=100)
def test_what_is_written_is_what_the_schema_allows(manifest: Manifest):
    assert [error.message for error in SCHEMA.iter_errors(json.loads(to_json(manifest)))] == []


WORDS = [
    "zylker",
    "a@b.test",
    "superadmin",
    "admin",
    "standard",
    "external",
    "internal",
    "enterprise",
    "zoho-one",
    "desk",
]
WORDS += [
    "slack",
    "crm",
    "app",
    "203.0.113.0/24",
    "Europe/Warsaw",
    "pl",
    "leads",
    "x",
    "",
    "a b",
    "Anna",
    "@",
    "-a",
]
values = st.sampled_from([*WORDS, None, True, False, 0, 1, 25, 1.5])


def table(keys, **known):
    plain = {key: values | known.get(key, st.nothing()) for key in keys}
    odd = st.dictionaries(st.sampled_from([*keys, "other"]), values, max_size=2)
    return st.builds(
        lambda base, more: base | more, st.fixed_dictionaries({}, optional=known), odd
    ) | st.fixed_dictionaries({}, optional=plain)


people = st.sampled_from(["a@b.test", "b@b.test", "c@b.test"])
MEMBERS = st.lists(
    table(shaping.MEMBER_KEYS, email=people, role=st.sampled_from([*shaping.ROLES])), max_size=2
)
INVITED = st.lists(
    table(shaping.INVITATION_KEYS, email=people, role=st.sampled_from(["admin", "standard"])), max_size=1
)
LINKED = st.lists(
    table(shaping.LINK_KEYS, app=st.just("desk"), account=st.just("x"), user=people), max_size=1
)
ORGANIZATIONS = table(
    shaping.ORGANIZATION_KEYS,
    url=st.sampled_from(["zylker", "Other"]),
    edition=st.sampled_from([*shaping.EDITIONS]),
    licenses=st.integers(0, 3),
    members=MEMBERS,
    invitations=INVITED,
    integrations=LINKED,
    restrict_ip=st.lists(st.sampled_from(["203.0.113.0/24", "x"]), max_size=1),
    sample_data=st.booleans() | st.lists(st.sampled_from(["leads", "x"]), max_size=1),
)
DOCUMENTS = st.fixed_dictionaries(
    {"version": st.just(1) | values},
    optional={
        "users": st.lists(table(shaping.USER_KEYS, email=people), max_size=1),
        "organizations": st.lists(ORGANIZATIONS, max_size=1),
        "$schema": values,
    },
)

BEYOND_THE_SCHEMA = (
    "is no time zone",
    "is there already",
    "and a member in line",
    "is no e-mail address",
    "is no network",
)
"""What only the reader says; each has words of its own in the schema's description."""


@given(DOCUMENTS)
@settings(max_examples=600)
def test_the_schema_and_the_reader_agree(document: object):
    complaints = [error.message for error in SCHEMA.iter_errors(document)]

    said = what_is_said(json.dumps(document).encode(), "x.json")

    if not said:
        assert complaints == []
    if not complaints:
        assert [one for one in said if not any(words in one for words in BEYOND_THE_SCHEMA)] == []


def what_is_said(data: bytes, name: str) -> list[str]:
    try:
        read(data, name=name)
    except ManifestError as refused:
        return [str(flaw.message) for flaw in refused.flaws]
    return []
