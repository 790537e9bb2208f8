"""How much a file may remove: a roster that was cut short must not empty an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orgctl.domain.planning.outcome import Change, RefusedChange
from orgctl.domain.refusals import Code, Refusal, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orgctl.domain.planning.facts import PlannedOrganization
    from orgctl.domain.planning.wanted import WantsOrganization

UNGUARDED_PART: Final = 4
"""One member in so many may go without more being said, and one always; no rule of the policy, but of caution."""


def refuse_many_removals(
    asked: Mapping[PlannedOrganization, WantsOrganization],
    before: Mapping[PlannedOrganization, int],
    removed: Mapping[PlannedOrganization, int],
    most: int | None,
) -> list[RefusedChange]:
    """Removals of several members that are more than a quarter of them, unless so many are allowed for.

    `before` and `removed` count members. `most` is how many of one organization may go all the same.
    """
    many = {
        its: count
        for its, count in removed.items()
        if count > max(1, before[its] // UNGUARDED_PART) and (most is None or count > most)
    }
    return [
        _refused(its, count, before[its], max(many.values()), asked.get(its)) for its, count in many.items()
    ]


def _refused(
    its: PlannedOrganization, count: int, members: int, needed: int, asked: WantsOrganization | None
) -> RefusedChange:
    refusal = Refusal(
        Code.PLAN_TOO_MANY_REMOVALS,
        "",
        say(
            "{count} of the {members} members of {organization} would be unlinked, and a quarter is the most "
            "that may go without more being said.",
            count=count,
            members=members,
            organization=its.name,
        ),
        say("If that is meant, allow for it: `--yes --max-removals {needed}`.", needed=needed),
    )
    change = Change("remove", "member", its.url, its.url, say("members: {count}", count=count))
    return RefusedChange(change, refusal, asked)
