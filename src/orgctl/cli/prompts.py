"""Asking people, on a terminal only; questions go to standard error, so that results stay alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from orgctl.cli import streams
from orgctl.cli.exits import Cancelled
from orgctl.cli.language import _
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, InvalidInput, say

if TYPE_CHECKING:
    from collections.abc import Sequence


class Option(NamedTuple):
    """Something to pick: what it is called by, and a line about it, both clean."""

    key: str
    line: str


class Prompter:
    """Asks where it is allowed to. Escape, Ctrl-C and Ctrl-D leave everything as it is."""

    def __init__(self, *, allowed: bool, plain: bool) -> None:
        self.allowed = allowed
        self.plain = plain

    def require(self, code: Code, *flags: str) -> None:
        """Raise InvalidInput, naming the flags that answer, unless somebody can be asked."""
        if self.allowed:
            return
        wanted = _(" or ").join(flags)
        if code is Code.USAGE_CONFIRM:
            raise InvalidInput(
                code,
                say("This needs a confirmation, and nobody can be asked."),
                say("Confirm with {flags}.", flags=wanted),
            )
        raise InvalidInput(code, say("Nobody can be asked here."), say("Say it with {flags}.", flags=wanted))

    def confirm(self, question: str) -> bool:
        """A question whose answer is no unless it is yes."""
        answer = self.line(_("{question} [y/N] ").format(question=question))
        return answer.strip().casefold() in {"y", "yes", _("y"), _("yes")}

    def line(self, prompt: str) -> str:
        """A line of text. Raises Cancelled at the end of input."""
        streams.write_err(prompt)
        answer = sys.stdin.readline()
        if not answer:
            streams.write_err("\n")
            raise Cancelled
        return answer.removesuffix("\n")

    def password(self, flag: str, *, new: bool) -> str:
        """A password without echo; a new one twice. Raises InvalidInput usage.prompt, Cancelled."""
        self.require(Code.USAGE_PROMPT, *flag.split())
        first = self._hidden(_("New password: ") if new else _("Password: "))
        while new and first != self._hidden(_("The same again: ")):
            streams.write_err(_("The two differ; once more.") + "\n")
            first = self._hidden(_("New password: "))
        return first

    def pick(self, question: str, options: Sequence[Option], *flags: str, start: str | None = None) -> str:
        """The key of one of several; arrows begin at `start`. Raises InvalidInput usage.prompt, Cancelled."""
        self.require(Code.USAGE_PROMPT, *flags)
        if not self.plain:
            try:
                return self._pick_by_arrows(question, options, start)
            except ImportError:
                pass
        return self._pick_by_number(question, options)

    def _hidden(self, prompt: str) -> str:
        from getpass import getpass

        try:
            return getpass(prompt, stream=sys.stderr)
        except EOFError:
            streams.write_err("\n")
            raise Cancelled from None

    def _pick_by_number(self, question: str, options: Sequence[Option]) -> str:
        for number, option in enumerate(options, 1):
            streams.write_err(f"{number:>3}  {option.line}\n")
        while True:
            answer = self.line(f"{question} [1-{len(options)}] ").strip()
            if not answer:
                raise Cancelled
            if answer.isdecimal() and 0 < int(answer) <= len(options):
                return options[int(answer) - 1].key
            meant = [option.key for option in options if answer.casefold() in option.line.casefold()]
            if len(meant) == 1 or answer in meant:
                return meant[0] if len(meant) == 1 else answer
            streams.write_err(filled("{answer} is none of them, or several.", answer=answer) + "\n")

    def _pick_by_arrows(self, question: str, options: Sequence[Option], start: str | None) -> str:
        import questionary
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.input import create_input
        from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
        from prompt_toolkit.output import create_output
        from questionary.prompts.common import InquirerControl

        keys = KeyBindings()

        def _finds_nothing() -> bool:
            sought = (listed.search_filter or "").lower()
            return not any(sought in option.line.lower() for option in options)

        # where nothing is found, the whole list is shown again: Enter would take what nobody meant
        @keys.add("enter", eager=True, filter=Condition(_finds_nothing))
        def _stay(event: object) -> None:
            event.app.output.bell()  # type: ignore[attr-defined]

        @keys.add("escape", eager=True)
        def _leave(event: object) -> None:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")  # type: ignore[attr-defined]

        asked = questionary.select(
            question,
            choices=[questionary.Choice(option.line, value=option.key) for option in options],
            default=start,
            instruction=_("(arrows, or type to filter; Escape leaves it)"),
            use_search_filter=True,
            use_jk_keys=False,
            input=create_input(sys.stdin),
            output=create_output(stdout=sys.stderr),
        )
        [listed] = [
            control
            for control in asked.application.layout.find_all_controls()
            if isinstance(control, InquirerControl)
        ]
        asked.application.key_bindings = merge_key_bindings(
            [asked.application.key_bindings or KeyBindings(), keys]
        )
        answer: str = asked.unsafe_ask()
        return answer
