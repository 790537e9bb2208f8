"""Commands as they are typed: what is read, changed, said where, and answered."""

from __future__ import annotations

import csv
import io
import sys

import pytest


def test_sign_up_makes_an_account_even_where_nothing_keeps_the_sign_in(run):
    done = run(
        "signup", "jan@zylker.example", "--name", "Jan", "--org-name", "Zylker", "--org-url", "ZYLKER",
        "--timezone", "Europe/Warsaw", "--no-password", "-o", "json",
    )  # fmt: skip

    assert done.code == 0
    made = done.json()
    assert (made["url"], made["role"], made["default"], made["active"]) == (
        "zylker",
        "superadmin",
        True,
        True,
    )
    assert "warning: There is no keyring here" in done.err
    assert "jan@zylker.example has the organization Zylker (zylker), on trial.\n" in done.err


def test_a_dry_run_says_what_would_be_and_changes_nothing(run):
    signup = [
        "signup",
        "jan@zylker.example",
        "--name",
        "J",
        "--org-name",
        "Z",
        "--org-url",
        "zz",
        "--no-password",
    ]

    done = run(*signup, "--dry-run")

    assert done.code == 0
    assert (
        done.err == "Dry run, nothing is changed: jan@zylker.example has the organization Z (zz), on trial.\n"
    )
    assert run(*signup).code == 0


def test_the_output_of_a_change_says_in_which_organization(jan):
    done = jan("org", "rename", "Zylker Products")

    assert done.err == "zylker is now called Zylker Products.\n"
    assert done.out.startswith("name                Zylker Products\nURL                 zylker\n")


def test_quiet_keeps_results_and_errors_only(jan):
    assert jan("org", "rename", "Other", "--quiet").err == ""
    assert jan("org", "show", "nope", "--quiet").err.startswith("error: ")


def test_the_organization_list_of_somebody_new(jan):
    assert jan("org", "list").out == (
        "    NAME    URL     ROLE        EDITION                         MEMBERS\n"
        "*=  Zylker  zylker  superadmin  enterprise trial, 15 days left        1\n"
        "* active   = default\n"
    )


@pytest.mark.parametrize("where", ["before", "between", "after", "variable"])
def test_the_format_may_stand_anywhere(jan, where):
    argv = {
        "before": ["-o", "json", "org", "show"],
        "between": ["org", "-o", "json", "show"],
        "after": ["org", "show", "-o", "json"],
        "variable": ["org", "show"],
    }[where]

    done = jan(*argv, ORGCTL_OUTPUT="json" if where == "variable" else "csv")

    assert done.json()["url"] == "zylker"


def test_the_format_after_the_command_wins(jan):
    assert jan("-o", "csv", "org", "show", "-o", "json").json()["url"] == "zylker"


@pytest.mark.parametrize(
    "argv",
    [
        ["--org", "second"],
        ["--org", "SECOND"],
        ["--org", "https://crm.example/second"],
        ["--org", "The Second"],
    ],
)
def test_an_organization_is_named_by_its_url_or_its_name(jan, argv):
    jan("org", "create", "The Second", "--url", "second")
    jan("switch", "zylker")

    assert jan("org", "show", *argv, "-o", "json").json()["url"] == "second"
    assert jan(*argv, "org", "show", "-o", "json").json()["url"] == "second"


def test_the_flag_goes_before_the_variable_before_the_pin_before_the_session(jan):
    for url in ("by-flag", "by-variable", "by-pin"):
        assert jan("org", "create", url, "--url", url).code == 0
    jan("switch", "zylker")

    def who(*argv, **environ):
        found = jan("whoami", "-o", "json", *argv, **environ).json()
        return found["active"], found["from"]

    assert who() == ("zylker", "session")
    assert jan("pin", "by-pin").code == 0
    assert who() == ("by-pin", "directory")
    assert who(ORGCTL_ORG="by-variable") == ("by-variable", "env")
    assert who("--org", "by-flag", ORGCTL_ORG="by-variable") == ("by-flag", "flag")
    assert jan("pin", "--off").code == 0
    assert who() == ("zylker", "session")


def test_a_variable_that_no_longer_works_is_an_error_and_no_fall_back(jan):
    done = jan("member", "list", "-o", "json", ORGCTL_ORG="gone")

    assert done.code == 5
    assert done.error()["code"] == "not_found.organization"
    assert "ORGCTL_ORG names gone" in done.error()["message"]


def test_a_variable_that_no_longer_works_hinders_nothing_that_acts_nowhere(jan):
    assert jan("org", "list", ORGCTL_ORG="gone").code == 0
    assert jan("switch", "zylker", ORGCTL_ORG="gone").code == 0
    assert jan("default", "show", ORGCTL_ORG="gone").code == 0


def test_a_broken_pin_can_be_taken_away(jan, tmp_path):
    (tmp_path / ".orgctl").write_text("gone\n")

    assert jan("member", "list").code == 5
    assert jan("pin", "--off").code == 0
    assert jan("member", "list").code == 0


