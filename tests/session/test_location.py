from __future__ import annotations

import os
import pickle
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from orgctl.domain.refusals import Code, Fault, NotFound
from orgctl.session.location import Choice, Pin, choose, find_pin, is_planted, locate, remove_pin, write_pin

PIN = Pin("/work/.orgctl", "pinned")


@pytest.fixture
def folder(tmp_path):
    """A folder without a pin in it or above it."""
    assert find_pin(tmp_path) is None
    return tmp_path


def broken(folder):
    """What a pin that no longer works answers."""
    with pytest.raises(NotFound) as caught:
        find_pin(folder)
    assert caught.value.code is Code.NOT_FOUND_ORGANIZATION
    assert str(folder / ".orgctl") in str(caught.value)
    assert caught.value.hint is not None
    return str(caught.value)


# which of them decides


def test_the_flag_decides_over_the_variable_and_the_pin():
    assert choose("flagged", "set", PIN) == Choice("flag", "flagged", "--org")


def test_the_variable_decides_over_the_pin():
    assert choose(None, "set", PIN) == Choice("env", "set", "ORGCTL_ORG")


def test_the_pin_decides_where_neither_flag_nor_variable_does():
    assert choose(None, None, PIN) == Choice("directory", "pinned", "/work/.orgctl")


def test_the_session_decides_where_nothing_was_said():
    assert choose(None, None, None) == Choice(None, None, None)


def test_an_empty_variable_is_as_good_as_none():
    assert choose(None, "", PIN).source == "directory"
    assert choose(None, "", None).source is None


@pytest.mark.parametrize("flag", ["", "  "])
def test_an_empty_flag_decides_and_names_no_organization(flag):
    assert choose(flag, "set", PIN) == Choice("flag", "", "--org")


def test_a_variable_of_space_decides_and_names_no_organization():
    assert choose(None, " ", PIN) == Choice("env", "", "ORGCTL_ORG")


def test_space_around_a_name_is_not_part_of_it():
    assert choose(" zylker ", None, None).text == "zylker"
    assert choose(None, "zylker\n", None).text == "zylker"


def test_a_choice_is_a_value():
    choice = choose("zylker", None, None)

    assert len({choice, choose("zylker", None, None)}) == 1
    assert pickle.loads(pickle.dumps(choice)) == choice  # noqa: S301 (our own bytes)
    with pytest.raises(AttributeError):
        choice.text = "other"


def test_a_broken_pin_bothers_nobody_who_names_the_organization(folder):
    (folder / ".orgctl").write_text("")

    assert locate("zylker", None, folder).source == "flag"
    assert locate(None, "zylker", folder).source == "env"
    with pytest.raises(NotFound):
        locate(None, None, folder)


def test_a_folder_that_is_gone_has_no_pin():
    assert locate(None, None, None) == Choice()


def test_looking_from_a_folder_that_does_not_exist_finds_what_is_above_it(folder):
    pin = write_pin(folder, "zylker")

    assert find_pin(folder / "gone" / "deeper") == pin


# finding


def test_a_pin_is_found_in_the_folder_itself(folder):
    (folder / ".orgctl").write_text("zylker\n")

    assert find_pin(folder) == Pin(str(folder / ".orgctl"), "zylker")


def test_a_pin_is_found_from_a_folder_far_below(folder):
    (folder / ".orgctl").write_text("zylker\n")
    below = folder / "a" / "b" / "c"
    below.mkdir(parents=True)

    found = find_pin(below)

    assert found is not None
    assert (found.path, found.text) == (str(folder / ".orgctl"), "zylker")


def test_the_nearest_pin_is_the_one_that_holds(folder):
    inner = folder / "inner"
    inner.mkdir()
    write_pin(folder, "outer-org")
    near = write_pin(inner, "inner-org")

    assert find_pin(inner) == near


def test_a_broken_pin_is_no_reason_to_look_further_up(folder):
    inner = folder / "inner"
    inner.mkdir()
    write_pin(folder, "outer-org")
    (inner / ".orgctl").write_text("")

    broken(inner)


def test_a_folder_of_that_name_is_no_pin(folder):
    inner = folder / "inner"
    (inner / ".orgctl").mkdir(parents=True)
    pin = write_pin(folder, "zylker")

    assert find_pin(inner) == pin


def test_looking_ends_at_the_root_of_the_file_system():
    assert find_pin("/") is None


def test_a_relative_start_is_taken_from_the_current_folder(folder, monkeypatch):
    pin = write_pin(folder, "zylker")
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")

    assert find_pin(".") == pin


