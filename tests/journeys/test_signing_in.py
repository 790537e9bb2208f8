"""Signing in and out, and where the secret is kept: real processes, with a keyring that is a file."""

from __future__ import annotations

import stat

import pytest

from tests.journeys.stage import ANNA, JAN, PASSWORD
from tests.session.file_keyring import FileKeyring
from tests.support.run import NO_KEYRING

SIGN_UP = ("signup", ANNA, "--name", "Anna", "--org-name", "Zylker", "--org-url", "zylker")


def kept(orgctl):
    """The secrets in the keyring, by store."""
    return FileKeyring(orgctl.home / "keyring.json").entries().get("orgctl", {})


def files(orgctl):
    """The private files of sign-ins that hold a secret."""
    folder = orgctl.home / "state" / "orgctl" / "session"
    return [file for file in folder.glob("*") if "orgs_" in file.read_text()]


def test_signing_up_in_and_out_with_a_keyring(orgctl):
    orgctl.ok(*SIGN_UP, "--password-stdin", stdin=f"{PASSWORD}\n")
    first = kept(orgctl)

    assert orgctl.json("whoami") == {
        "email": ANNA,
        "name": "Anna",
        "active": "zylker",
        "default": "zylker",
        "from": "session",
        "operator": None,
    }

    orgctl.ok("logout")

    assert kept(orgctl) == {}
    orgctl.refused("auth.required", "whoami")
    orgctl.refused("auth.required", "current")

    who = orgctl.json("login", ANNA, "--password-stdin", stdin=f"{PASSWORD}\n")

    assert (who["email"], who["active"], who["from"]) == (ANNA, "zylker", "session")
    assert list(kept(orgctl)) == list(first)
    assert kept(orgctl) != first
    assert files(orgctl) == []


def test_a_printed_token_is_kept_nowhere_and_goes_before_the_keyring(stage):
    stage.person(ANNA, "zylker")
    stage.person(JAN, "services")
    orgctl = stage.orgctl
    orgctl.ok("login", ANNA, "--password-stdin", stdin=PASSWORD)
    before = kept(orgctl)

    printed = orgctl.json("login", JAN, "--print-token", "--password-stdin", stdin=PASSWORD)

    token = printed.pop("token")
    assert kept(orgctl) == before
    assert files(orgctl) == []
    assert (printed["email"], printed["active"]) == (JAN, "services")
    by_token = orgctl.with_env(ORGCTL_TOKEN=token)
    assert by_token.json("whoami")["email"] == JAN
    assert by_token.ok("current").out == "services\n"
    assert orgctl.json("whoami")["email"] == ANNA

    by_token.ok("logout")

    by_token.refused("auth.required", "whoami")
    assert orgctl.json("whoami")["email"] == ANNA
    assert kept(orgctl) == before


def test_signing_out_everywhere_ends_each_sign_in_of_this_user_alone(stage):
    anna, jan = stage.person(ANNA, "zylker"), stage.person(JAN, "services")
    elsewhere = stage.signed_in(ANNA)

    anna.ok("logout", "--all")

    anna.refused("auth.required", "whoami")
    elsewhere.refused("auth.required", "whoami")
    elsewhere.refused("auth.required", "current")
    assert jan.json("whoami")["email"] == JAN


def test_insecure_storage_is_a_file_for_its_owner_alone_until_signing_out(stage):
    stage.person(ANNA, "zylker")
    orgctl = stage.orgctl.with_env(**NO_KEYRING)

    orgctl.ok("login", ANNA, "--insecure-storage", "--password-stdin", stdin=PASSWORD)

    (file,) = files(orgctl)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert orgctl.json("whoami")["email"] == ANNA

    orgctl.ok("logout")

    assert files(orgctl) == []
    orgctl.refused("auth.required", "whoami")


def test_a_file_of_a_sign_in_that_others_may_read_is_not_used(stage):
    stage.person(ANNA, "zylker")
    orgctl = stage.orgctl
    orgctl.ok("login", ANNA, "--insecure-storage", "--password-stdin", stdin=PASSWORD)
    files(orgctl)[0].chmod(0o644)

    done = orgctl.run("whoami")

    assert done.code in {1, 4}
    assert "open to other users" in done.err
    assert "Traceback" not in done.err