def test_current_is_the_url_alone_on_a_line(jan):
    assert jan("current").out == "zylker\n"
    assert jan("current", "-o", "json").json()["active"] == "zylker"


def test_switch_says_one_line_and_goes_back(jan):
    jan("org", "create", "Second", "--url", "second")

    assert jan("switch", "zylker").out == "Zylker (zylker) is active.\n"
    assert jan("switch", "-").out == "Second (second) is active.\n"
    assert (
        jan("switch", "zylker", "--dry-run").out
        == "Dry run, nothing is changed: Zylker (zylker) is active.\n"
    )
    assert jan("current").out == "second\n"


def test_a_bulk_invitation_does_what_it_can_and_tells_the_rest(jan):
    jan("invite", "send", "ewa@zylker.example")

    done = jan("invite", "send", "ewa@zylker.example", "adam@zylker.example", "-o", "json")

    assert done.code == 3
    assert [sent["email"] for sent in done.json()["sent"]] == ["adam@zylker.example"]
    assert [failed["code"] for failed in done.json()["failed"]] == ["invite.already_pending"]
    assert done.error()["code"] == "invite.already_pending"


def test_invitations_come_from_a_file_with_a_role_each(jan, tmp_path):
    (tmp_path / "people.csv").write_text("email,role\newa@x.example,admin\n\nadam@x.example,\n")

    done = jan("invite", "send", "--from-file", "people.csv", "-o", "csv")

    assert done.code == 0
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [(row["email"], row["role"]) for row in rows] == [
        ("ewa@x.example", "admin"),
        ("adam@x.example", "standard"),
    ]


def test_a_file_of_invitations_is_refused_whole_with_every_place_named(jan, tmp_path):
    (tmp_path / "people.csv").write_text("email,role\nnobody,boss\newa@x.example,superadmin\n")

    done = jan("invite", "send", "--from-file", "people.csv")

    assert done.code == 2
    assert done.err.startswith("error: people.csv:2:1: nobody is no e-mail address")
    assert "\npeople.csv:2:8: boss is no role." in done.err
    assert "\npeople.csv:3:15: superadmin is no role." in done.err
    assert jan("invite", "list", "--sent", "-o", "json").json() == []


@pytest.mark.parametrize(
    "content, place",
    [
        (b"", "1:1: The file is empty."),
        (b"name\nx\n", "1:1: There is no column name."),
        (b"role\nadmin\n", "1:1: The column email is missing."),
        (b"email\n\xff@x.example\n", "2:1: The file is not UTF-8."),
        (b'email\n"a@x.example\n', "2:1: The line is no CSV"),
    ],
)
def test_what_is_no_file_of_invitations_says_why(jan, tmp_path, content, place):
    (tmp_path / "people.csv").write_bytes(content)

    done = jan("invite", "send", "--from-file", "people.csv")

    assert done.code == 2
    assert done.err.startswith(f"error: people.csv:{place}")


def test_a_token_is_answered_without_a_sign_in_and_is_in_no_output(jan, run, tmp_path):
    from tests.support.letters import read_maildir

    sent = jan("invite", "send", "ewa@new.example", "-o", "json")
    token = read_maildir(tmp_path / "mail")[-1].token

    done = run("invite", "accept", "--token", token, "--name", "Ewa", "-o", "json")

    assert done.code == 0
    assert done.json()["status"] == "accepted"
    for text in (sent.out, sent.err, done.out, done.err):
        assert token not in text
    members = jan("member", "list", "-o", "json").json()
    assert [member["name"] for member in members] == ["Ewa", "Jan"] or [m["name"] for m in members] == [
        "Jan",
        "Ewa",
    ]


def test_token_and_password_come_from_one_input_in_that_order(jan, run, tmp_path, monkeypatch):
    from tests.support.letters import read_maildir

    jan("invite", "send", "ewa@new.example")
    token = read_maildir(tmp_path / "mail")[-1].token
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{token}\ncorrect horse\n"))

    done = run("invite", "accept", "--token", "-", "--name", "Ewa", "--password-stdin")
    assert done.code == 0, done.err
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
    signed_in = run("login", "ewa@new.example", "--password-stdin", "--print-token", "-o", "json").json()

    assert signed_in["default"] == "zylker"
    assert run("current", ORGCTL_TOKEN=signed_in["token"]).out == "zylker\n"


def with_password(run, monkeypatch, *argv, password="correct horse", **environ):  # noqa: S107 (a test's)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    return run(*argv, "--password-stdin", **environ)


@pytest.fixture
def anna(run, monkeypatch):
    done = with_password(
        run,
        monkeypatch,
        "signup",
        "anna@zylker.example",
        "--name",
        "Anna",
        "--org-name",
        "Zylker",
        "--org-url",
        "zylker",
    )
    assert done.code == 0, done.err
    return done


@pytest.mark.usefixtures("anna")
def test_signing_in_where_nothing_keeps_it_names_the_ways_out(run, monkeypatch):
    done = with_password(run, monkeypatch, "login", "anna@zylker.example", "-o", "json")

    assert done.code == 4
    assert done.error()["code"] == "auth.no_keyring"
    for way in ("--print-token", "--insecure-storage", "ORGCTL_TOKEN"):
        assert way in done.error()["hint"]


