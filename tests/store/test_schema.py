"""The schema: what migrations make is what the tables say, and it refuses what rules refuse."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, pool

from orgctl.domain.refusals import Fault
from orgctl.store.places import is_postgres, sqlite_path
from orgctl.store.schema import SCHEMA
from orgctl.store.tables import metadata
from tests.usecases.acts import ANNA, EWA


@contextmanager
def _connected(url: str):
    if is_postgres(url):
        engine = create_engine(url, poolclass=pool.NullPool)
    else:
        engine = create_engine(f"sqlite:///{sqlite_path(url)}", poolclass=pool.NullPool)
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


_CATALOGUE = {
    "sqlite": [
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    ],
    "postgresql": [
        (
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'"
        ),
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
        (
            "SELECT table_name, column_name, data_type, is_nullable, column_default "
            "FROM information_schema.columns WHERE table_schema = current_schema()"
        ),
    ],
}


def _described(connection) -> set[tuple[object, ...]]:
    """Tables, columns, constraints and indexes as the engine has them, in no order."""
    dialect = connection.dialect.name
    found = {tuple(row) for sql in _CATALOGUE[dialect] for row in connection.exec_driver_sql(sql)}
    if dialect == "sqlite":
        for name, sql in connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        ):
            lines = sql.replace("\t", " ").splitlines()
            found |= {(name, line.strip().rstrip(",")) for line in lines}
    return {row for row in found if "alembic_version" not in str(row)}


def test_migrations_make_what_the_tables_say(any_url):
    with _connected(any_url) as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata())

    assert difference == []


def test_they_make_the_same_down_to_every_constraint_and_index(any_url, postgres, tmp_path):
    with _connected(any_url) as connection:
        migrated = _described(connection)
    if is_postgres(any_url):
        with postgres.fresh() as url, _connected(url) as connection:
            metadata().create_all(connection)
            made = _described(connection)
    else:
        with _connected(f"sqlite:///{tmp_path}/made.db") as connection:
            metadata().create_all(connection)
            made = _described(connection)

    assert migrated == made


def test_the_newest_migration_is_the_schema_that_the_program_reads():
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "orgctl:store/migrations")

    assert ScriptDirectory.from_config(config).get_current_head() == f"{SCHEMA:04}"


# the second line: what no program may write, however it counts


@pytest.fixture
def zylker(acts):
    """Anna's Zylker, whose keys are known, and Ewa, who is in no organization of hers."""
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "ewas")
    [(acts_anna, acts_zylker)] = acts.rows(
        "SELECT u.id, o.id FROM users u JOIN organizations o ON o.creator_id = u.id WHERE u.email_key = :key",
        key=ANNA,
    )
    [(ewa,)] = acts.rows("SELECT id FROM users WHERE email_key = :key", key=EWA)
    return acts, {"anna": acts_anna, "zylker": acts_zylker, "ewa": ewa}


_MEMBERSHIP = (
    "INSERT INTO memberships (user_id, organization_id, role, kind, since, slot, zoho_one) "
    "VALUES (:{user}, :zylker, '{role}', '{kind}', 0, {slot}, {zoho_one})"
)
_ORGANIZATION = (
    "INSERT INTO organizations (id, url, name, timezone, edition, licenses, trial_ends_at, created_at, "
    "creator_id, creator_slot, restrict_ip, members, internal_members) "
    "VALUES ({id}, '{url}', 'X', 'UTC', '{edition}', {licenses}, 0, 0, :anna, {slot}, '', {members}, {internal})"
)
_INVITATION = (
    "INSERT INTO invitations (id, organization_id, email, email_key, role, kind, status, sent_at, "
    "expires_at, inviter_id, token_hash) "
    "VALUES ({id}, :zylker, 'x@x.example', 'x@x.example', '{role}', '{kind}', '{status}', 0, 0, :anna, {token})"
)
_LINK = (
    "INSERT INTO links (id, app, feature, account, organization_id, user_id, holder_id, started_from, since, "
    "exclusive, slot, hides_invitations) "
    "VALUES ({id}, 'desk', '', '{account}', :zylker, :anna, 0, 'crm', 0, {exclusive}, {slot}, FALSE)"
)


