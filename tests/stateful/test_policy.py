"""The program does what the policy says, whatever happens in whatever order."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful import boundaries
from tests.stateful.edges import OrgctlAtItsEdges
from tests.stateful.scenes import SCENES
from tests.support import stores

SHARDS = 4
TURNS = 12
EXAMPLES = 9
STEPS = 60

EDGES = (*boundaries.EDGES, *boundaries.edges_of_apps())

FLOORS = {"steps": 4_500} | dict.fromkeys(EDGES, 3)
"""How often each of four shards must get there; together they walk more than 18,000 steps.

A run goes to two or three edges and gets there from wherever it is. Those of the next turn go to the next
two, so that a shard comes to each of them some ten times, whatever its seed.
"""


def _machine(run_folder, tmp_path):
    return type(
        "Orgctl",
        (OrgctlAtItsEdges,),
        {
            "counts": Counter(),
            "made": {},
            "folder": tmp_path,
            "template": stores.sqlite_template(run_folder),
        },
    )


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_the_program_does_what_the_policy_says(shard, run_folder, tmp_path):
    machine = _machine(run_folder, tmp_path)

    for turn in range(TURNS):
        machine.turn = 2 * turn
        if "CI" in os.environ:
            seed(TURNS * shard + turn)(machine)
        run_state_machine_as_test(
            machine,
            settings=settings(
                phases=[Phase.generate],
                report_multiple_bugs=False,
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                suppress_health_check=list(HealthCheck),
            ),
        )

    counts = machine.counts
    missed = {name: (counts[name], floor) for name, floor in FLOORS.items() if counts[name] < floor}
    assert not missed, f"reached, and the floor: {missed}"


@pytest.mark.parametrize("scene", SCENES)
def test_each_edge_is_reached_from_each_scene(scene, run_folder, tmp_path):
    machine = _machine(run_folder, tmp_path)
    run = machine()
    number = [*SCENES].index(scene)
    machine.begin(run, scene=number, chance=number)
    try:
        for name in run.chance.sample(machine.all_edges(), len(machine.all_edges())):
            getattr(run, name)()
    finally:
        run.teardown()

    assert set(EDGES) - machine.counts.keys() == set()


def test_each_edge_has_its_turn():
    assert len(OrgctlAtItsEdges.all_edges()) <= 2 * TURNS
