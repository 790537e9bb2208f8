"""Organizations from a file: planning, applying, exporting."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli import exits, streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.exits import SomeRefused
from orgctl.cli.language import _, plural
from orgctl.cli.options import DryRun, Output, Owner, Yes
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, Fault, InvalidInput, say
from orgctl.usecases.results import FailedItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.context import Run
    from orgctl.cli.progress import Bar
    from orgctl.manifest.values import Manifest
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import AppliedResult, PlanResult

app = group("Set organizations up by a file.")

_LARGEST_PLAN = 512 << 20
"""Bytes. A kept plan is several times as large as the file that it was made of; that has a limit of its own."""

File = Annotated[
    str, typer.Argument(metavar="FILE", help="YAML, JSON or CSV; - for YAML on stdin.", show_default=False)
]
Prune = Annotated[
    bool, typer.Option("--prune", help="Also remove what its organizations have and the file has not.")
]
PruneOrganizations = Annotated[
    bool, typer.Option("--prune-organizations", help="Also delete organizations that it does not name.")
]
MaxRemovals = Annotated[
    int | None,
    typer.Option(
        "--max-removals",
        metavar="N",
        min=0,
        help="How many memberships of an organization may end; without it one, or a quarter.",
    ),
]
Reinvite = Annotated[
    bool, typer.Option("--reinvite", help="Invite again where an invitation expired or was declined.")
]


@command(
    app,
    "plan",
    "orgctl plan holding.yaml",
    "orgctl plan holding.yaml --check",
    "orgctl plan holding.yaml --save holding.plan",
    rules="A2 B1 B5 B6",
)
def plan(
    context: typer.Context,
    file: File,
    prune: Prune = False,
    prune_organizations: PruneOrganizations = False,
    reinvite: Reinvite = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 6 if there is something to do.")] = False,
    save: Annotated[
        str | None,
        typer.Option("--save", metavar="PLAN", help="Keep the plan in a new file, to apply it later."),
    ] = None,
    max_removals: MaxRemovals = None,
    owner: Owner = False,
    output: Output = None,
) -> None:
    """Show what applying a file would do, rule by rule.

    Acts for whoever is signed in; with nobody signed in, or --owner, for the store's owner. Exits with 3 if
    anything is refused; a plan like that is not kept.
    """
    from orgctl.domain.planning.scene import Options
    from orgctl.usecases import setup, setup_keeping

    run = begin(context, output=output)
    wanted = _manifest(file)
    resolve = _resolver(run, owner=owner)
    options = Options(prune, prune_organizations, max_removals, reinvite)
    bar = run.progress(_("of the memberships"), wanted.memberships)
    kept = b""
    try:
        if save is None:
            result = run.look(
                lambda tx: setup.plan(tx, resolve(tx), wanted, options, progress=bar.at, now=run.now)
            )
        else:
            result, kept = run.look(
                lambda tx: setup_keeping.keep(tx, resolve(tx), wanted, options, progress=bar.at, now=run.now)
            )
    finally:
        bar.end()
    if save is not None and not result.refused:
        _keep(save, kept)
    run.emit(result)
    if result.refused:
        raise _refused(result)
    if save is not None:
        run.note(filled("The plan is kept: orgctl apply {file}", file=save))
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
    max_removals: MaxRemovals = None,
    reinvite: Reinvite = False,
    owner: Owner = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Do what a file or a kept plan asks for, all or nothing.

    Shows the changes and asks, on a terminal; --yes answers, and is needed where nobody can be asked, even
    if nothing is removed. Acts for whom plan acts.
    """
    from orgctl.cli.mailing import token_maker
    from orgctl.cli.roster import contents
    from orgctl.domain.planning.scene import Options
    from orgctl.manifest.reading import read
    from orgctl.usecases import setup, setup_keeping

    run = begin(context, output=output)
    data = contents(file, most=_LARGEST_PLAN)
    kept = setup_keeping.read(data, file) if setup_keeping.is_kept(data) else None
    if kept is not None and (prune or prune_organizations or reinvite):
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("A kept plan was made with its own options."),
            say("Make it again with the others: orgctl plan FILE --save PLAN"),
        )
    wanted = read(data, name=file) if kept is None else kept.manifest
    resolve = _resolver(run, owner=owner)
    bar = run.progress(_("of the changes"), 0)
    new_token = token_maker(run)

    def work(tx: Transaction) -> AppliedResult:
        if kept is not None:
            result = setup_keeping.apply_kept(
                tx,
                resolve(tx),
                kept,
                max_removals=max_removals,
                operator=run.signing.operator,
                new_token=new_token,
                progress=bar.at,
                now=run.now,
            )
        else:
            result = setup.apply(
                tx,
                resolve(tx),
                wanted,
                Options(prune, prune_organizations, max_removals, reinvite),
                operator=run.signing.operator,
                new_token=new_token,
                progress=bar.at,
                now=run.now,
            )
        if result.refused:
            raise _RefusedWhole(result)
        return result

    try:
        result = run.transact(work, dry_run=dry_run, confirm=_question(run, bar), yes=yes)
    except _RefusedWhole as whole:
        run.emit(whole.result)
        raise _refused(whole.result) from None
    finally:
        bar.end()
    if dry_run:
        run.note(_("Dry run, nothing is changed."))
    run.emit(result)


