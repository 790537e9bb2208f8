"""What a plan answers: changes in the order of their doing, refusals with their places, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from orgctl.domain.planning.facts import PlannedMembership
from orgctl.domain.refusals import Sentence, say
from orgctl.domain.values import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orgctl.domain.planning.state import State
    from orgctl.domain.planning.wanted import WantsPlace
    from orgctl.domain.refusals import Refusal


class Change(NamedTuple):
    """One change. `action` is create, change, remove, invite or revoke; in a note wait or skip.

    `kind` is organization, member, invitation, integration, sample-data or user.
    """

    action: str
    kind: str
    organization: str | None
    subject: str
    detail: Sentence


class RefusedChange(NamedTuple):
    """A change that a rule refuses, and what in the file asked for it."""

    change: Change
    refusal: Refusal
    asked: WantsPlace | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, and the state that carrying it out would leave. With anything refused, nothing is done.

    `notes` are no changes: what waits for somebody's answer, and what is left as it is on purpose.
    """

    state: State
    refused: tuple[RefusedChange, ...] = ()
    notes: tuple[Change, ...] = ()

    @property
    def changes(self) -> Iterator[Change]:
        """Every change, in the order in which they are made."""
        invited_as = self.state.invited_as
        for each in self.state.changes:
            if isinstance(each, PlannedMembership):
                role, kind = invited_as.get(each, (each.role, each.kind))
                yield Change(
                    "create", "member", each.organization.url, each.user.email, as_member(role, kind)
                )
            else:
                yield each

    @property
    def size(self) -> int:
        """How many changes there are."""
        return len(self.state.changes)


@lru_cache(maxsize=16)
def as_member(role: Role, kind: Kind) -> Sentence:
    """What a member or an invitation is to be."""
    if kind is Kind.EXTERNAL:
        return say("role: {role}, kind: {kind}", role=role.value, kind=kind.value)
    return say("role: {role}", role=role.value)