def _membership(**changes: object) -> str:
    facts = {"user": "ewa", "role": "standard", "kind": "internal", "slot": 2, "zoho_one": "FALSE"}
    return _MEMBERSHIP.format(**facts | changes)


def _organization(**changes: object) -> str:
    facts = {"id": 1, "url": "new", "edition": "enterprise", "licenses": "NULL", "slot": 1}
    return _ORGANIZATION.format(**facts | {"members": 0, "internal": 0} | changes)


def _invitation(**changes: object) -> str:
    facts = {"id": 1, "role": "standard", "kind": "internal", "status": "pending", "token": "NULL"}
    return _INVITATION.format(**facts | changes)


def _link(**changes: object) -> str:
    return _LINK.format(**{"id": 1, "account": "one", "exclusive": "'one'", "slot": 1} | changes)


BREAKS = {
    "B5: a place that is taken": [_membership(slot=1)],
    "B5: an eleventh place": [_membership(slot=11)],
    "B5: a member twice": [_membership(), _membership(slot=3)],
    "B6: a creator's place that is taken": [_organization(), _organization(id=2, url="two")],
    "B6: a sixth place": [_organization(slot=6)],
    "B7: a second CRM Plus of one creator": [
        _organization(edition="crm-plus"),
        _organization(id=2, url="two", edition="crm-plus", slot=2),
    ],
    "B8: a second internal Zoho One": [
        _membership(zoho_one="TRUE"),
        "UPDATE memberships SET zoho_one = TRUE WHERE user_id = :ewa",
    ],
    "B8: an external administrator": [_membership(kind="external", role="admin")],
    "B8: an external one marked as internal": [_membership(kind="external", zoho_one="TRUE")],
    "R1: a second super administrator": [_membership(role="superadmin")],
    "R1: a role that is none": [_membership(role="owner")],
    "B3: more internal members than licenses": [
        _organization(licenses=1, members=2, internal=2),
    ],
    "B3: no license at all": [_organization(licenses=0)],
    "B3: more internal members than members": [_organization(members=1, internal=2)],
    "B4: an access URL that is taken": [_organization(url="zylker")],
    "A1: an address that is taken": ["UPDATE users SET email_key = 'anna@zylker.example' WHERE id = :ewa"],
    "C1: a second pending invitation": [_invitation(), _invitation(id=2)],
    "C2: a token of another": [_invitation(token="'t'"), _invitation(id=2, status="declined", token="'t'")],
    "C2: a status that is none": [_invitation(status="lost")],
    "R1: an invitation of a super administrator": [_invitation(role="superadmin")],
    "B8: an invitation of an external administrator": [_invitation(kind="external", role="admin")],
    "E2: an account that is taken": [_link(), _link(id=2, account="two", slot=2)],
    "E2: a place that is taken": [_link(), _link(id=2, account="two", exclusive="'two'")],
    "E2: the same pair twice": [_link(), _link(id=2, exclusive="NULL", slot="NULL")],
    "A3: a member of nothing": ["DELETE FROM organizations WHERE id = :zylker"],
    "A3: an invitation of nobody": ["UPDATE organizations SET creator_id = 1 WHERE id = :zylker"],
}


@pytest.mark.parametrize("statements", BREAKS.values(), ids=BREAKS)
def test_what_the_schema_refuses(zylker, statements):
    acts, ids = zylker
    *fine, broken = statements
    driver = acts.store.driver

    driver.begin(write=True)
    for statement in fine:
        driver.run(statement, ids)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        driver.run(broken, ids)
    driver.rollback()


def test_what_a_broken_constraint_is_told_as(zylker):
    acts, ids = zylker

    with pytest.raises(Fault) as caught:
        acts.run(_membership(role="owner"), **ids)

    assert caught.value.code.value == "store.invariant"
