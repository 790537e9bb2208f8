"""Passwords that are wrong: what they tell, what they cost, and how they slow down."""

from __future__ import annotations

import dataclasses
import sys
from datetime import timedelta

import pytest

from orgctl.session.passwords import Cost, hash_password, verify
from orgctl.session.tokens import hash_token
from orgctl.usecases import accounts
from tests.builders import NOON
from tests.journeys.stage import ANNA, JAN, OLA, PASSWORD

LOGIN = ("--print-token", "--password-stdin")

COUNTING = """
import os, sys, argon2
verify = argon2.PasswordHasher.verify
def counted(self, hash, password):
    with open(os.environ["VERIFIED"], "a") as file:
        file.write(hash.rsplit("$", 2)[0] + chr(10))
    return verify(self, hash, password)
argon2.PasswordHasher.verify = counted
from orgctl.__main__ import main
sys.exit(main())
"""


@pytest.fixture
def noon(stage):
    """A store with Anna in it, whose clock stands still."""
    stage = stage.at(NOON)
    stage.person(ANNA, "zylker")
    return stage


def fail(stage, email, times):
    """Let sign-ins fail, without a process for each."""
    for _ in range(times):
        stage.acts.write(lambda tx: accounts.note_failure(tx, hash_token(email), stage.acts.now))


def test_a_wrong_password_an_unknown_address_and_no_password_are_one_answer_after_the_same_work(noon):
    noon.acts.sign_up(JAN, "services")
    log = noon.orgctl.home / "verified"
    counting = dataclasses.replace(noon.orgctl, command=(sys.executable, "-c", COUNTING))

    def answer(email):
        log.unlink(missing_ok=True)
        done = counting.run("login", email, *LOGIN, stdin="wrong", env={"VERIFIED": str(log)})
        return done.code, done.out, done.err, log.read_text().splitlines()

    wrong, unknown, without = answer(ANNA), answer(OLA), answer(JAN)

    assert wrong == unknown == without
    code, out, _err, verified = wrong
    assert (code, out) == (4, "")
    assert verified == ["$argon2id$v=19$m=65536,t=3,p=4"]


@pytest.mark.parametrize("email", [ANNA, OLA], ids=["known", "unknown"])
def test_after_five_failures_nobody_is_looked_at_for_a_second(noon, email):
    fail(noon, email, 4)
    noon.orgctl.refused("auth.failed", "login", email, *LOGIN, stdin="wrong")

    error = noon.orgctl.refused("auth.throttled", "login", email, *LOGIN, stdin=PASSWORD)

    assert error["hint"] == "Wait for 1 s and try again."
    later = noon.at(NOON + timedelta(seconds=1)).orgctl
    if email == ANNA:
        later.ok("login", email, *LOGIN, stdin=PASSWORD)
        assert noon.acts.table("login_attempts") == []
    else:
        later.refused("auth.failed", "login", email, *LOGIN, stdin=PASSWORD)


def test_waiting_doubles_up_to_a_minute_and_locks_nobody_out(noon):
    fail(noon, ANNA, 50)

    error = noon.orgctl.refused("auth.throttled", "login", ANNA, *LOGIN, stdin=PASSWORD)

    assert error["hint"] == "Wait for 60 s and try again."
    soon, later = (noon.at(NOON + timedelta(seconds=seconds)).orgctl for seconds in (59, 60))
    soon.refused("auth.throttled", "login", ANNA, *LOGIN, stdin=PASSWORD)
    later.ok("login", ANNA, *LOGIN, stdin=PASSWORD)


def test_a_dry_run_is_no_way_to_guess(noon):
    fail(noon, ANNA, 3)
    rehearse = ("login", ANNA, "--dry-run", "--password-stdin")
    before = noon.acts.table("login_attempts")

    noon.orgctl.ok(*rehearse, stdin=PASSWORD)

    assert noon.acts.table("login_attempts") == before
    fail(noon, ANNA, 1)
    noon.orgctl.refused("auth.failed", *rehearse, stdin="wrong")
    noon.orgctl.refused("auth.throttled", *rehearse, stdin=PASSWORD)


def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in(noon):
    cheap = hash_password(PASSWORD, Cost(passes=1, memory_kib=64, lanes=1))
    noon.acts.run("UPDATE users SET password_hash = :hash", hash=cheap)

    def kept():
        return noon.acts.rows("SELECT password_hash FROM users")[0][0]

    noon.orgctl.refused("auth.failed", "login", ANNA, *LOGIN, stdin="wrong")
    assert kept() == cheap

    noon.orgctl.ok("login", ANNA, *LOGIN, stdin=PASSWORD)

    fresh = kept()
    assert fresh.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert verify(fresh, PASSWORD) == (True, None)
    noon.orgctl.ok("login", ANNA, *LOGIN, stdin=PASSWORD)
    assert kept() == fresh
