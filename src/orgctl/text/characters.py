"""Which characters text from people may not hold, and how to speak of them without printing them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

SPACES: Final = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""Unicode's space separators (Zs): what is trimmed from the ends of text. Line ends and tabs are not."""

# Written out rather than asked of `unicodedata`, so that what one Python lets into a store no other
# Python refuses: the tables differ from version to version, and unassigned code points (tomorrow's
# letters) are let in. The blocks are those of the Unicode property Default_Ignorable_Code_Point.
_REFUSED: Final = (
    "\u0000-\u001f\u007f-\u009f"  # control characters, C0 and C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero-width and bidirectional
    "\u2028\u2029"  # line and paragraph separators
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # filler, variation selectors, byte-order mark, annotations
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand, music, tags
    "\ud800-\udfff"  # half a surrogate pair: bytes that were no UTF-8
    "\ufdd0-\ufdef"
    + "".join(f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}" for plane in range(17))
)
_FIRST_REFUSED: Final = re.compile(f"[{_REFUSED}]")


class Character(NamedTuple):
    """A character that is spoken of and not shown: `U+202E`, and its place counted from 1."""

    name: str
    position: int


def refused_character(text: str) -> Character | None:
    """The first character that no text may hold (control, bidirectional, zero-width, half a pair)."""
    found = _FIRST_REFUSED.search(text)
    return None if found is None else Character(code_point(found.group()), found.start() + 1)


def code_point(character: str) -> str:
    """`U+202E` for the character of that name."""
    return f"U+{ord(character):04X}"


def visible(text: str, *, limit: int = 80) -> str:
    """The text fit for a message: refused characters as `<U+202E>`, and cut off after `limit` characters."""
    shown = _FIRST_REFUSED.sub(lambda found: f"<{code_point(found.group())}>", text[:limit])
    return shown if len(text) <= limit else shown + "…"
