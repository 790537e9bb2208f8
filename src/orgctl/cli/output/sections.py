"""Results that hold several lists: each under a heading of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output import plans
from orgctl.cli.output.sheet import Sheet
from orgctl.cli.output.views import FAILED, ORGANIZATIONS, RECEIVED, SENT
from orgctl.usecases import results

if TYPE_CHECKING:
    from orgctl.cli.output.views import Sight


def of(result: object, sight: Sight) -> list[Sheet] | None:
    """The sheets of a result with several lists; None for all others."""
    if isinstance(result, results.OrganizationList):
        return _organizations(result, sight)
    if isinstance(result, results.SentResult):
        return _sent(result, sight)
    if isinstance(result, results.OverviewResult):
        from orgctl.cli.output import here

        return here.sheets(result, sight)
    if isinstance(result, results.PlanResult):
        return plans.sheets(result, sight.columns)
    return None


def _words(*texts: str) -> Sheet:
    return Sheet((), (), below=texts)


def _organizations(result: results.OrganizationList, sight: Sight) -> list[Sheet]:
    sheets = [
        ORGANIZATIONS.sheet(result.organizations, sight)
        if result.organizations
        else _words(_("You are in no organization."))
    ]
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
