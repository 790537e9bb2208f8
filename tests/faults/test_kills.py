"""Processes that are killed, and power that is cut: by counting what they do, never by the clock."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.machinery import KILL, TEAR, fresh, require_whole

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.machinery import Victim

SIGKILL = -9
PARTS = 5


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("how", [KILL, TEAR], ids=["before an event", "half way through one"])
def test_a_killed_process_leaves_a_whole_store_with_all_that_it_acknowledged(
    how: int, part: int, victim: Victim, furnished: Path, tmp_path: Path
):
    killed = 0
    for at in range(1 + part, 251, PARTS):
        path = fresh(furnished, tmp_path / "store")

        died = victim.run(store=str(path), place=str(path.parent), at=at, how=how, acts=40)

        assert died["exit"] == SIGKILL, died
        _require_acknowledged(died["told"], path)
        killed += 1
    assert killed == 250 // PARTS


def _require_acknowledged(told: list[list[str]], path: Path) -> None:
    """All of it is there, and at most one act more, which was not acknowledged."""
    kept = require_whole(path)
    for act in ("invited", "joined", "renamed"):
        acknowledged = [about for what, about in told if what == act]
        names = [f"Zylker {about}" for about in acknowledged] if act == "renamed" else acknowledged
        assert set(names) <= set(kept[act])
    assert 0 <= sum(map(len, kept.values())) - len(told) <= 1


def _power_cut(victim: Victim, template: Path, folder: Path, at: int, synchronous: str) -> tuple[Path, list]:
    """A store as it lies on disk after the power was cut at an event."""
    path = fresh(template, folder / "store")
    durable = fresh(template, folder / "durable").parent
    died = victim.run(
        store=str(path),
        place=str(path.parent),
        durable=str(durable),
        at=at,
        how=KILL,
        acts=40,
        synchronous=synchronous,
    )
    assert died["exit"] == SIGKILL, died
    shutil.rmtree(path.parent)
    durable.rename(path.parent)
    return path, died["told"]


@pytest.mark.parametrize("part", range(2))
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    part: int, victim: Victim, furnished: Path, tmp_path: Path
):
    acknowledged = 0
    for at in range(3 + part, 403, 20):
        path, told = _power_cut(victim, furnished, tmp_path, at, "FULL")

        _require_acknowledged(told, path)
        acknowledged += len(told)
    assert acknowledged > 20


def test_the_power_cut_is_one_that_a_careless_setting_would_lose_acts_by(
    victim: Victim, furnished: Path, tmp_path: Path
):
    lost = 0
    for at in range(100, 200, 10):
        path, told = _power_cut(victim, furnished, tmp_path, at, "NORMAL")

        kept = sum(map(len, require_whole(path).values()))
        lost += len(told) > kept
    assert lost == 10
