"""One transaction a command: all of it or nothing, run again where others got in its way."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import pytest

from orgctl.domain.refusals import Fault
from orgctl.store import postgres as engine
from orgctl.store import transaction
from orgctl.store.transaction import Overtaken, Store
from orgctl.usecases import organizations
from tests.store.recording import recorded
from tests.usecases.acts import ANNA, EWA, Acts, refused


def _names(acts):
    return sorted(name for (name,) in acts.rows("SELECT name FROM organizations"))


# all or nothing


def test_what_raises_leaves_nothing(acts):
    acts.sign_up(ANNA, "zylker")

    def half(tx):
        tx.run("UPDATE organizations SET name = 'Half'")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        acts.store.write(half)

    assert _names(acts) == ["Zylker"]


def test_a_dry_run_answers_and_leaves_nothing(acts):
    acts.sign_up(ANNA, "zylker")

    changed = acts.store.write(lambda tx: tx.run("UPDATE organizations SET name = 'Dry'"), commit=False)

    assert changed == 1
    assert _names(acts) == ["Zylker"]


def test_an_interrupt_leaves_nothing_and_the_store_goes_on(acts):
    acts.sign_up(ANNA, "zylker")

    def interrupted(tx):
        tx.run("UPDATE organizations SET name = 'Half'")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        acts.store.write(interrupted)

    acts.do(organizations.rename, ANNA, name="Whole")
    assert _names(acts) == ["Whole"]


def test_several_changes_go_together_in_their_order(acts):
    acts.sign_up(ANNA, "zylker")

    acts.store.write(
        lambda tx: tx.together(
            ("UPDATE organizations SET name = :name", {"name": "One"}),
            ("UPDATE organizations SET name = name || :more", {"more": " and two"}),
        )
    )

    assert _names(acts) == ["One and two"]


def test_none_goes_after_one_that_failed(acts):
    acts.sign_up(ANNA, "zylker")

    with pytest.raises(Fault) as caught:
        acts.store.write(
            lambda tx: tx.together(
                ("UPDATE organizations SET name = 'One'", {}),
                ("UPDATE organizations SET licenses = 0", {}),
                ("UPDATE organizations SET name = 'Three'", {}),
            )
        )

    assert caught.value.code.value == "store.invariant"
    assert _names(acts) == ["Zylker"]


def test_a_read_sees_one_instant_whatever_others_write_meanwhile(acts):
    acts.sign_up(ANNA, "zylker")
    other = Store.open(acts.store.setting)

    def looking(tx):
        before = tx.all("SELECT name FROM organizations")
        Acts(other).do(organizations.rename, ANNA, name="New")
        return before, tx.all("SELECT name FROM organizations")

    try:
        before, after = acts.store.read(looking)
    finally:
        other.close()

    assert before == after == [("Zylker",)]
    assert _names(acts) == ["New"]


def test_a_read_writes_nothing_in_postgresql(postgres_url):
    store = Store.open(postgres_url)
    try:
        refused("store.read_only", store.read, lambda tx: tx.run("DELETE FROM users"))
    finally:
        store.close()


# again


def test_work_that_was_overtaken_is_run_again_from_its_beginning(acts):
    acts.sign_up(ANNA, "zylker")
    tries = []

    def work(tx):
        tries.append(tx)
        tx.run("UPDATE organizations SET name = name || '!'")
        if len(tries) < 3:
            raise Overtaken

    acts.store.write(work)

    assert len(set(tries)) == 3
    assert _names(acts) == ["Zylker!"]


def test_it_is_not_run_for_ever(acts, monkeypatch):
    monkeypatch.setattr(transaction, "_PAUSE_SECONDS", 0)
    tries = []

    def work(tx):
        tries.append(tx)
        raise Overtaken

    fault = refused("store.busy", acts.store.write, work)

    assert len(tries) == 8
    assert "hush" not in str(fault.message)


def test_a_conflict_that_does_not_end_is_told_as_one(postgres_url, monkeypatch):
    monkeypatch.setattr(transaction, "_PAUSE_SECONDS", 0)
    store = Store.open(postgres_url)

    def work(tx):
        tx.run("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")

    try:
        refused("store.busy", store.write, work)
    finally:
        store.close()


def test_what_fails_in_a_pipeline_is_told_once(postgres_url, capfd):
    store = Store.open(postgres_url)
    wrong = ("INSERT INTO memberships (user_id) VALUES (1)", {})

    try:
        refused("store.invariant", store.write, lambda tx: tx.together(wrong, wrong, wrong))
    finally:
        store.close()

    assert capfd.readouterr() == ("", "")


def test_users_who_were_not_held_are_held_first_the_next_time(acts):
    tries = []

    def work(tx):
        tries.append(tx)
        tx.lock_users([5, 7])
        tx.require_held([5])
        tx.require_held([5, 3, 9])

    acts.store.write(work)

    assert len(tries) == 2


@pytest.mark.parametrize(
    "held, then, tries_on_postgresql", [(5, [7, 9], 1), (5, [5], 1), (5, [3, 7], 2), (5, [], 1)]
)
def test_users_rows_are_held_in_the_order_of_their_keys(acts, held, then, tries_on_postgresql):
    recording = recorded(acts.store)
    tries = []

    def work(tx):
        tries.append(tx)
        tx.holds_user(held)
        tx.lock_users(then)

    acts.store.write(work)

    locks = [values["ids"] for sql, values in recording.statements if sql == "lock users"]
    if acts.store.driver.locks_rows:
        assert len(tries) == tries_on_postgresql
        assert all(each == sorted(each) for each in locks)
        assert locks == ([[3, 5, 7]] if tries_on_postgresql == 2 else [[7, 9]] * (then == [7, 9]))
    else:
        assert len(tries) == 1


def test_a_race_for_a_name_ends_in_the_rules_refusal(postgres_url):
    """Nobody has the address when both look; the second is run again, and refused as anybody else."""
    stores = [Store.open(postgres_url) for _ in range(2)]
    first, second = map(Acts, stores)
    looked = threading.Event()
    answers = []

    def late():
        try:
            refused("input.user_exists", second.sign_up, ANNA, "other")
            answers.append("refused")
        except BaseException as error:  # noqa: BLE001 (the thread's end is to be told)
            answers.append(error)

    def first_to_come(tx):
        tx.run(
            "INSERT INTO users (id, email, email_key, name, created_at) VALUES (1, :email, :email, 'A', 0)",
            email=ANNA,
        )
        racing.start()
        looked.wait(0.3)  # the other one has looked by then, and waits for this row

    racing = threading.Thread(target=late)
    first.store.write(first_to_come)
    racing.join()
    for store in stores:
        store.close()

    assert answers == ["refused"]


def test_a_deadlock_is_run_again(postgres_url, postgres):
    name = urlsplit(postgres_url).path[1:]
    postgres.execute(f"ALTER DATABASE \"{name}\" SET deadlock_timeout = '20ms'")
    stores = [Store.open(postgres_url) for _ in range(2)]
    acts = Acts(stores[0])
    for email, url in ((ANNA, "zylker"), (EWA, "ewas")):
        acts.sign_up(email, url)
    meet = threading.Barrier(2)
    tries = []

    def crossing(store, mine, theirs):
        def work(tx):
            tries.append(mine)
            tx.run("UPDATE organizations SET name = name || '!' WHERE url = :url", url=mine)
            if len(tries) <= 2:
                meet.wait()
            tx.run("UPDATE organizations SET name = name || '!' WHERE url = :url", url=theirs)

        store.write(work)

    other = threading.Thread(target=crossing, args=(stores[1], "ewas", "zylker"))
    other.start()
    crossing(stores[0], "zylker", "ewas")
    other.join()

    assert len(tries) == 3
    assert _names(acts) == ["Ewas!!", "Zylker!!"]
    for store in stores:
        store.close()


# isolation


def _level(store):
    return store.write(lambda tx: tx.one("SELECT current_setting('transaction_isolation')")[0])


@pytest.mark.parametrize("default", ["repeatable read", "serializable", "read committed"])
def test_writes_run_at_read_committed_whatever_the_servers_default_is(postgres_url, postgres, default):
    name = urlsplit(postgres_url).path[1:]
    postgres.execute(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = '{default}'")
    store = Store.open(postgres_url)

    try:
        level = _level(store)
    finally:
        store.close()

    assert level == "read committed"


@pytest.mark.parametrize("level", ["REPEATABLE READ", "READ COMMITTED", "SERIALIZABLE"])
def test_a_server_that_answers_with_a_level_at_which_limits_break_is_refused(
    postgres_url, monkeypatch, level
):
    asked = engine._BEGIN_WRITE.replace("READ COMMITTED", level)  # noqa: SLF001 (what another server would make of it)
    monkeypatch.setattr(engine, "_BEGIN_WRITE", asked)
    store = Store.open(postgres_url)

    try:
        if level == "REPEATABLE READ":
            fault = refused("store.isolation", store.write, lambda tx: tx.run("DELETE FROM users"))
            assert "repeatable read" in str(fault.message)
        else:
            assert _level(store) == level.lower()
    finally:
        store.close()


def test_nothing_is_left_on_the_server_between_transactions(postgres_url):
    """A pooler may give each transaction another connection."""
    store = Store.open(postgres_url)
    acts = Acts(store)
    for number in range(8):
        acts.sign_up(f"user-{number}@x.example", f"no-{number}")

    def unchanged(connection):
        settings = connection.execute("SELECT name, setting FROM pg_settings").fetchall()
        prepared = connection.execute("SELECT COUNT(*) FROM pg_prepared_statements").fetchall()
        locks = connection.execute("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'").fetchall()
        return settings, prepared, locks

    import psycopg

    from orgctl.store.places import conninfo

    with psycopg.connect(conninfo(postgres_url), autocommit=True) as fresh:
        untouched = unchanged(fresh)
    try:
        assert unchanged(store.driver.connection) == untouched
    finally:
        store.close()
