"""`--as` is for who owns the store, and for nobody else; the history names both."""

from __future__ import annotations

import dataclasses
import os
import pwd
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest

from tests.journeys.stage import ANNA, EWA, PASSWORD

NOBODY = 65534

# Python and its packages may lie where nobody else may look: everything is imported, then the user changes.
AS_NOBODY = f"""
import io, os, sys
from orgctl.cli import app, quick
streams = sys.stdin, sys.stdout
sys.stdout = open(os.devnull, "w")
own, sys.argv[1:] = sys.argv[1:], []
os.environ["ORGCTL_STORE"], store = os.environ["WARM_STORE"], os.environ["ORGCTL_STORE"]
for argv in (own, ["--as", {ANNA!r}, *own], ["whoami", "-o", "json"]):
    sys.stdin = io.StringIO({PASSWORD!r})
    app.run(argv)
os.environ["ORGCTL_STORE"] = store
sys.stdin, sys.stdout = streams
if os.geteuid() == 0:
    os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
else:
    os.geteuid = lambda: {NOBODY}
sys.argv[1:] = own
from orgctl.__main__ import main
sys.stderr.write(chr(30))
sys.exit(main())
"""


@pytest.fixture
def public():
    """A folder that everybody may use, which pytest's is not."""
    folder = Path(tempfile.mkdtemp(prefix="orgctl-public-", dir="/tmp"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def nobody(stage, public):
    """The program, run by nobody on a store that everybody may read and write, and that is not theirs."""
    stage.person(ANNA, "zylker")
    shared, warm, home = public / "orgctl.db", public / "warm.db", public / "home"
    for copy in (shared, warm):
        with sqlite3.connect(stage.orgctl.store.removeprefix("sqlite:///")) as place:
            place.backup(sqlite3.connect(copy))
    shared.chmod(0o666)
    orgctl = dataclasses.replace(
        stage.orgctl, home=home, store=str(shared), command=(sys.executable, "-c", AS_NOBODY)
    )
    orgctl = orgctl.with_env(WARM_STORE=str(warm), PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    orgctl.env()
    for folder in (home, orgctl.folder):
        folder.chmod(0o777)
    return orgctl


def own_words(done):
    """What the program said after the user had changed."""
    return done.err.rpartition("\x1e")[2]


@pytest.mark.parametrize(
    "argv",
    [
        ("--as", ANNA, "whoami"),
        ("--as", ANNA, "current"),
        ("--as", ANNA, "org", "rename", "Taken"),
        ("mail", "list"),
    ],
    ids=["read", "prompt", "change", "outbox"],
)
def test_who_does_not_own_the_store_acts_for_nobody(nobody, argv):
    done = nobody.run(*argv)

    assert done.code == 4, done
    assert done.out == ""
    assert "Only the owner of the store may do this" in own_words(done)
    assert "Traceback" not in done.err


def test_who_does_not_own_the_store_is_told_no_more_about_users_than_others(nobody):
    known = own_words(nobody.run("--as", ANNA, "whoami"))
    unknown = own_words(nobody.run("--as", EWA, "whoami"))

    assert known == unknown


def test_who_does_not_own_the_store_may_still_sign_in(nobody):
    done = nobody.ok("login", ANNA, "--print-token", "--password-stdin", "-o", "json", stdin=PASSWORD)

    assert nobody.ok("current", env={"ORGCTL_TOKEN": done.json()["token"]}).out == "zylker\n"


def test_the_history_names_who_acts_and_who_typed_it(stage):
    anna = stage.person(ANNA, "zylker")
    anna.ok("org", "rename", "Zylker One")
    owner = stage.orgctl.with_env(ORGCTL_AS=ANNA)

    owner.ok("org", "rename", "Zylker Two")

    me = pwd.getpwuid(os.geteuid()).pw_name
    assert owner.json("whoami")["operator"] == me
    renamed = [entry for entry in anna.json("audit") if "renamed" in entry["action"]]
    assert [(entry["actor"], entry["operator"]) for entry in renamed] == [(ANNA, None), (ANNA, me)]


@pytest.mark.parametrize("email", ["", "no address", "ghost@zylker.example"])
def test_acting_for_nobody_known_is_an_error(stage, email):
    stage.person(ANNA, "zylker")

    done = stage.signed_in(ANNA).run("--as", email, "org", "rename", "Taken")

    assert done.code in {2, 5}
    assert stage.acts.rows("SELECT name FROM organizations") == [("Zylker",)]
