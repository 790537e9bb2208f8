"""The direct lane: plain uses of what is run all day, without the parser's import.

What Typer would make of `orgctl org list -o json` is plain to see. It is run as it stands, by the very
function that the full program calls; whatever is not as plain (a flag, an option joined to its value, a
word too many) is answered with None, for the full program.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.context import Run

_VALUED = {"--as": "as_", "-o": "output", "--output": "output", "--org": "org"}


def answer(argv: list[str]) -> int | None:
    """The exit code, if this is a plain use of one of these commands; None for the full program."""
    words: list[str] = []
    options: dict[str, str] = {}
    rest = iter(argv)
    for argument in rest:
        option = _VALUED.get(argument)
        if option is None:
            words.append(argument)
            continue
        value = next(rest, "-")
        if option in options or value.startswith("-"):
            return None
        options[option] = value
    act = _plain(words, options)
    if act is None or options.get("output", "table") not in {"table", "json", "csv", "yaml"}:
        return None
    from orgctl.cli.context import Flags, Run

    run = Run(argv)
    run.flags = Flags(as_=options.get("as_"))

    def whole() -> None:
        run.settle(output=options.get("output"), org=options.get("org"))
        act(run)

    return run.to_its_end(whole)


def _plain(words: list[str], options: dict[str, str]) -> Callable[[Run], None] | None:
    match words:
        case []:
            from orgctl.cli.here import show

            return show
        case ["org", "list"]:
            from orgctl.cli.everyday import list_organizations

            return list_organizations
        case ["integrate", "list"]:
            from orgctl.cli.everyday import list_links

            return list_links
        case ["default", "set", name] if "org" not in options and not name.startswith("-"):
            from orgctl.cli.everyday import set_default

            return lambda run: set_default(run, name)
    return None
