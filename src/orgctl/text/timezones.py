"""Time zones by their IANA names."""

from __future__ import annotations

from functools import cache

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.text.characters import visible


def clean_timezone(text: str) -> str:
    """An IANA time zone name, such as `Europe/Warsaw`; letter case counts, as it does in file systems.

    Judged by the names that come with the program, not by the files of the machine, so that one store
    means the same everywhere. Raises InvalidInput `input.timezone`, with the nearest name for a hint.
    """
    if text in timezone_names():
        return text
    near = _nearest(text)
    raise InvalidInput(
        Code.INPUT_TIMEZONE,
        say("{text} is no time zone.", text=visible(text) or "''"),
        say("Time zones have IANA names, such as Europe/Warsaw.")
        if near is None
        else say("Did you mean {near}?", near=near),
    )


@cache
def timezone_names() -> frozenset[str]:
    """All names; read once, when the first is asked for."""
    from importlib.resources import files

    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def _nearest(text: str) -> str | None:
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in sorted(timezone_names())}
    near = get_close_matches(text[:64].casefold().replace(" ", "_"), folded, n=1)
    return folded[near[0]] if near else None
