"""Work that makes objects by the million and leaves them in place."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unhurried_collector() -> Iterator[None]:
    """No collection of garbage meanwhile: it would walk through all of them again and again, a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
