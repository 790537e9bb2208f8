"""How much a file may remove: a roster that was cut short must not empty an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orgctl.domain.planning.outcome import Change, RefusedChange
from orgctl.domain.refusals import Code, Refusal, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orgctl.domain.planning.state import PlannedOrganization
    from orgctl.domain.planning.wanted import WantsOrganization

UNGUARDED_PART: Final = 4
"""One member in so many may go without more being said; no rule of the policy, but of caution."""


def refuse_many_removals(
    asked: Mapping[PlannedOrganization, WantsOrganization],
    before: Mapping[PlannedOrganization, int],
    removed: Mapping[PlannedOrganization, int],
    most: int | None,
) -> list[RefusedChange]:
    """Removals of more than a quarter of an organization's members, unless so many are allowed for.

    `before` and `removed` count members. `most` is how many memberships may end in all; it replaces the
    quarter, and is refused where it is too low.
    """
    total = sum(removed.values())
    refused = []
    for its, count in removed.items():
        if (count * UNGUARDED_PART <= before[its]) if most is None else total <= most:
            continue
        refusal = Refusal(
            Code.PLAN_TOO_MANY_REMOVALS,
            "plan",
            say(
                "{count} of the {members} members of {organization} would be unlinked.",
                count=count,
                members=before[its],
                organization=its.name,
            ),
            say(
                "If that is meant, allow for it: `--yes --max-removals {total}`. Without it, a quarter may go.",
                total=total,
            ),
        )
        change = Change("remove", "member", its.url, its.url, say("members: {count}", count=count))
        refused.append(RefusedChange(change, refusal, asked.get(its)))
    return refused
