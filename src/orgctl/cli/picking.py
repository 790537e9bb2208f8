"""Picking one of the user's organizations, or one that invites, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output import when
from orgctl.cli.output.text import clean
from orgctl.cli.prompts import Option
from orgctl.usecases import reading

if TYPE_CHECKING:
    from orgctl.cli.context import Run
    from orgctl.usecases.results import InvitationResult, OrganizationResult


def organization(run: Run, question: str, *flags: str) -> str | None:
    """The access URL of the one that is picked; None where there is none to pick from.

    Raises InvalidInput usage.prompt naming `flags`, Cancelled.
    """
    from orgctl.domain.refusals import Code

    run.prompter.require(Code.USAGE_PROMPT, *flags)
    found = run.read(lambda tx, actor: reading.list_organizations(tx, actor, now=run.now), located=False)
    if not found.organizations:
        return None
    active = next((each.url for each in found.organizations if each.active), None)
    return run.prompter.pick(question, [_line(each) for each in found.organizations], *flags, start=active)


def answered(
    run: Run, organization: str | None, token: str | None, question: str
) -> tuple[str | None, str | None]:
    """Which invitation is answered: of an organization in the list, or a token's. Asked for on a terminal.

    Raises InvalidInput usage.argument for both, usage.prompt; NotFound not_found.invitation; Cancelled.
    """
    from orgctl.cli import passwords
    from orgctl.domain.refusals import Code, InvalidInput, NotFound, say

    if organization is not None and token is not None:
        raise InvalidInput(Code.USAGE_ARGUMENT, say("ORG and --token exclude each other."))
    if organization is not None or token is not None:
        return organization, passwords.token(token)
    flags = ("ORG", "--token")
    run.prompter.require(Code.USAGE_PROMPT, *flags)
    found = run.read(lambda tx, actor: reading.list_organizations(tx, actor, now=run.now), located=False)
    if not found.invitations:
        raise NotFound(
            Code.NOT_FOUND_INVITATION,
            say("No invitation is waiting in your list."),
            say("Some are answered from the mail only: orgctl invite accept --token TOKEN"),
        )
    return run.prompter.pick(question, [_waiting(each, run) for each in found.invitations], *flags), None


def _line(its: OrganizationResult) -> Option:
    said = [its.role or "", _("active") if its.active else "", _("default") if its.default else ""]
    return Option(its.url, f"{clean(its.name)} ({its.url})  {', '.join(filter(None, said))}")


def _waiting(its: InvitationResult, run: Run) -> Option:
    holds = when.expires(its.expires_at, run.now)
    return Option(its.url, f"{clean(its.organization)} ({its.url})  {its.role}, {holds}")
