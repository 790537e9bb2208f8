"""Which organization commands act in: for this sign-in, for a folder, for one command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli import streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.exits import NotRun
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Org, Output
from orgctl.cli.output.formats import Format
from orgctl.cli.output.sentence import dry, filled, named
from orgctl.cli.overruled import warn_if_overruled
from orgctl.domain.refusals import Code, Fault, InvalidInput, NotFound, NotSignedIn, say
from orgctl.session import location
from orgctl.usecases import accounts, reading, switching

if TYPE_CHECKING:
    from orgctl.cli.context import Run

app = group("Switch between organizations.")

_NOT_FOUND = 127
_NOT_EXECUTABLE = 126
"""The exit codes by which every shell says so."""


@command(app, "switch", "orgctl switch zylker-services", "orgctl switch -", rules="D1")
def switch(
    context: typer.Context,
    organization: Annotated[
        str | None,
        typer.Argument(
            metavar="[ORG|-]",
            help="By access URL or name; - for the previous one; nothing to pick from a list.",
        ),
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Make another of your organizations the active one."""
    from orgctl.cli import picking

    run = begin(context, output=output)
    if organization is None:
        organization = picking.organization(run, _("Switch to"), "ORG")
    if organization is None:
        raise NotFound(
            Code.NOT_FOUND_ORGANIZATION,
            say("You are in no organization."),
            say("orgctl invite list shows who invites you."),
        )
    wanted = organization
    result = run.change(
        lambda tx, actor: switching.switch(tx, actor, organization=wanted, now=run.now),
        dry_run=dry_run,
        located=False,
    )
    warn_if_overruled(run, result)
    if run.output is Format.TABLE:
        # One line, for what is typed many times a day.
        text = filled("{name} is active.", name=named(result))
        streams.write_out(f"{dry(text) if dry_run else text}\n")
    else:
        run.emit(result)


@command(app, "current", "orgctl current", "PS1='[$(orgctl current)] \\$ '", rules="D1")
def current(context: typer.Context, org: Org = None, output: Output = None) -> None:
    """Print the active organization's URL."""
    run = begin(context, output=output, org=org)
    who = run.read(accounts.who, showing=True)
    if who.active is None:
        raise NotFound(
            Code.NOT_FOUND_ORGANIZATION,
            say("No organization is active."),
            say("Choose one: orgctl switch ORG, or orgctl default set ORG."),
        )
    if run.output is Format.TABLE:
        streams.write_out(f"{who.active}\n")
    else:
        run.emit(who)


@command(app, "pin", "orgctl pin zylker", "orgctl pin --off", rules="D1")
def pin(
    context: typer.Context,
    organization: Annotated[
        str | None,
        typer.Argument(metavar="[ORG]", help="By access URL or name; nothing to show what is pinned."),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Take this folder's pin away.")] = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Let commands in this folder and below act in one organization."""
    run = begin(context, output=output)
    if organization is not None and off:
        raise InvalidInput(Code.USAGE_ARGUMENT, say("ORG and --off exclude each other."))
    folder = run.working_folder
    if folder is None:
        raise Fault(Code.OUTPUT_FAILED, say("The folder that this runs in is gone."))
    if off:
        _take_away(run, folder, dry_run=dry_run)
        return
    wanted = _pinned(folder) if organization is None else organization
    result = run.read(
        lambda tx, actor: reading.show_organization(tx, actor, organization=wanted), located=False
    )
    if organization is not None:
        if not dry_run:
            location.write_pin(folder, result.url)
        run.tell(filled("{folder} is pinned to {name}.", folder=folder, name=named(result)), dry_run=dry_run)
    run.emit(result)


def _pinned(folder: str) -> str:
    found = location.find_pin(folder)
    if found is None:
        raise NotFound(
            Code.NOT_FOUND_ORGANIZATION,
            say("Neither {folder} nor a folder above it is pinned.", folder=folder),
            say("Pin it: orgctl pin ORG"),
        )
    return found.text


def _take_away(run: Run, folder: str, *, dry_run: bool) -> None:
    """Remove a folder's own pin, also one that no longer works; what it named is shown where it can be."""
    result = None
    try:
        found = location.find_pin(folder)
        if found is not None and found.path == os.path.join(folder, location.PIN_NAME):
            result = run.read(
                lambda tx, actor: reading.show_organization(tx, actor, organization=found.text),
                located=False,
            )
    except (NotFound, NotSignedIn):
        pass
    here = os.path.lexists(os.path.join(folder, location.PIN_NAME))
    if not dry_run:
        location.remove_pin(folder)
    run.tell(
        filled("The pin of {folder} is taken away.", folder=folder)
        if here
        else filled("{folder} has no pin of its own.", folder=folder),
        dry_run=dry_run,
    )
    if result is not None or run.output is not Format.TABLE:
        run.emit(result)


@command(app, "exec", "orgctl exec zylker -- orgctl member list", rules="D1")
def exec_(
    context: typer.Context,
    organization: Annotated[
        str, typer.Argument(metavar="ORG", help="By access URL or name.", show_default=False)
    ],
    words: Annotated[
        list[str],
        typer.Argument(metavar="-- COMMAND…", help="The command and its arguments.", show_default=False),
    ],
) -> None:
    """Run a command with one organization as its own."""
    run = begin(context)
    place = run.read(
        lambda tx, actor: reading.show_organization(tx, actor, organization=organization), located=False
    )
    run.close()
    streams.finish()
    streams.heed_like_others()
    environ = {**run.environ, **_said_by_flags(run), location.VARIABLE: place.url}
    try:
        os.execvpe(words[0], words, environ)  # noqa: S606 (its purpose)
    except FileNotFoundError as error:
        raise NotRun(_NOT_FOUND, say("There is no program {name}.", name=words[0])) from error
    except OSError as error:
        raise NotRun(
            _NOT_EXECUTABLE, say("{name} can't be run: {reason}.", name=words[0], reason=error.strerror)
        ) from error


def _said_by_flags(run: Run) -> dict[str, str]:
    """The store and the user that flags named, for the orgctl inside: elsewhere ORG is another organization."""
    from orgctl.store.places import absolute

    said = {}
    if run.flags.store is not None:
        said["ORGCTL_STORE"] = absolute(run.flags.store)
    if run.flags.as_ is not None:
        said["ORGCTL_AS"] = run.flags.as_
    return said
