"""The door: a shell's question in, lines out. Whatever goes wrong, the shell gets no line and no complaint.

`orgctl --complete SHELL COLUMNS …`: for bash then the kind of completion (COMP_TYPE), the word as readline
sees it and the line up to the cursor; for the others the words up to the cursor, the last being completed.

The first line of the answer says who completes: `words` (the lines below), `files` or `commands` (the shell
itself), and after a tab how much of the word stands before its value (`--org=`).
"""

from __future__ import annotations

import sys

from orgctl.cli.completing.spot import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from orgctl.cli.completing.line import Line
    from orgctl.cli.completing.spot import Spot

    Candidate = tuple[str, str]

ASKED = "--complete"
_LISTING = frozenset({"63", "33", "64"})
"""The kinds of completion in which bash shows a list and inserts what all have in common: ?, ! and @."""
_LEAST = 12
_WIDE = 80


def answer(argv: list[str], environ: Mapping[str, str]) -> int:
    """Answer a shell, `argv` being what follows `--complete`."""
    try:
        text = _answered(argv, environ)
    except Exception:  # noqa: BLE001 (nobody has asked the program for anything; a shell only guesses)
        return 0
    except BaseException:  # noqa: BLE001 (Ctrl-C while a shell waits)
        return 130
    sys.stdout.write(text)
    return 0


def _answered(argv: list[str], environ: Mapping[str, str]) -> str:
    shell, columns, *rest = argv
    typed: Line | None = None
    kind = ""
    room = max(int(columns) if columns.isdecimal() else _WIDE, 2 * _LEAST)
    if shell == "bash":
        from orgctl.cli.completing.line import Line

        kind, word, line = rest
        typed = Line(line, word)
        if typed.is_target:
            return "files\t0\n"
        spot = find(typed.words, typed.current)
    else:
        *words, current = rest
        spot = find(words, current)
    if spot is None:
        return ""
    if spot.kind in {"files", "commands"}:
        return f"{spot.kind}\t{len(spot.prefix)}\n"
    candidates = _candidates(spot, environ)
    lines = ["words" if not spot.prefix else f"words\t{len(spot.prefix)}"]
    if typed is not None:
        lines += _for_bash(typed, spot, candidates, room if kind in _LISTING else 0)
    elif shell == "fish":
        lines += [f"{spot.prefix}{value}\t{text}" for value, text in candidates]
    else:
        lines += [
            f"{value}\t{shown}"
            for (value, _text), shown in zip(candidates, _aligned(candidates, room), strict=True)
        ]
    return "\n".join(lines) + "\n"


def _candidates(spot: Spot, environ: Mapping[str, str]) -> list[Candidate]:
    """What may stand here and begins as was typed, safe to be typed and to be looked at."""
    from orgctl.cli.completing import known
    from orgctl.cli.output.text import clean, is_safe

    found = known.of(spot)
    if found is None:
        from orgctl.cli.completing import seen

        found = seen.of(spot, environ)
    wanted = spot.typed.casefold()
    fitting = [
        (value, clean(text))
        for value, text in found
        if value.casefold().startswith(wanted)
        # What can't be typed, or would be taken for an option, is left to be typed some other way.
        and is_safe(value)
        and (spot.kind == "options" or value == "-" or not value.startswith("-"))
    ]
    return list(dict(fitting).items())


def _for_bash(typed: Line, spot: Spot, candidates: list[Candidate], room: int) -> list[str]:
    """What readline puts in the place of its word; where it lists, each with its description."""
    written = [
        (text, description)
        for value, description in candidates
        if (text := typed.written(spot.prefix + value)) is not None
    ]
    if not room or len(written) < 2:  # noqa: PLR2004 (one is inserted, whatever the list would say)
        return [text for text, _description in written]
    return _aligned(written, room)


def _aligned(candidates: Sequence[Candidate], room: int) -> list[str]:
    """Each with its description beside it, in a column, within the terminal's width."""
    from orgctl.cli.output.text import shorten, width

    widest = max((width(value) for value, _text in candidates), default=0)
    left = room - widest - len("  -- ") - 1
    if left < _LEAST:
        return [value for value, _text in candidates]
    return [
        f"{value}{' ' * (widest - width(value))}  -- {shorten(text, left, '...')}" if text else value
        for value, text in candidates
    ]
