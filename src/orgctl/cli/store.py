"""Looking after the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Output, Yes
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, Fault, say
from orgctl.usecases import upkeep

if TYPE_CHECKING:
    from orgctl.cli.context import Run

app = group("Check, copy, back up and restore the store.")

Path = Annotated[str, typer.Argument(metavar="PATH", help="A file.", show_default=False)]


def _owned(run: Run) -> None:
    run.look(run.require_owner)


@command(app, "info", "orgctl store info")
def info(context: typer.Context, output: Output = None) -> None:
    """Show what the store is and how much is in it."""
    run = begin(context, output=output)
    _owned(run)
    run.emit(upkeep.info(run.store))


@command(app, "check", "orgctl store check", rules="B4 B5 B6 B7 B8 R1 E2")
def check(context: typer.Context, output: Output = None) -> None:
    """Check that the store is whole and breaks no rule of the policy."""
    run = begin(context, output=output)
    _owned(run)
    result = upkeep.check(run.store)
    run.emit(result)
    if not result.ok:
        damaged = any(problem.rule == "engine" for problem in result.problems)
        raise Fault(
            Code.STORE_DAMAGED if damaged else Code.STORE_INVARIANT,
            say("The store has {count} problems.", count=len(result.problems)),
            say("orgctl store restore PATH puts a backup in its place.") if damaged else None,
        )


@command(app, "backup", "orgctl store backup backup.db")
def backup(context: typer.Context, path: Path, dry_run: DryRun = False, output: Output = None) -> None:
    """Copy the store to a file, consistently, while others use it."""
    run = begin(context, output=output)
    _owned(run)
    result = upkeep.backup(run.store, path, dry_run=dry_run)
    run.tell(filled("{store} is copied to {path}.", store=result.store, path=path), dry_run=dry_run)
    run.emit(result)


@command(app, "restore", "orgctl store restore backup.db --yes")
def restore(
    context: typer.Context, path: Path, yes: Yes = False, dry_run: DryRun = False, output: Output = None
) -> None:
    """Put a backup in the store's place; the present store is kept beside it."""
    run = begin(context, output=output)
    question = filled("Put {path} in the place of the store {store}?", path=path, store=run.store_setting)
    if not dry_run:
        run.confirm(question, yes=yes)
    result = upkeep.restore(run.store_setting, path, now=run.now, dry_run=dry_run)
    run.committed = not dry_run
    if result.kept is not None:
        run.tell(filled("The store as it was lies in {kept}.", kept=result.kept), dry_run=dry_run)
    run.emit(result)


@command(app, "migrate", "orgctl store migrate")
def migrate(context: typer.Context, dry_run: DryRun = False, output: Output = None) -> None:
    """Bring the store's schema up to date now, instead of at the next use."""
    run = begin(context, output=output)
    result = upkeep.migrate(run.store_setting, dry_run=dry_run)
    said = (
        _("The schema is up to date.")
        if result.before == result.schema
        else filled(
            "The schema is now {schema}; it was {before}.", schema=result.schema, before=result.before
        )
    )
    run.tell(said, dry_run=dry_run)
    run.emit(result)


@command(app, "copy", "orgctl store copy orgctl.db postgresql+psycopg://orgctl@db.example/orgctl")
def copy(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A file's path or a database's URL.", show_default=False)
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="An empty one, of either engine.", show_default=False)
    ],
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Copy everything into another, empty store, compared row by row."""
    run = begin(context, output=output)
    bar = run.progress(_("rows"), 0)
    result = upkeep.copy(source, target, bar.at, dry_run=dry_run)
    bar.end()
    run.committed = not dry_run
    run.tell(
        filled("{source} is copied to {target}.", source=result.store, target=result.copy), dry_run=dry_run
    )
    run.emit(result)
