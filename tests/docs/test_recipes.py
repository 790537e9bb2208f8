"""The recipes are run as they are written: their files saved, their commands typed, their exit codes met."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.docs.pages import bash, files, follow

if TYPE_CHECKING:
    from tests.support.run import Orgctl

PROJECT = Path(__file__).parents[2]
RECIPES = PROJECT / "docs" / "recipes"
DATABASE = "postgresql+psycopg://orgctl@db.example/orgctl"


def test_every_recipe_is_in_the_list():
    listed = re.findall(r"\]\((.+?\.md)\)", (RECIPES / "README.md").read_text())

    assert sorted(listed) == sorted(path.name for path in RECIPES.glob("*.md") if path.name != "README.md")


PLAIN = ["seed-a-demo-in-ci", "franchise", "spreadsheet", "switch-by-directory"]
FOLLOWED = [*PLAIN, "postgresql", "shell-script", "github-organization"]


@pytest.mark.parametrize("name", PLAIN)
def test_a_recipe_does_what_it_says(name: str, orgctl: Orgctl):
    followed(name, orgctl)


def test_the_recipe_for_postgresql_does_what_it_says(orgctl: Orgctl, postgres_url: str):
    followed("postgresql", orgctl, database=postgres_url)

    [url] = [each["url"] for each in orgctl.on(postgres_url).json("export", "--owner")["organizations"]][:1]
    assert url == "zylker"


def test_the_script_is_run_twice_and_invites_once(orgctl: Orgctl):
    followed("shell-script", orgctl)

    assert len(orgctl.mails("jan@zylker.example")) == 1


def test_the_recipe_for_a_github_organization_does_what_it_says(orgctl: Orgctl):
    followed("github-organization", orgctl)

    [made] = orgctl.json("export")["organizations"]
    assert made["url"] == "crumb-tools"
    assert {each["email"]: each["role"] for each in made["members"]} == {
        "mia@crumb.example": "superadmin",
        "crumb-bot@users.noreply.github.com": "admin",
        "lena@berlin.crumb.example": "standard",
        "tor@bergen.crumb.example": "standard",
    }


def test_the_recipe_for_a_github_organization_is_short_and_takes_a_bare_file(orgctl: Orgctl):
    saved = dict(files((RECIPES / "github-organization.md").read_text()))
    folder = orgctl.folder / "kubernetes"
    orgctl.env()
    folder.mkdir()
    (folder / "org.yaml").write_text("name: Kubernetes\nadmins: [ann]\nmembers: [bob]\n")
    (orgctl.folder / "peribolos.py").write_text(saved["peribolos.py"])

    run(orgctl, "python peribolos.py kubernetes/org.yaml > setup.json && orgctl apply setup.json --yes")

    assert len(saved["peribolos.py"].splitlines()) <= 20
    assert [each["url"] for each in orgctl.json("export")["organizations"]] == ["kubernetes"]


def test_the_franchise_has_a_head_office_and_twenty_shops():
    shops = YAML(typ="safe").load(RECIPES / "franchise.yaml")["organizations"]

    assert len(shops) == 21


@pytest.mark.parametrize("kind, file", [("github-workflows", "github-actions"), ("gitlab-ci", "gitlab-ci")])
def test_a_file_for_ci_is_what_its_service_takes(kind: str, file: str):
    checker = Path(sys.executable).with_name("check-jsonschema")

    checked = subprocess.run(
        [checker, "--builtin-schema", f"vendor.{kind}", RECIPES / "ci" / f"{file}.yml"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("file", ["github-actions", "gitlab-ci"])
def test_a_job_for_ci_seeds_the_demo(file: str, orgctl: Orgctl):
    document = YAML(typ="safe").load(RECIPES / "ci" / f"{file}.yml")
    shutil.copytree(RECIPES, Path(orgctl.env()["HOME"]) / "work" / "docs" / "recipes")
    [variables, install, commands] = github(document) if "jobs" in document else gitlab(document)

    run(orgctl.with_env(**variables), *commands)

    assert install == ['pip install "${ORGCTL_PACKAGE:-.}"']
    seeded = orgctl.on(orgctl.folder / "demo.db").json("export")
    assert [each["url"] for each in seeded["organizations"]] == ["zylker", "zylker-services"]


def github(document):
    """The variables, what installs, and all that is run after it."""
    runs = [step["run"] for step in document["jobs"]["seed"]["steps"] if "run" in step]
    return document["env"], runs[:1], runs[1:]


def gitlab(document):
    """The same."""
    job = document["seed"]
    return job["variables"], job["before_script"], job["script"]


def followed(name: str, orgctl: Orgctl, *, database: str = DATABASE) -> None:
    """Follow a recipe in a folder that has the files which it links to."""
    orgctl.env()
    shutil.copytree(RECIPES, orgctl.folder, dirs_exist_ok=True)
    follow(RECIPES / f"{name}.md", orgctl, typed=lambda line: line.replace(DATABASE, database))


def run(orgctl: Orgctl, *lines: str) -> None:
    code, shown = bash(orgctl, "\n".join(lines))
    assert code == 0, shown
