from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from orgctl.domain.values import Role
from tests.usecases.acts import ANNA, EWA, JAN, OLA, Acts

if TYPE_CHECKING:
    from orgctl.store.transaction import Store


@pytest.fixture
def acts(any_store: Store) -> Acts:
    """An empty store at noon, once on each engine."""
    return Acts(any_store)


@pytest.fixture
def zylker(acts: Acts) -> Acts:
    """Anna's, with Ewa as an administrator and Jan as a standard member."""
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(JAN, "zylker", by=ANNA)
    return acts


@pytest.fixture
def two_founders(acts: Acts) -> Acts:
    """Anna's Zylker and Ola's Olas, with nobody else in them."""
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(OLA, "olas")
    return acts
