from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from orgctl.domain.refusals import Code, Fault
from orgctl.session.private_files import PrivateFiles

STORE = "sqlite:////home/anna/orgctl.db"
OTHER = "postgresql://db.example/crm"


@pytest.fixture
def state(tmp_path):
    """A state directory that is not there yet."""
    return tmp_path / "state" / "orgctl"


@pytest.fixture
def files(state):
    return PrivateFiles(str(state), "secret")


def path_of(files, store=STORE):
    return Path(files.path(store))


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def untrusted(files):
    """What reading it answers."""
    with pytest.raises(Fault) as caught:
        files.get(STORE)
    assert caught.value.code is Code.AUTH_STORAGE
    assert "orgs_" not in f"{caught.value} {caught.value.hint}"
    assert caught.value.hint is not None
    return str(caught.value)


def test_what_was_set_is_got(files):
    files.set(STORE, "orgs_1")

    assert files.get(STORE) == "orgs_1"


def test_nothing_is_kept_before_it_was_set(files, state):
    assert files.get(STORE) is None
    assert not files.delete(STORE)
    assert not state.exists()


def test_setting_again_replaces(files):
    files.set(STORE, "orgs_1")
    files.set(STORE, "orgs_2")

    assert files.get(STORE) == "orgs_2"


def test_what_was_deleted_is_gone(files):
    files.set(STORE, "orgs_1")

    assert files.delete(STORE)
    assert files.get(STORE) is None
    assert not files.delete(STORE)


def test_stores_are_kept_apart(files):
    files.set(STORE, "orgs_1")
    files.set(OTHER, "orgs_2")
    files.delete(OTHER)

    assert files.get(STORE) == "orgs_1"
    assert files.get(OTHER) is None


def test_kinds_are_kept_apart(files, state):
    notes = PrivateFiles(str(state), "hash")
    files.set(STORE, "orgs_1")
    notes.set(STORE, "abc")

    notes.delete(STORE)

    assert files.get(STORE) == "orgs_1"


def test_the_name_of_a_file_says_nothing_about_the_store(files):
    name = path_of(files).name

    assert "anna" not in name
    assert len(name) < 64


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_the_owner_and_nobody_else_may_use_file_and_folder_whatever_the_umask(files, state, umask):
    state.mkdir(parents=True)
    before = os.umask(umask)
    try:
        files.set(STORE, "orgs_1")
    finally:
        os.umask(before)

    assert mode_of(path_of(files)) == 0o600
    assert mode_of(path_of(files).parent) == 0o700


def test_a_folder_that_was_open_to_others_is_closed(files):
    folder = path_of(files).parent
    folder.mkdir(parents=True)
    folder.chmod(0o777)

    files.set(STORE, "orgs_1")

    assert mode_of(folder) == 0o700


def test_setting_leaves_nothing_else_behind(files):
    files.set(STORE, "orgs_1")

    assert list(path_of(files).parent.iterdir()) == [path_of(files)]


def test_what_a_killed_process_left_is_deleted_along(files):
    files.set(STORE, "orgs_1")
    left = path_of(files).with_name(path_of(files).name + ".new.4242")
    left.write_text("orgs_0")

    files.delete(STORE)

    assert list(path_of(files).parent.iterdir()) == []


def test_what_a_killed_process_of_the_same_number_left_is_in_nobodys_way(files):
    files.set(STORE, "orgs_1")
    left = path_of(files).with_name(f"{path_of(files).name}.new.{os.getpid()}")
    left.symlink_to("/dev/null")

    files.set(STORE, "orgs_2")

    assert files.get(STORE) == "orgs_2"
    assert not left.is_symlink()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o777])
def test_a_file_that_is_open_to_others_is_not_read(files, mode):
    files.set(STORE, "orgs_1")
    path_of(files).chmod(mode)

    assert untrusted(files) == f"The file of your sign-in, {path_of(files)}, is open to other users."


def test_a_link_is_not_followed_even_to_a_file_in_order(files):
    files.set(STORE, "orgs_1")
    files.set(OTHER, "orgs_2")
    path_of(files).unlink()
    path_of(files).symlink_to(path_of(files, OTHER))

    assert "is not followed" in untrusted(files)


def test_setting_replaces_a_link_and_not_what_it_leads_to(files):
    files.set(OTHER, "orgs_2")
    path_of(files).symlink_to(path_of(files, OTHER))

    files.set(STORE, "orgs_1")

    assert files.get(STORE) == "orgs_1"
    assert files.get(OTHER) == "orgs_2"


