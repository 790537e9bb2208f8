"""Every way in which a command ends: its exit code, its code, and one telling of it."""

from __future__ import annotations

import json

import pytest

from orgctl.cli import streams
from orgctl.cli.exits import Cancelled, Manner, NotRun, SomeRefused, report, tell
from orgctl.domain.refusals import (
    Code,
    Failure,
    Fault,
    InvalidInput,
    NotFound,
    NotSignedIn,
    Refusal,
    Refused,
    say,
)
from orgctl.manifest.flaws import Flaws
from orgctl.usecases.results import FailedItem

REFUSAL = Refusal(
    Code.LIMIT_CREATED,
    "B6",
    say("Jan has created {n} organizations.", n=5),
    say("Delete one."),
    ("jan@x.example",),
)
FAILED = FailedItem("ewa@x.example", "invite.already_member", say("She is in it."), say("Look."))


@pytest.mark.parametrize(
    "error, exit_, code",
    [
        (Refused(REFUSAL), 3, "limit.created"),
        (InvalidInput(Code.INPUT_NAME, say("No name.")), 2, "input.name"),
        (NotFound(Code.NOT_FOUND_USER, say("No user.")), 5, "not_found.user"),
        (NotSignedIn(Code.AUTH_REQUIRED, say("Nobody.")), 4, "auth.required"),
        (Fault(Code.STORE_BUSY, say("Busy.")), 1, "store.busy"),
        (SomeRefused([FAILED], 3), 3, "invite.already_member"),
        (NotRun(127, say("There is no program x.")), 127, "usage.argument"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (Cancelled(), 130, "interrupted"),
        (streams.Terminated(), 143, "interrupted"),
        (streams.Unwritable(28, "No space left on device"), 1, "output.failed"),
        (ValueError("secret"), 1, "internal.bug"),
        (RecursionError(), 1, "internal.bug"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_kind_of_end_has_its_exit_and_its_code(error, exit_, code):
    told = tell(error, Manner())

    assert (told.exit, told.code) == (exit_, code)


def test_every_subclass_of_failure_has_an_exit_of_its_own():
    from orgctl.cli.exits import FAILURES

    known = set(FAILURES) | {NotRun}

    # What is declared elsewhere is one of these: a broken set-up file is invalid input.
    assert {kind for kind in Failure.__subclasses__() if kind not in known} == set()


def test_a_failure_is_an_error_and_a_hint(capsys):
    exit_ = report(Refused(REFUSAL), Manner())

    assert exit_ == 3
    assert capsys.readouterr() == ("", "error: Jan has created 5 organizations.\nhint: Delete one.\n")


def test_a_failure_without_a_hint_has_none(capsys):
    report(Fault(Code.STORE_BUSY, say("Busy.")), Manner())

    assert capsys.readouterr().err == "error: Busy.\n"


def test_with_json_a_failure_is_one_document(capsys):
    report(Refused(REFUSAL), Manner(json=True))

    assert json.loads(capsys.readouterr().err) == {
        "error": {
            "code": "limit.created",
            "message": "Jan has created 5 organizations.",
            "hint": "Delete one.",
            "rule": "B6",
            "subjects": ["jan@x.example"],
        }
    }


def test_no_key_of_a_failure_vanishes(capsys):
    report(Fault(Code.STORE_BUSY, say("Busy.")), Manner(json=True))

    assert json.loads(capsys.readouterr().err) == {
        "error": {"code": "store.busy", "message": "Busy.", "hint": None}
    }


def test_a_bulk_refusal_says_how_many_and_which_first():
    told = tell(SomeRefused([FAILED, FAILED], 5), Manner())

    assert told.message == "2 of 5 were refused, the first of them ewa@x.example: She is in it."


def test_every_flaw_of_a_file_is_told_by_its_place(capsys):
    flaws = Flaws("people.csv")
    flaws.add(3, 1, say("{text} is no address.", text="x\x1b"), say("Write one."))
    flaws.add(2, 7, say("Two."))

    report(flaws.error(), Manner())

    assert capsys.readouterr().err == (
        "error: people.csv:2:7: Two.\npeople.csv:3:1: x<U+001B> is no address. Write one.\n"
    )


def test_a_fault_of_the_program_is_one_line_that_holds_none_of_its_values(capsys):
    try:
        raise ValueError("orgs_secret")
    except ValueError as error:
        report(error, Manner())

    told = capsys.readouterr().err
    assert told.startswith("error: A fault in orgctl itself: ValueError at ")
    assert "orgs_secret" not in told
    assert "Traceback" not in told


def test_a_fault_shows_where_it_comes_from_when_asked(capsys):
    try:
        raise ValueError("x")
    except ValueError as error:
        report(error, Manner(debug=True))

    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "committed, message",
    [
        (False, "error: Cancelled, nothing changed.\n"),
        (True, "error: Interrupted after the change was made.\n"),
    ],
)
def test_an_interruption_says_whether_anything_changed(committed, message, capsys):
    report(KeyboardInterrupt(), Manner(committed=committed))

    assert capsys.readouterr().err == message
