"""What is wrong with the place where a store lies: one line that names it, the right exit, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orgctl.store.schema import SCHEMA
from tests.faults.machinery import JAN, OWN_MOUNTS, fresh, require_mounts, require_whole
from tests.support.run import NO_KEYRING, Orgctl

if TYPE_CHECKING:
    from tests.support.run import Result

WRITE = ("org", "rename", "Products")
MUCH = ("invite", "send", *(f"person-{number}@x.example" for number in range(200)))
READ = ("org", "list")
SIGN_UP = ("signup", "new@x.example", "--name", "N", "--org-name", "N", "--org-url", "new", "--no-password")

UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-all")
"""For root, whom no file mode hinders; anybody else is unprivileged already."""


@pytest.fixture
def jan(furnished: Path, tmp_path: Path) -> Orgctl:
    """The program on a store in which Jan has Zylker, in a folder that holds nothing else."""
    path = fresh(furnished, tmp_path / "store")
    return Orgctl(tmp_path / "home", str(path), as_=JAN).with_env(**NO_KEYRING, PYTHONDONTWRITEBYTECODE="1")


def _under(orgctl: Orgctl, *command: str) -> Orgctl:
    from dataclasses import replace

    return replace(orgctl, command=(*command, *orgctl.command))


def _unprivileged(orgctl: Orgctl) -> Orgctl:
    return _under(orgctl, *UNPRIVILEGED) if os.geteuid() == 0 else orgctl


def _in_shell(orgctl: Orgctl, script: str) -> Orgctl:
    """In a namespace of mounts, after a script; `$STORE` is the store's file."""
    require_mounts()
    environment = orgctl.with_env(STORE=orgctl.store, FOLDER=str(Path(orgctl.store).parent))
    return _under(environment, *OWN_MOUNTS, "sh", "-ec", script + '\n"$@"', "sh")


def _require_told(result: Result, *named: object) -> None:
    """Exit 1, one sentence with the file in it, one with what to do; no traceback, no half output."""
    assert result.code == 1, str(result)
    assert result.out == "", str(result)
    first, *rest = result.err.splitlines()
    assert first.startswith("error: "), str(result)
    assert len(rest) <= 1, str(result)
    assert all(line.startswith("hint: ") for line in rest), str(result)
    for name in named:
        assert str(name) in first, str(result)


def _refused(orgctl: Orgctl, code: str, *argv: str) -> None:
    _require_told(orgctl.run(*argv), orgctl.store)
    orgctl.refused(code, *argv)


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


# No room


_FULL = (
    'cp "$STORE" "$FOLDER.copy"; mount -t tmpfs -o size=1m tmpfs "$FOLDER"; cp "$FOLDER.copy" "$STORE"\n'
    'head -c "$FILLED" /dev/zero >"$FOLDER/filler" 2>/dev/null || true\n'
)


def test_on_a_full_disk_writes_are_refused_and_reads_go_on(jan: Orgctl):
    # what is left is enough for the file that readers share, and too little for what is written
    full = _in_shell(jan, _FULL).with_env(FILLED="600k")

    _refused(full, "store.full", *MUCH)
    read = full.run(*READ)

    assert (read.code, "zylker" in read.out) == (0, True), str(read)


def test_after_a_full_disk_everything_is_as_before(jan: Orgctl, tmp_path: Path):
    kept = tmp_path / "kept"
    script = _FULL + '"$@" 2>/dev/null || code=$?; rm "$FOLDER/filler"; cp "$FOLDER"/* "$KEPT"; exit $code\n'
    kept.mkdir()

    result = _in_shell(jan, script).with_env(KEPT=str(kept), FILLED="2m").run(*MUCH)

    assert result.code == 1, str(result)
    assert require_whole(kept / "orgctl.db") == {"invited": [], "joined": [], "renamed": []}


def test_no_store_is_made_on_a_full_disk(jan: Orgctl, tmp_path: Path):
    full = _in_shell(
        jan,
        'mount -t tmpfs -o size=64k tmpfs "$FOLDER"\ntrap \'ls -A "$FOLDER" >"$LISTING"\' EXIT',
    ).with_env(LISTING=str(tmp_path / "listing"))

    _refused(full, "store.full", *SIGN_UP)

    assert (tmp_path / "listing").read_text() == ""


def test_at_the_limit_of_a_files_size_nothing_is_changed(jan: Orgctl):
    limited = _under(jan, "sh", "-c", 'ulimit -f 100; exec "$@"', "sh")

    _refused(limited, "store.full", *MUCH)

    assert require_whole(Path(jan.store))["invited"] == []
    jan.ok(*MUCH[:5])


# No right


def test_a_read_only_file_is_read_and_not_written(jan: Orgctl):
    path = Path(jan.store)
    before = path.read_bytes()
    path.chmod(0o400)

    _refused(_unprivileged(jan), "store.read_only", *WRITE)
    read = _unprivileged(jan).run(*READ)

    assert (read.code, "zylker" in read.out) == (0, True), str(read)
    assert path.read_bytes() == before
    path.chmod(0o600)
    beside = [each for each in path.parent.iterdir() if each != path]
    told = _unprivileged(jan).run(*WRITE).err
    assert not beside or any(f"{each} is read-only" in told for each in beside)
    for each in beside:
        each.chmod(0o600)
    _unprivileged(jan).ok(*WRITE)


