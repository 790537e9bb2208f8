"""The commands around a set-up file: what they answer, ask and refuse."""

from __future__ import annotations

import pytest

from tests.cli.setup_files import FILE


def urls(run):
    return [each["url"] for each in run("export", "--owner", "-o", "json").json().get("organizations", [])]


def test_a_plan_says_what_would_be_done_and_does_nothing(run, file):
    done = run("plan", file, "-o", "json")

    assert done.code == 0
    assert done.json()["refused"] == []
    assert done.json()["changes"] == [
        {
            "action": "create",
            "kind": "organization",
            "organization": "zylker",
            "subject": "zylker",
            "detail": "sign-up of anna@zylker.example",
        },
        {
            "action": "create",
            "kind": "member",
            "organization": "zylker",
            "subject": "jan@zylker.example",
            "detail": "role: admin",
        },
    ]
    assert urls(run) == []


def test_a_check_exits_with_6_while_there_are_changes(run, file):
    before = run("plan", file, "--check")
    run("apply", file, "--yes")
    after = run("plan", file, "--check")

    assert (before.code, after.code, after.out) == (6, 0, "Nothing to change.\n")


def test_a_plan_that_rules_refuse_shows_all_of_it_and_exits_with_3_whether_checked_or_not(run, refused):
    for options in ([], ["--check"]):
        done = run("plan", refused, "-o", "json", *options)

        assert done.code == 3
        assert len(done.json()["changes"]) == 6
        assert [each["code"] for each in done.json()["refused"]] == ["limit.created"] * 2
        assert [each["place"] for each in done.json()["refused"]] == ["shops.csv:8:1", "shops.csv:9:1"]
        assert done.error()["code"] == "limit.created"


def test_a_refusal_is_shown_in_its_place_with_its_rule_and_what_to_do(run, refused):
    shown = " ".join(run("plan", refused).out.split())

    assert "shop-6 ! organization (shops.csv:8:1): anna@zylker.example has created 5" in shown
    assert "[B6 limit.created] Deleting one of them frees its place" in shown
    assert shown.endswith("6 changes, 2 refused: nothing can be applied.")


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_who_is_never_cut_from_a_plan(run, columns, tmp_path):
    (tmp_path / "long.csv").write_text(
        "org,email,role\nzylker,jan@zylker.example,superadmin\nzylker,alexandra.longworth@zylker.example,admin\n"
    )

    shown = run("plan", "long.csv", COLUMNS=str(columns)).out

    assert "alexandra.longworth@zylker.example" in shown
    assert "jan@zylker.example" in shown
    assert max(map(len, shown.splitlines())) <= columns


