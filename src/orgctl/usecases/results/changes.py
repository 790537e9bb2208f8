"""What a file would change, or has changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """One change of a plan."""

    action: str
    kind: str
    organization: str | None
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class RefusedChange(ChangeResult):
    """A change that a rule refuses; `hint` says what would help, `place` where the file asks for it."""

    code: str
    message: str
    hint: str | None = None
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
