"""Access URLs (B4): the slug that names an organization, and what people write in its place."""

from __future__ import annotations

import re
from typing import Final

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.text.characters import visible

SLUG_PATTERN: Final = r"(?=.{2,63}\Z)[a-z0-9]+(?:-[a-z0-9]+)*"
"""2 to 63 of `a-z 0-9 -`, no hyphen first, last or doubled."""

_SLUG: Final = re.compile(SLUG_PATTERN)
_FULL_URL: Final = re.compile(r"https?://[^/?#\s]+/(?:[^?#\s]*/)?([^/?#\s]+)/?(?:[?#]\S*)?", re.IGNORECASE)


def clean_url(text: str) -> str:
    """The access URL as it is kept and compared: ASCII, upper case folded; no word is reserved.

    Raises InvalidInput `url.invalid` (exit 2).
    """
    slug = _slug(text)
    if slug is None:
        raise InvalidInput(
            Code.URL_INVALID,
            say("{text} is no access URL.", text=visible(text) or "''"),
            say("It is 2 to 63 of a-z, 0-9 and hyphens, with no hyphen first, last or doubled."),
        )
    return slug


def reference_slug(text: str) -> str | None:
    """The slug that the text names an organization by: itself, or the end of a full URL's path.

    `https://crm.example/org/zylker/` is `zylker`. None if it is neither; it may be a name then.
    """
    full = _FULL_URL.fullmatch(text) if len(text) <= _LONGEST_URL else None
    return _slug(text if full is None else full.group(1))


_LONGEST_URL: Final = 2048


def _slug(text: str) -> str | None:
    # Lower-casing comes second: U+212A, the Kelvin sign, has an ASCII k for its lower case.
    if not text.isascii():
        return None
    folded = text.lower()
    return folded if _SLUG.fullmatch(folded) else None
