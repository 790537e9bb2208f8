from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.stage import Stage

if TYPE_CHECKING:
    from orgctl.store.transaction import Store
    from tests.support.run import Orgctl


@pytest.fixture
def stage(store: Store, orgctl: Orgctl) -> Stage:
    """An empty store, now."""
    return Stage.today(store, orgctl)
