"""Results that are no single table: several lists, each under a heading of its own, or a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orgctl.cli.language import _
from orgctl.cli.output import plans
from orgctl.cli.output.sheet import Sheet
from orgctl.cli.output.views import FAILED, ORGANIZATIONS, RECEIVED, SENT
from orgctl.usecases import results

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.output.views import Sight


def of(result: object, sight: Sight) -> list[Sheet] | None:
    """The sheets of such a result; None for all others."""
    of_what = result[0] if isinstance(result, tuple) and result else result
    for type_, sheets in _PAGES.items():
        if isinstance(of_what, getattr(results, type_)):
            return sheets(result, sight)
    return None


def _words(*texts: str) -> Sheet:
    return Sheet((), (), below=texts)


def _organizations(
    result: results.OrganizationList | results.OrganizationTree, sight: Sight, drawn: list[Sheet]
) -> list[Sheet]:
    sheets = [*drawn] if result.organizations else [_words(_("You are in no organization."))]
    if result.invitations:
        waiting = RECEIVED.sheet(result.invitations, sight, _("Invitations waiting"))
        sheets.append(replace(waiting, below=(_("Answer: orgctl invite accept URL, or decline URL"),)))
    return sheets


def _sent(result: results.SentResult, sight: Sight) -> list[Sheet]:
    sheets = []
    if result.sent:
        sheets.append(SENT.sheet(result.sent, sight, _("Sent") if result.failed else None))
    if result.failed:
        sheets.append(FAILED.sheet(result.failed, sight, _("Not sent")))
    return sheets or [_words(_("Nobody to invite."))]


def _listed(result: results.OrganizationList, sight: Sight) -> list[Sheet]:
    return _organizations(result, sight, [ORGANIZATIONS.sheet(result.organizations, sight)])


def _tree(result: results.OrganizationTree, sight: Sight) -> list[Sheet]:
    from orgctl.cli.output import tree

    return _organizations(result, sight, tree.sheets(result, sight))


def _here(result: results.OverviewResult, sight: Sight) -> list[Sheet]:
    from orgctl.cli.output import here

    return here.sheets(result, sight)


def _history(result: tuple[results.AuditResult, ...], sight: Sight) -> list[Sheet]:
    from orgctl.cli.output import timeline

    return timeline.sheets(result, sight)


def _plan(result: results.PlanResult, sight: Sight) -> list[Sheet]:
    return plans.sheets(result, sight.columns)


_PAGES: dict[str, Callable[[Any, Sight], list[Sheet]]] = {
    "OrganizationList": _listed,
    "OrganizationTree": _tree,
    "OverviewResult": _here,
    "SentResult": _sent,
    "PlanResult": _plan,
    "AuditResult": _history,
}
"""By name: a result's class is loaded when it is first asked for."""
