"""What holds of every file and every store."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, assume, event, given, note, settings
from hypothesis import strategies as st

from orgctl.domain import creation, editions, membership
from orgctl.domain.planning.canonical import canonical
from orgctl.domain.planning.scene import Options
from orgctl.manifest.reading import read
from orgctl.manifest.writing import to_yaml
from orgctl.store.checking import broken
from orgctl.store.transaction import Store
from orgctl.usecases import setup, setup_export
from tests.support import stores
from tests.usecases.acts import Acts
from tests.usecases.setup_files import a_file, some_acts
from tests.usecases.setup_help import acting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from orgctl.domain.planning.state import State
    from orgctl.manifest.values import Manifest

    Empty = Callable[[], Any]

few = settings(
    max_examples=40,
    # a file is made of a number, and numbers that are smaller are no simpler
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DEFAULT = Options()
TABLES = ["users", "organizations", "memberships", "invitations", "links", "records", "audit", "outbox"]
SEEDS = st.integers(0, 2**40)
OPTIONS = st.builds(
    Options,
    prune=st.booleans(),
    prune_organizations=st.sampled_from([False, False, True]),
    max_removals=st.sampled_from([None, 9, 9]),
    reinvite=st.booleans(),
)


@pytest.fixture
def empty(run_folder: Path) -> Empty:
    """Makes empty stores, since one test needs as many as it has examples."""
    template = stores.sqlite_template(run_folder)

    @contextmanager
    def made() -> Iterator[Acts]:
        with TemporaryDirectory() as folder:
            store = Store.open(str(stores.copy_sqlite(template, Path(folder) / "store.db")))
            try:
                yield Acts(store)
            finally:
                store.close()

    return made


@pytest.fixture(params=[False, True], ids=["", "low-limits"])
def limits(request, monkeypatch):
    """The limits as they are, and so low that six people meet them."""
    if request.param:
        monkeypatch.setattr(membership, "MEMBERSHIPS_PER_USER", 3)
        monkeypatch.setattr(creation, "CREATED_PER_USER", 1)
        monkeypatch.setattr(membership, "CRM_PLUS_JOINED_PER_USER", 1)
        monkeypatch.setattr(editions, "CRM_PLUS_JOINED_PER_USER", 1)


def apply(acts: Acts, file: Manifest, options: Options = DEFAULT, *, who: str | None = None) -> Any:
    facts = {"operator": "root", "new_token": acts.new_token, "now": acts.now}
    return acts.write(lambda tx: setup.apply(tx, acting(tx, who), file, options, **facts))


def plan(acts: Acts, file: Manifest, options: Options = DEFAULT, *, who: str | None = None) -> Any:
    return acts.read(lambda tx: setup.plan(tx, acting(tx, who), file, options, now=acts.now))


def export(acts: Acts) -> Manifest:
    return acts.read(lambda tx: setup_export.export(tx, None, now=acts.now))


def planned(acts: Acts, file: Manifest, options: Options = DEFAULT) -> tuple[list[str], list[str]]:
    """The facts of a file's organizations and people now, and as a plan leaves them."""
    before: list[str] = []
    named = {user.address.key for user in file.users} | {
        member.address.key for each in file.organizations for member in each.members or ()
    }

    def facts(state: State) -> list[str]:
        # Invitations that came to their end, and what is known of people and links beside the file, are
        # looked at only where they are in the way.
        return [
            line
            for line in canonical(state)
            for word, subject, *_ in [json.loads(line)]
            if word in {"organization", "member", "link"}
            or (word == "invitation" and '"pending"' in line)
            or (word in {"user", "created", "in"} and subject in named)
        ]

    worked_out = acts.read(
        lambda tx: setup.planned(
            tx, None, file, options=options, now=acts.now, seen=lambda state: before.extend(facts(state))
        )
    )
    return before, facts(worked_out.state)


def everything(acts: Acts) -> list[object]:
    return [acts.table(name) for name in TABLES]


@few
@given(seeds=st.lists(SEEDS, max_size=2), acting=SEEDS, file=SEEDS, options=OPTIONS)
def test_apply_does_what_plan_shows_and_then_nothing_is_left_to_do(
    empty: Empty, limits: None, seeds: list[int], acting: int, file: int, options: Options
):
    wanted = a_file(file)
    note(to_yaml(wanted))
    with empty() as acts:
        for seed in seeds:
            apply(acts, a_file(seed))
        some_acts(acts, acting)
        before = everything(acts)
        shown = plan(acts, wanted, options)
        _, predicted = planned(acts, wanted, options)

        done = apply(acts, wanted, options)

        for code in sorted({each.code for each in done.refused}) or ["done"]:
            event(code)
        assert (done.changes, done.refused, done.notes) == (shown.changes, shown.refused, shown.notes)
        assert acts.read(broken) == []
        if done.refused:
            assert done.applied == 0
            assert everything(acts) == before
        else:
            again = options._replace(reinvite=False)
            assert done.applied == len(done.changes)
            assert planned(acts, wanted, again) == (predicted, predicted)
            left = plan(acts, wanted, again)
            assert (left.changes, left.refused) == ((), ())


@few
@given(seeds=st.lists(SEEDS, max_size=3), acting=SEEDS)
def test_an_export_applied_to_an_empty_store_exports_the_same_again(
    empty: Empty, limits: None, seeds: list[int], acting: int
):
    with empty() as first, empty() as second:
        for seed in seeds:
            apply(first, a_file(seed))
        some_acts(first, acting, count=30)
        exported = export(first)
        text = to_yaml(exported)
        note(text)
        event(f"organizations: {len(exported.organizations)}")

        done = apply(second, exported)

        assert done.refused == ()
        assert to_yaml(export(second)) == text
        assert read(text.encode(), name="export.yaml") == exported
        left = plan(first, exported, Options(prune=True, prune_organizations=True))
        # What somebody alone had linked, who has left since, can't be linked again and is not exported.
        assert [change for change in left.changes if change.kind != "integration"] == []
        assert left.refused == ()


@few
@given(seeds=st.lists(SEEDS, min_size=1, max_size=2), acting_=SEEDS, file=SEEDS, options=OPTIONS)
def test_a_users_apply_does_what_the_plan_shows_and_then_nothing_is_left_to_do(
    empty: Empty, limits: None, seeds: list[int], acting_: int, file: int, options: Options
):
    wanted = a_file(file)
    note(to_yaml(wanted))
    with empty() as acts:
        for seed in seeds:
            apply(acts, a_file(seed))
        some_acts(acts, acting_)
        people = [email for (email,) in acts.rows("SELECT email FROM users ORDER BY email")]
        assume(people)
        who = people[file % len(people)]
        before = everything(acts)
        shown = plan(acts, wanted, options, who=who)

        done = apply(acts, wanted, options, who=who)

        for code in sorted({each.code for each in done.refused}) or ["done"]:
            event(code)
        assert (done.changes, done.refused, done.notes) == (shown.changes, shown.refused, shown.notes)
        assert acts.read(broken) == []
        if done.refused:
            assert everything(acts) == before
        else:
            left = plan(acts, wanted, options._replace(reinvite=False), who=who)
            assert (left.changes, left.refused) == ((), ())
