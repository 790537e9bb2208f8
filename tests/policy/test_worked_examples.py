"""Each rule's worked example, run as the rulebook has it: real processes on an empty store."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from orgctl.domain.rulebook import RULES

if TYPE_CHECKING:
    from orgctl.domain.rulebook.shape import Rule, Step
    from tests.support.run import Orgctl, Result


def played(orgctl: Orgctl, step: Step) -> Result:
    """The step's command, with its clock, input and token, printing JSON."""
    there = orgctl if step.at is None else orgctl.at(step.at)
    arguments = shlex.split(step.command)[1:]
    if step.token_of is not None:
        arguments = [orgctl.token(step.token_of) if word == "TOKEN" else word for word in arguments]
    return there.run(*arguments, stdin=step.stdin, env={"ORGCTL_OUTPUT": "json"})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_worked_example_goes_as_the_rulebook_says(orgctl: Orgctl, rule: Rule):
    for step in rule.example:
        result = played(orgctl, step)

        assert result.code == step.exit, str(result)
        assert step.code is None or f'"{step.code.value}"' in result.out + result.err, str(result)
        assert step.shows is None or step.shows in result.out, str(result)
