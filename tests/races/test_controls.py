"""Each precaution taken away in turn: these must break, or the races prove nothing."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest

from orgctl.store.transaction import Store
from orgctl.usecases import upkeep
from tests.races.crew import SIZE
from tests.races.scenes import Scene
from tests.races.test_limits import hand_over_or_leave, race
from tests.races.variants import REMOVE_SECOND_LINE

USERS = range(20)
ROUNDS = 5
"""How often a control may hold by chance before it counts as sound; the first is enough on most days."""


class Outcome(NamedTuple):
    """How a race for memberships ended."""

    ended: Counter[str]
    over: int
    """Users with more than ten."""

    @property
    def errors(self) -> int:
        """Attempts that neither succeeded nor were refused by a rule."""
        return sum(count for what, count in self.ended.items() if what not in {"done", "limit.memberships"})


def _memberships(crew, url: str, variant: str, *, second_line: bool) -> Outcome:
    scene = Scene()
    for number in range(SIZE * 3):
        scene.organization(f"org-{number}", f"owner-{number}@x.example")
    for user in USERS:
        scene.organization(f"own-{user}", f"user-{user}@x.example")
        for number in range(SIZE * 3):
            scene.invitation(f"org-{number}", f"user-{user}@x.example")
    store = Store.open(url)
    if not second_line:
        for statement in REMOVE_SECOND_LINE:
            store.write(lambda tx, statement=statement: tx.run(statement))
    ended = race(
        crew,
        url,
        scene,
        # all processes are at the same user, one after the other
        lambda process: [
            ("accept", f"user-{user}@x.example", f"org-{process * 3 + turn}")
            for user in USERS
            for turn in range(3)
        ],
        variant,
    )
    over = store.read(
        lambda tx: len(tx.all("SELECT user_id FROM memberships GROUP BY user_id HAVING COUNT(*) > 10"))
    )
    store.close()
    return Outcome(ended, over)


def _stores(request, engine: str):
    """An empty store after the other."""
    if engine == "sqlite":
        folder = request.getfixturevalue("tmp_path")
        for number in range(ROUNDS):
            yield f"sqlite:///{folder}/{number}.db"
    else:
        postgres = request.getfixturevalue("postgres")
        for _ in range(ROUNDS):
            with postgres.fresh() as url:
                yield url


def _breaks(request, crew, engine: str, variant: str, broken) -> Outcome:
    outcome = None
    for url in _stores(request, engine):
        outcome = _memberships(crew, url, variant, second_line=False)
        if broken(outcome):
            return outcome
    pytest.fail(f"{variant} on {engine} held {ROUNDS} times: {outcome}")


def test_sqlite_reading_before_the_lock_lets_users_over_the_limit(request, crew):
    _breaks(request, crew, "sqlite", "reading outside", lambda outcome: outcome.over > 0)


def test_sqlite_locking_at_the_first_write_loses_attempts_without_waiting(request, crew):
    outcome = _breaks(request, crew, "sqlite", "deferred", lambda outcome: outcome.errors > 0)

    assert outcome.ended["store.busy"] > 0
    assert outcome.ended["done"] < 9 * len(USERS)


def test_postgresql_without_row_locks_lets_users_over_the_limit(request, crew):
    _breaks(request, crew, "postgresql", "unlocked", lambda outcome: outcome.over > 0)


def test_postgresql_with_the_same_locks_at_repeatable_read_lets_users_over_the_limit(request, crew):
    _breaks(request, crew, "postgresql", "repeatable read", lambda outcome: outcome.over > 0)


def test_the_schema_alone_still_holds_the_limit(crew, postgres_url):
    outcome = _memberships(crew, postgres_url, "unlocked", second_line=True)

    assert outcome.over == 0


def test_the_program_without_the_schema_still_holds_the_limit(crew, any_url):
    outcome = _memberships(crew, any_url, "the program", second_line=False)

    assert (outcome.over, outcome.errors) == (0, 0)
    assert outcome.ended["done"] == 9 * len(USERS)


def test_a_membership_that_is_not_held_leaves_organizations_without_a_super_administrator(request, crew):
    """The administrator leaves by the role that was read before the wait, and takes the new one along."""
    for url in _stores(request, "postgresql"):
        scene = Scene()
        for number in range(100):
            scene.organization(
                f"org-{number}", f"owner-{number}@x.example", admins=[f"admin-{number}@x.example"]
            )
        race(crew, url, scene, hand_over_or_leave, "memberships unheld")
        store = Store.open(url)
        problems = upkeep.check(store).problems
        store.close()
        if any((each.rule, str(each.problem)[:5]) == ("R1", "has 0") for each in problems):
            return
    pytest.fail(f"held {ROUNDS} times")
