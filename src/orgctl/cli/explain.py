"""The policy, explained: rules, codes, and where a user stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli import streams
from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import Org, Output
from orgctl.cli.output.formats import Format
from orgctl.domain.refusals import Code, NotFound, say
from orgctl.usecases import reading
from orgctl.usecases.results import LimitResult

if TYPE_CHECKING:
    from orgctl.domain.rulebook.shape import Explanation, Rule

app = group("Explain the policy.")


@dataclass(frozen=True, slots=True)
class ExplanationResult:
    """A rule, a code, or a code with its rule. `source` is what the help page says, in English.

    `readings` are ours: what the page leaves open.
    """

    rule: str | None
    title: str | None
    sentence: str | None
    section: str | None
    source: tuple[str, ...]
    readings: tuple[str, ...]
    codes: tuple[str, ...]
    code: str | None
    meaning: str | None
    remedy: str


@command(app, "explain", "orgctl explain limit.created", "orgctl explain B6")
def explain(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="CODE|RULE", help="A refusal's code, or a rule's id.", show_default=False)
    ],
    output: Output = None,
) -> None:
    """Explain a rule or a refusal's code."""
    from orgctl.domain.rulebook import explanation_named, rule_named

    run = begin(context, output=output)
    code = explanation_named(name)
    rule = rule_named(code.rule if code is not None and code.rule is not None else name)
    if rule is None and code is None:
        raise _unknown(name)
    result = _result(rule, code)
    if run.output is Format.TABLE:
        streams.write_out(_page(result, run.help_columns))
    else:
        run.emit(result)


def _result(rule: Rule | None, code: Explanation | None) -> ExplanationResult:
    remedy = code.remedy if code is not None else rule.remedy if rule is not None else ""
    return ExplanationResult(
        rule=rule.id if rule else None,
        title=rule.title if rule else None,
        sentence=rule.sentence if rule else None,
        section=rule.section if rule and rule.quotes else None,
        source=tuple(quote.english for quote in rule.quotes) if rule else (),
        readings=rule.readings if rule else (),
        codes=tuple(each.value for each in rule.codes) if rule else (),
        code=code.code.value if code else None,
        meaning=code.meaning if code else None,
        remedy=remedy,
    )


def _page(its: ExplanationResult, columns: int) -> str:
    from orgctl.cli.front import wrapped

    lines: list[str] = []
    if its.code is not None:
        lines += [its.code, *wrapped(_(its.meaning or ""), columns, 2), ""]
    if its.rule is not None:
        lines += [
            *wrapped(_("Rule {rule}: {title}").format(rule=its.rule, title=_(its.title or "")), columns),
            *wrapped(_(its.sentence or ""), columns, 2),
            "",
        ]
        if its.source:
            where = _("The source says ({section})").format(section=_(its.section or ""))
            lines += wrapped(where, columns)
            for quote in its.source:
                lines += wrapped(_(quote), columns, 2)
            lines.append("")
        if its.readings:
            lines.append(_("Our reading"))
            for reading_ in its.readings:
                lines += _bulleted(_(reading_), columns)
            lines.append("")
    lines += [_("What to do"), *wrapped(_(its.remedy), columns, 2)]
    others = [code for code in its.codes if code != its.code]
    if others:
        lines += ["", *wrapped(_("Codes: {codes}").format(codes=", ".join(others)), columns)]
    return "\n".join(lines) + "\n"


def _bulleted(text: str, columns: int) -> list[str]:
    from orgctl.cli.front import wrapped

    first, *rest = wrapped(text, columns, 4)
    return [f"  - {first.lstrip()}", *rest]


def _unknown(name: str) -> NotFound:
    from difflib import get_close_matches

    from orgctl.domain.rulebook import EXPLANATIONS, RULES

    known = [rule.id for rule in RULES] + [each.code.value for each in EXPLANATIONS]
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    return NotFound(
        Code.NOT_FOUND_RULE,
        say("There is no rule or code {name}.", name=name),
        say("Did you mean {meant}?", meant=close[0])
        if close
        else say("Rules are {first} to {last}; codes are what refusals print.", first="A1", last="E3"),
    )


@command(app, "limits", "orgctl limits", rules="B3 B5 B6 B7 B8")
def limits(context: typer.Context, org: Org = None, output: Output = None) -> None:
    """Show how much of each limit is used."""
    run = begin(context, output=output, org=org)
    run.emit(run.read(reading.limits), item=LimitResult)