def test_a_folder_that_is_a_link_is_not_written_to(files, state, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    state.mkdir(parents=True)
    path_of(files).parent.symlink_to(elsewhere)

    with pytest.raises(Fault) as caught:
        files.set(STORE, "orgs_1")

    assert caught.value.code is Code.AUTH_STORAGE
    assert list(elsewhere.iterdir()) == []


def test_a_named_pipe_is_not_waited_for(files):
    path_of(files).parent.mkdir(parents=True)
    os.mkfifo(path_of(files), 0o600)

    untrusted(files)


def test_a_folder_in_the_files_place_is_not_read(files):
    path_of(files).mkdir(parents=True)

    untrusted(files)


def test_an_empty_file_keeps_nothing(files):
    files.set(STORE, "orgs_1")
    path_of(files).write_text("\n")

    assert files.get(STORE) is None


def test_bytes_that_are_no_text_are_got_as_something_that_opens_nothing(files):
    files.set(STORE, "orgs_1")
    path_of(files).write_bytes(b"\xff\x00")

    assert files.get(STORE) == "\udcff\0"


def test_a_file_where_the_folder_should_be_is_a_fault_to_write_and_nothing_to_read(files, state):
    state.mkdir(parents=True)
    path_of(files).parent.write_text("")

    assert files.get(STORE) is None
    with pytest.raises(Fault) as caught:
        files.set(STORE, "orgs_1")
    assert caught.value.code is Code.AUTH_STORAGE


def test_a_full_disk_is_a_fault_and_keeps_what_was_kept_before(files):
    files.set(STORE, "orgs_1")
    code = (
        "import resource, signal, sys\n"
        "from orgctl.domain.refusals import Fault\n"
        "from orgctl.session.private_files import PrivateFiles\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))\n"
        "try: PrivateFiles(sys.argv[1], 'secret').set(sys.argv[2], 'orgs_2')\n"
        "except Fault as fault: sys.exit(fault.code.value)\n"
    )
    state = path_of(files).parent.parent

    done = subprocess.run(
        [sys.executable, "-c", code, state, STORE], capture_output=True, text=True, check=False
    )

    assert done.stderr == "auth.storage\n"
    assert files.get(STORE) == "orgs_1"
    assert list(path_of(files).parent.iterdir()) == [path_of(files)]


# other users

AS_NOBODY = """
import os, sys
import orgctl.session.storage_faults
from orgctl.session.private_files import PrivateFiles
import hashlib
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
files = PrivateFiles(sys.argv[1], "secret")
try:
    print(files.get(sys.argv[2]) if sys.argv[3] == "get" else files.set(sys.argv[2], "orgs_2"))
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""


def as_nobody(state, act):
    """What happens to a user who has no right that modes don't give; root has every right."""
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, state, STORE, act], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def open_state():
    """A state directory that other users reach; those of pytest are closed to them."""
    folder = Path(tempfile.mkdtemp(prefix="state-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_folder_that_this_user_may_not_look_into_keeps_nothing_of_theirs(open_state):
    files = PrivateFiles(str(open_state), "secret")
    files.set(STORE, "orgs_1")
    path_of(files).parent.chmod(0)

    answer = as_nobody(open_state, "get")

    path_of(files).parent.chmod(0o700)
    assert answer == "None"


def test_a_file_that_this_user_may_not_read_is_a_fault(open_state):
    files = PrivateFiles(str(open_state), "secret")
    files.set(STORE, "orgs_1")
    path_of(files).chmod(0)
    path_of(files).parent.chmod(0o755)

    assert as_nobody(open_state, "get").endswith("can't be read: Permission denied.")


def test_a_folder_that_this_user_may_not_write_to_is_a_fault(open_state):
    open_state.chmod(0o555)

    assert as_nobody(open_state, "set").endswith("can't be changed: Permission denied.")


def test_a_file_of_another_user_is_not_trusted(files, monkeypatch):
    files.set(STORE, "orgs_1")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    assert untrusted(files).endswith("belongs to another user, and is not trusted.")


def test_a_folder_of_another_user_is_not_written_to(files, monkeypatch):
    files.set(STORE, "orgs_1")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    with pytest.raises(Fault) as caught:
        files.set(STORE, "orgs_2")

    assert "belongs to another user" in str(caught.value)


def test_readers_meet_the_old_or_the_new_and_never_half(files):
    files.set(STORE, "a" * 4000)
    code = (
        "import sys\n"
        "from orgctl.session.private_files import PrivateFiles\n"
        "files = PrivateFiles(sys.argv[1], 'secret')\n"
        "for letter in 'bcdefghij' * 20: files.set(sys.argv[2], letter * 4000)\n"
    )
    state = path_of(files).parent.parent
    seen = set()

    with subprocess.Popen([sys.executable, "-c", code, state, STORE]) as writer:
        while writer.poll() is None:
            seen.add(files.get(STORE))

    assert writer.returncode == 0
    assert all(text is not None and len(text) == 4000 and len(set(text)) == 1 for text in seen)
    assert len(seen) > 1
