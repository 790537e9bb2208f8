"""Where a password comes from: a line of standard input, or a question without echo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.session.passwords import clean_password, hash_password

if TYPE_CHECKING:
    from orgctl.cli.context import Run


def line_of_input() -> str:
    """The next line of standard input, without its line break."""
    return sys.stdin.readline().removesuffix("\n")


def password(run: Run, *, from_stdin: bool, new: bool, flags: str = "--password-stdin") -> str:
    """A cleaned password. Raises InvalidInput: usage.prompt naming `flags`, input.password."""
    return clean_password(line_of_input() if from_stdin else run.prompter.password(flags, new=new))


def new_hash(run: Run, *, from_stdin: bool, flags: str = "--password-stdin") -> str:
    """The hash of a new password. Raises as `password`."""
    return hash_password(password(run, from_stdin=from_stdin, new=True, flags=flags))


def token(given: str | None) -> str | None:
    """An invitation's token, as it was given or as a line of standard input.

    Raises InvalidInput usage.argument for an empty one.
    """
    if given is None:
        return None
    text = (line_of_input() if given == "-" else given).strip()
    if not text:
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("The token is empty."),
            say("Copy it from the mail, or give it on standard input with --token -."),
        )
    return text
