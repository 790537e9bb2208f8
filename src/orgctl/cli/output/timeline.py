"""History as people read it: by day, each line a sentence. The codes and all details are in the JSON."""

from __future__ import annotations

from datetime import UTC, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from orgctl.cli.language import _, later
from orgctl.cli.output.sentence import filled
from orgctl.cli.output.sheet import GAP, Cell, Column, Sheet, wrapped
from orgctl.cli.output.text import clean
from orgctl.cli.output.views import words
from orgctl.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.cli.output.views import Sight
    from orgctl.usecases.results import AuditResult

_COLUMNS = (Column(""), Column("", least=20))
_TIME = len("12:34")

SAID = {
    "person:account:created": later("{actor} signed up"),
    "person:session:began": later("{actor} signed in"),
    "person:session:ended": later("{actor} signed out"),
    "person:password:changed": later("{actor} set another password"),
    "person:default:changed": later("{actor} made {subject} the default"),
    "organization:organization:created": later("{actor} created it as {name}"),
    "organization:organization:renamed": later("{actor} renamed it to {name}"),
    "organization:url:changed": later("{actor} gave it the access URL {url}"),
    "organization:timezone:changed": later("{actor} set its time zone to {timezone}"),
    "organization:subscription:changed": later("{actor} subscribed it to {edition} with {licenses} licenses"),
    "organization:licenses:changed": later("{actor} changed its licenses to {licenses}"),
    "organization:networks:changed": later("{actor} restricted it to these networks: {restrict_ip}"),
    "organization:superadmin:transferred": later("{actor} made {subject} the super administrator"),
    "organization:organization:deleted": later("{actor} deleted it, {name}"),
    "organization:member:role-changed": later("{actor} made {subject} {role}"),
    "organization:member:kind-changed": later("{subject} became {kind}, by what {actor} did"),
    "organization:member:unlinked": later("{actor} unlinked {subject}"),
    "organization:member:left": later("{actor} left"),
    "organization:invitation:sent": later("{actor} invited {subject} as {role}"),
    "organization:invitation:resent": later("{actor} invited {subject} again"),
    "organization:invitation:revoked": later("{actor} took the invitation of {subject} back"),
    "organization:invitation:accepted": later("{actor} accepted, and is {role}"),
    "organization:invitation:declined": later("{actor} declined"),
    "organization:app:linked": later("{actor} linked {app} {account}"),
    "organization:app:unlinked": later("{actor} unlinked {app} {account}"),
    "organization:sample-data:loaded": later("{actor} loaded sample data"),
    "organization:sample-data:cleared": later("{actor} cleared sample data"),
}
"""Each act as a sentence about `it`, the organization; the others' details stand behind it."""

_STYLES = {"deleted": "over", "unlinked": "over", "left": "over", "revoked": "soon", "declined": "soon"}
_STYLES |= {"created": "good", "accepted": "good"}
_UNSAID = frozenset({"kind", "role", "feature", "everywhere", "name"})


def sheets(entries: Sequence[AuditResult], sight: Sight) -> list[Sheet]:
    """A sheet for each day, the oldest first, in UTC as everything here is."""
    places = {entry.organization for entry in entries}
    found = []
    for day, those in groupby(entries, lambda entry: entry.at.astimezone(UTC).date()):
        rows = [row for entry in those for row in _rows(entry, sight, named=len(places) > 1)]
        found.append(Sheet(_COLUMNS, tuple(rows), heading=_heading(day.isoformat(), places, sight)))
    return found


def _heading(day: str, places: set[str | None], sight: Sight) -> str:
    """The day, and the organization where it is one and the same throughout."""
    today = sight.now.astimezone(UTC).date()
    near = {today.isoformat(): _("today"), (today - timedelta(days=1)).isoformat(): _("yesterday")}
    place = next(iter(places)) if len(places) == 1 else None
    return ", ".join(filter(None, (clean(place or ""), day, near.get(day), "UTC")))


def _rows(entry: AuditResult, sight: Sight, *, named: bool) -> list[tuple[Cell, ...]]:
    room = None if sight.columns is None else max(20, sight.columns - _TIME - 2 * GAP)
    style = _STYLES.get(entry.action.rpartition(":")[2], "faint")
    first, *rest = wrapped([_sentence(entry, named=named)], Terminal(room))
    return [
        # the time alone is colored: a whole sentence in yellow or green can't be read on white
        (Cell(f"{entry.at.astimezone(UTC):%H:%M}", style), Cell(first)),
        *((Cell(""), Cell(f"  {line}")) for line in rest),
    ]


def _sentence(entry: AuditResult, *, named: bool) -> str:
    """What was done, in which organization where there are several, and by whom it was typed."""
    template = _template(entry)
    values = {key: _value(value) for key, value in entry.detail.items()}
    values |= {"actor": entry.actor, "subject": entry.subject or ""}
    if entry.detail.get("feature"):
        values["app"] = f"{values.get('app')} {values['feature']}"
    try:
        text = filled(template, **values)
    except (KeyError, IndexError):
        # An older row may know less than the sentence asks for.
        template, text = (
            "",
            f"{clean(entry.actor)}: {clean(entry.action)} {clean(entry.subject or '')}".rstrip(),
        )
    more = [
        f"{_(key.replace('_', ' '))}: {_value(value)}"
        for key, value in entry.detail.items()
        if f"{{{key}}}" not in template and key not in _UNSAID and value not in (None, "", [])
    ]
    if more:
        text += f" ({', '.join(map(clean, more))})"
    if named and entry.organization is not None:
        text = f"{clean(entry.organization)}: {text}"
    if entry.operator is not None:
        text += " " + filled("[typed by {operator}]", operator=entry.operator)
    return text


def _template(entry: AuditResult) -> str:
    if entry.action == "organization:networks:changed" and not entry.detail.get("restrict_ip"):
        return later("{actor} lifted its restriction to networks")
    if entry.action == "organization:invitation:declined" and entry.detail.get("reason"):
        return later("{actor} declined: {reason}")
    if entry.detail.get("kind") == "external" and entry.action.startswith("organization:invitation:"):
        said = {
            "sent": later("{actor} invited {subject} as external"),
            "accepted": later("{actor} accepted, and is external"),
        }
        return said.get(entry.action.rpartition(":")[2], SAID.get(entry.action, ""))
    return SAID.get(entry.action, "{actor}: " + entry.action.replace("{", "").replace("}", "") + " {subject}")


def _value(value: object) -> str:
    return words(tuple(value) if isinstance(value, list) else value)
