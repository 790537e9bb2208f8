from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults import machinery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def cut(run_folder: Path) -> Path:
    """The library that kills and fails by event."""
    return machinery.library(run_folder)


@pytest.fixture(scope="session")
def victim(cut: Path) -> Iterator[machinery.Victim]:
    """The process that jobs are given to."""
    process = machinery.Victim.start(cut)
    yield process
    process.end()


@pytest.fixture(scope="session")
def furnished(run_folder: Path) -> Path:
    """A store in which Jan has Zylker; to be copied."""
    return machinery.furnished(run_folder)
