"""How a delivery fails: for now, for good, or for every message of the run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Code, Fault, say

if TYPE_CHECKING:
    from orgctl.domain.refusals import Sentence

_LONGEST_REPLY: Final = 160
_TOKENISH = re.compile(r"[A-Za-z0-9_-]{32,}")


class DeliveryFailure(Exception):  # noqa: N818 (Temporary and Permanent say what kind of failure it is)
    """A message did not go out. `message` says why on one line, and holds no secret."""

    def __init__(self, message: Sentence) -> None:
        super().__init__(str(message))
        self.message = message

    @property
    def reason(self) -> str:
        """The sentence on one line, fit to be kept with the message."""
        return str(self.message)


class Temporary(DeliveryFailure):
    """Failed for now: trying again may help. The next message may go out."""


class Permanent(DeliveryFailure):
    """The message will never go out as it is: trying again is no use."""


class Stopped(Temporary):
    """No message can go out until something outside changes: the run ends, nothing counts as tried.

    `code` is mail.unavailable (a server or disk that does not answer), mail.refused (a server that
    refuses the sender or the sign-in) or mail.settings (a server that is not what was configured).
    """

    def __init__(self, code: Code, message: Sentence, hint: Sentence | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint

    def as_fault(self) -> Fault:
        """The same as a command's end (exit 1)."""
        return Fault(self.code, self.message, self.hint)


def unwritable(place: object, problem: OSError) -> Stopped:
    """A folder of mail that cannot be written."""
    return Stopped(
        Code.MAIL_UNAVAILABLE,
        say("The mail cannot be written: {place} ({reason})", place=place, reason=problem.strerror),
        say("Free or open that folder, or name another one in ORGCTL_MAIL; then run `orgctl mail send`."),
    )


def one_line(text: str, secrets: tuple[str, ...] = ()) -> str:
    """A server's words on one short line: without control characters, secrets, or what looks like one."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    line = _TOKENISH.sub("…", line)
    return line if len(line) <= _LONGEST_REPLY else line[: _LONGEST_REPLY - 1] + "…"
