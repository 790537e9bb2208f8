"""Organizations below who created them, and apps below organizations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output.sentence import filled
from orgctl.cli.output.sheet import Cell, Column, Sheet
from orgctl.cli.output.text import clean, shorten
from orgctl.cli.output.views import edition, legend, marks, role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.cli.output.views import Sight
    from orgctl.usecases.results import LinkResult, OrganizationInTree, OrganizationTree

_COLUMNS = (Column("", least=14), Column(""), Column("", rank=4), Column("", rank=3))
_ACCOUNT_AT_MOST = 40
"""Columns: the longest account would push everything else to the right."""


def sheets(result: OrganizationTree, sight: Sight) -> list[Sheet]:
    """A tree for each creator, in lines that the terminal has."""
    found = [
        Sheet(_COLUMNS, _rows(organizations, sight), heading=_short(title, sight))
        for title, organizations in _by_creator(result.organizations)
    ]
    return [*found[:-1], *(replace(each, below=legend(result.organizations, sight)) for each in found[-1:])]


def _rows(organizations: list[OrganizationInTree], sight: Sight) -> tuple[tuple[Cell, ...], ...]:
    branch, last, down = ("├── ", "└── ", "│   ") if sight.unicode else ("|-- ", "`-- ", "|   ")
    rows: list[tuple[Cell, ...]] = []
    for its in organizations:
        ends = its is organizations[-1]
        rows.append(
            (
                Cell((last if ends else branch) + _named(its, sight), "strong"),
                Cell(its.url),
                role(its, sight),
                edition(its, sight),
            )
        )
        stem = "    " if ends else down
        rows += [
            (Cell(stem + (last if link is its.links[-1] else branch) + _link(link, sight)), *(Cell(""),) * 3)
            for link in its.links
        ]
    return tuple(rows)


def _by_creator(
    organizations: tuple[OrganizationInTree, ...],
) -> Iterator[tuple[str, list[OrganizationInTree]]]:
    """One's own first, then by address, then those whose creator nobody may be told."""
    groups: dict[tuple[int, str], list[OrganizationInTree]] = {}
    for its in organizations:
        place = 0 if its.created_by_me else 2 if its.created_by is None else 1
        groups.setdefault((place, its.created_by or ""), []).append(its)
    for (place, email), group in sorted(groups.items()):
        if place == 0:
            yield _("Created by you"), group
        elif place == 1:
            yield filled("Created by {email}", email=email), group
        else:
            yield _("Created by somebody who has left"), group


def _named(its: OrganizationInTree, sight: Sight) -> str:
    active, default = marks(sight)
    said = (active if its.active else "") + (default if its.default else "")
    return f"{said} {clean(its.name)}".strip()


def _link(link: LinkResult, sight: Sight) -> str:
    feature = f" {link.feature}" if link.feature else ""
    account = shorten(clean(link.account), _ACCOUNT_AT_MOST, _ellipsis(sight))
    return f"{link.app}{feature}: {account}"


def _short(text: str, sight: Sight) -> str:
    return text if sight.columns is None else shorten(text, sight.columns, _ellipsis(sight))


def _ellipsis(sight: Sight) -> str:
    return "…" if sight.unicode else "..."
