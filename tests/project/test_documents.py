"""What the documents point to is there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", document.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_document_links_to_what_exists(document: Path):
    for target, anchor in LINK.findall(FENCE.sub("", document.read_text())):
        there = (document.parent / target) if target else document

        assert there.exists(), f"{document.name} links to {target}"
        if anchor:
            assert anchor in anchors(there), f"{document.name} links to {target}#{anchor}"


def test_the_readmes_two_commands_are_programs_in_the_project():
    readme = (PROJECT / "README.md").read_text()
    [first, second] = re.findall(r"\./(tools/\w+)", readme)

    assert [first, second] == ["tools/demo", "tools/test"]
    assert os.access(PROJECT / first, os.X_OK)
    assert os.access(PROJECT / second, os.X_OK)
