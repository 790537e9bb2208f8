"""The default organization."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli import everyday
from orgctl.cli.commands import begin, command, group
from orgctl.cli.options import DryRun, Output
from orgctl.usecases import switching

app = group("Set or show the organization that signing in makes active.")


@command(app, "set", "orgctl default set zylker", rules="D2 D4")
def set_(
    context: typer.Context,
    organization: Annotated[
        str, typer.Argument(metavar="ORG", help="By access URL or name.", show_default=False)
    ],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Make an organization the one that signing in makes active."""
    everyday.set_default(begin(context, output=output), organization, dry_run=dry_run)


@command(app, "show", "orgctl default show", rules="D2")
def show(context: typer.Context, output: Output = None) -> None:
    """Show the default organization."""
    run = begin(context, output=output)
    run.emit(run.read(switching.show_default, located=False))
