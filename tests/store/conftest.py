from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.races.crew import Crew
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.store.transaction import Store


@pytest.fixture
def acts(any_store: Store) -> Acts:
    """An empty store at noon, once on each engine."""
    return Acts(any_store)


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    """Eight processes, as for the races."""
    with Crew() as eight:
        yield eight
