"""What everybody may see, signed in or not: words, options, and the policy's own vocabulary."""

from __future__ import annotations

from orgctl.cli.completing.spot import below, options
from orgctl.cli.completing.table import COMMANDS
from orgctl.cli.language import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.completing.spot import Spot

    Candidates = list[tuple[str, str]]

SAID = {
    "formats": (
        ("table", "For people."),
        ("json", "One document, for programs."),
        ("csv", "For spreadsheets."),
        ("yaml", "For programs and people."),
    ),
    "roles": (
        ("admin", "Invites, changes roles, links apps, subscribes."),
        ("standard", "Lists, switches, answers invitations, leaves."),
    ),
    "statuses": (
        ("pending", "Waits for an answer."),
        ("accepted", "Made a member."),
        ("declined", "Turned down."),
        ("revoked", "Taken back."),
        ("expired", "Seven days went by without an answer."),
    ),
    "editions": (
        ("standard", "No limit of its own."),
        ("professional", "No limit of its own."),
        ("enterprise", "No limit of its own; what a trial has (B2)."),
        ("ultimate", "No limit of its own."),
        ("crm-plus", "One that you created and nine others (B7); answers by mail only (C4)."),
        ("zoho-one", "Internal in one only (B8); answers by mail only (C4)."),
    ),
    "languages": (("en", "English"), ("pl", "polski")),  # each as its own speakers say it
    "modules": (
        ("leads", "People who may buy."),
        ("accounts", "Companies."),
        ("contacts", "People at companies."),
        ("deals", "Sales under way."),
    ),
    "shells": (("bash", ""), ("zsh", ""), ("fish", "")),
}

"""What is completed beside the policy's own values: of each kind, the word and a line about it."""


def of(spot: Spot) -> Candidates | None:
    """The candidates of a kind that needs no store; None for the others."""
    if spot.kind in SAID:
        return [(value, _(text) if text else "") for value, text in SAID[spot.kind]]
    answer = _ANSWERS.get(spot.kind)
    return answer(spot) if answer is not None else None


def _words(spot: Spot) -> Candidates:
    return [(word, _(COMMANDS[f"{spot.path} {word}".strip()][0])) for word in below(spot.path)]


def _options(spot: Spot) -> Candidates:
    return [
        (names[-1], _(text))
        for names, _metavar, text, many in options(spot.path)
        if many or names[-1] not in spot.used
    ]


def _apps(_spot: Spot) -> Candidates:
    from orgctl.domain.catalogue import CATALOGUE

    return [(row.app, row.product) for row in CATALOGUE]


def _features(spot: Spot) -> Candidates:
    from orgctl.domain.catalogue import CATALOGUE

    app = spot.arguments[0] if spot.arguments else None
    return [
        (row.feature, row.product) for row in CATALOGUE if row.feature is not None and app in {None, row.app}
    ]


def _sides(spot: Spot) -> Candidates:
    from orgctl.domain.catalogue import entry
    from orgctl.domain.values import Side

    row = entry(spot.arguments[0], spot.given.get("--feature")) if spot.arguments else None
    text = {Side.CRM: _("Begun in the CRM."), Side.APP: _("Begun in the app.")}
    return [(side.value, text[side]) for side in (row.sides if row is not None else Side)]


def _rules(_spot: Spot) -> Candidates:
    from orgctl.domain.rulebook import EXPLANATIONS, RULES

    return [
        *((rule.id, _(rule.sentence)) for rule in RULES),
        *((each.code.value, _(each.meaning)) for each in EXPLANATIONS),
    ]


_ANSWERS: dict[str, Callable[[Spot], Candidates]] = {
    "words": _words,
    "options": _options,
    "apps": _apps,
    "features": _features,
    "sides": _sides,
    "rules": _rules,
}
