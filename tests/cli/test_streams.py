"""What becomes of output that nobody can take, and of a program that is told to stop: real processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

SIGN_UP = [
    "signup", "jan@zylker.example", "--name", "Jan", "--org-name", "Zylker", "--org-url", "zylker", "--no-password",
]  # fmt: skip


def shell(orgctl, line):
    """A line for bash, in which $orgctl is the program acting for Jan."""
    environment = orgctl.env(PATH=None) | {"PATH": os.environ["PATH"]}
    program = f"{sys.executable} -m orgctl --as jan@zylker.example"
    return subprocess.run(
        ["bash", "-c", f"orgctl='{program}'; {line}"],
        env=environment,
        cwd=orgctl.folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def jan(orgctl):
    orgctl.ok(*SIGN_UP)
    return orgctl


def test_a_reader_that_has_enough_is_no_failure(jan):
    done = shell(jan, "$orgctl integrate apps | head -n 1; echo ${PIPESTATUS[0]}")

    assert done.stdout.split("\n")[1] == "0"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "what", ["--version", "--help", "current", "org list", "org list -o json", "org show --help"]
)
@pytest.mark.parametrize("where", ["/dev/full", "&-"])
def test_output_that_nobody_can_take_is_one_line_and_exit_1(jan, what, where):
    done = shell(jan, f"{'$orgctl' if what[0] != '-' else sys.executable + ' -m orgctl'} {what} >{where}")

    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("where", ["/dev/full", "&-"])
def test_a_change_whose_output_is_lost_says_that_it_was_made(jan, where):
    done = shell(jan, f"$orgctl --quiet org rename Other >{where}")

    assert done.returncode == 1
    assert done.stderr.startswith("error: The change was made, but standard output can't be written: ")
    assert jan.json("org", "show", as_="jan@zylker.example")["name"] == "Other"


def test_a_switch_whose_output_is_lost_says_that_it_was_made(jan):
    jan.ok("org", "create", "Services", "--url", "services", as_="jan@zylker.example")

    done = shell(jan, "$orgctl --as jan@zylker.example switch zylker >/dev/full")

    assert done.returncode == 1
    assert done.stderr.startswith("error: The change was made, but standard output can't be written: ")
    assert jan.ok("current", as_="jan@zylker.example").out == "zylker\n"


@pytest.mark.parametrize("closed", ["0", "2", "0 1 2"])
def test_a_store_is_never_opened_as_a_standard_stream(jan, closed):
    path = jan.store.removeprefix("sqlite:///")
    before = Path(path).read_bytes()[:100]

    shell(jan, f"$orgctl org list {' '.join(f'{each}>&-' for each in closed.split())}")

    assert Path(path).read_bytes()[:100] == before
    assert jan.run("org", "list", as_="jan@zylker.example").code == 0


def test_names_come_through_where_the_encoding_has_not_their_letters(jan):
    jan.ok("org", "rename", "Żabka", as_="jan@zylker.example")

    done = shell(jan, "PYTHONIOENCODING=ascii $orgctl org list")

    assert done.returncode == 0
    assert "\\u017babka" in done.stdout


@pytest.mark.parametrize("number, exit_", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_program_that_is_stopped_while_it_waits_has_changed_nothing(jan, number, exit_):
    holder = sqlite3.connect(jan.store.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = jan.start("org", "rename", "Never", as_="jan@zylker.example")
    _until_it_waits(waiting.pid)

    waiting.send_signal(number)
    _until_it_has_noticed(waiting.pid, number)
    holder.close()
    _out, err = waiting.communicate(timeout=60)

    assert (waiting.returncode, err.decode()) == (exit_, "error: Cancelled, nothing changed.\n")
    assert jan.json("org", "show", as_="jan@zylker.example")["name"] == "Zylker"


def _until_it_has_noticed(pid, number):
    """Wait until the signal is no longer pending: Python knows of it, and acts when SQLite comes back."""
    for _ in range(600):
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        pending = [
            int(line.split()[1], 16) for line in status.split("\n") if line.startswith(("SigPnd", "ShdPnd"))
        ]
        if not any(mask >> (number - 1) & 1 for mask in pending):
            return
        time.sleep(0.05)
    pytest.fail("it never took the signal")


def _until_it_waits(pid):
    """Wait until the process has the store's file open: it is past its imports, and waits for the lock."""
    for _ in range(600):
        held = {os.path.realpath(entry) for entry in Path(f"/proc/{pid}/fd").iterdir()}
        if any(name.endswith(("orgctl.db-shm", "orgctl.db-wal")) for name in held):
            return
        time.sleep(0.05)
    pytest.fail("it never opened the store")
