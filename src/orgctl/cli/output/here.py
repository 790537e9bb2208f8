"""Where somebody is and what waits, in under ten lines; what to type next is never cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.cli import front
from orgctl.cli.language import _, plural
from orgctl.cli.output import when
from orgctl.cli.output.sentence import filled
from orgctl.cli.output.sheet import GAP, Cell, Column, Sheet
from orgctl.cli.output.text import clean, width
from orgctl.cli.output.views import edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.cli.output.views import Sight
    from orgctl.usecases.results import OrganizationResult, OverviewResult

_WAITING_AT_MOST = 3
_NEXT_AT_MOST = 3
_LINES_AT_MOST = 9
_COLUMNS = (Column("", least=4), Column("", least=20))


def sheets(result: OverviewResult, sight: Sight) -> list[Sheet]:
    """The one sheet of it."""
    if result.who is None:
        begin = _labelled([], [(_("new here"), [_SIGN_UP]), (_("sign in"), [_LOGIN]), *_help()], sight)
        return [replace(begin, heading=_("Nobody is signed in here."))]
    rows = [(_("you"), Cell(_named(result.who.name, result.who.email), "strong"))]
    rows.append((_("in"), _place(result, sight)))
    waiting = list(_waiting(result, sight))
    if len(waiting) > _WAITING_AT_MOST:
        more = len(waiting) - _WAITING_AT_MOST + 1
        waiting[_WAITING_AT_MOST - 1 :] = [Cell(plural("and 1 more", "and {n} more", more))]
    rows += [(_("waiting") if not position else "", cell) for position, cell in enumerate(waiting)]
    commands = [*_next(result)][:_NEXT_AT_MOST]
    sheet = _labelled(rows, [(_("next"), commands), *_help()], sight)
    # A long access URL takes a line of its own.
    while len(commands) > 1 and len(rows) + len(sheet.below) > _LINES_AT_MOST:
        commands.pop()
        sheet = _labelled(rows, [(_("next"), commands), *_help()], sight)
    return [sheet]


_SIGN_UP = "orgctl signup EMAIL --name NAME --org-name NAME --org-url URL"
_LOGIN = "orgctl login EMAIL"


def _help() -> list[tuple[str, list[str]]]:
    return [(_("help"), ["orgctl --help"])]


def _labelled(rows: list[tuple[str, Cell]], commands: list[tuple[str, list[str]]], sight: Sight) -> Sheet:
    """Pairs, with commands below them in the same two columns, broken where the terminal ends."""
    first = max(width(label) for label, _rest in [*rows, *commands])
    below: list[str] = []
    for label, lines in commands:
        broken = [part for line in lines for part in _broken(line, first + GAP, sight)]
        below += [label + broken[0][len(label) :], *broken[1:]]
    return Sheet(
        _COLUMNS,
        tuple((Cell(label + " " * (first - width(label)), "faint"), cell) for label, cell in rows),
        below=tuple(below),
        below_style="",
    )


def _broken(command: str, indent: int, sight: Sight) -> list[str]:
    lines = front.wrapped(command, sight.columns or len(command) + indent, indent)
    return [lines[0], *(" " * GAP + line for line in lines[1:])]


def _named(name: str, handle: str) -> str:
    return clean(handle if name == handle else f"{name} ({handle})")


def _place(result: OverviewResult, sight: Sight) -> Cell:
    its = result.organization
    if its is None:
        return Cell(
            plural(
                "none of your organizations; there is 1",
                "none of your {n} organizations",
                result.organizations,
            )
            if result.organizations
            else _("no organization"),
            "soon",
        )
    held = edition(its, sight)
    named, role = _named(its.name, its.url), its.role if its.kind == "internal" else _("external")
    # The name gives way first: the access URL is what people type.
    return Cell(f"{named}, {role}, {held.text}", "", f"{its.url}, {role}, {held.short}")


def _waiting(result: OverviewResult, sight: Sight) -> Iterator[Cell]:
    for invitation in result.invitations:
        left = when.expires(invitation.expires_at, sight.now)
        name = _named(invitation.organization, invitation.url)
        yield Cell(
            filled("{name} invites you as {role}, {left}", name=name, role=invitation.role, left=left),
            "soon" if when.is_soon(invitation.expires_at, sight.now) else "",
            filled("invitation: {name}, {left}", name=name, left=left),
        )
    for its in result.trials:
        yield _trial(its, sight)
    for taken in result.licenses:
        free = taken.licenses - taken.used
        yield Cell(
            filled(
                "{free} of {licenses} licenses free: {name}",
                free=free,
                licenses=taken.licenses,
                name=_named(taken.organization, taken.url),
            ),
            "over" if free <= 0 else "soon",
        )


def _trial(its: OrganizationResult, sight: Sight) -> Cell:
    ends = its.trial_ends_at
    if ends is None or ends <= sight.now:
        return Cell(filled("trial ended: {name}", name=_named(its.name, its.url)), "over")
    return Cell(
        filled("trial, {left}: {name}", left=when.days_left(ends, sight.now), name=_named(its.name, its.url)),
        "soon" if when.is_soon(ends, sight.now) else "",
    )


def _next(result: OverviewResult) -> Iterator[str]:
    """The commands that would settle what waits; where nothing does, what people do most."""
    if result.organization is None and result.organizations:
        yield "orgctl switch ORG"
    if result.invitations:
        yield f"orgctl invite accept {result.invitations[0].url}"
    if result.trials:
        yield f"orgctl org subscribe EDITION --licenses N --org {result.trials[0].url}"
    if result.licenses:
        yield f"orgctl org licenses N --org {result.licenses[0].url}"
    if not (result.invitations or result.trials or result.licenses):
        if result.organization is not None and result.organization.role != "standard":
            yield "orgctl invite send EMAIL"
        yield "orgctl org list" if result.organizations else "orgctl invite list"
