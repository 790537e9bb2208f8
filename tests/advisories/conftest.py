from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.stage import Stage

if TYPE_CHECKING:
    from orgctl.store.transaction import Store
    from tests.support.run import Orgctl
    from tests.usecases.acts import Acts


@pytest.fixture
def stage(store: Store, orgctl: Orgctl) -> Stage:
    """An empty store, now, and the program on it."""
    return Stage.today(store, orgctl)


@pytest.fixture
def acts(stage: Stage) -> Acts:
    """The same, for what needs no process."""
    return stage.acts