def test_a_pin_may_be_a_link_to_a_file(folder):
    (folder / "shared").write_text("zylker\n")
    (folder / ".orgctl").symlink_to("shared")

    found = find_pin(folder)

    assert found is not None
    assert found.text == "zylker"


# what it says


@pytest.mark.parametrize(
    "text",
    [
        "zylker",
        "zylker\n",
        "zylker\r\n",
        "  zylker\t\n",
        "\ufeffzylker\n",
        "# the customer\n\nzylker\n# no other\n",
    ],
)
def test_the_one_line_that_is_no_comment_names_the_organization(folder, text):
    (folder / ".orgctl").write_bytes(text.encode())

    found = find_pin(folder)

    assert found is not None
    assert found.text == "zylker"


def test_a_pin_written_by_hand_may_say_a_full_url_or_a_name(folder):
    (folder / ".orgctl").write_text("Żółw & Company #2\n")

    found = find_pin(folder)

    assert found is not None
    assert found.text == "Żółw & Company #2"


def test_a_pin_of_exactly_1_kib_is_read_and_one_byte_more_is_too_long(folder):
    pin = folder / ".orgctl"

    pin.write_text("zylker\n" + "#" * 1017)
    found = find_pin(folder)
    pin.write_text("zylker\n" + "#" * 1018)

    assert found is not None
    assert broken(folder) == f"The pin {pin} has more than 1024 bytes."


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_an_empty_pin_is_broken(folder, text):
    (folder / ".orgctl").write_text(text, encoding="utf-8")

    assert broken(folder).endswith("names no organization.")


def test_a_pin_with_two_organizations_is_broken(folder):
    (folder / ".orgctl").write_text("zylker\nother\n")

    assert broken(folder).endswith("names 2 organizations, not one.")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"zyl\0ker", b"zyl\x1b[31mker", "zyl\u202eker".encode()])
def test_a_pin_that_is_no_plain_text_is_broken_and_not_repeated(folder, data):
    (folder / ".orgctl").write_bytes(data)

    assert broken(folder) == f"The pin {folder / '.orgctl'} is not a line of plain text."


def test_a_link_to_nothing_is_a_broken_pin(folder):
    (folder / ".orgctl").symlink_to("gone")

    assert "can't be read" in broken(folder)


def test_a_link_to_itself_is_a_broken_pin(folder):
    (folder / ".orgctl").symlink_to(".orgctl")

    assert "can't be read" in broken(folder)


def test_a_named_pipe_is_a_broken_pin_and_nobody_waits_for_it(folder):
    os.mkfifo(folder / ".orgctl")

    assert broken(folder).endswith("is no plain file.")


def test_a_socket_is_a_broken_pin(tmp_path_factory):
    # the path of a socket is short
    folder = tmp_path_factory.mktemp("s")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / ".orgctl"))

        broken(folder)


# other users

