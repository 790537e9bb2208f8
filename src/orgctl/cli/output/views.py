"""What a table shows of a result, and in which words. Programs take JSON, where nothing is left out."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from orgctl.cli.language import _, later, plural
from orgctl.cli.output import when
from orgctl.cli.output.sentence import render
from orgctl.cli.output.sheet import Cell, Column, Sheet
from orgctl.cli.output.text import clean
from orgctl.usecases import results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime


class Sight(NamedTuple):
    """From when, in which characters and on how many columns (None: any number) a result is looked at."""

    now: datetime
    unicode: bool = True
    columns: int | None = None


Show: TypeAlias = "Callable[[Any, Sight], Cell]"


class View(NamedTuple):
    """The columns of one kind of item, each with what it shows of one; lines of explanation for marks."""

    columns: tuple[tuple[Column, Show], ...]
    below: Callable[[tuple[Any, ...], Sight], tuple[str, ...]] = lambda _items, _sight: ()

    def sheet(self, items: Iterable[Any], sight: Sight, heading: str | None = None) -> Sheet:
        """The items as a table."""
        items = tuple(items)
        return Sheet(
            columns=tuple(translated(column) for column, _show in self.columns),
            rows=tuple(tuple(show(item, sight) for _column, show in self.columns) for item in items),
            heading=heading,
            below=self.below(items, sight),
        )


def translated(column: Column) -> Column:
    """A column with its titles in the user's language."""
    brief = column.brief_title
    return replace(
        column, title=column.title and _(column.title, column.about), brief_title=brief and _(brief)
    )


def field(name: str, style: str = "") -> Show:
    """What stands in a field: text as it is, an instant as its day, None as a dash, None of many as "many"."""
    return lambda item, _sight: Cell(words(getattr(item, name)), style)


def words(value: object) -> str:
    """A value as people read it in a cell."""
    if value is None or value in ("", (), {}):
        return "-"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _several(value) or _one(value)


def _one(value: object) -> str:
    from datetime import datetime

    from orgctl.domain.refusals import Sentence

    if isinstance(value, datetime):
        return when.day(value)
    return render(value) if isinstance(value, Sentence) else clean(str(value))


