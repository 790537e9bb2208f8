"""The program does what the policy says, whatever happens in whatever order."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.edges import OrgctlAtItsEdges
from tests.support import stores

SHARDS = 4
EXAMPLES = 100
STEPS = 60

FLOORS: dict[str, int] = {
    "steps": 4_500,
    "B2: in the last second of the trial": 20,
    "B3: exactly enough licenses": 5,
    "B3: no license free": 40,
    "B3: the last license": 40,
    "B5: the 10th membership, by invitation": 3,
    "B5: the 11th membership, by invitation": 60,
    "B6: the 5th created": 4,
    "B6: the 6th created": 1,
    "C4: hidden by Cliq alone": 80,
    "D4: a default lost": 10,
}
"""How often each of four shards must get to a boundary; together they walk more than 18,000 steps."""


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_the_program_does_what_the_policy_says(shard, run_folder, tmp_path):
    counts: Counter[str] = Counter()
    machine = type(
        "Orgctl",
        (OrgctlAtItsEdges,),
        {
            "counts": counts,
            "made": {},
            "folder": tmp_path,
            "template": stores.sqlite_template(run_folder),
        },
    )
    if "CI" in os.environ:
        seed(shard)(machine)

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

    missed = {name: (counts[name], floor) for name, floor in FLOORS.items() if counts[name] < floor}
    assert not missed, f"reached, and the floor: {missed}"
