"""The one place where a language is chosen: every template for people passes through here.

English is what the sources are written in. Any other language is a catalogue below `locale`, which is
loaded only for who speaks it: English pays for none of this.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations

CATALOGUES = ("pl",)
"""The languages that there is a catalogue of, beside English."""

_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")
_spoken = "en"
_catalogue: NullTranslations | None = None
"""Of what is spoken, from the first sentence on: a shell prompt that asks for a URL needs none."""


def preferred(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The languages that a person wants, the dearest first, as codes like `pl`.

    ORGCTL_LANGUAGE, else what gettext goes by: LC_ALL, LC_MESSAGES or LANG, whichever is the first that is
    set, and before it the list in LANGUAGE, unless the locale is C, POSIX or none.
    """
    own = environ.get("ORGCTL_LANGUAGE")
    locale = own or environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    if not _code(locale):
        return ()
    listed = [] if own else environ.get("LANGUAGE", "").split(":")
    return tuple(code for code in map(_code, [*listed, locale]) if code)


def choose(environ: Mapping[str, str]) -> None:
    """Speak the first of the preferred languages that we know; English if there is none."""
    global _spoken, _catalogue
    known = (code for code in preferred(environ) if code == "en" or code in CATALOGUES)
    _spoken, _catalogue = next(known, "en"), None


def _(text: str, about: str = "") -> str:
    """A template or a word in the user's language; `about` tells apart what is one word in English alone."""
    if _spoken == "en" or not text:
        return text
    return _translations().pgettext(about, text) if about else _translations().gettext(text)


def plural(one: str, many: str, number: int) -> str:
    """The form of a template that fits a number; `{n}` in it is the number."""
    if _spoken == "en":
        return (one if number == 1 else many).format(n=number)
    return _translations().ngettext(one, many, number).format(n=number)


def later(text: str) -> str:
    """A word as it is; marks what is translated where it is shown, for the catalogues."""
    return text


class English:
    """English inside `with`: for what programs read."""

    def __enter__(self) -> None:
        """Leave off the other language."""
        global _spoken
        self._was, _spoken = _spoken, "en"

    def __exit__(self, *_error: object) -> None:
        """Take it up again."""
        global _spoken  # noqa: PLW0603 (as above)
        _spoken = self._was


def _code(locale: str) -> str:
    """`pl_PL.UTF-8` is `pl`; so are `pl-PL` and `PL`. Empty for `C`, `POSIX` and what names no language."""
    for end in (".", "@", "_", "-"):
        locale = locale.partition(end)[0]
    code = locale.strip().lower()
    return code if code.isalpha() and code not in {"c", "posix"} else ""


def _translations() -> NullTranslations:
    global _catalogue  # noqa: PLW0603 (read once)
    if _catalogue is None:
        from gettext import GNUTranslations, NullTranslations

        try:
            with open(os.path.join(_FOLDER, _spoken, "LC_MESSAGES", "orgctl.mo"), "rb") as file:
                _catalogue = GNUTranslations(file)
        except OSError:
            _catalogue = NullTranslations()
    return _catalogue
