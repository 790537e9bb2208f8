"""Arguments before any parser sees them: options that hold everywhere may stand anywhere."""

from __future__ import annotations

from orgctl.domain.refusals import Code, InvalidInput, say

FLAGS = frozenset({"--quiet", "--debug", "--no-input", "--no-color", "--version"})
VALUED = frozenset({"--store", "--as"})


def hoisted(argv: list[str]) -> list[str]:
    """The arguments with the global options first; what follows `--` is somebody else's.

    Raises InvalidInput usage.missing for a global option without its value.
    """
    front: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(argv):
        argument = argv[position]
        if argument == "--":
            rest += argv[position:]
            break
        if argument in FLAGS or (argument.partition("=")[0] in VALUED and "=" in argument):
            front.append(argument)
        elif argument in VALUED:
            if argv[position + 1 : position + 2] in ([], ["--"]):
                raise InvalidInput(Code.USAGE_MISSING, say("{option} needs a value.", option=argument))
            front += argv[position : position + 2]
            position += 1
        else:
            rest.append(argument)
        position += 1
    return front + rest


def output_asked_for(argv: list[str]) -> str | None:
    """The format that `-o` names, right or wrong: errors need it even where parsing failed."""
    asked: str | None = None
    for argument, following in zip(argv, [*argv[1:], ""], strict=False):
        if argument == "--":
            break
        if argument in {"-o", "--output"}:
            asked = following
        elif argument.startswith("--output="):
            asked = argument.removeprefix("--output=")
        elif argument.startswith("-o") and len(argument) > len("-o"):
            asked = argument.removeprefix("-o")
    return asked
