"""Names of people and organizations."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import combining, normalize

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.text.characters import SPACES, refused_character

NAME_CHARACTERS: Final = 120
"""No rule but a bound on input: how long a name may be, in code points after composing (NFC)."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .,&'-]*[A-Za-z0-9.])?")
_BRAILLE_BLANK: Final = "\u2800"


def clean_name(text: str) -> str:
    """The name as it is kept: without outer spaces, composed (NFC), 1 to 120 characters that can be seen.

    Raises InvalidInput `input.name`: control, bidirectional and zero-width characters among it, or
    nothing but spaces. The message names such a character and doesn't hold it.
    """
    if len(text) <= NAME_CHARACTERS and _PLAIN.fullmatch(text):
        return text
    name = text.strip(SPACES)
    if len(name) > 4 * NAME_CHARACTERS:
        raise _too_long(len(name))
    hidden = refused_character(name)
    if hidden is not None:
        raise InvalidInput(
            Code.INPUT_NAME,
            say(
                "The name holds {character}, character {position} of it, which can't be seen.",
                character=hidden.name,
                position=hidden.position,
            ),
            say(
                "A name is 1 to {limit} characters, none of them control, bidirectional or zero-width.",
                limit=NAME_CHARACTERS,
            ),
        )
    name = normalize("NFC", name)
    if len(name) > NAME_CHARACTERS:
        raise _too_long(len(name))
    if all(character in SPACES or character == _BRAILLE_BLANK or combining(character) for character in name):
        raise InvalidInput(
            Code.INPUT_NAME,
            say("The name is empty."),
            say("A name is 1 to {limit} characters.", limit=NAME_CHARACTERS),
        )
    return name


def _too_long(length: int) -> InvalidInput:
    return InvalidInput(
        Code.INPUT_NAME,
        say(
            "The name is {length} characters long; {limit} is the most.", length=length, limit=NAME_CHARACTERS
        ),
    )
