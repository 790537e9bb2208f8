"""Each invariant finds what it is for, in a store whose own constraints were taken away."""

from __future__ import annotations

import sqlite3

import pytest

from tests.stateful import scenes
from tests.stateful.invariants import INVARIANTS, broken
from tests.stateful.program import Program
from tests.support import stores

MANY = "WITH RECURSIVE many (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM many WHERE n < 10) "
ORGANIZATION = (
    "INSERT INTO organizations (id, url, name, timezone, edition, trial_ends_at, created_at, creator_id, "
    "creator_slot, restrict_ip, members, internal_members) {many} "
    "SELECT n, 'url-' || n, 'Name', 'UTC', '{edition}', 0, 0, u.id, {slot}, '', {members}, {members} "
    "FROM many, users u WHERE u.email_key = 'ben@people.example'"
)
MEMBERSHIP = (
    "INSERT INTO memberships (user_id, organization_id, role, kind, since, slot, zoho_one) {many} "
    "SELECT u.id, n, '{role}', 'internal', 0, n, 0 FROM many, users u WHERE u.email_key = '{email}'"
)
LINK = (
    "INSERT INTO links (id, app, feature, account, organization_id, user_id, holder_id, started_from, since, "
    "hides_invitations) SELECT {id}, '{app}', '{feature}', '{account}', o.id, o.creator_id, 0, 'crm', 0, 0 "
    "FROM organizations o WHERE o.url = '{url}'"
)


def _organizations(edition="enterprise", slot="1", members=0):
    return ORGANIZATION.format(many=MANY, edition=edition, slot=slot, members=members)


def _memberships(email="anna@people.example", role="standard"):
    return MEMBERSHIP.format(many=MANY, email=email, role=role)


def _link(id_, app, account="one", url="one-0", feature=""):
    return LINK.format(id=id_, app=app, account=account, url=url, feature=feature)


TAMPERED = {
    "R1: exactly one super administrator": [
        ["UPDATE memberships SET role = 'admin'"],
        ["UPDATE memberships SET role = 'superadmin'"],
    ],
    "B5: at most ten memberships": [[_memberships()]],
    "B6: at most five created": [[_organizations()]],
    "B6: one sign-up": [["UPDATE organizations SET creator_id = (SELECT min(id) FROM users)"]],
    "B4: unique access URLs": [["UPDATE organizations SET url = 'ONE-0' WHERE url = 'one-1'"]],
    "B3: no more internal members than licenses": [["UPDATE organizations SET licenses = 1"]],
    "B7: one CRM Plus created": [
        ["UPDATE organizations SET edition = 'crm-plus', creator_id = (SELECT min(id) FROM users)"]
    ],
    "B7: nine CRM Plus of others": [[_organizations("crm-plus"), _memberships()]],
    "B8: one internal Zoho One": [["UPDATE organizations SET edition = 'zoho-one'"]],
    "B8: external only standard": [["UPDATE memberships SET kind = 'external' WHERE role = 'admin'"]],
    "B8: external only in Zoho One": [["UPDATE memberships SET kind = 'external' WHERE role = 'standard'"]],
    "D4: no default outside the memberships": [
        ["UPDATE users SET default_organization_id = 1"],
        ["UPDATE users SET default_organization_id = (SELECT min(id) FROM organizations)"],
    ],
    "D4: none active outside the memberships": [
        [
            (
                "INSERT INTO sessions (id, user_id, active_organization_id, created_at, last_seen_at) "
                "SELECT 1, min(id), 1, 0, 0 FROM users"
            )
        ]
    ],
    "C4: one pending invitation": [["UPDATE invitations SET status = 'pending', email_key = 'one@for.all'"]],
    "C4: none pending for a member": [
        [
            (
                "UPDATE invitations SET email_key = 'carla@people.example' WHERE id = "
                "(SELECT min(id) FROM invitations WHERE status = 'pending')"
            )
        ]
    ],
    "E2: accounts of an organization": [
        [_link(1, "desk"), _link(2, "desk", "two")],
        [_link(number, "salesiq", f"account-{number}") for number in range(6)],
    ],
    "E2: organizations of an account": [
        [_link(1, "desk"), _link(2, "desk", url="one-1")],
        [_link(1, "ms-teams", "a/b", feature="tab"), _link(2, "ms-teams", "a/b", "one-1", "tab")],
    ],
    "E2: one organization of a user's own": [
        [_link(number, "ms-teams", f"x-{number}", feature="message-extension") for number in range(2)]
    ],
    "E2: no pair twice": [[_link(1, "analytics"), _link(2, "analytics")]],
    "counted: members": [["UPDATE organizations SET members = members + 1"]],
    "counted: internal members": [["UPDATE organizations SET internal_members = 0"]],
}


@pytest.fixture
def path(run_folder, tmp_path):
    """The scene of Zoho One, in a store that takes everything."""
    template = stores.sqlite_template(run_folder)
    path = scenes.make("Zoho One", template, tmp_path / "store.db")[1]
    with sqlite3.connect(path) as connection:
        indexes = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'"
        ).fetchall()
        for (name,) in indexes:
            connection.execute(f"DROP INDEX {name}")
    connection.close()
    return path


def _broken(path, statements):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0, statement
    connection.close()
    program = Program(str(path))
    try:
        return {name for name, _ in broken(program)}
    finally:
        program.close()


def test_nothing_is_broken_where_nobody_tampered(path):
    assert _broken(path, []) == set()


@pytest.mark.parametrize(
    "name, statements", [(name, each) for name, ways in TAMPERED.items() for each in ways]
)
def test_an_invariant_finds_what_breaks_it(path, name, statements):
    assert name in _broken(path, statements)


def test_each_invariant_is_tried():
    assert TAMPERED.keys() == INVARIANTS.keys()
