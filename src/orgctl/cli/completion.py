"""Completion, for the shells."""

from __future__ import annotations

import os
import shlex
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli import streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Output
from orgctl.cli.shell import Shell, script
from orgctl.domain.refusals import Code, Fault, InvalidInput, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.cli.context import Run
    from orgctl.domain.refusals import Sentence

app = group("Let the shell complete orgctl's words, people and organizations.")

_MARK = "# orgctl completion"

Named = Annotated[
    Shell | None, typer.Argument(metavar="[SHELL]", help="bash, zsh or fish; else the one in SHELL.")
]


@dataclass(frozen=True, slots=True)
class InstalledResult:
    """Where a shell finds its completion: the script, and the file that loads it, if any has to."""

    shell: str
    script: str
    loaded_by: str | None
    changed: bool


@command(
    app, "install", "orgctl completion install", "orgctl completion install zsh --dry-run", rules="A3 C4"
)
def install(
    context: typer.Context,
    shell: Named = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Put the completion script where your shell finds it."""
    run = begin(context, output=output)
    result = _installed(run, shell or _of_user(run, "install"), dry_run=dry_run)
    done, already = (
        _("{shell} completes orgctl from its next start on."),
        _("{shell} has all of it already."),
    )
    _tell(run, result, done if result.changed else already, dry_run=dry_run)


@command(
    app,
    "uninstall",
    "orgctl completion uninstall",
    "orgctl completion uninstall zsh --dry-run",
    rules="A3 C4",
)
def uninstall(
    context: typer.Context,
    shell: Named = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take the completion script away again."""
    run = begin(context, output=output)
    result = _uninstalled(run, shell or _of_user(run, "uninstall"), dry_run=dry_run)
    done, already = (
        _("{shell} no longer completes orgctl from its next start on."),
        _("{shell} has nothing of it."),
    )
    _tell(run, result, done if result.changed else already, dry_run=dry_run)


@command(app, "bash", 'eval "$(orgctl completion bash)"', rules="A3 C4")
def bash(context: typer.Context) -> None:
    """Print the completion script for bash."""
    begin(context)
    streams.write_out(script("completion", Shell.BASH))


@command(app, "zsh", 'eval "$(orgctl completion zsh)"', rules="A3 C4")
def zsh(context: typer.Context) -> None:
    """Print the completion script for zsh."""
    begin(context)
    streams.write_out(script("completion", Shell.ZSH))


@command(app, "fish", "orgctl completion fish > ~/.config/fish/completions/orgctl.fish", rules="A3 C4")
def fish(context: typer.Context) -> None:
    """Print the completion script for fish."""
    begin(context)
    streams.write_out(script("completion", Shell.FISH))


def _tell(run: Run, result: InstalledResult, template: str, *, dry_run: bool) -> None:
    run.tell(template.format(shell=result.shell), dry_run=dry_run)
    run.emit(result)


def _of_user(run: Run, word: str) -> Shell:
    """The shell that SHELL names. Raises InvalidInput usage.missing."""
    named = os.path.basename(run.variable("SHELL") or "")
    try:
        return Shell(named)
    except ValueError:
        raise InvalidInput(
            Code.USAGE_MISSING,
            say("SHELL names none of {known}.", known=list(Shell)),
            say("Name it: orgctl completion {word} bash", word=word),
        ) from None


def _installed(run: Run, shell: Shell, *, dry_run: bool) -> InstalledResult:
    path, loaded_by = _places(run, shell)
    hint = say("Print the script instead: orgctl completion {shell}", shell=shell.value)
    with _told(path, hint):
        changed = _written(path, script("completion", shell), dry_run=dry_run)
        if loaded_by is not None:
            changed |= _loading(loaded_by, path, dry_run=dry_run)
    return InstalledResult(shell.value, path, loaded_by, changed)


def _uninstalled(run: Run, shell: Shell, *, dry_run: bool) -> InstalledResult:
    path, loaded_by = _places(run, shell)
    with _told(path, say("Remove the script and the line that loads it by hand.")):
        changed = os.path.lexists(path)
        if loaded_by is not None:
            changed |= _unloaded(loaded_by, path, dry_run=dry_run)
        if not dry_run:
            with suppress(FileNotFoundError):
                os.unlink(path)
    return InstalledResult(shell.value, path, loaded_by, changed)


def _places(run: Run, shell: Shell) -> tuple[str, str | None]:
    """The script, and the start-up file that loads it, if any has to."""
    home = os.path.expanduser("~")
    if shell is Shell.FISH:
        config = run.variable("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        return os.path.join(config, "fish", "completions", "orgctl.fish"), None
    folder = (run.variable("ZDOTDIR") if shell is Shell.ZSH else None) or home
    script_path = os.path.join(run.folder("data"), f"completion.{shell.value}")
    return script_path, os.path.join(folder, f".{shell.value}rc")


@contextmanager
def _told(path: str, hint: Sentence) -> Iterator[None]:
    """Raise Fault output.failed for a file that can't be read or written."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        named = getattr(error, "filename", None) or path
        message = say("{path} can't be written: {reason}.", path=named, reason=reason)
        raise Fault(Code.OUTPUT_FAILED, message, hint) from error


def _written(path: str, text: str, *, dry_run: bool) -> bool:
    """Write a file, whole or not at all; False if it says that already."""
    try:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return False
    except FileNotFoundError:
        pass
    if not dry_run:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _replace(path, text)
    return True


def _replace(path: str, text: str, *, like: str | None = None) -> None:
    """Put a file in another's place, with the mode of `like`."""
    fresh = f"{path}.{os.getpid()}"
    try:
        with open(fresh, "x", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        if like is not None:
            os.chmod(fresh, stat.S_IMODE(os.stat(like).st_mode))
        os.replace(fresh, path)
    except BaseException:
        if os.path.lexists(fresh):
            os.unlink(fresh)
        raise


def _loading(path: str, loaded: str, *, dry_run: bool) -> bool:
    """Have a start-up file load a script, once; a link leads to where the user keeps it."""
    line = _line(loaded)
    before = _read(path)
    if line in before.splitlines():
        return False
    if not dry_run:
        with open(path, "a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(("" if before.endswith("\n") or not before else "\n") + f"{line}\n")
    return True


def _unloaded(path: str, loaded: str, *, dry_run: bool) -> bool:
    """Take that line out of a start-up file; whatever else is in it stays, and so does a link to it."""
    before = _read(path)
    kept = [line for line in before.splitlines(keepends=True) if line.rstrip("\n") != _line(loaded)]
    if "".join(kept) == before:
        return False
    if not dry_run:
        real = os.path.realpath(path)
        _replace(real, "".join(kept), like=real)
    return True


def _line(loaded: str) -> str:
    quoted = shlex.quote(loaded)
    return f"[ -r {quoted} ] && . {quoted}  {_MARK}"


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
