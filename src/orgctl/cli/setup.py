"""Organizations from a file: planning, applying, exporting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli import exits, streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.exits import SomeRefused
from orgctl.cli.language import _, plural
from orgctl.cli.options import DryRun, Output, Owner, Yes
from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.usecases.results import FailedItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.context import Run
    from orgctl.manifest.values import Manifest
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import AppliedResult, PlanResult

app = group("Set organizations up by a file.")

File = Annotated[
    str, typer.Argument(metavar="FILE", help="YAML, JSON or CSV; - for YAML on stdin.", show_default=False)
]
Prune = Annotated[
    bool, typer.Option("--prune", help="Also remove what its organizations have and the file has not.")
]
PruneOrganizations = Annotated[
    bool, typer.Option("--prune-organizations", help="Also delete organizations that it does not name.")
]
Reinvite = Annotated[
    bool, typer.Option("--reinvite", help="Invite again where an invitation expired or was declined.")
]


@command(app, "plan", "orgctl plan holding.yaml", "orgctl plan holding.yaml --check", rules="A2 B1 B5 B6")
def plan(
    context: typer.Context,
    file: File,
    prune: Prune = False,
    prune_organizations: PruneOrganizations = False,
    reinvite: Reinvite = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 6 if there is something to do.")] = False,
    owner: Owner = False,
    output: Output = None,
) -> None:
    """Show what applying a file would do, rule by rule."""
    from orgctl.usecases import setup

    run = begin(context, output=output)
    wanted = _manifest(file)
    resolve = _resolver(run, owner=owner)
    result: PlanResult = run.look(
        lambda tx: setup.plan(
            tx,
            resolve(tx),
            wanted,
            prune=prune,
            prune_organizations=prune_organizations,
            reinvite=reinvite,
            now=run.now,
        )
    )
    run.emit(result)
    if result.refused:
        raise _refused(result)
    if check and result.changes:
        raise typer.Exit(exits.CHANGES)


@command(app, "apply", "orgctl apply holding.yaml", "orgctl apply people.csv --yes", rules="A2 B1 B5 B6")
def apply(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|PLAN", help="YAML, JSON or CSV, or a kept plan; - for YAML.", show_default=False
        ),
    ],
    prune: Prune = False,
    prune_organizations: PruneOrganizations = False,
    max_removals: Annotated[
        int | None,
        typer.Option("--max-removals", metavar="N", help="With --yes: how many members may be removed."),
    ] = None,
    reinvite: Reinvite = False,
    owner: Owner = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Do what a file or a kept plan asks for, all or nothing."""
    from orgctl.cli.mailing import token_maker
    from orgctl.usecases import setup

    run = begin(context, output=output)
    wanted = _manifest(file)
    resolve = _resolver(run, owner=owner)
    bar = run.progress(_("of the changes"), 0)
    new_token = token_maker(run)

    def work(tx: Transaction) -> AppliedResult:
        result: AppliedResult = setup.apply(
            tx,
            resolve(tx),
            wanted,
            prune=prune,
            prune_organizations=prune_organizations,
            max_removals=max_removals,
            reinvite=reinvite,
            operator=run.signing.operator,
            new_token=new_token,
            progress=bar.at,
            now=run.now,
        )
        if result.refused:
            raise _RefusedWhole(result)
        return result

    try:
        result = run.transact(work, dry_run=dry_run, confirm=_question(run), yes=yes)
    except _RefusedWhole as whole:
        run.emit(whole.result)
        raise _refused(whole.result) from None
    finally:
        bar.end()
    if dry_run:
        run.note(_("Dry run, nothing is changed."))
    run.emit(result)


class _RefusedWhole(Exception):  # noqa: N818 (rolls the transaction back; what is told comes after)
    def __init__(self, result: AppliedResult) -> None:
        super().__init__()
        self.result = result


def _refused(plan: PlanResult) -> SomeRefused:
    items = [FailedItem(each.subject, each.code, each.message, each.hint) for each in plan.refused]
    return SomeRefused(items, len(plan.changes) + len(items))


def _question(run: Run) -> Callable[[AppliedResult], str | None]:
    from orgctl.cli.output.formats import Format, rendered

    def ask(would: AppliedResult) -> str | None:
        if not would.changes:
            return None
        streams.write_err(rendered(would, Format.TABLE, run.terminal, now=run.now))
        return plural(_("Make this change?"), _("Make these {n} changes?"), len(would.changes))

    return ask


def _manifest(file: str) -> Manifest:
    from orgctl.cli.roster import contents
    from orgctl.manifest.reading import read

    return read(contents(file), name=file)


def _resolver(run: Run, *, owner: bool) -> Callable[[Transaction], Actor | None]:
    """The user who applies; None, having made sure, for the store's owner.

    The owner acts with --owner, and where nobody is signed in. Raises NotSignedIn auth.not_owner.
    """
    if owner and run.signing.as_ is not None:
        raise InvalidInput(Code.USAGE_ARGUMENT, say("--owner and --as exclude each other."))
    if owner or (run.signing.as_ is None and run.signing.kept() is None):

        def as_owner(tx: Transaction) -> None:
            run.require_owner(tx)

        return as_owner
    return run.signing.resolver(located=False)


@command(app, "schema", "orgctl schema > orgctl.schema.json")
def schema(context: typer.Context, output: Output = None) -> None:
    """Print the JSON Schema of such a file."""
    from orgctl.cli.output import json, yaml
    from orgctl.cli.output.formats import Format
    from orgctl.manifest.schema import json_schema

    run = begin(context, output=output)
    document = json_schema()
    write = yaml.rendered if run.output is Format.YAML else json.rendered
    streams.write_out(write(document))


@command(app, "export", "orgctl export > holding.yaml", "orgctl export --org zylker", rules="A3")
def export(
    context: typer.Context,
    orgs: Annotated[
        list[str] | None, typer.Option("--org", metavar="ORG", help="Only this one; may be given again.")
    ] = None,
    owner: Owner = False,
    output: Output = None,
) -> None:
    """Write the store as a file that can be applied."""
    from orgctl.cli.output.formats import Format
    from orgctl.manifest import writing
    from orgctl.usecases import setup

    run = begin(context, output=output)
    chosen = orgs or ([run.org] if run.org is not None else [])
    resolve = _resolver(run, owner=owner)
    manifest = run.look(lambda tx: setup.export(tx, resolve(tx), organizations=tuple(chosen)))
    writers = {Format.JSON: writing.to_json, Format.CSV: writing.to_csv}
    streams.write_out(writers.get(run.output, writing.to_yaml)(manifest))