def _several(value: object) -> str | None:
    """What has parts, with words for each; None for what has none."""
    from orgctl.domain.refusals import Sentence

    if isinstance(value, tuple | list):
        return ", ".join(words(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{_(clean(str(name)))}: {words(item)}" for name, item in value.items())
    if is_dataclass(value) and not isinstance(value, Sentence):
        facts = (getattr(value, each.name) for each in fields(value))
        return " ".join(words(fact) for fact in facts if not isinstance(fact, bool))
    return None


def _mark(item: results.OrganizationResult, sight: Sight) -> Cell:
    active, default = marks(sight)
    text = (active if item.active else " ") + (default if item.default else " ")
    return Cell(text.rstrip(), "mark")


def marks(sight: Sight) -> tuple[str, str]:
    """What marks the active and the default organization; the lines below a list say so."""
    return ("●", "◆") if sight.unicode else ("*", "=")


def legend(items: tuple[results.OrganizationResult, ...], sight: Sight) -> tuple[str, ...]:
    """What the marks stand for, as far as they are there."""
    active, default = marks(sight)
    said = []
    if any(item.active for item in items):
        said.append(_("{mark} active").format(mark=active))
    if any(item.default for item in items):
        said.append(_("{mark} default").format(mark=default))
    return ("   ".join(said),) if said else ()


def edition(item: results.OrganizationResult, sight: Sight) -> Cell:
    """The edition; on trial how long that lasts, in words."""
    if not item.trial or item.trial_ends_at is None:
        return Cell(item.edition)
    if item.trial_ends_at <= sight.now:
        brief = _("trial ended")
        return Cell(f"{item.edition} {brief}", "over", brief)
    left = _("trial, {left}").format(left=when.days_left(item.trial_ends_at, sight.now))
    brief = _("trial: {span}").format(span=when.span(item.trial_ends_at, sight.now))
    style = "soon" if when.is_soon(item.trial_ends_at, sight.now) else ""
    return Cell(f"{item.edition} {left}", style, brief)


def _holds(item: results.InvitationResult, sight: Sight) -> Cell:
    text = when.expires(item.expires_at, sight.now)
    if item.expires_at <= sight.now:
        return Cell(text, "over")
    return Cell(text, "soon" if when.is_soon(item.expires_at, sight.now) else "")


def _answerable(item: results.InvitationResult, sight: Sight) -> Cell:
    return _holds(item, sight) if item.status == "pending" else _ended(item)


def _ended(item: results.InvitationResult) -> Cell:
    return Cell(_(item.status), "faint")


def _status(item: results.InvitationResult, sight: Sight) -> Cell:
    if item.status != "pending":
        return _ended(item)
    held = _holds(item, sight)
    return Cell(_("pending, {left}").format(left=held.text), held.style, held.text)


def role(
    item: results.MemberResult | results.InvitationResult | results.OrganizationResult, _sight: Sight
) -> Cell:
    """What one may do there."""
    said = words(item.role)
    if item.kind != "external":
        return Cell(said)
    # External members are always standard (B8), so that the one word says both.
    return Cell(_("{role}, external").format(role=said), "", _("external"))


def _many(name: str) -> Show:
    return lambda item, _sight: Cell(_("many") if getattr(item, name) is None else str(getattr(item, name)))


def _organizations_per_account(item: results.CatalogueResult, _sight: Sight) -> Cell:
    if item.per_user:
        return Cell(_("1 per user"))
    return Cell(_("many") if item.organizations_per_account is None else str(item.organizations_per_account))


def _left(item: results.LimitResult, _sight: Sight) -> Cell:
    return Cell(str(item.left), "over" if item.left <= 0 else "")


def _fields(item: results.RecordResult, _sight: Sight) -> Cell:
    """A record's fields as they are: what is in a record is nobody's language but the organization's."""
    return Cell(", ".join(f"{clean(str(name))}: {words(its)}" for name, its in item.fields.items()), "faint")


def _state(item: results.MailResult, _sight: Sight) -> Cell:
    return Cell(_(item.state))


def _kind_of_account(item: results.CatalogueResult, _sight: Sight) -> Cell:
    return Cell(_(item.account), "faint")


def _due(item: results.MailResult, sight: Sight) -> Cell:
    if item.state != "queued" or item.next_attempt_at is None:
        return Cell("-", "faint")
    if item.next_attempt_at <= sight.now:
        return Cell(_("now"))
    minutes = max(1, round((item.next_attempt_at - sight.now).total_seconds() / 60))
    return Cell(plural("in 1 minute", "in {n} minutes", minutes))


NAMES = (
    *(later("role"), later("kind"), later("name"), later("url"), later("edition"), later("licenses")),
    *(later("timezone"), later("restrict_ip"), later("everywhere")),
    *(later("app"), later("feature"), later("account")),
    *(later("users"), later("organizations"), later("memberships"), later("invitations")),
    *(later("links"), later("sessions"), later("outbox"), later("audit")),
    *(later("queued"), later("sent"), later("failed")),
    *(later("accepted"), later("declined"), later("revoked"), later("expired")),
)
"""What stands before a colon in a cell, of history and of the store; states of mails and of invitations."""

ORGANIZATIONS = View(
    (
        (Column(""), _mark),
        (Column("Name", least=8), field("name", "strong")),
        (Column("URL", least=24), field("url")),
        (Column("Role", rank=2), role),
        (Column("Edition", rank=1), edition),
        (Column("Members", rank=4, right=True), field("members")),
    ),
    legend,
)
RECEIVED = View(
    (
        (Column("Organization", least=8), field("organization", "strong")),
        (Column("URL", least=24), field("url")),
        (Column("Role", rank=2), field("role")),
        (Column("Holds"), _answerable),
        (Column("Invited by", rank=3, least=10), field("invited_by")),
    )
)
SENT = View(
    (
        (Column("Email", least=12), field("email", "strong")),
        (Column("Role", rank=1), role),
        (Column("Status"), _status),
        (Column("Invited by", rank=3, least=10), field("invited_by")),
        (Column("Sent", rank=4), field("sent_at", "faint")),
    )
)
FAILED = View(
    (
        (Column("Email", least=12), field("email", "strong")),
        (Column("Code", rank=1), field("code", "over")),
        (Column("Why", least=12), field("message")),
    )
)
BY_TYPE: dict[type, View] = {
    results.OrganizationResult: ORGANIZATIONS,
    results.InvitationResult: RECEIVED,
    results.MemberResult: View(
        (
            (Column("Email", least=12), field("email", "strong")),
            (Column("Name", least=8, rank=2, about="person"), field("name")),
            (Column("Role"), role),
            (Column("Since", rank=3), field("since", "faint")),
        )
    ),
    results.LinkResult: View(
        (
            (Column("App"), field("app", "strong")),
            (Column("Feature", rank=2), field("feature")),
            (Column("Account", least=10), field("account")),
            (Column("Organization", least=8, rank=1), field("organization")),
            (Column("From", rank=5), field("started_from")),
            (Column("Linked by", least=8, rank=4), field("user")),
            (Column("Since", rank=3), field("since", "faint")),
        )
    ),
    results.CatalogueResult: View(
        (
            (Column("App"), field("app", "strong")),
            (Column("Feature"), field("feature")),
            (Column("Accounts per organization", brief_title="Accounts"), _many("accounts_per_organization")),
            (
                Column("Organizations per account", brief_title="Organizations"),
                _organizations_per_account,
            ),
            (Column("Started from", brief_title="From"), field("from_")),
            (Column("An account is", least=10, rank=1), _kind_of_account),
        )
    ),
    results.RecordResult: View(
        (
            (Column("Module"), field("module")),
            (Column("Name", least=10), field("name", "strong")),
            (Column("Details", least=10, rank=1), _fields),
        )
    ),
    results.LimitResult: View(
        (
            (Column("Rule"), field("rule")),
            (Column("Code", least=10), field("code", "strong")),
            (Column("Used", right=True), field("used")),
            (Column("Limit", right=True), field("limit")),
            (Column("Left", right=True), _left),
        )
    ),
    results.MailResult: View(
        (
            (Column("To", least=12), field("to", "strong")),
            (Column("Organization", least=8, rank=2), field("organization")),
            (Column("State"), _state),
            (Column("Attempts", rank=3, right=True), field("attempts")),
            (Column("Next", rank=1), _due),
            (Column("Error", least=10, rank=4), field("error", "over")),
        )
    ),
}
