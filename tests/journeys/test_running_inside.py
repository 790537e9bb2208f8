"""`exec ORG -- COMMAND`: the command takes the program's place, with one organization as its own."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.journeys.stage import ANNA


@pytest.fixture
def anna(stage):
    """Anna, in zylker (active) and services."""
    anna = stage.person(ANNA, "zylker")
    stage.acts.create(ANNA, "services")
    return anna


def test_the_command_has_the_organization_and_its_exit_code_is_the_answer(anna):
    done = anna.run(
        "exec",
        "Services",
        "--",
        "sh",
        "-c",
        'echo "$ORGCTL_ORG $1"; cat; exit 7',
        "sh",
        "a  b",
        stdin="input",
    )

    assert (done.code, done.out, done.err) == (7, "services a  b\ninput", "")


def test_orgctl_inside_acts_there_whatever_is_active_or_pinned(anna):
    anna.ok("pin", "zylker")

    done = anna.ok("exec", "services", "--", sys.executable, "-m", "orgctl", "current", "-o", "json")

    assert (done.json()["active"], done.json()["from"]) == ("services", "env")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_reach_the_command(anna, number):
    # it says that it is ready, and ends as it chooses to
    script = f"trap 'echo got it; exit 9' {number.value}; echo ready; while :; do sleep 0.05; done"
    process = anna.start("exec", "services", "--", "sh", "-c", script)
    assert process.stdout.readline() == b"ready\n"

    process.send_signal(number)

    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (9, b"got it\n", b"")


def test_a_command_that_dies_of_a_signal_dies_of_it(anna):
    assert anna.run("exec", "services", "--", "sh", "-c", "kill -TERM $$").code == -signal.SIGTERM


def test_a_pipe_that_closes_ends_the_command_in_silence(anna):
    # Python ignores SIGPIPE, and what takes its place would go on doing so
    done = anna.ok("exec", "services", "--", "sh", "-c", "yes | head -1")

    assert (done.out, done.err) == ("y\n", "")


def test_what_flags_said_holds_inside_too(anna, tmp_path):
    orgctl = anna.with_env(ORGCTL_TOKEN=None, ORGCTL_STORE=None)
    store = anna.store.removeprefix("sqlite:///")
    inside = ("sh", "-c", 'cd / && exec "$@"', "sh", sys.executable, "-m", "orgctl", "whoami", "-o", "json")

    done = orgctl.ok("--store", store, "--as", ANNA, "exec", "services", "--", *inside)

    assert (done.json()["email"], done.json()["active"]) == (ANNA, "services")


def test_what_cannot_be_run_says_so_as_a_shell_does(anna):
    missing = anna.run("exec", "services", "--", "no-such-program")
    no_program = anna.run("exec", "services", "--", "/etc/hostname")

    assert (missing.code, no_program.code) == (127, 126)
    assert "no-such-program" in missing.err
    assert "Traceback" not in missing.err + no_program.err


def test_nothing_is_run_in_an_organization_that_is_not_ones_own(anna):
    done = anna.run("exec", "servces", "--", "touch", "done")

    assert done.code == 5
    assert "Did you mean services?" in done.err
    assert not (anna.folder / "done").exists()