def test_a_file_that_may_not_be_read_is_named(jan: Orgctl):
    Path(jan.store).chmod(0)

    _refused(_unprivileged(jan), "store.read_only", *READ)


def test_a_read_only_folder_is_named(jan: Orgctl):
    folder = Path(jan.store).parent
    before = _snapshot(folder)
    folder.chmod(0o500)
    try:
        for argv in (READ, WRITE):
            result = _unprivileged(jan).run(*argv)

            _require_told(result, jan.store)
            assert str(folder) in result.err.replace(jan.store, "")
        _unprivileged(jan).refused("store.read_only", *WRITE)
    finally:
        folder.chmod(0o700)

    assert _snapshot(folder) == before
    _unprivileged(jan).ok(*WRITE)


def test_no_store_is_made_in_a_read_only_folder(jan: Orgctl, tmp_path: Path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)

    for path in (folder / "orgctl.db", folder / "below" / "orgctl.db"):
        _refused(_unprivileged(jan.on(path)), "store.read_only", *SIGN_UP)

    assert list(folder.iterdir()) == []


def test_a_read_only_file_system_is_named(jan: Orgctl):
    mounted = _in_shell(jan, 'mount --bind "$FOLDER" "$FOLDER"; mount -o remount,bind,ro "$FOLDER"')

    _refused(mounted, "store.read_only", *WRITE)
    _refused(mounted, "store.read_only", *READ)
    jan.ok(*WRITE)


# Not a store


def _corrupt(path: Path) -> None:
    path.write_bytes(b"\0" * 16 + path.read_bytes()[16:])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE users (id); INSERT INTO users VALUES (1); PRAGMA user_version=1;"
        )


def _text(path: Path) -> None:
    path.write_text("dear diary\n" * 1000)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 98}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


NOT_STORES = {
    "its header is overwritten": (_corrupt, "store.not_a_store"),
    "it is empty": (_empty, "store.not_a_store"),
    "it is another program's database": (_somebody_elses, "store.not_a_store"),
    "it is a text": (_text, "store.not_a_store"),
    "it is a folder": (_folder, "store.not_a_store"),
    "it is of a newer orgctl": (_newer, "store.newer"),
}


@pytest.mark.parametrize("why", NOT_STORES)
def test_what_is_no_store_is_named_and_left_as_it_is(why: str, jan: Orgctl):
    spoil, code = NOT_STORES[why]
    path = Path(jan.store)
    spoil(path)
    before = _snapshot(path.parent)

    for argv in (READ, WRITE, SIGN_UP):
        _require_told(jan.run(*argv), path)
    jan.refused(code, *WRITE)
    jan.refused(code, "current")
    jan.refused(code, "store", "migrate")

    assert _snapshot(path.parent) == before


@pytest.mark.parametrize("left", [1, 50, 99, 100, 5000, 0.3, 0.5, 0.9])
def test_of_a_truncated_store_nothing_is_made_up_and_nothing_is_lost(left: float, jan: Orgctl):
    path = Path(jan.store)
    content = path.read_bytes()
    kept = content[: left if isinstance(left, int) else int(len(content) * left)]
    path.write_bytes(kept)

    check = jan.run("store", "check")
    listed = jan.run(*READ)
    changed = jan.run(*WRITE)

    assert check.code == 1, str(check)
    for result in (check, listed, changed):
        assert "Traceback" not in result.err
        assert "fault in orgctl itself" not in result.err, str(result)
        if result.code:
            assert result.code == 1, str(result)
            assert result.err.startswith("error: "), str(result)
    assert path.read_bytes()[:100] == kept[:100] or changed.code == 0


# Held


def test_a_held_store_is_read_and_a_writer_says_who_is_in_the_way(jan: Orgctl):
    with closing(sqlite3.connect(jan.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        _require_told(jan.run(*WRITE), jan.store, "another process")
        read = jan.run(*READ)

        assert (read.code, "zylker" in read.out) == (0, True), str(read)
        other.execute("ROLLBACK")
    jan.ok(*WRITE)


# Output


@pytest.mark.parametrize("redirect", [">&-", ">/dev/full", "2>&-", "<&- >&- 2>&-", "| head -c 0", "| true"])
def test_a_change_stands_whatever_becomes_of_what_it_says(redirect: str, jan: Orgctl):
    environment = jan.env()
    script = f"set -o pipefail; {subprocess.list2cmdline(jan.argv(*WRITE))} {redirect}"

    done = subprocess.run(
        ["bash", "-c", script], env=environment, cwd=jan.folder, capture_output=True, text=True, check=False
    )

    assert require_whole(Path(jan.store))["renamed"] == ["Products"]
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if redirect in {">&-", ">/dev/full"}:
        assert done.returncode == 1
        assert "The change was made, but standard output can't be written" in done.stderr
    if redirect.startswith("|"):
        assert done.returncode in {0, 141}


def test_the_tools_that_these_tests_need_are_there():
    missing = [tool for tool in ("setpriv", "unshare", "mount", "bash") if shutil.which(tool) is None]

    assert missing == []