def _keep(path: str, document: bytes) -> None:
    """Raises InvalidInput usage.argument for a file that exists, Fault output.failed."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(document)
    except FileExistsError:
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("{path} exists; a plan never overwrites.", path=path),
            say("Name a new file."),
        ) from None
    except OSError as error:
        raise Fault(
            Code.OUTPUT_FAILED, say("{path} can't be written: {reason}.", path=path, reason=error.strerror)
        ) from error


class _RefusedWhole(Exception):  # noqa: N818 (rolls the transaction back; what is told comes after)
    def __init__(self, result: AppliedResult) -> None:
        super().__init__()
        self.result = result


def _refused(plan: PlanResult) -> SomeRefused:
    items = [FailedItem(each.subject, each.code, each.message, each.hint) for each in plan.refused]
    return SomeRefused(items, len(plan.changes) + len(items))


def _question(run: Run, bar: Bar) -> Callable[[AppliedResult], str | None]:
    from orgctl.cli.output.formats import Format, rendered
    from orgctl.usecases.results import PlanResult

    def ask(would: AppliedResult) -> str | None:
        if not would.changes:
            return None
        bar.end()
        plan = PlanResult(would.changes, would.refused, would.notes)
        streams.write_err(rendered(plan, Format.TABLE, run.terminal, now=run.now))
        return plural("Make this change?", "Make these {n} changes?", len(would.changes))

    return ask


def _manifest(file: str) -> Manifest:
    from orgctl.cli.roster import contents
    from orgctl.manifest.reading import read

    return read(contents(file), name=file)


def _resolver(run: Run, *, owner: bool) -> Callable[[Transaction], Actor | None]:
    """The user who applies; None, having made sure, for the store's owner.

    The owner acts with --owner, which goes before ORGCTL_AS, and where nobody is signed in; a keyring that
    can't be asked is no such case. Raises NotSignedIn: auth.not_owner, auth.no_keyring.
    """
    if owner and run.flags.as_ is not None:
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
    from orgctl.usecases import setup_export

    run = begin(context, output=output)
    chosen = orgs or ([run.org] if run.org is not None else [])
    resolve = _resolver(run, owner=owner)
    manifest = run.look(lambda tx: setup_export.export(tx, resolve(tx), chosen=chosen, now=run.now))
    writers = {Format.JSON: writing.to_json, Format.CSV: writing.to_csv}
    streams.write_out(writers.get(run.output, writing.to_yaml)(manifest))
