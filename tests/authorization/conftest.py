from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.authorization.scene import Stage, Worlds, build
from tests.support import stores

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of this test's own is made in it)


@pytest.fixture(scope="session")
def worlds(run_folder: Path) -> Worlds:
    """The stores of the table, made once a run."""
    template = stores.sqlite_template(run_folder)
    folder = run_folder / "authorization"
    with stores.locked(run_folder):
        if folder.exists():
            return Worlds(folder / "whole.db", folder / "without.db")
        folder.mkdir()
        return build(template, folder)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Commands in this process, on stores in memory: over a thousand of them wait for no disk."""
    folder = Path(tempfile.mkdtemp(prefix="orgctl-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
    with monkeypatch.context() as patch:
        yield Stage(folder, patch)
    shutil.rmtree(folder)
