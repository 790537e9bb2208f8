"""The one place where a language is chosen: every template for people passes through here."""

from __future__ import annotations


def _(text: str) -> str:
    """A template or a word in the user's language; English is what the sources are written in."""
    return text


def plural(one: str, many: str, number: int) -> str:
    """The form of a template that fits a number; `{n}` in it is the number."""
    return (one if number == 1 else many).format(n=number)
