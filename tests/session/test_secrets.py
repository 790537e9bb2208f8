from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import keyring
import keyring.core
import pytest

from orgctl.domain.refusals import Fault, NotSignedIn
from orgctl.session.private_files import PrivateFiles
from orgctl.session.secrets import Found, find, find_hash, forget, keep, require_keeper
from orgctl.session.tokens import hash_token
from tests.session.file_keyring import FileKeyring
from tests.support.run import PROJECT

STORE = "sqlite:////home/anna/orgctl.db"
OTHER = "postgresql://db.example/crm"


@pytest.fixture
def ring(tmp_path, monkeypatch):
    """A keyring that works."""
    backend = FileKeyring(tmp_path / "keyring.json")
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    return backend


@pytest.fixture
def no_ring(monkeypatch):
    """A machine without a keyring."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def state(tmp_path):
    return str(tmp_path / "state")


def signed_in(state, token=None):
    """What a command finds: the secret and its keeper, by the long way and by the short one alike."""
    found = find(STORE, token=token, state=state)
    digest = find_hash(STORE, token=token, state=state)
    assert digest == (None if found is None else hash_token(found.secret))
    return None if found is None else (found.secret, found.kept_by)


@pytest.mark.usefixtures("ring")
def test_nobody_is_signed_in_at_first(state):
    assert signed_in(state) is None


def test_a_sign_in_is_kept_in_the_keyring(ring, state):
    assert keep(STORE, "orgs_1", state=state, insecure=False) == "keyring"

    assert signed_in(state) == ("orgs_1", "keyring")
    assert ring.entries() == {"orgctl": {STORE: "orgs_1"}}


@pytest.mark.usefixtures("no_ring")
def test_a_sign_in_with_insecure_storage_is_kept_in_a_file(state):
    assert keep(STORE, "orgs_1", state=state, insecure=True) == "file"

    assert signed_in(state) == ("orgs_1", "file")


def test_with_insecure_storage_the_file_is_all_that_there_is_of_this_and_earlier_sign_ins(ring, state):
    keep(STORE, "orgs_1", state=state, insecure=False)
    keep(STORE, "orgs_2", state=state, insecure=True)

    assert ring.entries() == {"orgctl": {}}
    texts = [path.read_text() for path in Path(state).rglob("*") if path.is_file()]
    assert texts == ["orgs_2\n"]


@pytest.mark.usefixtures("ring")
def test_no_secret_is_in_any_file_when_the_keyring_keeps_it(state):
    keep(STORE, "orgs_1", state=state, insecure=False)

    texts = [path.read_text() for path in Path(state).rglob("*") if path.is_file()]
    assert texts == [hash_token("orgs_1") + "\n"]


@pytest.mark.usefixtures("ring")
def test_the_variable_wins_over_file_and_keyring(state):
    keep(STORE, "orgs_1", state=state, insecure=False)

    assert signed_in(state, token="orgs_ci") == ("orgs_ci", "environment")


@pytest.mark.parametrize("token", [None, "", " ", "\n"])
@pytest.mark.usefixtures("ring")
def test_an_empty_variable_is_as_good_as_none(state, token):
    keep(STORE, "orgs_1", state=state, insecure=False)

    assert signed_in(state, token=token) == ("orgs_1", "keyring")


@pytest.mark.usefixtures("ring")
def test_the_line_break_at_the_end_of_a_variable_is_not_part_of_it(state):
    assert signed_in(state, token="orgs_ci\n") == ("orgs_ci", "environment")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("then", [True, False])
@pytest.mark.usefixtures("ring")
def test_the_last_sign_in_wins_wherever_both_were_kept(state, first, then):
    keep(STORE, "orgs_1", state=state, insecure=first)
    keep(STORE, "orgs_2", state=state, insecure=then)

    assert signed_in(state) == ("orgs_2", "file" if then else "keyring")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("then", [True, False])
def test_signing_out_forgets_every_sign_in_of_the_store(ring, state, first, then):
    keep(STORE, "orgs_1", state=state, insecure=first)
    keep(STORE, "orgs_2", state=state, insecure=then)

    forget(STORE, token=None, state=state)

    assert signed_in(state) is None
    assert ring.entries().get("orgctl", {}) == {}


@pytest.mark.usefixtures("ring")
def test_signing_out_of_one_store_leaves_the_others(state):
    keep(STORE, "orgs_1", state=state, insecure=False)
    keep(OTHER, "orgs_2", state=state, insecure=False)

    forget(OTHER, token=None, state=state)

    assert signed_in(state) == ("orgs_1", "keyring")


@pytest.mark.usefixtures("ring")
def test_signing_out_with_a_variable_leaves_what_is_kept(state):
    keep(STORE, "orgs_1", state=state, insecure=False)

    forget(STORE, token="orgs_ci", state=state)

    assert signed_in(state) == ("orgs_1", "keyring")


@pytest.mark.usefixtures("ring")
def test_signing_out_where_nobody_is_signed_in_changes_nothing(state):
    forget(STORE, token=None, state=state)

    assert signed_in(state) is None


@pytest.mark.usefixtures("no_ring")
def test_signing_out_of_a_file_needs_no_keyring(state):
    keep(STORE, "orgs_1", state=state, insecure=True)

    forget(STORE, token=None, state=state)

    assert signed_in(state) is None


# where it can't be kept


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_nothing_is_kept_and_the_ways_out_are_named(state):
    with pytest.raises(NotSignedIn) as caught:
        keep(STORE, "orgs_1", state=state, insecure=False)

    assert "--insecure-storage" in str(caught.value.hint)
    assert signed_in(state) is None


@pytest.mark.usefixtures("no_ring")
def test_a_sign_in_that_the_keyring_does_not_keep_leaves_the_one_in_the_file(state):
    keep(STORE, "orgs_1", state=state, insecure=True)

    with pytest.raises(NotSignedIn):
        keep(STORE, "orgs_2", state=state, insecure=False)

    assert signed_in(state) == ("orgs_1", "file")


def test_a_sign_in_that_the_file_does_not_keep_leaves_the_one_in_the_keyring(ring, state):
    keep(STORE, "orgs_1", state=state, insecure=False)
    # a folder in its place can't be replaced
    Path(PrivateFiles(state, "secret").path(STORE)).mkdir()

    with pytest.raises(Fault):
        keep(STORE, "orgs_2", state=state, insecure=True)

    assert ring.get_password("orgctl", STORE) == "orgs_1"


def test_a_file_that_does_not_go_away_leaves_no_second_sign_in_in_the_keyring(ring, state):
    Path(PrivateFiles(state, "secret").path(STORE)).mkdir(parents=True)

    with pytest.raises(Fault):
        keep(STORE, "orgs_2", state=state, insecure=False)

    assert ring.get_password("orgctl", STORE) is None


@pytest.mark.usefixtures("ring")
def test_a_state_directory_that_cannot_be_written_is_no_reason_not_to_sign_in(tmp_path):
    state = str(tmp_path / "file")
    Path(state).write_text("not a folder")

    assert keep(STORE, "orgs_1", state=state, insecure=False) == "keyring"

    assert signed_in(state) == ("orgs_1", "keyring")


def test_a_file_that_cannot_be_trusted_is_a_fault_and_the_keyring_is_not_asked_instead(ring, state):
    keep(STORE, "orgs_1", state=state, insecure=True)
    ring.set_password("orgctl", STORE, "orgs_2")
    Path(PrivateFiles(state, "secret").path(STORE)).chmod(0o644)

    with pytest.raises(Fault):
        find(STORE, token=None, state=state)


@pytest.mark.usefixtures("ring")
def test_a_locked_keyring_is_not_taken_for_being_signed_out(state, monkeypatch):
    keep(STORE, "orgs_1", state=state, insecure=False)
    monkeypatch.setenv("FILE_KEYRING_LOCKED", "1")

    with pytest.raises(NotSignedIn, match="locked"):
        find(STORE, token=None, state=state)
    with pytest.raises(NotSignedIn, match="locked"):
        forget(STORE, token=None, state=state)


@pytest.mark.usefixtures("ring")
def test_a_keeper_is_there_with_a_keyring_or_with_insecure_storage():
    require_keeper(insecure=False)


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_there_is_a_keeper_only_with_insecure_storage():
    require_keeper(insecure=True)
    with pytest.raises(NotSignedIn):
        require_keeper(insecure=False)


def test_a_found_secret_does_not_print_itself():
    assert "orgs_1" not in f"{Found('orgs_1', 'file')!r} {Found('orgs_1', 'file')}"


# what it costs

MODULES = """
import sys
from orgctl.session.secrets import {call}
assert {call}(sys.argv[1], token={token!r}, state=sys.argv[2]) is not None
print(*sorted(sys.modules))
"""


@pytest.mark.parametrize(
    "call,token,insecure",
    [("find", "orgs_ci", None), ("find", None, True), ("find_hash", None, True), ("find_hash", None, False)],
)
@pytest.mark.usefixtures("ring")
def test_a_secret_that_can_be_found_without_the_keyring_is_found_without_its_import(
    state, call, token, insecure
):
    if insecure is not None:
        keep(STORE, "orgs_1", state=state, insecure=insecure)

    done = subprocess.run(
        [sys.executable, "-c", MODULES.format(call=call, token=token), STORE, state],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(done.stdout.split())
    assert not loaded & {"keyring", "typing", "dataclasses", "pathlib", "re", "orgctl.domain.refusals"}


def test_of_processes_that_sign_in_at_once_one_wins_whole(state):
    code = (
        "import sys\n"
        "from orgctl.session.secrets import keep\n"
        "keep(sys.argv[1], sys.argv[3], state=sys.argv[2], insecure=True)\n"
    )
    racers = [
        subprocess.Popen([sys.executable, "-c", code, STORE, state, f"orgs_{number}"], cwd=PROJECT)
        for number in range(8)
    ]

    codes = [racer.wait() for racer in racers]

    assert codes == [0] * 8
    found = PrivateFiles(state, "secret").get(STORE)
    assert found in {f"orgs_{number}" for number in range(8)}
