"""`orgctl` alone: where you are, what waits, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.output.sentence import filled, render
from orgctl.domain.refusals import Code, NotFound, NotSignedIn

if TYPE_CHECKING:
    from orgctl.cli.context import Run
    from orgctl.domain.refusals import Failure

_NOBODY = frozenset({Code.AUTH_REQUIRED, Code.AUTH_EXPIRED, Code.AUTH_NO_KEYRING})


def show(run: Run) -> None:
    """Say it. Nobody is told off for not being signed in, and no store is made for it."""
    from orgctl.store.opening import is_made
    from orgctl.usecases import overview

    if not is_made(run.store_setting):
        _begin(run, None)
        return
    lost = _lost(run)
    try:
        result = run.read(
            lambda tx, actor: overview.overview(tx, actor, now=run.now), located=lost is None, showing=True
        )
    except NotSignedIn as nobody:
        if nobody.code not in _NOBODY:
            raise
        _begin(run, nobody)
        return
    if lost is None and result.organization is None and run.choice.text is not None:
        run.warn(
            filled(
                "{origin} names {text}, which is none of your organizations.",
                origin=run.choice.origin,
                text=run.choice.text,
            )
        )
    elif lost is not None:
        run.warn(render(lost.message))
    run.emit(result)


def _lost(run: Run) -> NotFound | None:
    """Why the folder's pin can't be read, where it can't."""
    try:
        run.choice  # noqa: B018 (asked for its failure)
    except NotFound as broken:
        return broken
    return None


def _begin(run: Run, why: Failure | None) -> None:
    from orgctl.usecases import overview

    if why is not None and why.code is not Code.AUTH_REQUIRED:
        run.note(render(why.message))
    run.emit(overview.nobody())