def test_signing_in_by_an_access_url_makes_that_one_active_and_leaves_the_default(stage):
    stage.person(ANNA, "zylker")
    stage.person(JAN, "secret")
    stage.acts.create(ANNA, "services")
    login = ("login", ANNA, "--print-token", "--password-stdin")

    there = stage.orgctl.json(*login, "--url", "https://crm.example/services", stdin=PASSWORD)
    plain = stage.orgctl.json(*login, stdin=PASSWORD)

    assert (there["active"], there["default"]) == ("services", "zylker")
    assert plain["active"] == "zylker"
    not_hers = stage.orgctl.refused("not_found.organization", *login, "--url", "secret", stdin=PASSWORD)
    no_such = stage.orgctl.refused("not_found.organization", *login, "--url", "nosuch", stdin=PASSWORD)
    assert not_hers["message"].replace("secret", "nosuch") == no_such["message"]
    assert stage.acts.rows("SELECT count(*) FROM sessions WHERE secret_hash IS NOT NULL") == [(4,)]


def test_a_new_password_ends_the_other_sign_ins_and_the_old_password(stage):
    anna = stage.person(ANNA, "zylker")
    elsewhere = stage.signed_in(ANNA)

    anna.ok("password", "--password-stdin", stdin="another one\n")

    assert anna.json("whoami")["email"] == ANNA
    elsewhere.refused("auth.required", "whoami")
    login = ("login", ANNA, "--print-token", "--password-stdin")
    stage.orgctl.refused("auth.failed", *login, stdin=PASSWORD)
    stage.orgctl.ok(*login, stdin="another one\n")


def test_a_variable_that_goes_before_a_new_sign_in_is_named(stage):
    stage.person(ANNA, "zylker")
    jan = stage.person(JAN, "services")

    done = jan.ok("login", ANNA, "--password-stdin", stdin=PASSWORD)

    assert "ORGCTL_TOKEN is set, and goes before this sign-in." in done.err
    assert jan.json("whoami")["email"] == JAN
    assert stage.orgctl.json("whoami")["email"] == ANNA


BACKENDS = {
    "none": NO_KEYRING,
    "null": {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    "plain text": {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"},
    "broken name": {"PYTHON_KEYRING_BACKEND": "no.such.Backend"},
    "no class": {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.NoSuch"},
    "locked": {"FILE_KEYRING_LOCKED": "1"},
}


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_where_no_keyring_keeps_the_sign_in_login_names_the_ways_out(stage, backend):
    stage.acts.sign_up(ANNA, "zylker")
    orgctl = stage.orgctl.with_env(**backend)

    done = orgctl.run("login", ANNA, "--password-stdin", stdin="not even looked at")

    assert done.code == 4
    assert done.out == ""
    error, hint = done.err.splitlines()
    assert error.startswith("error: ")
    for way_out in ("--print-token", "--insecure-storage", "ORGCTL_TOKEN"):
        assert way_out in hint
    assert stage.acts.table("sessions") == []
    assert stage.acts.table("login_attempts") == []
    assert not list(orgctl.home.rglob("keyring_pass.cfg"))


@pytest.mark.parametrize("backend", [BACKENDS["broken name"], BACKENDS["locked"]], ids=["broken", "locked"])
def test_a_token_needs_no_keyring_that_works(stage, backend):
    anna = stage.person(ANNA, "zylker").with_env(**backend)

    assert anna.ok("current").out == "zylker\n"
    assert anna.ok("org", "rename", "Zylker Ltd.").code == 0


def test_sign_up_without_a_keyring_makes_the_account_and_warns(orgctl):
    orgctl = orgctl.with_env(**NO_KEYRING)

    done = orgctl.ok(*SIGN_UP, "--password-stdin", "-o", "json", stdin=f"{PASSWORD}\n")

    assert done.json()["url"] == "zylker"
    (warning,) = [line for line in done.err.splitlines() if line.startswith("warning: ")]
    assert "--insecure-storage" in warning
    assert "--print-token" in warning
    orgctl.refused("auth.required", "whoami")
    printed = orgctl.json("login", ANNA, "--print-token", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert orgctl.with_env(ORGCTL_TOKEN=printed["token"]).ok("current").out == "zylker\n"
