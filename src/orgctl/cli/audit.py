"""History."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import Org, Output
from orgctl.usecases import reading
from orgctl.usecases.results import AuditResult

app = group("Show who did what, and when.")


@command(app, "audit", "orgctl audit --org zylker --limit 20", rules="R2 C3")
def audit(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="The latest N lines.")] = 50,
    org: Org = None,
    output: Output = None,
) -> None:
    """Show who did what, and when."""
    run = begin(context, output=output, org=org)
    result = run.read(lambda tx, actor: reading.read_audit(tx, actor, limit=limit))
    run.emit(result, item=AuditResult, empty=_("Nothing has happened yet."))
