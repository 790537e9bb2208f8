"""Members of an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Org, Output, Yes
from orgctl.cli.output.sentence import filled, named
from orgctl.domain.values import Role
from orgctl.usecases import members, reading
from orgctl.usecases.results import MemberResult, OrganizationResult

if TYPE_CHECKING:
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor

app = group("List, change and unlink members.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The member's address.", show_default=False)]


def _place(tx: Transaction, actor: Actor) -> OrganizationResult:
    return reading.show_organization(tx, actor, organization=None)


@command(app, "list", "orgctl member list --org zylker", rules="R3")
def list_(context: typer.Context, org: Org = None, output: Output = None) -> None:
    """List everybody in an organization."""
    run = begin(context, output=output, org=org)
    run.emit(run.read(reading.list_members), item=MemberResult, empty=_("Nobody is in it."))


@command(app, "set-role", "orgctl member set-role ewa@zylker.example admin", rules="R1 R2 B8")
def set_role(
    context: typer.Context,
    email: Email,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="admin or standard.", show_default=False)],
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Change a member's role."""
    from orgctl.text.addresses import parse_address

    run = begin(context, output=output, org=org)
    address = parse_address(email)
    result, place = run.change(
        lambda tx, actor: (
            members.set_role(tx, actor, email=address, role=role, now=run.now),
            _place(tx, actor),
        ),
        dry_run=dry_run,
    )
    run.tell(
        filled("{email} is {role} in {name}.", email=result.email, role=result.role, name=named(place)),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "unlink", "orgctl member unlink ewa@zylker.example --yes", rules="R1 R2 D4")
def unlink(
    context: typer.Context,
    email: Email,
    org: Org = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Unlink a member from an organization."""
    from orgctl.text.addresses import parse_address

    run = begin(context, output=output, org=org)
    address = parse_address(email)

    def work(tx: Transaction, actor: Actor) -> tuple[MemberResult, OrganizationResult]:
        # One may unlink oneself, and sees the organization no more then.
        place = _place(tx, actor)
        return members.unlink(tx, actor, email=address, now=run.now), place

    result, place = run.change(
        work,
        dry_run=dry_run,
        confirm=lambda would: filled(
            "Unlink {email} from {name}?", email=would[0].email, name=named(would[1])
        ),
        yes=yes,
    )
    run.tell(
        filled("{email} is unlinked from {name}.", email=result.email, name=named(place)), dry_run=dry_run
    )
    run.emit(result)


@command(app, "leave", "orgctl member leave --org zylker-services --yes", rules="R1 R3 D4")
def leave(
    context: typer.Context,
    org: Org = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Leave an organization."""
    run = begin(context, output=output, org=org)

    def work(tx: Transaction, actor: Actor) -> tuple[MemberResult, OrganizationResult]:
        place = _place(tx, actor)
        return members.leave(tx, actor, now=run.now), place

    result, place = run.change(
        work,
        dry_run=dry_run,
        confirm=lambda would: filled("Leave {name}?", name=named(would[1])),
        yes=yes,
    )
    run.tell(filled("{email} has left {name}.", email=result.email, name=named(place)), dry_run=dry_run)
    run.emit(result)
