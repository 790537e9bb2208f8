"""The one cleaner of foreign text: what people typed is shown, never obeyed by a terminal."""

from __future__ import annotations

_INVISIBLE = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810)])
) | frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
"""Letters and marks that print as nothing; two names could differ in these alone."""


def is_safe(text: str) -> bool:
    """Whether a terminal shows the text as it is: no control, bidirectional or invisible characters."""
    return text.isprintable() and (text.isascii() or _INVISIBLE.isdisjoint(text))


def clean(text: str) -> str:
    """The text with control, bidirectional, zero-width and invisible characters as `<U+202E>`."""
    return text if is_safe(text) else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in _INVISIBLE:
        return f"<U+{ord(character):04X}>"
    if character.isprintable():
        return character
    from unicodedata import category

    if category(character) == "Zs":
        return " "
    return f"<U+{ord(character):04X}>"


def width(text: str) -> int:
    """The columns that clean text takes on a terminal."""
    if text.isascii() or max(text) < "\u0300":
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in {"Mn", "Me"} else 1 + (east_asian_width(character) in "WF")
        for character in text
    )


def shorten(text: str, columns: int, ellipsis: str) -> str:
    """The text's beginning in so many columns, with an ellipsis where something is left out."""
    if width(text) <= columns:
        return text
    room = columns - len(ellipsis)
    kept = text[:room]
    while width(kept) > room:
        kept = kept[:-1]
    return kept.rstrip() + ellipsis
