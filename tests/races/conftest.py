from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.races.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    """Eight processes for all races of a run."""
    with Crew() as eight:
        yield eight
