"""Plans as people read them: by organization, what and why, with each refusal in its place.

What was applied is summed up by organization: its changes were read as a plan, or are in the JSON.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orgctl.cli.language import _, plural
from orgctl.cli.output.sheet import Cell, Column, Sheet
from orgctl.cli.output.text import clean
from orgctl.usecases.results import AppliedResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgctl.usecases.results import ChangeResult, PlanResult, RefusedChange

_SIGNS = {"create": "+", "invite": "+", "remove": "-", "revoke": "-"}
_STYLES = {"+": "good", "~": "soon", "-": "over"}
_COUNTS = {
    "organization": ("1 organization", "{n} organizations"),
    "member": ("1 member", "{n} members"),
    "invitation": ("1 invitation", "{n} invitations"),
    "integration": ("1 integration", "{n} integrations"),
    "sample-data": ("sample data", "sample data"),
    "user": ("1 person", "{n} people"),
}
_PEOPLE = "People"
_CHANGES = (Column("", least=8), Column("", least=12), Column("", least=12))
_SUMS = (Column("Organization", least=10), Column("Added"), Column("Changed"), Column("Removed"))


def sheets(result: PlanResult) -> list[Sheet]:
    """A plan, or what was applied, with its sum at the end."""
    groups = _sums(result) if isinstance(result, AppliedResult) and not result.refused else _groups(result)
    return [*groups, Sheet((), (), below=(_summary(result),))]


def _groups(result: PlanResult) -> list[Sheet]:
    shown: dict[str | None, tuple[list[tuple[Cell, ...]], list[str]]] = {}
    for change in result.changes:
        shown.setdefault(change.organization, ([], []))[0].append(_row(change))
    for note in result.notes:
        shown.setdefault(note.organization, ([], []))[0].append(_row(note))
    for refused in result.refused:
        shown.setdefault(refused.organization, ([], []))[1].append(_refusal(refused))
    return [
        Sheet(
            _CHANGES,
            tuple(rows),
            _(_PEOPLE) if organization is None else clean(organization),
            tuple(refusals),
        )
        for organization, (rows, refusals) in shown.items()
    ]


def _row(change: ChangeResult) -> tuple[Cell, ...]:
    sign = " " if change.action in {"wait", "skip"} else _SIGNS.get(change.action, "~")
    what = "" if change.subject == change.organization else clean(change.subject)
    kind = _(change.kind)
    return (
        Cell(f"  {sign} {kind}", _STYLES.get(sign, "faint")),
        Cell(what),
        Cell(clean(change.detail), "faint"),
    )


def _refusal(refused: RefusedChange) -> str:
    """A sentence for itself, which is broken into lines and never cut."""
    what = refused.kind if refused.subject == refused.organization else f"{refused.kind} {refused.subject}"
    place = f" ({refused.place})" if refused.place else ""
    hint = f" {refused.hint}" if refused.hint else ""
    return "  ! " + clean(f"{what}{place}: {refused.message}{hint} [{refused.code}]")


def _sums(result: PlanResult) -> list[Sheet]:
    counts: dict[str | None, dict[str, Counter[str]]] = {}
    for change in result.changes:
        sign = _SIGNS.get(change.action, "~")
        counts.setdefault(change.organization, {}).setdefault(sign, Counter())[change.kind] += 1
    rows = tuple(
        (
            Cell(_(_PEOPLE) if organization is None else clean(organization), "strong"),
            *(Cell(_counted(signs.get(sign, Counter()).items()), _STYLES[sign]) for sign in "+~-"),
        )
        for organization, signs in counts.items()
    )
    return [Sheet(_SUMS, rows)] if rows else []


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    texts = [plural(_(_COUNTS[kind][0]), _(_COUNTS[kind][1]), number) for kind, number in counts]
    return ", ".join(texts) or "-"


def _summary(result: PlanResult) -> str:
    if not result.changes and not result.refused:
        return _("Nothing to change.")
    if isinstance(result, AppliedResult) and not result.refused:
        return plural(_("1 change made."), _("{n} changes made."), result.applied)
    text = plural(_("1 change"), _("{n} changes"), len(result.changes))
    if result.refused:
        refused = plural(_("1 refused"), _("{n} refused"), len(result.refused))
        return _("{changes}, {refused}: nothing can be applied.").format(changes=text, refused=refused)
    return _("{changes} to make.").format(changes=text)
