"""The manual page says all that the program knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orgctl.cli.language import CATALOGUES

PROJECT = Path(__file__).parents[2]
PAGES = {
    path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((PROJECT / "man").rglob("orgctl.1"))
}
EACH = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
MACROS = {"TH", "SH", "SS", "TP", "IP", "P", "RS", "RE", "EX", "EE", "B"}


def test_there_is_one_in_every_language():
    assert {*PAGES} == {"man/orgctl.1", *(f"man/{code}/orgctl.1" for code in CATALOGUES)}


@EACH
def test_it_has_every_command_that_the_reference_has(page):
    reference = (PROJECT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    usages = re.findall(r"^Usage: (orgctl (?:[a-z][a-z-]*[ \n])+)", reference, re.MULTILINE)
    commands = {usage.strip() for usage in usages} - {
        usage.strip() for usage in usages if f"Usage: {usage.strip()} COMMAND" in reference
    }

    assert {
        name.replace("\\-", "-") for name in re.findall(r"^\\fB(orgctl .+)\\fR$", page, re.MULTILINE)
    } == commands


@EACH
def test_it_names_every_variable_that_the_program_reads(page):
    source = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "src").rglob("*.py"))
    read = set(re.findall(r"\bORGCTL_[A-Z_]+\b", source))

    assert {variable for variable in read if rf"\fB{variable}\fR" not in page} == set()


@EACH
def test_no_text_in_it_is_taken_for_a_request(page):
    requests = re.findall(r"^[.'](\S*)", page, re.MULTILINE)

    assert {request for request in requests if request not in MACROS and request != '\\"'} == set()


def test_contributing_explains_every_tool():
    explained = re.findall(
        r"^\| `(tools/\w+)` \| \S", (PROJECT / "CONTRIBUTING.md").read_text(), re.MULTILINE
    )
    tools = {
        f"tools/{path.name}" for path in (PROJECT / "tools").iterdir() if path.is_file() and not path.suffix
    }

    assert set(explained) == tools - {"tools/environment"}
