"""The quick lane's queries answer as the store's own do, over random stores."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgctl.store import members, quick, sessions
from orgctl.store.instants import to_us
from orgctl.store.schema import SCHEMA
from orgctl.store.transaction import Store
from orgctl.usecases import switching
from tests.builders import NOON
from tests.store.scene import furnish
from tests.support import stores
from tests.usecases.acts import ANNA, Acts, refused

PEOPLE = [f"p{number}@x.example" for number in range(5)]
URLS = [f"org-{number}" for number in range(5)]


def _random_store(path: Path, seed: int) -> None:
    """People in some of the organizations, with sign-ins and defaults that may point anywhere or nowhere."""
    store = Store.open(str(path))
    dice = random.Random(seed)  # noqa: S311 (a scene, not a secret)
    keys = {url: dice.getrandbits(62) for url in URLS}
    anywhere = [*keys.values(), 0, None]

    def make(tx):
        for number, email in enumerate(PEOPLE, start=1):
            tx.run(
                "INSERT INTO users (id, email, email_key, name, default_organization_id, created_at) "
                "VALUES (:id, :email, :email, 'P', :home, 0)",
                id=number,
                email=email,
                home=dice.choice(anywhere),
            )
        for url, key in keys.items():
            tx.run(
                "INSERT INTO organizations (id, url, name, timezone, edition, trial_ends_at, created_at, "
                "creator_id, restrict_ip, members, internal_members) "
                "VALUES (:id, :url, :name, 'UTC', 'enterprise', 0, 0, 1, '', 0, 0)",
                id=key,
                url=url,
                name=dice.choice(["Same", "Another", url.upper()]),
            )
        for number in range(1, len(PEOPLE) + 1):
            mine = dice.sample(list(keys.values()), dice.randint(0, len(URLS)))
            for slot, key in enumerate(mine, start=1):
                tx.run(
                    "INSERT INTO memberships (user_id, organization_id, role, kind, since, slot, zoho_one) "
                    "VALUES (:user, :its, 'standard', 'internal', 0, :slot, FALSE)",
                    user=number,
                    its=key,
                    slot=slot,
                )
            for secret in [None, f"secret-{number}"][dice.randint(0, 1) :]:
                tx.run(
                    "INSERT INTO sessions (id, user_id, secret_hash, active_organization_id, "
                    "previous_organization_id, created_at, last_seen_at) "
                    "VALUES (:id, :user, :hash, :active, :previous, 0, :seen)",
                    id=dice.getrandbits(62),
                    user=number,
                    hash=secret,
                    active=dice.choice(anywhere),
                    previous=dice.choice(anywhere),
                    seen=dice.getrandbits(40),
                )

    store.write(make)
    store.close()


@pytest.fixture(scope="module")
def folder(run_folder, tmp_path_factory):
    return stores.sqlite_template(run_folder), tmp_path_factory.mktemp("quick")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_the_quick_lane_answers_as_the_store_does(folder, seed):
    template, tmp = folder
    path = stores.copy_sqlite(template, tmp / f"{seed}.db")
    _random_store(path, seed)
    store = Store.open(str(path))
    connection = quick.connect(str(path))
    assert connection is not None

    with_secret = [f"secret-{number}" for number in range(7)]
    assert [quick.session(connection, secret, None) for secret in with_secret] == [
        store.read(lambda tx, secret=secret: _flat(sessions.by_secret(tx, secret))) for secret in with_secret
    ]
    emails = [*PEOPLE, "nobody@x.example"]
    assert [quick.session(connection, None, email) for email in emails] == [
        store.read(lambda tx, email=email: _flat(sessions.of_operator(tx, email))) for email in emails
    ]
    for user in range(1, len(PEOPLE) + 2):
        for url in [*URLS, "nowhere"]:
            assert quick.organization_by_url(connection, user, url) == store.read(
                lambda tx, user=user, url=url: _three(members.by_slug(tx, user, url))
            )
        for (key,) in [*store.driver.all("SELECT id FROM organizations", {}), (0,)]:
            assert quick.organization_by_id(connection, user, key) == store.read(
                lambda tx, user=user, key=key: _three(members.held(tx, user, key))
            )

    connection.close()
    store.close()
    path.unlink()


def _flat(found):
    if found is None:
        return None
    session, user = found
    rest = (None,) * 4 if session is None else (*session[:3], to_us(session.last_seen_at))
    return (*rest, user.id, user.default_organization_id)


def _three(place):
    return None if place is None else (place.organization.id, place.organization.url, place.organization.name)


def test_switching_by_the_quick_lane_leaves_what_the_use_case_leaves(tmp_path, sqlite_url):
    other = Path(stores.copy_sqlite(Path(sqlite_url.removeprefix("sqlite:///")), tmp_path / "other.db"))
    left = []
    for url in (sqlite_url, f"sqlite:///{other}"):
        store = Store.open(url)
        acts = Acts(store)
        acts.sign_up(ANNA, "zylker")
        acts.create(ANNA, "services")
        acts.sign_in(ANNA, "orgs_anna")
        if url == sqlite_url:
            acts.signed_in(
                "orgs_anna", lambda tx, actor: switching.switch(tx, actor, organization="services", now=NOON)
            )
        else:
            from orgctl.session.tokens import hash_token

            connection = quick.connect(str(other))
            assert quick.begin(connection, write=True)
            who = quick.session(connection, hash_token("orgs_anna"), None)
            found = quick.organization_by_url(connection, who[4], "services")
            quick.set_active(connection, who[0], found[0], who[1], to_us(NOON))
            connection.execute("COMMIT")
            connection.close()
        left.append(
            acts.rows(
                "SELECT a.url, p.url, s.last_seen_at FROM sessions s "
                "JOIN organizations a ON a.id = s.active_organization_id "
                "JOIN organizations p ON p.id = s.previous_organization_id WHERE s.secret_hash IS NOT NULL"
            )
        )
        store.close()

    assert left == [[("services", "zylker", to_us(NOON))]] * 2


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00" + b"\x00" * 84, b"name,email\n" * 20])
def test_what_is_no_store_is_for_the_full_program(tmp_path, content):
    path = tmp_path / "orgctl.db"
    if content is not None:
        path.write_bytes(content)

    assert quick.connect(str(path)) is None
    assert quick.connect(str(tmp_path)) is None
    assert quick.connect("no\x00such") is None


@pytest.mark.parametrize("version", [SCHEMA - 1, SCHEMA + 1])
@pytest.mark.parametrize("write", [False, True])
def test_a_store_of_another_schema_is_for_the_full_program(sqlite_url, version, write):
    path = sqlite_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={version}")
    connection.close()

    connection = quick.connect(path)
    try:
        assert quick.begin(connection, write=write) is False
    finally:
        connection.close()


def test_the_quick_lane_is_as_careful_with_the_disk(sqlite_url):
    connection = quick.connect(sqlite_url.removeprefix("sqlite:///"))
    try:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (10_000,)
    finally:
        connection.close()


def test_a_lost_organization_is_answered_by_neither(sqlite_url):
    store = Store.open(sqlite_url)
    acts = furnish(store)

    refused("not_found.organization", acts.do, switching.switch, ANNA, organization="olas")
    connection = quick.connect(sqlite_url.removeprefix("sqlite:///"))
    [(anna,)] = acts.rows("SELECT id FROM users WHERE email_key = :key", key=ANNA)

    assert quick.organization_by_url(connection, anna, "olas") is None
    connection.close()
    store.close()
