"""Plans as people read them: by organization, what and why, with each refusal in its place.

What was applied is summed up by organization: its changes were read as a plan, or are in the JSON.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orgctl.cli.language import _, later, plural
from orgctl.cli.output.sentence import render
from orgctl.cli.output.sheet import GAP, Cell, Column, Sheet, hanging
from orgctl.cli.output.text import clean, width
from orgctl.cli.output.views import translated
from orgctl.usecases.results import AppliedResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from orgctl.usecases.results import ChangeResult, PlanResult, RefusedChange

_SIGNS = {"create": "+", "invite": "+", "remove": "-", "revoke": "-"}
_STYLES = {"+": "good", "~": "soon", "-": "over"}
_COUNTS: dict[str, Callable[[int], str]] = {
    "organization": lambda n: plural("1 organization", "{n} organizations", n),
    "member": lambda n: plural("1 member", "{n} members", n),
    "invitation": lambda n: plural("1 invitation", "{n} invitations", n),
    "integration": lambda n: plural("1 integration", "{n} integrations", n),
    "sample-data": lambda _n: _("sample data"),
    "user": lambda n: plural("1 person", "{n} people", n),
}
_KINDS = {
    "organization": later("organization"),
    "member": later("member"),
    "invitation": later("invitation"),
    "integration": later("integration"),
    "sample-data": later("sample-data"),
    "user": later("user"),
}
"""The kinds of things that change, as scripts know them."""
_PEOPLE = later("People")
_PERSONAL = {"member", "invitation", "user"}
_LEAST = 34
_NARROWEST = 12
"""Columns of a subject: the least it is cut to, and the least it is broken at."""
_CHANGES = (Column(""), Column("", least=_LEAST), Column("", least=8))
_SUMS = (Column("Organization", least=10), Column("Added"), Column("Changed"), Column("Removed"))


def sheets(result: PlanResult, columns: int | None) -> list[Sheet]:
    """A plan, or what was applied, with its sum at the end; broken to so many columns where that is needed."""
    if isinstance(result, AppliedResult) and not result.refused:
        groups = _sums(result)
    else:
        groups = _groups(result, columns)
    return [*groups, Sheet((), (), below=(_summary(result),), below_style="strong")]


def _groups(result: PlanResult, columns: int | None) -> list[Sheet]:
    shown: dict[str | None, tuple[list[tuple[Cell, ...]], list[str]]] = {}
    for each in (*result.changes, *result.notes):
        shown.setdefault(each.organization, ([], []))[0].append(_row(each))
    for refused in result.refused:
        shown.setdefault(refused.organization, ([], []))[1].extend(_refusal(refused))
    return [
        Sheet(
            _CHANGES,
            tuple(_broken(rows, columns)),
            _(_PEOPLE) if organization is None else clean(organization),
            tuple(refusals),
            below_style="over",
        )
        for organization, (rows, refusals) in shown.items()
    ]


def _row(change: ChangeResult) -> tuple[Cell, ...]:
    sign = " " if change.action in {"wait", "skip"} else _SIGNS.get(change.action, "~")
    what = "" if change.subject == change.organization else change.subject
    detail = render(change.detail)
    if change.kind not in _PERSONAL:
        # who is short and alike in every row, everything else is not: a column of its own would be cut
        what, detail = ", ".join(filter(None, (what, detail))), ""
    return (
        Cell(f"  {sign} {_(_KINDS[change.kind])}", _STYLES.get(sign, "faint")),
        Cell(clean(what)),
        Cell(clean(detail), "faint", clean(detail.removeprefix(_("role: {role}").format(role="")))),
    )


def _broken(rows: list[tuple[Cell, ...]], columns: int | None) -> Iterator[tuple[Cell, ...]]:
    """The rows, their middle broken between words where the others leave no room for it: nothing is cut."""
    if columns is None:
        yield from rows
        return
    beside = [max((width(row[index].short) for row in rows), default=0) for index in (0, 2)]
    room = max(_NARROWEST, columns - sum(beside) - GAP * sum(map(bool, beside)))
    for sign, what, detail in rows:
        first, *others = hanging(what.text, room)
        yield sign, Cell(first), detail
        for line in others:
            yield Cell(""), Cell(line), Cell("")


def _refusal(refused: RefusedChange) -> Iterator[str]:
    """What, where and why, by which rule, and what to do: sentences, broken into lines and never cut."""
    from orgctl.domain.refusals import Code
    from orgctl.domain.rulebook import rule_for

    rule = rule_for(Code(refused.code))
    kind = _(_KINDS[refused.kind])
    what = kind if refused.subject == refused.organization else f"{kind} {refused.subject}"
    place = f" ({refused.place})" if refused.place else ""
    named = refused.code if rule is None else f"{rule.id} {refused.code}"
    yield "  ! " + clean(f"{what}{place}: {render(refused.message)} [{named}]")
    if refused.hint:
        yield "    " + clean(render(refused.hint))


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
    return [Sheet(tuple(map(translated, _SUMS)), rows)] if rows else []


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    texts = [_COUNTS[kind](number) for kind, number in counts]
    return ", ".join(texts) or "-"


def _summary(result: PlanResult) -> str:
    if not result.changes and not result.refused:
        return _("Nothing to change.")
    if isinstance(result, AppliedResult) and not result.refused:
        return plural("1 change made.", "{n} changes made.", result.applied)
    text = plural("1 change", "{n} changes", len(result.changes))
    if result.refused:
        refused = plural("1 refused", "{n} refused", len(result.refused))
        return _("{changes}, {refused}: nothing can be applied.").format(changes=text, refused=refused)
    return _("{changes} to make.").format(changes=text)
