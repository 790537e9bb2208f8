"""Everything at once, on few rows: what waits for what never makes a ring, and no rule is broken."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from orgctl.domain.refusals import Code
from orgctl.store.places import is_postgres
from orgctl.store.transaction import Store
from orgctl.usecases import upkeep
from tests.races.crew import SIZE
from tests.races.scenes import Scene
from tests.races.test_limits import race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.races.attempts import Attempt

PEOPLE = [f"user-{number}@x.example" for number in range(6)]
ORGANIZATIONS = [f"org-{number}" for number in range(6)]
ACTS_EACH = 120

REFUSALS = {
    code.value
    for code in Code
    if code.value.split(".")[0]
    in {"limit", "license", "role", "invite", "create", "url", "external", "integrate", "not_found", "trial"}
}


def _scene() -> Scene:
    """Everybody administrates every organization, and each belongs to another one."""
    scene = Scene()
    for number, url in enumerate(ORGANIZATIONS):
        owner = PEOPLE[number]
        scene.organization(url, owner, admins=[who for who in PEOPLE if who != owner], licenses=1000)
    return scene


def _attempts(process: int) -> Iterator[Attempt]:
    dice = random.Random(process)  # noqa: S311 (the same acts in each run)
    for turn in range(ACTS_EACH):
        who, whom = dice.sample(PEOPLE, 2)
        url = dice.choice(ORGANIZATIONS)
        yield dice.choice(
            [
                ("transfer", who, url, whom),
                ("transfer", who, url, whom),
                ("unlink", who, url, whom),
                ("unlink", who, url, who),
                ("leave", who, url),
                ("subscribe", who, url, dice.choice(["crm-plus", "zoho-one", "ultimate"])),
                ("subscribe", who, url, dice.choice(["crm-plus", "zoho-one", "ultimate"])),
                ("send", who, url, whom),
                ("send", who, url, whom),
                ("revoke", who, url, whom),
                ("resend", who, url, whom),
                ("accept", whom, url),
                ("accept", whom, url),
                ("link", who, url, "slack", f"team-{dice.randint(1, 3)}"),
                ("link", who, url, "salesiq", f"portal-{dice.randint(1, 9)}"),
                ("set default", who, url),
                ("switch", who, url),
                ("create", who, f"new-{process}-{turn}"),
                ("delete", who, f"new-{process}-{dice.randint(0, turn)}"),
                ("delete", who, url) if turn == ACTS_EACH - 1 else ("switch", who, url),
            ]
        )


def test_everything_at_once_ends_in_nothing_but_refusals(crew, any_url, postgres):
    ended = race(crew, any_url, _scene(), _attempts)

    assert sum(ended.values()) == SIZE * ACTS_EACH
    assert set(ended) - {"done"} <= REFUSALS
    assert ended["done"] > SIZE * ACTS_EACH / 10
    store = Store.open(any_url)
    assert upkeep.check(store) == upkeep.CheckResult(ok=True, problems=())
    store.close()
    if is_postgres(any_url):
        assert _rings(postgres, any_url) == 0


def test_without_an_order_there_are_rings(crew, postgres):
    """The control: the actor's row first, whatever its key. PostgreSQL finds each ring, at its own pace."""
    for _ in range(5):
        with postgres.fresh() as url:
            postgres.execute(f"ALTER DATABASE \"{_name(url)}\" SET deadlock_timeout = '20ms'")
            race(crew, url, _scene(), _attempts, "as they come")
            if _rings(postgres, url) > 0:
                return
    pytest.fail("there were none, five times")


def _rings(postgres, url: str) -> int:
    [(count,)] = postgres.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = %s", [_name(url)])
    return int(count)


def _name(url: str) -> str:
    return urlsplit(url).path[1:]
