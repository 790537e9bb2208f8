"""Short free text: a reason for declining, a detail."""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.text.characters import SPACES, refused_character

REASON_CHARACTERS: Final = 500
"""No rule but a bound on input: how long the reason of somebody who declines may be."""


def clean_prose(text: str, *, limit: int) -> str:
    """One line of text as it is kept: without outer spaces, composed (NFC), 1 to `limit` characters.

    Raises InvalidInput `input.text`: control characters (line ends are some), bidirectional and
    zero-width ones among it, or nothing but spaces.
    """
    prose = text.strip(SPACES)
    if len(prose) <= 4 * limit:
        hidden = refused_character(prose)
        if hidden is not None:
            raise InvalidInput(
                Code.INPUT_TEXT,
                say(
                    "The text holds {character}, character {position} of it, which can't be seen.",
                    character=hidden.name,
                    position=hidden.position,
                ),
                say("Write one line of at most {limit} characters.", limit=limit),
            )
        prose = normalize("NFC", prose)
    if not 1 <= len(prose) <= limit:
        raise InvalidInput(
            Code.INPUT_TEXT,
            say("The text is {length} characters long; it is 1 to {limit}.", length=len(prose), limit=limit),
        )
    return prose
