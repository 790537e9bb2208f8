"""Each rule taken out in turn: the walk must notice. A walk that misses one would prove nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.edges import OrgctlAtItsEdges
from tests.stateful.mutants import MUTANTS
from tests.support import stores

ALL = [(edge, mutant) for edge, mutants in MUTANTS.items() for mutant in mutants]


@pytest.mark.parametrize("edge, mutant", ALL, ids=[mutant.rule for _, mutant in ALL])
def test_a_rule_taken_out_is_noticed(edge, mutant, run_folder, tmp_path, monkeypatch):
    """By the walk, which goes to the rule's edge soon and again and again."""
    machine = type(
        "Orgctl",
        (OrgctlAtItsEdges,),
        {
            "counts": Counter(),
            "made": {},
            "folder": tmp_path,
            "template": stores.sqlite_template(run_folder),
            "scenes": ("beginning",),
            "edges": (edge,),
            "every": 3,
        },
    )
    seed(1)(machine)
    monkeypatch.setattr(mutant.module, mutant.name, mutant.becomes)

    with pytest.raises((AssertionError, ValueError), match=mutant.noticed):
        run_state_machine_as_test(
            machine,
            settings=settings(
                phases=[Phase.generate],
                report_multiple_bugs=False,
                max_examples=10,
                stateful_step_count=20,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_each_edge_has_a_mutant():
    assert MUTANTS.keys() == {*OrgctlAtItsEdges.all_edges()}
