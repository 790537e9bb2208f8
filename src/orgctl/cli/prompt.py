"""The shell's prompt, with the active organization in it; `prompts` is what asks."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli import streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.shell import Shell, script

app = group("Show the active organization in a prompt.")


@command(app, "prompt", 'eval "$(orgctl prompt bash)"', rules="D1")
def prompt(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.", show_default=False)],
) -> None:
    """Print what shows the active organization in a shell's prompt."""
    begin(context)
    streams.write_out(script("prompt", shell))
