"""The manual page says all that the program knows."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "man" / "orgctl.1").read_text(encoding="utf-8")
MACROS = {"TH", "SH", "SS", "TP", "IP", "P", "RS", "RE", "EX", "EE", "B"}


def test_it_has_every_command_that_the_reference_has():
    reference = (PROJECT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    usages = re.findall(r"^Usage: (orgctl (?:[a-z][a-z-]*[ \n])+)", reference, re.MULTILINE)
    commands = {usage.strip() for usage in usages} - {
        usage.strip() for usage in usages if f"Usage: {usage.strip()} COMMAND" in reference
    }

    assert {
        name.replace("\\-", "-") for name in re.findall(r"^\\fB(orgctl .+)\\fR$", PAGE, re.MULTILINE)
    } == commands


def test_it_names_every_variable_that_the_program_reads():
    source = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "src").rglob("*.py"))
    read = set(re.findall(r"\bORGCTL_[A-Z_]+\b", source))

    assert {variable for variable in read if rf"\fB{variable}\fR" not in PAGE} == set()


def test_no_text_in_it_is_taken_for_a_request():
    requests = re.findall(r"^[.'](\S*)", PAGE, re.MULTILINE)

    assert {request for request in requests if request not in MACROS and request != '\\"'} == set()


def test_contributing_explains_every_tool():
    explained = re.findall(
        r"^\| `(tools/\w+)` \| \S", (PROJECT / "CONTRIBUTING.md").read_text(), re.MULTILINE
    )
    tools = {
        f"tools/{path.name}" for path in (PROJECT / "tools").iterdir() if path.is_file() and not path.suffix
    }

    assert set(explained) == tools - {"tools/environment"}
