"""Where the cursor stands in a command line, and what kind of thing is wanted there."""

from __future__ import annotations

from orgctl.cli.completing.table import COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.cli.completing.table import Option

KINDS = {
    "ORG": "organizations",
    "ORG|-": "organizations",
    "ACCESS_URL": "organizations",
    "TZ": "timezones",
    "EDITION": "editions",
    "ROLE": "roles",
    "STATUS": "statuses",
    "FORMAT": "formats",
    "CODE": "languages",
    "CODE|RULE": "rules",
    "APP": "apps",
    "FEATURE": "features",
    "SIDE": "sides",
    "MODULE": "modules",
    "SHELL": "shells",
    "FILE": "files",
    "FILE|PLAN": "files",
    "PLAN": "files",
    "CSV": "files",
    "PATH": "files",
    "FROM": "files",
    "TO": "files",
    "STORE": "files",
    "-- COMMAND…": "commands",
}
"""By what help calls a value; a value of any other name is the user's to invent."""

OWN_KINDS = {
    " --as": "users",
    "invite accept ORG": "inviting",
    "invite decline ORG": "inviting",
    "invite revoke EMAIL": "invited",
    "invite resend EMAIL": "invited",
    "member set-role EMAIL": "members",
    "member unlink EMAIL": "members",
    "org transfer EMAIL": "heirs",
    "integrate remove APP": "linked apps",
    "integrate remove ACCOUNT": "accounts",
}
"""Where the same name means something else."""


class Spot:
    """`kind` is what is wanted (`words`, `options`, or a value's kind), `typed` how it begins.

    `prefix` stands before it in the same word (`--org=`), `path` is the command, `given` its options' values
    so far, `arguments` its arguments, `used` the options that stand there already.
    """

    __slots__ = ("arguments", "given", "kind", "path", "prefix", "typed", "used")

    def __init__(self) -> None:
        self.path = ""
        self.kind = ""
        self.prefix = ""
        self.typed = ""
        self.given: dict[str, str] = {}
        self.arguments: list[str] = []
        self.used: set[str] = set()


def find(words: Sequence[str], current: str) -> Spot | None:
    """What is wanted of `current` after these words; None where nothing can be said."""
    spot = Spot()
    waiting: Option | None = None
    ended = False
    for word in words:
        if waiting is not None:
            spot.given[waiting[0][-1]] = word
            waiting = None
        elif not ended and word == "--":
            ended = True
        elif not ended and word.startswith("-") and word != "-":
            waiting = _take_option(spot, word)
        elif below(spot.path):
            if word not in below(spot.path):
                return None
            spot.path = f"{spot.path} {word}".strip()
        else:
            spot.arguments.append(word)
    return _wanted(spot, current, waiting, ended=ended)


def _take_option(spot: Spot, word: str) -> Option | None:
    """Take note of an option; answers it if its value comes in the next word."""
    prefix, option = _split(spot.path, word)
    if option is None:
        return None
    spot.used.add(option[0][-1])
    if option[1] is None:
        return None
    if prefix == word and "=" not in word:
        return option
    spot.given[option[0][-1]] = word[len(prefix) :]
    return None


def _wanted(spot: Spot, current: str, waiting: Option | None, *, ended: bool) -> Spot | None:
    spot.typed = current
    option = waiting
    if option is None and not ended and current.startswith("-"):
        prefix, option = _split(spot.path, current)
        if option is None or option[1] is None or (prefix == current and not prefix.endswith("=")):
            spot.kind = "options"
            return spot
        spot.prefix, spot.typed = prefix, current[len(prefix) :]
    if option is not None:
        spot.kind = _kind(spot.path, option[1] or "", option[0][-1])
        return spot if spot.kind else None
    if below(spot.path):
        spot.kind = "words"
        return spot
    wanted = _argument(spot)
    spot.kind = _kind(spot.path, wanted, wanted) if wanted else "options" if not current else ""
    if spot.kind == "commands" and len(spot.arguments) > 1:
        spot.kind = "files"
    return spot if spot.kind else None


def _argument(spot: Spot) -> str:
    """What help calls the next argument; nothing if there is none."""
    arguments = COMMANDS[spot.path][1]
    place = len(spot.arguments)
    if place < len(arguments):
        return arguments[place][0]
    return arguments[-1][0] if arguments and arguments[-1][1] else ""


def _kind(path: str, metavar: str, name: str) -> str:
    bare = metavar.strip("[]").removesuffix("…") if not metavar.startswith("--") else metavar
    if name == "--as":
        path = ""
    return OWN_KINDS.get(f"{path} {name if name.startswith('--') else bare}") or KINDS.get(bare, "")


def _split(path: str, word: str) -> tuple[str, Option | None]:
    """An option's word up to its value, and the option, of the command or of them all."""
    name = word.partition("=")[0] if word.startswith("--") else word[:2]
    for option in options(path):
        if name in option[0]:
            return (f"{name}=" if word.startswith("--") and "=" in word else name), option
    return word, None


def below(path: str) -> tuple[str, ...]:
    """The words that may follow a word."""
    return COMMANDS[path][3]


def options(path: str) -> tuple[Option, ...]:
    """What a command takes, its own options first."""
    own = COMMANDS[path][2]
    if not path:
        return own
    taken = {name for option in own for name in option[0]}
    return own + tuple(option for option in COMMANDS[""][2] if taken.isdisjoint(option[0]))
