"""Sentences made of templates and values: the values are data and can't hide anything in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output.text import clean

if TYPE_CHECKING:
    from orgctl.domain.refusals import Sentence
    from orgctl.usecases.results import OrganizationResult


_LONGEST = 1_000
"""Characters of one value in a sentence; whoever typed a hundred thousand knows them already."""


def filled(template: str, /, **values: object) -> str:
    """A template in the user's language with values in their places."""
    return _(template).format_map({name: _shown(value) for name, value in values.items()})


def render(sentence: Sentence) -> str:
    """A sentence in the user's language."""
    return filled(sentence.template, **sentence.values)


def named(result: OrganizationResult) -> str:
    """An organization as every message names it: what it is called, and what it is typed by."""
    return f"{result.name} ({result.url})"


def dry(text: str) -> str:
    """What a command would have said, had it not been a dry run."""
    return _("Dry run, nothing is changed: {what}").format(what=text)


def _shown(value: object) -> object:
    if isinstance(value, str):
        return clean(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    if isinstance(value, int):
        return value
    from datetime import datetime

    from orgctl.domain.refusals import Sentence

    if isinstance(value, Sentence):
        return render(value)
    if isinstance(value, datetime):
        from orgctl.cli.output.when import instant

        return instant(value)
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(str(_shown(item)) for item in value)
    return clean(str(value))
