"""One thing as lines of label and value."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from orgctl.cli.language import _, later
from orgctl.cli.output import when
from orgctl.cli.output.document import key
from orgctl.cli.output.sheet import Cell, Column, Sheet
from orgctl.cli.output.views import edition, words
from orgctl.usecases import results

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.output.views import Sight

LABELS = {
    "url": "URL",
    "timezone": "time zone",
    "id": "ID",
    "from": "decided by",
    "restrict_ip": "only from",
    "operator": "typed by",
}
"""Where a field's name is not how people say it."""

_SOURCES = {
    "flag": "--org",
    "env": "ORGCTL_ORG",
    "directory": later("this folder's pin (.orgctl)"),
    "session": later("the sign-in"),
}
_COLUMNS = (Column("", least=4), Column("", least=20))


def sheet(item: object, sight: Sight) -> Sheet:
    """The fields of a result, in their order; what was not said is left to JSON."""
    rows = [
        (Cell(label(field.name, type(item)), "faint"), cell)
        for field in fields(item)  # type: ignore[arg-type]
        if (cell := _value(item, field.name, sight)) is not None
    ]
    return Sheet(_COLUMNS, tuple(rows))


def label(field: str, of: type) -> str:
    """What a field of a type is called."""
    name = key(field)
    if name == "name" and issubclass(of, results.WhoResult | results.MemberResult):
        return _("name", "person")
    return _(LABELS.get(name, name.replace("_", " ")))


def _value(item: object, field: str, sight: Sight) -> Cell | None:
    """What stands beside a label; None where the line would say nothing."""
    value: object = getattr(item, field)
    for type_ in type(item).__mro__:
        special = _SPECIAL.get((type_, field))
        if special is not None:
            return special(item, sight)
    if field in _LEFT_OUT and not value:
        return None
    if isinstance(value, datetime):
        return Cell(when.instant(value))
    return Cell(words(value), "strong" if field in {"name", "organization", "email"} else "")


def _nothing(_item: object, _sight: Sight) -> None:
    return None


def _listed(item: results.OrganizationResult, _sight: Sight) -> Cell:
    return Cell(_("yes") if item.invitations_listed else _("no, answered from the mail only"))


def _source(item: results.WhoResult, _sight: Sight) -> Cell:
    return Cell(words(item.from_ and _(_SOURCES.get(item.from_, item.from_))))


def _until(item: results.InvitationResult, sight: Sight) -> Cell:
    at = when.instant(item.expires_at)
    if item.status != "pending":
        return Cell(at)
    return Cell(f"{at} ({when.expires(item.expires_at, sight.now)})")


_LEFT_OUT = frozenset({"operator", "restrict_ip", "feature", "made_external", "trial_ends_at", "licenses"})
_SPECIAL: dict[tuple[type, str], Callable[[Any, Sight], Cell | None]] = {
    (results.OrganizationResult, "edition"): edition,
    (results.OrganizationResult, "trial"): _nothing,
    (results.OrganizationResult, "invitations_listed"): _listed,
    (results.WhoResult, "from_"): _source,
    (results.InvitationResult, "expires_at"): _until,
}
