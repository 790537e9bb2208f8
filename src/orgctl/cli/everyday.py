"""What is run all day, and so can be run without a parser: the full program's commands call the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _

if TYPE_CHECKING:
    from orgctl.cli.context import Run


def list_organizations(run: Run, *, as_tree: bool = False) -> None:
    """`org list`: A1, C2, C4, D1."""
    from orgctl.usecases import reading

    if as_tree:
        from orgctl.usecases import tree

        run.emit(run.read(lambda tx, actor: tree.organization_tree(tx, actor, now=run.now), located=False))
        return

    run.emit(run.read(lambda tx, actor: reading.list_organizations(tx, actor, now=run.now), located=False))


def list_links(run: Run, *, app: str | None = None) -> None:
    """`integrate list`: A3, E2. Raises NotFound not_found.app."""
    from orgctl.usecases import reading
    from orgctl.usecases.results import LinkResult

    if app is not None:
        from orgctl.usecases import integrations

        integrations.find_entry(app, None)
    result = run.read(lambda tx, actor: reading.list_links(tx, actor, app=app))
    run.emit(result, item=LinkResult, empty=_("Nothing is linked."))


def set_default(run: Run, organization: str, *, dry_run: bool = False) -> None:
    """`default set`: D2, D4."""
    from orgctl.cli.output.sentence import filled, named
    from orgctl.usecases import switching

    result = run.change(
        lambda tx, actor: switching.set_default(tx, actor, organization=organization, now=run.now),
        dry_run=dry_run,
        located=False,
    )
    run.tell(filled("{name} is your default.", name=named(result)), dry_run=dry_run)
    run.emit(result)
