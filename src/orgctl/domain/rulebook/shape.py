"""What the rulebook is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgctl.domain.refusals import Code


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the source, which is Polish, and what it says in English."""

    polish: str
    english: str


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a worked example and what comes of it.

    `exit` is its exit code, `code` that of the refusal or error, `shows` some text of its output in JSON.
    `at` moves its clock by a span like `+7d` or `+15d-1h`, counted from when the example is run; `stdin` is
    what it reads. `TOKEN` in the command stands for the token in the latest mail to `token_of`.
    """

    command: str
    exit: int = 0
    code: Code | None = None
    shows: str | None = None
    at: str | None = None
    stdin: str | None = None
    token_of: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the policy.

    `quotes` is what the source says, in its section `section`; none where the whole rule is a reading.
    `readings` are ours: what the source leaves open. `example` starts from an empty store.
    """

    id: str
    title: str
    section: str
    sentence: str
    remedy: str
    example: tuple[Step, ...]
    quotes: tuple[Quote, ...] = ()
    readings: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()

    @property
    def is_reading(self) -> bool:
        """Whether the source says nothing of it at all."""
        return not self.quotes


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means and what to do about it; `rule` is the id of the rule that it refuses by, if any."""

    code: Code
    meaning: str
    remedy: str
    rule: str | None = None


def refused(command: str, code: Code, *, at: str | None = None, token_of: str | None = None) -> Step:
    """A step that a rule refuses: exit code 3."""
    return Step(command, exit=3, code=code, at=at, token_of=token_of)


def signs_up(name: str, url: str) -> Step:
    """A person's sign-up with a first organization, both named by one word."""
    return Step(
        f"orgctl signup {name}@{url}.example --name {name.title()} --org-name {url.title()} "
        f"--org-url {url} --no-password"
    )


ANNA = "anna@zylker.example"
JAN = "jan@workshop.example"
AS_ANNA = f"orgctl --as {ANNA}"
AS_JAN = f"orgctl --as {JAN}"
ANNA_SIGNS_UP = signs_up("anna", "zylker")
JAN_SIGNS_UP = signs_up("jan", "workshop")
SERVICES = Step(f"{AS_ANNA} org create 'Zylker Services' --url services")
