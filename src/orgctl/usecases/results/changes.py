"""What a file would change, or has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgctl.domain.refusals import Sentence


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """One change of a plan."""

    action: str
    kind: str
    organization: str | None
    subject: str
    detail: Sentence


@dataclass(frozen=True, slots=True)
class RefusedChange(ChangeResult):
    """A change that a rule refuses; `hint` says what would help, `place` where the file asks for it."""

    code: str
    message: Sentence
    hint: Sentence | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What apply would do. `notes` are no changes: what waits for an answer, what is left as it is."""

    changes: tuple[ChangeResult, ...]
    refused: tuple[RefusedChange, ...]
    notes: tuple[ChangeResult, ...] = ()


@dataclass(frozen=True, slots=True)
class AppliedResult(PlanResult):
    """What apply did."""

    applied: int = 0
