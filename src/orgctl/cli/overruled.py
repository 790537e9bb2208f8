"""What is active is not always where commands act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output.sentence import filled, render
from orgctl.domain.refusals import NotFound
from orgctl.domain.switching import slug_of

if TYPE_CHECKING:
    from orgctl.cli.context import Run
    from orgctl.usecases.results import OrganizationResult


def warn_if_overruled(run: Run, result: OrganizationResult) -> None:
    """Say so where a variable or a pin goes on deciding where commands act, whatever is active."""
    try:
        choice = run.choice
    except NotFound as broken:
        run.warn(render(broken.message))
        return
    if choice.text is not None and choice.source != "flag" and slug_of(choice.text) != result.url:
        warning = filled(
            "{origin} still decides here: commands act in {text}.", origin=choice.origin, text=choice.text
        )
        end = f" {_('`orgctl pin --off` takes the pin away.')}" if choice.source == "directory" else ""
        run.warn(f"{warning}{end}")
