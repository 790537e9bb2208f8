"""What everything that plans one organization shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.planning.jobs import Agenda, Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.domain.planning.facts import PlannedLink, PlannedOrganization
    from orgctl.domain.planning.jobs import Attempt, Phase
    from orgctl.domain.planning.outcome import Change
    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsPlace


class Options(NamedTuple):
    """What the caller allows: removals of two sorts and how many, and sending again what came to its end."""

    prune: bool = False
    prune_organizations: bool = False
    max_removals: int | None = None
    reinvite: bool = False


class Scene:
    """The state, what is left to do, and what has to be counted on the way.

    `claimed` are links that the file asks for; `before` and `removed` count members of organizations
    that exist, for the guard. `prunes_offers` is whether the file's silence on an invitation or link ends it.
    """

    def __init__(self, state: State, options: Options, progress: Callable[[int], None] | None) -> None:
        self.state = state
        self.options = options
        self.prunes_offers = options.prune
        self.agenda = Agenda()
        self.claimed: set[PlannedLink] = set()
        self.before: dict[PlannedOrganization, int] = {}
        self.removed: dict[PlannedOrganization, int] = {}
        self._progress = progress
        self._looked_at = 0
        self._furthest = 0

    def begin_again(self) -> None:
        """Go over everything, maybe once more."""
        self.agenda = Agenda()
        self.claimed.clear()
        self._looked_at = 0

    def job(self, phase: Phase, change: Change, asked: WantsPlace | None, attempt: Attempt) -> None:
        """Something to do in a phase."""
        self.agenda.add(phase, Job(change, asked, attempt))

    def looked_at(self, memberships: int) -> None:
        """So many more memberships of the file are dealt with."""
        self._looked_at += memberships
        if self._progress is not None and self._looked_at > self._furthest:
            self._furthest = self._looked_at
            self._progress(self._looked_at)
