"""Plans that are kept in a file, and applied as long as they still are what was shown."""

from __future__ import annotations

import pytest


def test_a_plan_is_kept_and_applied_later(run, file):
    kept = run("plan", file, "--save", "zylker.plan")
    done = run("apply", "zylker.plan", "--yes", "-o", "json")

    assert (kept.code, kept.err) == (0, "The plan is kept: orgctl apply zylker.plan\n")
    assert (done.code, done.json()["applied"]) == (0, 2)


@pytest.mark.usefixtures("applied")
def test_a_kept_plan_is_stale_once_what_it_rests_on_has_changed(run, tmp_path):
    (tmp_path / "more.csv").write_text(
        "org,email,role\nzylker,anna@zylker.example,superadmin\nzylker,ewa@zylker.example,standard\n"
    )
    assert run("plan", "more.csv", "--save", "more.plan").code == 0
    left = run("--as", "jan@zylker.example", "member", "leave", "--org", "zylker", "--yes")

    done = run("apply", "more.plan", "--yes", "-o", "json")

    assert left.code == 0
    assert (done.code, done.error()["code"]) == (3, "plan.stale")
    assert len(run("export", "-o", "json").json()["organizations"][0]["members"]) == 1


def test_a_plan_that_is_refused_is_not_kept(run, refused, tmp_path):
    assert run("plan", refused, "--save", "shops.plan").code == 3

    assert not (tmp_path / "shops.plan").exists()


def test_a_kept_plan_brings_its_own_options(run, file):
    run("plan", file, "--save", "zylker.plan")

    done = run("apply", "zylker.plan", "--prune", "--yes", "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "usage.argument")


def test_a_kept_plan_that_was_cut_short_is_no_plan(run, file, tmp_path):
    run("plan", file, "--save", "zylker.plan")
    whole = (tmp_path / "zylker.plan").read_bytes()
    (tmp_path / "zylker.plan").write_bytes(whole[:-20])

    done = run("apply", "zylker.plan", "--yes", "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "input.file")


def test_a_kept_plan_overwrites_nothing_and_is_for_its_owner_alone(run, file, tmp_path):
    run("plan", file, "--save", "zylker.plan")
    again = run("plan", file, "--save", "zylker.plan", "-o", "json")

    assert (again.code, again.error()["code"]) == (2, "usage.argument")
    assert (tmp_path / "zylker.plan").stat().st_mode & 0o777 == 0o600