FIND_AS_NOBODY = """
import os, sys
import orgctl.session.pin_faults
from orgctl.session.location import find_pin
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    found = find_pin(sys.argv[1])
    print(found and found.text)
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""


def find_as_nobody(folder):
    """What is found by a user who has no right that modes don't give; root has every right."""
    done = subprocess.run(
        [sys.executable, "-c", FIND_AS_NOBODY, folder], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def open_folder():
    """A folder that other users reach; those of pytest are closed to them."""
    folder = Path(tempfile.mkdtemp(prefix="pin-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_pin_that_this_user_may_not_read_is_broken(open_folder):
    write_pin(open_folder, "zylker")
    (open_folder / ".orgctl").chmod(0)

    assert find_as_nobody(open_folder).endswith("can't be read: Permission denied.")


def test_a_link_into_a_folder_that_this_user_may_not_look_into_is_a_broken_pin(open_folder):
    closed = open_folder / "closed"
    closed.mkdir()
    (closed / "pin").write_text("zylker\n")
    (open_folder / ".orgctl").symlink_to(closed / "pin")
    closed.chmod(0)

    found = find_as_nobody(open_folder)

    closed.chmod(0o700)
    assert found.endswith("can't be read: Permission denied.")


def test_a_folder_that_this_user_may_not_look_into_has_no_pin(open_folder):
    closed = open_folder / "closed"
    closed.mkdir()
    write_pin(closed, "hidden")
    write_pin(open_folder, "zylker")
    closed.chmod(0)

    found = find_as_nobody(closed)

    closed.chmod(0o700)
    assert found == "zylker"


ME, EVE, ROOT = 1_000, 1_001, 0
EVERYBODY_WRITES, A_GROUP_WRITES = 0o41777, 0o42775


@pytest.mark.parametrize(
    "owner,folder_owner,folder_mode,planted",
    [
        (EVE, ROOT, EVERYBODY_WRITES, True),
        (EVE, ME, EVERYBODY_WRITES, True),
        (EVE, ROOT, A_GROUP_WRITES, False),
        (EVE, EVE, EVERYBODY_WRITES, False),
        (ME, ROOT, EVERYBODY_WRITES, False),
        (ROOT, EVE, EVERYBODY_WRITES, False),
    ],
)
def test_a_pin_is_planted_if_a_stranger_put_it_where_everybody_may(owner, folder_owner, folder_mode, planted):
    answer = is_planted(owner=owner, me=ME, folder_owner=folder_owner, folder_mode=folder_mode)

    assert answer is planted


def test_a_planted_pin_is_broken(folder, monkeypatch):
    write_pin(folder, "theirs")
    if os.geteuid() == 0:
        folder.chmod(0o1777)
        os.chown(folder / ".orgctl", EVE, EVE)
    else:  # only root can give files away
        monkeypatch.setattr("orgctl.session.location.is_planted", lambda **_: True)

    assert "is another user's" in broken(folder)


# writing


def test_what_is_written_is_found(folder):
    pin = write_pin(folder, "zylker")

    assert find_pin(folder) == pin == Pin(str(folder / ".orgctl"), "zylker")
    assert (folder / ".orgctl").read_text() == "zylker\n"
    assert os.listdir(folder) == [".orgctl"]  # noqa: PTH208 (names are compared)


def test_writing_replaces_a_pin_broken_or_not(folder):
    (folder / ".orgctl").write_bytes(b"\xff")

    write_pin(folder, "zylker")

    assert (folder / ".orgctl").read_text() == "zylker\n"


def test_writing_replaces_a_link_and_not_what_it_leads_to(folder):
    (folder / "shared").write_text("shared\n")
    (folder / ".orgctl").symlink_to("shared")

    write_pin(folder, "zylker")

    assert not (folder / ".orgctl").is_symlink()
    assert (folder / "shared").read_text() == "shared\n"


def test_a_pin_is_no_secret_and_has_the_mode_that_files_have_here(folder):
    (folder / "any").touch()

    write_pin(folder, "zylker")

    modes = {stat.S_IMODE((folder / name).stat().st_mode) for name in ("any", ".orgctl")}
    assert len(modes) == 1


def test_a_pin_is_not_written_over_a_folder_of_that_name(folder):
    (folder / ".orgctl").mkdir()

    with pytest.raises(Fault) as caught:
        write_pin(folder, "zylker")

    assert caught.value.code is Code.OUTPUT_FAILED
    assert os.listdir(folder) == [".orgctl"]  # noqa: PTH208 (names are compared)


def test_a_pin_in_a_folder_that_is_gone_is_a_fault(folder):
    with pytest.raises(Fault) as caught:
        write_pin(folder / "gone", "zylker")

    assert str(folder / "gone") in str(caught.value)


# removing


def test_a_removed_pin_is_gone(folder):
    write_pin(folder, "zylker")

    assert remove_pin(folder)
    assert find_pin(folder) is None


def test_removing_where_there_is_none_says_so_and_leaves_the_one_above(folder):
    inner = folder / "inner"
    inner.mkdir()
    pin = write_pin(folder, "zylker")

    assert not remove_pin(inner)
    assert find_pin(inner) == pin


def test_a_broken_pin_can_be_removed(folder):
    (folder / ".orgctl").symlink_to("gone")

    assert remove_pin(folder)
    assert not (folder / ".orgctl").is_symlink()


def test_a_folder_of_that_name_is_not_removed(folder):
    (folder / ".orgctl").mkdir()

    assert not remove_pin(folder)
    assert (folder / ".orgctl").is_dir()


# what it costs


def test_finding_a_pin_imports_nothing_that_python_has_not_loaded_by_itself(folder):
    write_pin(folder, "zylker")
    code = (
        "import sys; before = set(sys.modules)\n"
        "from orgctl.session.location import locate\n"
        "assert locate(None, None, sys.argv[1]).text == 'zylker'\n"
        "print(*sorted(set(sys.modules) - before))"
    )

    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)

    assert done.stdout.split() == [
        "__future__",
        "orgctl",
        "orgctl.session",
        "orgctl.session.location",
    ]
