"""What is locked, installed and explained must be the same packages."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text())
GROUPS = PYPROJECT["dependency-groups"]
RUN = PYPROJECT["project"]["dependencies"]
POSTGRES = PYPROJECT["project"]["optional-dependencies"]["postgres"]

ASKED = {
    "run": RUN,
    "postgres": RUN + POSTGRES,
    "dev": RUN + POSTGRES + GROUPS["dev"],
    "build": GROUPS["build"],
    "release": GROUPS["release"],
    "site": GROUPS["site"],
    "rootless": GROUPS["rootless"],
}


def pins(lock: str) -> dict[str, str]:
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", ASKED)
def test_a_lock_pins_what_is_asked_for(lock: str):
    pinned = pins(lock)

    for requirement in map(Requirement, ASKED[lock]):
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(pinned[name]), f"{requirement}: run tools/lock"


@pytest.mark.parametrize("lock", ["postgres", "dev"])
def test_a_larger_lock_holds_all_of_what_people_run(lock: str):
    assert pins("run").items() <= pins(lock).items()


@pytest.mark.parametrize("lock", ASKED)
def test_every_file_is_known_by_its_hash_and_no_host_is_named(lock: str):
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text()
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]

    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


_OF_OTHER_PYTHONS = {"_sha2", "_sha256"}
"""Modules of the standard library that not every Python has that orgctl runs on."""


def test_whatever_orgctl_imports_it_asks_for():
    graph = grimp.build_graph("orgctl", include_external_packages=True, exclude_type_checking_imports=True)
    outside = {module for module in graph.modules if graph.is_module_squashed(module)}
    providers = packages_distributions()
    needed = {
        canonicalize_name(provider)
        for module in outside - set(sys.stdlib_module_names) - _OF_OTHER_PYTHONS
        for provider in providers[module]
    }

    assert needed <= {canonicalize_name(Requirement(text).name) for text in RUN + POSTGRES}


def test_every_dependency_has_its_range_and_its_reason_in_the_docs():
    table = (PROJECT / "docs" / "dependencies.md").read_text()
    explained = re.findall(r"^\| `([\w.-]+)` \| `([^`]+)` \| \S", table, re.MULTILINE)
    asked = {Requirement(text) for group in (RUN, POSTGRES, *GROUPS.values()) for text in group}

    assert {(name, SpecifierSet(versions)) for name, versions in explained} == {
        (requirement.name, requirement.specifier) for requirement in asked
    }