def test_applying_needs_a_yes_where_nobody_can_be_asked(run, file):
    done = run("apply", file, "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "usage.confirm")
    assert "--yes" in done.error()["hint"]
    assert urls(run) == []


def test_what_is_applied_is_answered_with_its_number(run, file):
    first = run("apply", file, "--yes", "-o", "json")
    again = run("apply", file, "--yes", "-o", "json")

    assert (first.code, first.json()["applied"], len(first.json()["changes"])) == (0, 2, 2)
    assert (again.code, again.json()["applied"], again.json()["changes"]) == (0, 0, [])


def test_a_dry_run_answers_the_same_and_keeps_nothing(run, file):
    dry = run("apply", file, "--dry-run", "-o", "json")

    assert urls(run) == []
    assert dry.json() == run("apply", file, "--yes", "-o", "json").json()


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_what_changes_is_said_in_full_on_any_width(run, applied, columns, tmp_path):
    (tmp_path / applied).write_text(
        FILE.replace("name: Zylker", "name: Zylker Ltd\n    edition: professional\n    licenses: 5")
    )

    shown = run("plan", applied, COLUMNS=str(columns)).out

    assert "edition: enterprise (trial) -> professional, licenses: 5" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= columns


def test_a_dry_run_of_what_is_refused_exits_with_3(run, refused):
    done = run("apply", refused, "--dry-run", "-o", "json")

    assert (done.code, done.json()["applied"], len(done.json()["refused"])) == (3, 0, 2)


def test_what_a_rule_refuses_is_not_applied_at_all(run, refused):
    done = run("apply", refused, "--yes", "-o", "json")

    assert (done.code, done.json()["applied"]) == (3, 0)
    assert len(done.json()["refused"]) == 2
    assert done.error()["code"] == "limit.created"
    assert urls(run) == []


def test_a_file_that_is_none_is_told_before_anything_is_planned(run, tmp_path):
    (tmp_path / "broken.yaml").write_text("version: [\n")

    done = run("plan", "broken.yaml")

    assert done.code == 2
    assert done.err.startswith("error: broken.yaml:")
    assert run("plan", "missing.yaml").code == 2


@pytest.mark.parametrize(
    "content, places",
    [
        (b"", [(1, 1)]),
        (b"org,email\nzylker,a@b.test\n", [(1, 1)]),
        (b"org,email,role,age\nzylker,a@b.test,admin,5\n", [(1, 16)]),
        (b"org,email,role\nzylker,a@b.test,boss\n", [(2, 17)]),
        (b"org,email,role\nzylker,nobody,superadmin\n", [(2, 8)]),
        (b"org,email,role\nzyl ker,a@b.test,superadmin\n", [(2, 1)]),
        (b"org,email,role\nzylker,a@b.test\n", [(2, 16)]),
        (b'org,email,role\nzylker,"a@b.test,superadmin\n', [(2, 1)]),
        (b"org,email,role\nzylker,a@b.test,superadmin\nzylker,A@B.test,admin\n", [(3, 8)]),
        (b"org,email,role\nzylker,a@b.test,superadmin\nzylker,c@b.test,superadmin\n", [(3, 8)]),
        (b"org,email,role\nzylker,\xff@b.test,superadmin\n", [(2, 8)]),
        (b"org,email,role\nzyl ker,a@b.test,boss\nzylker,x,superadmin\n", [(2, 1), (2, 18), (3, 8)]),
    ],
    ids=[
        "empty", "a column missing", "a column unknown", "no role", "no address", "no access URL", "a cell missing",
        "quotes left open", "somebody twice", "two super administrators", "not UTF-8", "several at once",
    ],
)  # fmt: skip
def test_a_bad_roster_is_wrong_usage_at_its_line_and_column(run, tmp_path, content, places):
    (tmp_path / "bad.csv").write_bytes(content)

    done = run("apply", "bad.csv", "--yes", "-o", "json")

    assert (done.code, done.error()["code"]) == (2, "input.file")
    assert [(each["line"], each["column"]) for each in done.error()["problems"]] == places
    assert done.error()["message"].startswith("bad.csv:{}:{}: ".format(*places[0]))


def test_what_is_not_in_the_file_stays_without_prune(run, applied, tmp_path):
    (tmp_path / applied).write_text(FILE.replace("      - {email: jan@zylker.example, role: admin}\n", ""))

    assert run("plan", applied, "--check").code == 0
    assert run("plan", applied, "--prune", "--check", "--max-removals", "1").code == 6


def test_one_member_may_always_go(run, applied, tmp_path):
    (tmp_path / applied).write_text(FILE.replace("      - {email: jan@zylker.example, role: admin}\n", ""))

    done = run("apply", applied, "--prune", "--yes", "-o", "json")

    assert (done.code, done.json()["applied"]) == (0, 1)


def test_more_than_a_quarter_goes_only_if_that_is_said(run, applied, tmp_path):
    ola = "      - {email: ola@zylker.example, role: standard}\n"
    (tmp_path / applied).write_text(FILE + ola)
    assert run("apply", applied, "--yes").code == 0
    (tmp_path / applied).write_text(FILE.replace("      - {email: jan@zylker.example, role: admin}\n", ""))

    guarded = run("apply", applied, "--prune", "--yes", "-o", "json")
    too_low = run("apply", applied, "--prune", "--yes", "--max-removals", "1", "-o", "json")
    alone = run("apply", applied, "--prune", "--max-removals", "2", "-o", "json")
    allowed = run("apply", applied, "--prune", "--yes", "--max-removals", "2", "-o", "json")

    assert (guarded.code, guarded.error()["code"]) == (3, "plan.too_many_removals")
    assert too_low.code == 3
    assert (alone.code, alone.error()["code"]) == (2, "usage.confirm")
    assert (allowed.code, allowed.json()["applied"]) == (0, 2)


def test_the_last_way_in_is_never_pruned(run, applied, tmp_path):
    (tmp_path / "nobody.yaml").write_text("version: 1\norganizations:\n  - {url: zylker, members: []}\n")
    (tmp_path / "silent.yaml").write_text("version: 1\norganizations:\n  - {url: zylker}\n")

    silent = run("apply", "silent.yaml", "--prune", "--yes", "--max-removals", "9", "-o", "json")
    nobody = run("apply", "nobody.yaml", "--prune", "--yes", "--max-removals", "9", "-o", "json")

    assert (silent.code, silent.json()["applied"]) == (0, 0)
    assert (nobody.code, nobody.json()["applied"]) == (0, 1)
    assert [note["subject"] for note in nobody.json()["notes"]] == ["anna@zylker.example"]
    members = run("export", "--owner", "-o", "json").json()["organizations"][0]["members"]
    assert members == [{"email": "anna@zylker.example", "role": "superadmin"}]


def test_an_invitation_that_was_declined_is_sent_again_only_if_that_is_asked_for(run, tmp_path):
    (tmp_path / "ewa.yaml").write_text(
        FILE + "    invitations:\n      - {email: ewa@other.example, role: admin}\n"
    )
    run("apply", "ewa.yaml", "--yes")
    run(
        "signup",
        "ewa@other.example",
        "--name",
        "Ewa",
        "--org-name",
        "O",
        "--org-url",
        "other",
        "--no-password",
    )
    declined = run("--as", "ewa@other.example", "invite", "decline", "zylker")

    left = run("plan", "ewa.yaml", "--check", "-o", "json")
    again = run("plan", "ewa.yaml", "--check", "--reinvite", "-o", "json")

    assert declined.code == 0
    assert (left.code, left.json()["changes"]) == (0, [])
    assert [each["subject"] for each in left.json()["notes"]] == ["ewa@other.example"]
    assert again.code == 6
    assert [(each["action"], each["subject"]) for each in again.json()["changes"]] == [
        ("invite", "ewa@other.example")
    ]


@pytest.mark.usefixtures("applied")
def test_organizations_that_a_file_does_not_name_go_only_if_that_is_asked_for(run, tmp_path):
    (tmp_path / "other.csv").write_text("org,email,role\nother,anna@zylker.example,superadmin\n")

    assert run("apply", "other.csv", "--prune", "--yes").code == 0
    assert urls(run) == ["other", "zylker"]

    assert run("apply", "other.csv", "--prune-organizations", "--yes", "--max-removals", "9").code == 0
    assert urls(run) == ["other"]
