"""Removing members by the file, and how many."""

from __future__ import annotations

import pytest

from tests.domain.planning.states import Facts, refusals, wanted


@pytest.mark.parametrize(
    "members, gone, allowed, refused",
    [
        (4, 1, None, False),
        (3, 1, None, False),
        (2, 1, None, False),
        (3, 2, None, True),
        (8, 2, None, False),
        (8, 3, None, True),
        (8, 3, 2, True),
        (8, 3, 3, False),
        (8, 2, 0, False),
    ],
)
def test_a_quarter_may_go_and_more_only_if_so_many_are_allowed(
    members: int, gone: int, allowed: int | None, refused: bool
):
    facts = Facts()
    everybody = [f"m{number}" for number in range(members)]
    facts.organization("zylker", *everybody)

    plan = facts.plan(
        wanted("zylker", "m0:superadmin", *everybody[1 : members - gone]), prune=True, max_removals=allowed
    )

    assert refusals(plan) == ([("plan.too_many_removals", "zylker")] if refused else [])


def test_each_organization_is_counted_for_itself_and_the_hint_names_the_most():
    facts = Facts()
    facts.organization("a", "m0", "m1", "m2")
    facts.organization("b", "n0", "n1", "n2", "n3")

    plan = facts.plan(wanted("a", "m0:superadmin"), wanted("b", "n0:superadmin"), prune=True)

    assert refusals(plan) == [("plan.too_many_removals", "a"), ("plan.too_many_removals", "b")]
    assert {str(each.refusal.hint) for each in plan.refused} == {
        "If that is meant, allow for it: `--yes --max-removals 3`."
    }


def test_the_super_administrator_is_never_pruned():
    facts = Facts()
    its = facts.organization("zylker", "anna", "jan")

    plan = facts.plan(wanted("zylker", "jan:superadmin"), prune=True, max_removals=1)

    assert refusals(plan) == []
    assert [membership.role.value for membership in its.members.values()] == ["superadmin"]
