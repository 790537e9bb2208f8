"""The commands around a set-up file: what they ask, refuse and answer; the work itself stands in for here."""

from __future__ import annotations

import sys
import types

import pytest

import orgctl.usecases
from orgctl.usecases.results import AppliedResult, ChangeResult, PlanResult, RefusedChange

CHANGE = ChangeResult("create", "organization", "zylker", "Zylker", "")
REFUSED = RefusedChange(
    "create", "organization", "sixth", "Sixth", "", "limit.created", "Jan has created 5.", "Delete one."
)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "holding.yaml").write_text("version: 1\n")
    return "holding.yaml"


@pytest.fixture
def work(monkeypatch):
    """Stands for `usecases.setup`; tests set what it answers, and see whom it was asked for."""
    module = types.ModuleType("orgctl.usecases.setup")
    module.changes, module.refused, module.asked = (), (), []

    def plan(_tx, actor, _manifest, **options):
        module.asked.append((actor, options))
        return PlanResult(module.changes, module.refused)

    def apply(_tx, actor, _manifest, **options):
        module.asked.append((actor, options))
        applied = 0 if module.refused else len(module.changes)
        return AppliedResult(module.changes, module.refused, applied=applied)

    module.plan, module.apply = plan, apply
    monkeypatch.setitem(sys.modules, "orgctl.usecases.setup", module)
    monkeypatch.setattr(orgctl.usecases, "setup", module, raising=False)
    return module


def test_a_plan_without_changes_is_done(run, work, file):
    done = run("plan", file, "--check", "-o", "json")

    assert (done.code, done.json()["changes"], done.json()["refused"]) == (0, [], [])
    assert work.asked[0][0] is None


def test_a_plan_with_changes_exits_with_6_if_asked(run, work, file):
    work.changes = (CHANGE,)

    assert run("plan", file).code == 0
    assert run("plan", file, "--check").code == 6


def test_a_plan_that_rules_refuse_shows_all_of_it_and_exits_with_3(run, work, file):
    work.changes, work.refused = (CHANGE,), (REFUSED,)

    done = run("plan", file, "-o", "json")

    assert done.code == 3
    assert len(done.json()["changes"]) == 1
    assert done.json()["refused"][0]["code"] == "limit.created"
    assert done.error()["code"] == "limit.created"


def test_applying_needs_a_yes_where_nobody_can_be_asked(run, work, file):
    done = run("apply", file, "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "usage.confirm")
    assert work.asked == []


def test_what_is_applied_is_answered_with_its_number(run, work, file):
    work.changes = (CHANGE,)

    done = run("apply", file, "--yes", "-o", "json")

    assert (done.code, done.json()["applied"]) == (0, 1)


def test_what_a_rule_refuses_is_not_applied_at_all(run, work, file):
    work.changes, work.refused = (CHANGE,), (REFUSED,)

    done = run("apply", file, "--yes", "-o", "json")

    assert (done.code, done.json()["applied"]) == (3, 0)
    assert done.error()["code"] == "limit.created"


def test_a_file_that_is_none_is_told_before_anything_is_planned(run, work, tmp_path):
    (tmp_path / "broken.yaml").write_text("version: [\n")

    done = run("plan", "broken.yaml")

    assert done.code == 2
    assert done.err.startswith("error: broken.yaml:")
    assert run("plan", "missing.yaml").code == 2
    assert work.asked == []


def test_somebody_who_is_named_is_who_applies(run, jan, work, file):
    del run

    assert jan("plan", file).code == 0
    assert work.asked[0][0].user.email == "jan@zylker.example"


def test_the_owner_and_somebody_else_can_not_both_apply(jan, work, file):
    done = jan("plan", file, "--owner", "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "usage.argument")
    assert work.asked == []


def test_the_schema_is_a_document_of_its_own(run):
    assert run("schema").json()["type"] == "object"
