"""Completion, for the shells."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli import streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.options import DryRun, Output
from orgctl.cli.output.sentence import filled
from orgctl.cli.shell import Shell, script
from orgctl.domain.refusals import Code, Fault, InvalidInput, say

if TYPE_CHECKING:
    from orgctl.cli.context import Run

app = group("Let the shell complete orgctl's words, people and organizations.")

_MARK = "# orgctl completion"


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
    shell: Annotated[
        Shell | None, typer.Argument(metavar="[SHELL]", help="bash, zsh or fish; else the one in SHELL.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Put the completion script where your shell finds it."""
    run = begin(context, output=output)
    chosen = shell if shell is not None else _of_user(run)
    result = _installed(run, chosen, dry_run=dry_run)
    if result.changed:
        text = filled("{shell} completes orgctl from its next start on.", shell=chosen.value)
    else:
        text = filled("{shell} has all of it already.", shell=chosen.value)
    run.tell(text, dry_run=dry_run)
    run.emit(result)


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


def _of_user(run: Run) -> Shell:
    """The shell that SHELL names. Raises InvalidInput usage.missing."""
    named = os.path.basename(run.variable("SHELL") or "")
    try:
        return Shell(named)
    except ValueError:
        raise InvalidInput(
            Code.USAGE_MISSING,
            say("SHELL names none of {known}.", known=list(Shell)),
            say("Name it: orgctl completion install bash"),
        ) from None


def _installed(run: Run, shell: Shell, *, dry_run: bool) -> InstalledResult:
    home = os.path.expanduser("~")
    if shell is Shell.FISH:
        config = run.variable("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        path = os.path.join(config, "fish", "completions", "orgctl.fish")
        loaded_by = None
    else:
        path = os.path.join(run.folder("data"), f"completion.{shell.value}")
        folder = (run.variable("ZDOTDIR") if shell is Shell.ZSH else None) or home
        loaded_by = os.path.join(folder, f".{shell.value}rc")
    try:
        changed = _written(path, script("completion", shell), dry_run=dry_run)
        if loaded_by is not None:
            changed |= _loading(loaded_by, path, dry_run=dry_run)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Fault(
            Code.OUTPUT_FAILED,
            say(
                "{path} can't be written: {reason}.",
                path=getattr(error, "filename", None) or path,
                reason=reason,
            ),
            say("Print the script instead: orgctl completion {shell}", shell=shell.value),
        ) from error
    return InstalledResult(shell.value, path, loaded_by, changed)


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
        fresh = f"{path}.{os.getpid()}"
        try:
            with open(fresh, "x", encoding="utf-8") as file:
                file.write(text)
            os.replace(fresh, path)
        except BaseException:
            if os.path.lexists(fresh):
                os.unlink(fresh)
            raise
    return True


def _loading(path: str, loaded: str, *, dry_run: bool) -> bool:
    """Have a start-up file load a script, once; a link leads to where the user keeps it."""
    import shlex

    quoted = shlex.quote(loaded)
    line = f"[ -r {quoted} ] && . {quoted}  {_MARK}"
    before = ""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            before = file.read()
    except FileNotFoundError:
        pass
    if line in before.splitlines():
        return False
    if not dry_run:
        with open(path, "a", encoding="utf-8") as file:
            file.write(("" if before.endswith("\n") or not before else "\n") + f"{line}\n")
    return True
