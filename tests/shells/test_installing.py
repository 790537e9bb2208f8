"""Completion is installed by one command, once, and says what it wrote."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.shells.shell import SHELLS, begun, require, spawned


@pytest.mark.parametrize(
    "shell, script, loaded_by",
    [
        ("bash", "data/orgctl/completion.bash", ".bashrc"),
        ("zsh", "data/orgctl/completion.zsh", ".zshrc"),
        ("fish", "config/fish/completions/orgctl.fish", None),
    ],
)
def test_it_says_what_it_wrote_and_writes_it_once(orgctl, shell, script, loaded_by):
    first = orgctl.json("completion", "install", env={"SHELL": f"/usr/bin/{shell}"})
    written = {path: path.read_text() for path in orgctl.home.rglob("*") if path.is_file()}
    again = orgctl.json("completion", "install", shell)

    assert first == {
        "shell": shell,
        "script": str(orgctl.home / script),
        "loaded_by": loaded_by and str(orgctl.home / loaded_by),
        "changed": True,
    }
    assert again == {**first, "changed": False}
    assert {path: path.read_text() for path in orgctl.home.rglob("*") if path.is_file()} == written
    assert written[orgctl.home / script] == orgctl.ok("completion", shell).out


def test_a_dry_run_writes_nothing(orgctl):
    said = orgctl.ok("completion", "install", "bash", "--dry-run")

    assert "Dry run" in said.err
    assert [path for path in orgctl.home.rglob("*") if path.is_file()] == []


def test_a_start_up_file_keeps_what_is_in_it_and_stays_a_link(orgctl):
    orgctl.env()
    kept = orgctl.home / "dotfiles"
    kept.write_bytes(b"alias x=y # \xff, no end of line")
    (orgctl.home / ".bashrc").symlink_to(kept)

    orgctl.ok("completion", "install", "bash")

    assert (orgctl.home / ".bashrc").is_symlink()
    before, line = kept.read_bytes().removesuffix(b"\n").split(b"\n")
    assert before == b"alias x=y # \xff, no end of line"
    assert b"completion.bash" in line


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_was_installed_is_taken_away_again_and_nothing_else(orgctl, shell):
    orgctl.env()
    before = b"alias x=y # \xff\r\n"
    kept = orgctl.home / "dotfiles"
    kept.write_bytes(before)
    kept.chmod(0o640)
    (orgctl.home / f".{shell}rc").symlink_to(kept)
    installed = orgctl.json("completion", "install", shell)
    orgctl.ok("completion", "uninstall", shell, "--dry-run")
    still_there = kept.read_bytes()

    gone = orgctl.json("completion", "uninstall", shell)
    again = orgctl.json("completion", "uninstall", shell)

    assert (shell == "fish") == (still_there == before)
    assert (gone, again) == (installed, {**installed, "changed": False})
    assert [path for path in orgctl.home.rglob("*") if path.is_file() and not path.is_symlink()] == [kept]
    assert kept.read_bytes() == before
    assert (orgctl.home / f".{shell}rc").is_symlink()
    assert kept.stat().st_mode & 0o777 == 0o640


def test_zsh_has_its_start_up_file_where_zdotdir_says(orgctl):
    folder = orgctl.home / "zsh"
    folder.mkdir(parents=True)

    done = orgctl.json("completion", "install", "zsh", env={"ZDOTDIR": str(folder)})

    assert done["loaded_by"] == str(folder / ".zshrc")


@pytest.mark.parametrize("word", ["install", "uninstall"])
@pytest.mark.parametrize("named", [None, "/bin/tcsh"])
def test_a_shell_that_it_has_nothing_for_is_to_be_named(orgctl, named, word):
    error = orgctl.refused("usage.missing", "completion", word, env={"SHELL": named})

    assert error["hint"] == f"Name it: orgctl completion {word} bash"


def test_where_it_cannot_write_it_says_so(orgctl):
    orgctl.env()
    (orgctl.home / ".bashrc").mkdir()

    error = orgctl.refused("output.failed", "completion", "install", "bash")

    assert ".bashrc" in error["message"]
    assert error["hint"] == "Print the script instead: orgctl completion bash"


def test_what_it_cannot_take_away_stays_whole(orgctl):
    installed = orgctl.json("completion", "install", "bash")
    (orgctl.home / ".bashrc").unlink()
    (orgctl.home / ".bashrc").mkdir()

    error = orgctl.refused("output.failed", "completion", "uninstall", "bash")

    assert ".bashrc" in error["message"]
    assert error["hint"] == "Remove the script and the line that loads it by hand."
    assert Path(installed["script"]).exists()


@pytest.mark.parametrize("name", SHELLS)
def test_the_printed_script_may_be_evaluated_instead(name, orgctl):
    require(name)
    shell = begun(name, orgctl)
    shell.process.close(force=True)
    shutil.rmtree(orgctl.home / "data" / "orgctl", ignore_errors=True)
    shutil.rmtree(orgctl.home / "config" / "fish" / "completions", ignore_errors=True)
    shell = spawned(name, orgctl)

    real = " ".join(orgctl.command)
    shell.line(
        f'eval "$({real} completion {name})"' if name != "fish" else f"{real} completion fish | source"
    )

    assert shell.words("orgctl org sh") == ["'org'", "'show'"]
    shell.process.close(force=True)
