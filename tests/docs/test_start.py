"""What a newcomer reads first: the tour of the README, ten minutes from nothing to a holding."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import follow, steps
from tests.docs.test_recipes import FOLLOWED
from tests.support.run import NO_KEYRING

if TYPE_CHECKING:
    from tests.support.run import Orgctl

PROJECT = Path(__file__).parents[2]
START = PROJECT / "docs" / "start.md"
NOON = "2026-03-25T12:00:00Z"


@pytest.fixture
def newcomer(orgctl: Orgctl) -> Orgctl:
    return orgctl.at(NOON).with_env(ORGCTL_STORE=None, ORGCTL_MAIL=None)


def test_whoever_follows_the_page_sees_what_it_shows(newcomer: Orgctl):
    follow(START, newcomer)

    assert (newcomer.home / "holding" / "store.db").exists()


def test_on_a_machine_without_a_keyring_the_page_works_as_it_says_there(newcomer: Orgctl):
    [instead] = re.findall(r"`(orgctl login \S+) --insecure-storage`", START.read_text())

    def typed(line: str) -> str:
        if line == instead:
            return f"{line} --insecure-storage"
        return f"{line}\n{instead} --insecure-storage" if line.startswith("orgctl signup") else line

    follow(START, newcomer.with_env(**NO_KEYRING), typed=typed)


def test_the_tour_of_the_readme_can_be_taken(newcomer: Orgctl):
    follow(PROJECT / "README.md", newcomer, beginning="## A first tour")

    assert [each["url"] for each in newcomer.json("org", "list")["organizations"]] == [
        "zylker",
        "zylker-services",
    ]


def test_the_page_on_shells_does_what_it_says(newcomer: Orgctl):
    def typed(line: str) -> str:
        return line.replace("eval", "PS1='$ '; eval")  # a shell that runs a script has no prompt

    follow(PROJECT / "docs" / "shells.md", newcomer.with_env(SHELL="/bin/bash"), typed=typed)

    assert "completion.bash" in (newcomer.home / ".bashrc").read_text()


def test_every_page_with_commands_is_followed_by_a_test():
    pages = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
    typed = {page.relative_to(PROJECT).as_posix() for page in pages if list(steps(page.read_text()))}
    recipes = {f"docs/recipes/{name}.md" for name in FOLLOWED}

    assert typed == {"README.md", "docs/start.md", "docs/shells.md"} | recipes
