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


@pytest.fixture(scope="session")
def world(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with people of every role, made once."""
    worlds: Worlds = build(stores.sqlite_template(run_folder), tmp_path_factory.mktemp("hostile"))
    return worlds.whole


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Commands in this process, on a store in memory where the system has such a folder."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of this test's own is made in it)
    folder = Path(tempfile.mkdtemp(prefix="orgctl-", dir=memory if memory.is_dir() else None))
    with monkeypatch.context() as patch:
        yield Stage(folder, patch)
    shutil.rmtree(folder)
