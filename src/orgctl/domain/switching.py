"""Which organization is active and which is the default: D1 to D4 of the policy.

A shell prompt asks this at every line, so this module imports nothing at all: plain ids in, plain ids out.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def effective_active(stored_id: int | None, default_id: int | None) -> int | None:
    """D1, D2 and D4, reading: the session's organization, else the default, else none.

    Whoever loses an organization loses it as session's and as default in the same transaction, so both
    are of the user's own here.
    """
    return default_id if stored_id is None else stored_id


def after_switch(active_id: int | None, previous_id: int | None, chosen_id: int) -> tuple[int, int | None]:
    """D1: the session's active and previous organization after switching to `chosen_id`.

    Switching to the one that is active already keeps the way back.
    """
    return (chosen_id, previous_id if active_id == chosen_id else active_id)


def default_after_joining(had_memberships: int, default_id: int | None, new_id: int) -> int | None:
    """D2, reading: a membership that begins while its user has no other becomes the default; later ones don't.

    `had_memberships` counts those before this one, whatever the default is: after a loss of the default
    (D4) a user who still has others chooses it.
    """
    return new_id if had_memberships == 0 else default_id


def default_after_loss(default_id: int | None, lost_id: int) -> int | None:
    """D4: no default any more when it is the default that was lost; the user chooses another one."""
    return None if default_id == lost_id else default_id


def match_organization(
    text: str, candidates: Iterable[tuple[int, str, str]], *, pinned: bool = False
) -> tuple[int, ...]:
    """The ids of the organizations that `text` means among `candidates`: (id, access URL, name) each.

    An access URL, or a full URL that ends in one, wins; else the name, case-insensitively. One id is the
    answer, none means not found, and several that the name doesn't say which.

    Reading: what is `pinned` and written as an access URL is one and never a name, or a dead pin would lead
    into another organization that is called so by now. A pin written by hand may name one, with a capital
    letter or a space.
    """
    known = tuple(candidates)
    slug = slug_of(text)
    by_url = tuple(id_ for id_, url, _ in known if url == slug)
    if by_url or (pinned and text == slug and " " not in slug):
        return by_url
    name = _folded(text)
    return tuple(id_ for id_, _, its_name in known if _folded(its_name) == name)


def slug_of(text: str) -> str:
    """The access URL that `text` would be: itself, or what a full URL ends in; lower case, unchecked."""
    text = text.strip()
    if "://" in text:
        text = text.split("#", 1)[0].split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
    # Only ASCII is folded: the Kelvin sign has an ASCII k for its lower case.
    if text.isascii() and "\0" not in text:
        return text.lower()
    # What no store can look for, half a surrogate pair or NUL, becomes what no access URL holds.
    return text.encode(errors="replace").decode().replace("\0", "?")


def _folded(name: str) -> str:
    name = name.strip()
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFC", name)
    return name.casefold()
