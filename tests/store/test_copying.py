"""Everything of one store into another, engine to engine; nothing into one that holds anything."""

from __future__ import annotations

import contextlib

import pytest

from orgctl.store import copying
from orgctl.store.transaction import Store
from orgctl.usecases import accounts, upkeep
from tests.store.scene import TABLES, furnish, rows
from tests.usecases.acts import ANNA, Acts, refused


@contextlib.contextmanager
def _opened(url: str):
    store = Store.open(url)
    try:
        yield Acts(store)
    finally:
        store.close()


@pytest.mark.parametrize("batch", [1, 7, 10_000])
def test_there_and_back_again_is_the_same_to_the_last_row(
    sqlite_url, postgres_url, tmp_path, monkeypatch, batch
):
    monkeypatch.setattr(copying, "_BATCH", batch)
    with _opened(sqlite_url) as acts:
        before = rows(furnish(acts.store))
    back = str(tmp_path / "back.db")

    there = upkeep.copy(sqlite_url, postgres_url)
    again = upkeep.copy(postgres_url, back)

    with _opened(postgres_url) as acts:
        assert rows(acts) == before
        assert upkeep.check(acts.store).ok
    with _opened(back) as acts:
        assert rows(acts) == before
        assert upkeep.check(acts.store).ok
    assert there.rows == again.rows == {name: len(before[name]) for name in TABLES}
    assert all(before.values())


def test_sign_ins_and_tokens_go_on_in_the_copy(sqlite_url, postgres_url):
    with _opened(sqlite_url) as acts:
        furnish(acts.store)
        acts.send(ANNA, "last@x.example", org="zylker")
        token = acts.tokens[-1]

    upkeep.copy(sqlite_url, postgres_url)

    with _opened(postgres_url) as acts:
        assert acts.signed_in("orgs_ewa", accounts.who).email == "ewa@zylker.example"
        assert acts.accept_by_token(token).invitation.status == "accepted"


def test_progress_is_told_in_rows(sqlite_url, tmp_path):
    with _opened(sqlite_url) as acts:
        count = sum(len(each) for each in rows(furnish(acts.store)).values())
    told: list[int] = []

    upkeep.copy(sqlite_url, str(tmp_path / "copy.db"), told.append)

    assert told == sorted(told)
    assert told[-1] == count


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO users (id, email, email_key, name, created_at) VALUES (1, 'x', 'x', 'x', 0)",
        "INSERT INTO login_attempts (key_hash, failures, last_failed_at) VALUES ('x', 1, 0)",
        "INSERT INTO audit (id, at, position, actor, action, detail) VALUES (1, 0, 1, 'x', 'x', '{}')",
    ],
)
def test_nothing_is_copied_into_a_store_that_holds_anything(any_url, tmp_path, statement):
    source = str(tmp_path / "source.db")
    with _opened(source) as acts:
        furnish(acts.store)
    with _opened(any_url) as acts:
        acts.run(statement)
        before = rows(acts)

    refused("store.in_use", upkeep.copy, source, any_url)

    with _opened(any_url) as acts:
        assert rows(acts) == before


def test_a_store_is_not_copied_to_itself_however_it_is_written(sqlite_url):
    path = sqlite_url.removeprefix("sqlite:///")

    refused("store.in_use", upkeep.copy, sqlite_url, path)


def test_a_copy_that_is_not_the_same_at_the_end_is_not_kept(any_url, tmp_path, monkeypatch):
    source = str(tmp_path / "source.db")
    with _opened(source) as acts:
        furnish(acts.store)
    insert = _losing_the_last_row()
    monkeypatch.setattr("orgctl.store.transaction.Transaction.insert", insert)

    refused("store.invariant", upkeep.copy, source, any_url)

    with _opened(any_url) as acts:
        assert not any(rows(acts).values())


def _losing_the_last_row():
    from orgctl.store.transaction import Transaction

    real = Transaction.insert

    def insert(self, table, columns, rows_):
        real(self, table, columns, list(rows_)[:-1])

    return insert


@pytest.mark.parametrize("furnished", [False, True])
def test_a_copy_to_the_other_engine_can_be_tried(sqlite_url, postgres_url, furnished):
    with _opened(sqlite_url) as acts:
        before = rows(furnish(acts.store))
    if furnished:
        with _opened(postgres_url) as acts:
            furnish(acts.store)
        refused("store.in_use", upkeep.copy, sqlite_url, postgres_url, dry_run=True)
        return

    tried = upkeep.copy(sqlite_url, postgres_url, dry_run=True)

    with _opened(postgres_url) as acts:
        assert not any(rows(acts).values())
    assert tried.rows == {name: len(before[name]) for name in TABLES}
    assert tried == upkeep.copy(sqlite_url, postgres_url)
