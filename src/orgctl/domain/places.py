"""Numbered places: a limit of n is n places, and two holders of one place can't both be written.

Counting alone lets two processes take the last place at once. A place has a number, the store keeps the
numbers of one owner unique, and so the loser of such a race is refused by the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def first_free(taken: Iterable[int], places: int) -> int | None:
    """The lowest of the places 1 to `places` that nobody holds; None when all are taken."""
    held = frozenset(taken)
    for place in range(1, places + 1):
        if place not in held:
            return place
    return None
