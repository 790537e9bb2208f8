"""What is left to do, in the order in which limits are likeliest to allow it, until nothing moves any more.

An act that is refused now may be allowed once another one is done: a license that a departure frees, the
role that a creation needs. So whatever is refused is tried again while anything else was done.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.planning.outcome import Change, RefusedChange
from orgctl.domain.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.domain.planning.wanted import WantsPlace


class Later(NamedTuple):
    """Why an act waits for another one that is still to be done; `note` is for people, where nothing else is."""

    note: Change | None = None


LATER = Later()

Attempt = Callable[[], Refusal | Later | None]


class Phase(IntEnum):
    """Creations before memberships, departures before arrivals."""

    CREATION = 1
    HANDOVER = 2
    DELETION = 3
    DEPARTURE = 4
    SETTING = 5
    SUBSCRIPTION_AWAY = 6
    SUBSCRIPTION = 7
    PROMOTION = 8
    ARRIVAL_OF_ADMINS = 9
    ARRIVAL = 10
    TRANSFER = 11
    ROLE = 12
    KIND = 13
    OFFER = 14
    LINK = 15
    OWN = 16
    USER = 17


class Job:
    """An act that is to be done: what it would change, who asked for it, and how to try it."""

    __slots__ = ("asked", "attempt", "change", "note", "refusal")

    def __init__(self, change: Change, asked: WantsPlace | None, attempt: Attempt) -> None:
        self.change = change
        self.asked = asked
        self.attempt = attempt
        self.refusal: Refusal | None = None
        self.note: Change | None = None


class Agenda:
    """All jobs, by phase."""

    def __init__(self) -> None:
        self._phases: dict[Phase, list[Job]] = {phase: [] for phase in Phase}

    def add(self, phase: Phase, job: Job) -> None:
        """A job to be tried in a phase, in this round if the phase is still to come."""
        self._phases[phase].append(job)

    def run(self) -> None:
        """Try every job, again and again, until a whole round has done nothing."""
        moved = True
        while moved:
            moved = False
            for phase in Phase:
                if self._try(phase):
                    moved = True

    def _try(self, phase: Phase) -> bool:
        jobs = self._phases[phase]
        self._phases[phase] = left = []
        moved = False
        for job in jobs:
            answer = job.attempt()
            if answer is None:
                moved = True
                continue
            job.refusal, job.note = (answer, None) if isinstance(answer, Refusal) else (None, answer.note)
            left.append(job)
        return moved

    def refused(self) -> list[RefusedChange]:
        """What could not be done because a rule refuses it, in the order of the file."""
        refused = [RefusedChange(job.change, job.refusal, job.asked) for job in self._left() if job.refusal]
        refused.sort(key=_place)
        return refused

    def left_alone(self) -> list[Change]:
        """What is no change and no refusal, but has to be known."""
        return [job.note for job in self._left() if job.note]

    def _left(self) -> Iterator[Job]:
        return (job for jobs in self._phases.values() for job in jobs)


def _place(refused: RefusedChange) -> tuple[bool, int, int]:
    asked = refused.asked
    return (True, 0, 0) if asked is None or not asked.line else (False, asked.line, asked.column)
