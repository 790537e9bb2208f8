"""What ends a command, in one table: the exit code, and how it is told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from orgctl.cli import streams
from orgctl.cli.language import English, _
from orgctl.cli.output.sentence import render
from orgctl.cli.output.text import clean
from orgctl.domain import refusals
from orgctl.domain.refusals import Code, Failure, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.domain.refusals import Sentence
    from orgctl.manifest.flaws import Flaw
    from orgctl.usecases.results import FailedItem

DONE: Final = 0
FAULT: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
NOT_SIGNED_IN: Final = 4
NOT_FOUND: Final = 5
CHANGES: Final = 6
INTERRUPTED: Final = 130
TERMINATED: Final = 143

_FLAWS_SHOWN: Final = 50


class Manner(NamedTuple):
    """How a failure is told.

    `committed` once the command's change is in the store; `organization` as the command line named it.
    """

    json: bool = False
    debug: bool = False
    committed: bool = False
    organization: str | None = None


class Told(NamedTuple):
    """A failure as people and scripts get it."""

    exit: int
    code: str
    message: str
    hint: str | None = None
    extra: tuple[tuple[str, object], ...] = ()
    """More keys of the document; adding keys is free."""


class NotRun(Failure):
    """A command that `exec` was to become can't be run; `exit` is what a shell would answer."""

    def __init__(self, exit_: int, message: Sentence) -> None:
        super().__init__(Code.USAGE_ARGUMENT, message)
        self.exit = exit_


class SomeRefused(Failure):
    """A bulk command was refused for some of its items (exit 3); the others are done."""

    def __init__(self, items: Sequence[FailedItem], of: int) -> None:
        first = items[0]
        if len(items) == 1:
            message = say("{email}: {why}", email=first.email, why=first.message)
        else:
            message = say(
                "{count} of {of} were refused, the first of them {email}: {why}",
                count=len(items),
                of=of,
                email=first.email,
                why=first.message,
            )
        super().__init__(Code(first.code), message, first.hint)
        self.items = tuple(items)


class Cancelled(Exception):  # noqa: N818 (a person's decision is no error)
    """Somebody left a question without an answer, or said no."""


FAILURES: Final[dict[type[Failure], int]] = {
    refusals.Refused: REFUSED,
    SomeRefused: REFUSED,
    refusals.InvalidInput: USAGE,
    refusals.NotFound: NOT_FOUND,
    refusals.NotSignedIn: NOT_SIGNED_IN,
    refusals.Fault: FAULT,
}
"""Each type of failure, and the exit code that scripts may rely on."""


def report(error: BaseException, manner: Manner) -> int:
    """Tell why a command ended, on standard error, and answer its exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAULT
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has read enough: `orgctl org list | head -1`.
        streams.abandon(sys.stdout)
        return DONE
    if isinstance(error, streams.Unwritable):
        streams.abandon(sys.stdout)
    if manner.json:
        with English():
            told = tell(error, manner)
    else:
        told = tell(error, manner)
    if manner.debug:
        import traceback

        streams.write_err("".join(traceback.format_exception(error)))
    streams.write_err(_document(told) if manner.json else _lines(told))
    return told.exit


def tell(error: BaseException, manner: Manner) -> Told:
    """The exit code, the code and the sentences of any failure."""
    if isinstance(error, Failure):
        told = _told_failure(error)
        if told.hint is None or manner.organization is None:
            return told
        from orgctl.cli.hints import acting_in

        return told._replace(hint=acting_in(told.hint, clean(manner.organization)))
    if isinstance(error, KeyboardInterrupt | Cancelled | streams.Terminated):
        exit_ = TERMINATED if isinstance(error, streams.Terminated) else INTERRUPTED
        return _told(exit_, Code.INTERRUPTED, _interrupted(manner))
    if isinstance(error, streams.Unwritable):
        return _told(FAULT, Code.OUTPUT_FAILED, _unwritten(error, manner))
    return _usage(error) or _bug(error)


def exit_of(failure: Failure) -> int:
    """The exit code of a failure; of an unknown kind, that of a fault."""
    if isinstance(failure, NotRun):
        return failure.exit
    return next((exit_ for type_, exit_ in FAILURES.items() if isinstance(failure, type_)), FAULT)


def _told(exit_: int, code: Code, message: Sentence, hint: Sentence | None = None) -> Told:
    return Told(exit_, code.value, render(message), render(hint) if hint else None)


def _told_failure(error: Failure) -> Told:
    told = _told(exit_of(error), error.code, error.message, error.hint)
    if isinstance(error, refusals.Refused):
        return told._replace(
            extra=(("rule", error.refusal.rule or None), ("subjects", [*map(clean, error.refusal.subjects)]))
        )
    if isinstance(error, SomeRefused):
        return told._replace(extra=(("failed", [each.email for each in error.items]),))
    flaws = getattr(error, "flaws", None)
    return told if flaws is None else _told_flaws(told, clean(getattr(error, "name", "-")), flaws)


def _told_flaws(told: Told, name: str, flaws: Sequence[Flaw]) -> Told:
    """All that is wrong with a file, each by its place."""
    lines = [
        f"{name}:{flaw.line}:{flaw.column}: {render(flaw.message)}"
        + (f" {render(flaw.hint)}" if flaw.hint else "")
        for flaw in flaws[:_FLAWS_SHOWN]
    ]
    more = len(flaws) - _FLAWS_SHOWN
    if more > 0:
        lines.append(_("and {more} more.").format(more=more))
    places = [{"line": flaw.line, "column": flaw.column, "message": render(flaw.message)} for flaw in flaws]
    return told._replace(message="\n".join(lines), extra=(("problems", places),))


def _interrupted(manner: Manner) -> Sentence:
    if manner.committed:
        return say("Interrupted after the change was made.")
    return say("Cancelled, nothing changed.")


def _unwritten(error: OSError, manner: Manner) -> Sentence:
    if manner.committed:
        return say(
            "The change was made, but standard output can't be written: {reason}.", reason=error.strerror
        )
    return say("Standard output can't be written: {reason}.", reason=error.strerror)


def _usage(error: BaseException) -> Told | None:
    """Click's own errors; it is imported by then, if one of them was raised."""
    module = sys.modules.get("typer._click.exceptions")
    if module is None or not isinstance(error, module.ClickException):
        return None
    from orgctl.cli.usage import sentences

    code, message, hint = sentences(error)
    return _told(USAGE, code, message, hint)


def _bug(error: BaseException) -> Told:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_globals.get('__name__', '?')}:{frame.tb_lineno}" if frame else "?"
    words = (
        f"{type(error).__name__}: {error.strerror}" if isinstance(error, OSError) else type(error).__name__
    )
    return _told(
        FAULT,
        Code.INTERNAL,
        say("A fault in orgctl itself: {words} at {place}.", words=words, place=place),
        say("Run it again with --debug to see where it comes from."),
    )


def _lines(told: Told) -> str:
    lines = [f"error: {told.message}"]
    if told.hint:
        lines.append(f"hint: {told.hint}")
    return "\n".join(lines) + "\n"


def _document(told: Told) -> str:
    import json

    error = {"code": told.code, "message": told.message, "hint": told.hint, **dict(told.extra)}
    return json.dumps({"error": error}, indent=2) + "\n"