@pytest.mark.usefixtures("anna")
def test_a_sign_in_is_kept_in_a_file_of_ones_own_until_signing_out(run, monkeypatch):
    assert with_password(run, monkeypatch, "login", "anna@zylker.example", "--insecure-storage").code == 0
    assert run("whoami", "-o", "json").json()["email"] == "anna@zylker.example"

    assert run("logout").code == 0

    done = run("whoami", "-o", "json")
    assert done.code == 4
    assert done.error()["code"] == "auth.required"


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("email", ["anna@zylker.example", "nobody@zylker.example"])
def test_a_wrong_password_and_an_unknown_address_are_the_same_answer(run, monkeypatch, email):
    done = with_password(run, monkeypatch, "login", email, "--print-token", "-o", "json", password="wrong")

    assert done.code == 4
    assert done.error()["code"] == "auth.failed"
    assert done.error()["message"] == "Wrong address or password."
    assert email not in done.err


@pytest.mark.usefixtures("anna")
def test_a_new_password_ends_the_other_sign_ins(run, monkeypatch):
    one = with_password(
        run, monkeypatch, "login", "anna@zylker.example", "--print-token", "-o", "json"
    ).json()
    two = with_password(
        run, monkeypatch, "login", "anna@zylker.example", "--print-token", "-o", "json"
    ).json()

    changed = with_password(run, monkeypatch, "password", password="another", ORGCTL_TOKEN=one["token"])

    assert changed.code == 0
    assert run("whoami", ORGCTL_TOKEN=one["token"]).code == 0
    assert run("whoami", ORGCTL_TOKEN=two["token"]).code == 4


def test_nobody_signed_in_is_told_every_way_in(run):
    done = run("org", "list", "-o", "json")

    assert done.code == 4
    assert done.error()["code"] == "auth.required"
    for way in ("orgctl login EMAIL", "orgctl signup EMAIL", "orgctl --as EMAIL"):
        assert way in done.error()["hint"]


def test_acting_for_nobody_known_is_not_found(run):
    assert run("--as", "nobody@x.example", "org", "list", "-o", "json").error()["code"] == "not_found.user"
    assert run("org", "list", "-o", "json", ORGCTL_AS="").error()["code"] == "auth.required"


def test_an_empty_list_says_so_in_words_and_in_json_is_a_list(jan):
    assert jan("integrate", "list").out == "Nothing is linked.\n"
    assert jan("integrate", "list", "-o", "json").json() == []
    assert jan("invite", "list").out == "No invitation is waiting.\n"
    assert jan("mail", "list", "-o", "csv").out.startswith("id,invitation,to,")


def test_a_code_and_a_rule_are_explained(run):
    by_code = run("explain", "limit.created", "-o", "json").json()
    by_rule = run("explain", "b6", "-o", "json").json()

    assert (by_code["code"], by_code["rule"]) == ("limit.created", "B6")
    assert (by_rule["code"], by_rule["rule"]) == (None, "B6")
    assert "limit.created" in by_rule["codes"]
    assert "What to do" in run("explain", "B6").out
    assert run("explain", "limit.creatd", "-o", "json").error()["hint"] == "Did you mean limit.created?"
    assert run("explain", "limit.creatd").code == 5


def test_mail_that_cannot_go_out_leaves_the_invitation_and_says_so_in_one_line(jan, tmp_path):
    (tmp_path / "file").write_text("no folder")

    done = jan("invite", "send", "ewa@x.example", "-o", "json", ORGCTL_MAIL=f"maildir:{tmp_path / 'file'}")

    assert done.code == 0
    assert len(done.json()["sent"]) == 1
    (warning,) = [line for line in done.err.split("\n") if line.startswith("warning: ")]
    assert "1 mail stays queued; orgctl mail send tries again." in warning
    assert jan("mail", "list", "-o", "json").json()[0]["state"] == "queued"


def test_a_mail_setting_that_cannot_be_read_invites_nobody(jan):
    done = jan("invite", "send", "ewa@x.example", "-o", "json", ORGCTL_MAIL="carrier:pigeon")

    assert done.code == 1
    assert done.error()["code"] == "mail.settings"
    assert jan("invite", "list", "--sent", "-o", "json").json() == []


def test_removing_asks_only_what_would_be_done(jan):
    done = jan("org", "delete", "nope", "--yes", "-o", "json")

    assert done.code == 5
    assert jan("org", "delete", "zylker", "--dry-run").code == 0
    assert jan("org", "delete", "zylker", "--yes").err == "Zylker (zylker) is deleted.\n"
    assert jan("org", "list").out == "You are in no organization.\n"


def test_the_version_may_stand_anywhere(run):
    from orgctl import __version__

    assert run("--version").out == f"orgctl {__version__}\n"
    assert run("org", "list", "--version").out == f"orgctl {__version__}\n"
