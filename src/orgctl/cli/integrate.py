"""Apps linked with organizations."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from orgctl.cli import everyday
from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Org, Output, Unasked
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, NotFound, say
from orgctl.domain.values import Side
from orgctl.session.location import Choice
from orgctl.usecases import integrations, reading
from orgctl.usecases.results import CatalogueResult

app = group("Link apps with organizations.")

App = Annotated[
    str,
    typer.Argument(metavar="APP", help="An app of the catalogue: orgctl integrate apps.", show_default=False),
]
Account = Annotated[
    str,
    typer.Argument(
        metavar="ACCOUNT",
        help="The app's portal, account, report or mailbox; a tab is PORTAL/TAB.",
        show_default=False,
    ),
]
Feature = Annotated[
    str | None,
    typer.Option("--feature", metavar="FEATURE", help="Of ms-teams: portal, tab or message-extension."),
]


@command(
    app,
    "add",
    "orgctl integrate add desk zylker-support --org zylker",
    "orgctl integrate add ms-teams sales/plan --feature tab --from app",
    rules="E1 E2 E3 C4",
)
def add(
    context: typer.Context,
    app_name: App,
    account: Account,
    org: Org = None,
    side: Annotated[
        Side, typer.Option("--from", metavar="SIDE", help="Where it is started: crm or app.")
    ] = Side.CRM,
    feature: Feature = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Link an app's account with an organization, which is asked for unless it is given."""
    from orgctl.cli import picking

    run = begin(context, output=output, org=org)
    integrations.find_entry(app_name, feature)
    picked = None
    if run.prompter.allowed and run.choice.text is None:
        picked = picking.organization(run, _("Link it with"), "--org")
        if picked is None:
            raise NotFound(Code.NOT_FOUND_ORGANIZATION, say("You are in no organization."))
    result = run.change(
        lambda tx, actor: integrations.add(
            tx,
            actor if picked is None else replace(actor, choice=Choice("flag", picked, "--org")),
            app=app_name,
            account=account,
            feature=feature,
            side=side,
            now=run.now,
        ),
        dry_run=dry_run,
    )
    run.tell(
        filled(
            "{app} {account} is linked with {url}.",
            app=result.app,
            account=result.account,
            url=result.organization,
        ),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "list", "orgctl integrate list --app desk", rules="A3 E2")
def list_(
    context: typer.Context,
    app_name: Annotated[str | None, typer.Option("--app", metavar="APP", help="Of this app only.")] = None,
    org: Org = None,
    output: Output = None,
) -> None:
    """List the app accounts that an organization is linked with."""
    everyday.list_links(begin(context, output=output, org=org), app=app_name)


@command(app, "remove", "orgctl integrate remove desk zylker-support", rules="R2 E2")
def remove(
    context: typer.Context,
    app_name: App,
    account: Account,
    feature: Feature = None,
    org: Org = None,
    yes: Unasked = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Unlink an app's account from an organization."""
    del yes  # accepted, as everywhere where something is removed; linking again undoes it
    run = begin(context, output=output, org=org)
    integrations.find_entry(app_name, feature)
    result = run.change(
        lambda tx, actor: integrations.remove(
            tx, actor, app=app_name, account=account, feature=feature, now=run.now
        ),
        dry_run=dry_run,
    )
    run.tell(
        filled(
            "{app} {account} is no longer linked with {url}.",
            app=result.app,
            account=result.account,
            url=result.organization,
        ),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "apps", "orgctl integrate apps -o json", rules="E2 E3")
def apps(context: typer.Context, output: Output = None) -> None:
    """Show the catalogue: what can be linked with what, and from where."""
    run = begin(context, output=output)
    run.emit(reading.catalogue(), item=CatalogueResult)
