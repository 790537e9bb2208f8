"""Sample data: believable records to try an organization with."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Org, Output, Yes
from orgctl.cli.output.sentence import filled, named
from orgctl.usecases import reading
from orgctl.usecases import sample_data as records
from orgctl.usecases.results import RecordResult
from orgctl.usecases.sample_data import Module

app = group("Load, list and clear an organization's sample records.")

Only = Annotated[
    Module | None,
    typer.Option("--module", metavar="MODULE", help=f"One of {', '.join(Module)}; else all of them."),
]


@command(app, "load", "orgctl org sample-data load", rules="B9 R2")
def load(
    context: typer.Context,
    module: Only = None,
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Load sample records into an organization."""
    run = begin(context, output=output, org=org)
    result = run.change(
        lambda tx, actor: (
            records.load(tx, actor, module=module, now=run.now),
            reading.show_organization(tx, actor, organization=None),
        ),
        dry_run=dry_run,
    )
    text = filled("{name} has {count} records to try.", name=named(result[1]), count=len(result[0]))
    run.tell(text, dry_run=dry_run)
    run.emit(result[0], item=RecordResult, empty=_("No sample records here."))


@command(app, "list", "orgctl org sample-data list --module deals", rules="A3")
def list_records(context: typer.Context, module: Only = None, org: Org = None, output: Output = None) -> None:
    """List the sample records of an organization."""
    run = begin(context, output=output, org=org)
    result = run.read(lambda tx, actor: records.listing(tx, actor, module=module))
    run.emit(result, item=RecordResult, empty=_("No sample records here."))


@command(app, "clear", "orgctl org sample-data clear", rules="R2")
def clear(
    context: typer.Context,
    module: Only = None,
    org: Org = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Remove the sample records of an organization."""
    del yes  # accepted, as everywhere where something is removed; sample data is loaded again at once
    run = begin(context, output=output, org=org)
    result = run.change(
        lambda tx, actor: (
            records.clear(tx, actor, module=module, now=run.now),
            reading.show_organization(tx, actor, organization=None),
        ),
        dry_run=dry_run,
    )
    text = filled("{name} has {count} records less.", name=named(result[1]), count=len(result[0]))
    run.tell(text, dry_run=dry_run)
    run.emit(result[0], item=RecordResult, empty=_("No sample records here."))
