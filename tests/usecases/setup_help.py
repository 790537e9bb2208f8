"""Planning and applying files in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.domain.planning.scene import Options
from orgctl.manifest.reading import read
from orgctl.session.location import Choice
from orgctl.store.checking import broken
from orgctl.text.addresses import parse_address
from orgctl.usecases import setup
from orgctl.usecases.acting import impersonated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import AppliedResult, ChangeResult, PlanResult
    from tests.usecases.acts import Acts


def acting(tx: Transaction, who: str | None) -> Actor | None:
    """A user, or the store's owner."""
    return impersonated(tx, parse_address(who).key, operator="root", choice=Choice()) if who else None


def plan(
    acts: Acts, text: str, *, who: str | None = None, name: str = "setup.yaml", **options: Any
) -> PlanResult:
    """What a file would change."""
    wanted = read(text.encode(), name=name)
    return acts.read(lambda tx: setup.plan(tx, acting(tx, who), wanted, Options(**options), now=acts.now))


def apply(
    acts: Acts,
    text: str,
    *,
    who: str | None = None,
    name: str = "setup.yaml",
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> AppliedResult:
    """Apply a file; whatever it does, no rule of the policy is broken."""
    wanted = read(text.encode(), name=name)
    facts: dict[str, Any] = {"operator": "root", "new_token": acts.new_token, "now": acts.now}
    result = acts.write(
        lambda tx: setup.apply(tx, acting(tx, who), wanted, Options(**options), progress=progress, **facts)
    )
    assert acts.read(broken) == []
    return result


def done(acts: Acts, text: str, **options: Any) -> list[str]:
    """Apply a file, of which nothing may be refused; what was changed, a line each."""
    result = apply(acts, text, **options)
    assert result.refused == ()
    return said(result)


def said(result: PlanResult) -> list[str]:
    """The changes, a line each."""
    return _lines(result.changes)


def noted(result: PlanResult) -> list[str]:
    """The notes, a line each."""
    return _lines(result.notes)


def refused(result: PlanResult) -> list[tuple[str, str, str | None]]:
    """Code, subject and place of what is refused."""
    return [(each.code, each.subject, each.place) for each in result.refused]


def _lines(changes: Iterable[ChangeResult]) -> list[str]:
    return [f"{each.action} {each.kind} {each.subject}: {each.detail}" for each in changes]
