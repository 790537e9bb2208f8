"""The command line as a whole: parses once, runs one command, answers the exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli import argv as arguments
from orgctl.cli import streams
from orgctl.cli.commands import Root
from orgctl.cli.context import Flags, Run
from orgctl.cli.options import Org, Output

app = typer.Typer(
    name="orgctl",
    cls=Root,
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def root(
    context: typer.Context,
    output: Output = None,
    org: Org = None,
    as_: Annotated[str | None, typer.Option("--as", metavar="EMAIL")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="STORE")] = None,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    debug: Annotated[bool, typer.Option("--debug")] = False,
    no_input: Annotated[bool, typer.Option("--no-input")] = False,
    no_color: Annotated[bool, typer.Option("--no-color")] = False,
    version: Annotated[bool, typer.Option("--version")] = False,
) -> None:
    """Several CRM organizations under one sign-in, with their policy as a program."""
    run: Run = context.obj
    run.flags = Flags(as_, store, quiet=quiet, debug=debug, no_input=no_input, no_color=no_color)
    run.settle(output=output, org=org)
    if version:
        from orgctl import __version__

        streams.write_out(f"orgctl {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from orgctl.cli import here

        here.show(run)


def run(argv: list[str]) -> int:
    """Run one command line; answers its exit code, having told every failure."""
    this = Run(argv)

    def whole() -> None:
        command = typer.main.get_group(app)
        given = arguments.hoisted(argv)
        try:
            with command.make_context("orgctl", given, obj=this, terminal_width=this.help_columns) as context:
                command.invoke(context)
        except typer.Exit as ended:
            raise SystemExit(ended.exit_code) from None

    return this.to_its_end(whole)
