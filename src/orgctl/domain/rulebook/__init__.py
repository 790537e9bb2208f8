"""The rulebook: each rule with its source, our readings and a worked example; each code with its meaning.

`explain` and the documentation are made from it. Where the source is silent, the text says that it is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orgctl.domain.rulebook import (
    access,
    creation,
    failures,
    integrations,
    invitations,
    quantities,
    roles,
    switching,
)
from orgctl.domain.rulebook import refusals as refused

if TYPE_CHECKING:
    from orgctl.domain.refusals import Code
    from orgctl.domain.rulebook.shape import Explanation, Rule

RULES: Final[tuple[Rule, ...]] = (
    *access.RULES,
    creation.B1,
    creation.B2,
    creation.B3,
    creation.B4,
    quantities.B5,
    quantities.B6,
    quantities.B7,
    quantities.B8,
    creation.B9,
    *roles.RULES,
    *invitations.RULES,
    *switching.RULES,
    *integrations.RULES,
)
"""Every rule, in the order of the policy."""

EXPLANATIONS: Final[tuple[Explanation, ...]] = (*refused.EXPLANATIONS, *failures.EXPLANATIONS)
"""Every code, in the order of the enum."""


def rule_named(text: str) -> Rule | None:
    """The rule whose id this is, in upper or lower case; None if there is none."""
    wanted = text.strip().upper()
    return next((rule for rule in RULES if rule.id == wanted), None)


def explanation_named(text: str) -> Explanation | None:
    """The explanation of the code that this is, in upper or lower case; None if there is none."""
    wanted = text.strip().lower()
    return next((explanation for explanation in EXPLANATIONS if explanation.code == wanted), None)


def rule_for(code: Code) -> Rule | None:
    """The rule that a code refuses by; None for what no rule judges."""
    explanation = explanation_named(code)
    return None if explanation is None or explanation.rule is None else rule_named(explanation.rule)
