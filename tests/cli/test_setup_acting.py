"""For whom a set-up file is planned, applied and exported: the owner of the store, or somebody who acts."""

from __future__ import annotations

import json

import pytest

from tests.support.letters import read_maildir


@pytest.fixture
def applied_elsewhere(run, tmp_path):
    """A file on an organization that isn't Jan's."""
    (tmp_path / "other.csv").write_text("org,email,role\nother,eva@other.example,superadmin\n")
    assert run("apply", "other.csv", "--yes").code == 0
    (tmp_path / "more.csv").write_text(
        "org,email,role\nother,eva@other.example,superadmin\nother,jan@zylker.example,admin\n"
    )
    return "more.csv"


def test_somebody_who_acts_invites_and_the_plan_says_so(jan, tmp_path):
    (tmp_path / "people.csv").write_text(
        "org,email,role\nzylker,jan@zylker.example,superadmin\nzylker,ewa@zylker.example,admin\n"
    )

    planned = jan("plan", "people.csv", "-o", "json").json()["changes"]
    done = jan("apply", "people.csv", "--yes", "-o", "json")
    again = jan("apply", "people.csv", "--yes", "-o", "json")

    assert [(each["action"], each["kind"], each["subject"]) for each in planned] == [
        ("invite", "invitation", "ewa@zylker.example")
    ]
    assert (done.code, done.json()["changes"]) == (0, planned)
    assert (again.code, again.json()["applied"]) == (0, 0)
    assert [letter.to for letter in read_maildir(tmp_path / "mail")] == ["ewa@zylker.example"]
    [listed] = jan("invite", "list", "--sent", "-o", "json").json()
    assert (listed["email"], listed["role"], listed["status"]) == ("ewa@zylker.example", "admin", "pending")


def test_somebody_who_acts_does_no_more_than_they_may(run, jan, applied_elsewhere):
    done = jan("apply", applied_elsewhere, "--yes", "-o", "json")

    assert done.code == 3
    assert done.json()["refused"]
    assert len(run("export", "--org", "other", "-o", "json").json()["organizations"][0]["members"]) == 1


def test_the_owner_and_somebody_named_can_not_both_act(jan, file):
    done = jan("plan", file, "--owner", "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "usage.argument")


def test_the_owner_goes_before_the_variable(run, file):
    done = run("plan", file, "--owner", "-o", "json", ORGCTL_AS="nobody@zylker.example")

    assert (done.code, len(done.json()["changes"])) == (0, 2)


@pytest.mark.parametrize("words", [["plan"], ["apply", "--yes"], ["export"]], ids=lambda words: words[0])
def test_a_sign_in_that_is_over_makes_nobody_the_owner(run, file, words):
    arguments = words if words == ["export"] else [words[0], file, *words[1:]]

    done = run(*arguments, "-o", "json", ORGCTL_TOKEN="no-such-session")

    assert done.code == 4


@pytest.mark.usefixtures("applied_elsewhere")
def test_an_export_of_somebody_holds_what_they_may_see(jan):
    assert [each["url"] for each in jan("export", "-o", "json").json()["organizations"]] == ["zylker"]
    assert jan("export", "--org", "other").code == 5


@pytest.mark.usefixtures("applied")
def test_an_export_is_yaml_unless_another_format_is_asked_for(run):
    text = run("export").out

    assert text.startswith("# yaml-language-server: $schema=orgctl.schema.json\nversion: 1\n")
    assert run("export", "-o", "table").out == run("export", "-o", "yaml").out == text
    assert json.loads(run("export", "-o", "json").out)["version"] == 1
    assert run("export", "-o", "csv").out.startswith("org,email,role\n")


def test_the_schema_is_a_document_of_its_own(run):
    assert run("schema").json()["type"] == "object"
