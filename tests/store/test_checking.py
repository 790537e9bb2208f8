"""`store check` finds what breaks a rule, by rule and by name, when constraints did not stop it."""

from __future__ import annotations

import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.store.checking import INVARIANTS
from orgctl.usecases import integrations, upkeep
from tests.usecases.acts import ANNA, EWA, JAN, OLA, Acts


@pytest.fixture
def zylker(acts: Acts) -> Acts:
    """Three organizations in which all is well, with their constraints taken away."""
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.sign_up(OLA, "olas")
    acts.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(JAN, "zylker", by=ANNA)
    acts.join(JAN, "olas", by=OLA)
    acts.subscribe(ANNA, "zylker", Edition.ZOHO_ONE, 3)
    acts.send(ANNA, "wanted@x.example", org="zylker")
    acts.do(integrations.add, ANNA, org="zylker", app="cliq", account="team", feature=None, side=Side.CRM)
    acts.sign_in(JAN, "orgs_jan")
    _without_constraints(acts)
    return acts


def _without_constraints(acts: Acts) -> None:
    if acts.store.driver.dialect == "sqlite":
        for pragma in ("ignore_check_constraints=ON", "foreign_keys=OFF"):
            acts.store.driver.run(f"PRAGMA {pragma}", {})
        names = acts.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%'")
        statements = [f"DROP INDEX {name}" for (name,) in names]
    else:
        constraints = acts.rows(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE connamespace = current_schema()::regnamespace AND contype IN ('c', 'f', 'u')"
        )
        statements = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name in constraints]
        indexes = acts.rows(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() "
            "AND indexdef LIKE 'CREATE UNIQUE ' || :rest AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            rest="%",
        )
        statements += [f"DROP INDEX {name}" for (name,) in indexes]
    for statement in statements:
        acts.run(statement)


def _found(acts: Acts) -> list[tuple[str, str, str]]:
    return [(each.rule, each.subject, str(each.problem)) for each in upkeep.check(acts.store).problems]


def test_nothing_is_found_where_all_is_well(zylker):
    assert upkeep.check(zylker.store) == upkeep.CheckResult(ok=True, problems=())


_JAN = "(SELECT id FROM users WHERE email_key = 'jan@zylker.example')"
_EWA = "(SELECT id FROM users WHERE email_key = 'ewa@zylker.example')"
_ANNA = "(SELECT id FROM users WHERE email_key = 'anna@zylker.example')"
_ZYLKER = "(SELECT id FROM organizations WHERE url = 'zylker')"
_OLAS = "(SELECT id FROM organizations WHERE url = 'olas')"
_SERVICES = "(SELECT id FROM organizations WHERE url = 'services')"

_MORE = (
    "INSERT INTO organizations (id, url, name, timezone, edition, licenses, trial_ends_at, created_at, "
    "creator_id, creator_slot, restrict_ip, members, internal_members) VALUES ({id}, 'more-{id}', 'X', 'UTC', "
    "'{edition}', {licenses}, 0, 0, {creator}, {slot}, '', 1, 1)"
)
_HEAD = (
    "INSERT INTO memberships (user_id, organization_id, role, kind, since, slot, zoho_one) "
    "VALUES ({user}, {id}, '{role}', 'internal', 0, 1, FALSE)"
)


def _more(count: int, *, creator: str, edition: str = "enterprise", user: str | None = None, slot: str = "1"):
    """Organizations past the program; each with one super administrator, or that and a member `user`."""
    licenses = "NULL" if edition == "enterprise" else "9"
    for id_ in range(1, count + 1):
        yield _MORE.format(id=id_, edition=edition, licenses=licenses, creator=creator, slot=slot)
        yield _HEAD.format(user=creator, id=id_, role="superadmin")
        if user is not None:
            yield _HEAD.format(user=user, id=id_, role="standard")
            yield f"UPDATE organizations SET members = 2, internal_members = 2 WHERE id = {id_}"


_INVITED = (
    "INSERT INTO invitations (id, organization_id, email, email_key, role, kind, status, sent_at, expires_at, "
    "inviter_id) VALUES (1, {org}, '{email}', '{email}', 'standard', 'internal', 'pending', 0, 0, {by})"
)
_LINKED = (
    "INSERT INTO links (id, app, feature, account, organization_id, user_id, holder_id, started_from, since, "
    "exclusive, slot, hides_invitations) VALUES (1, '{app}', '', '{account}', {org}, {by}, 0, 'crm', 0, "
    "NULL, NULL, {hides})"
)

PLANTED = {
    "R1, none": (
        [f"UPDATE memberships SET role = 'admin' WHERE organization_id = {_OLAS} AND role = 'superadmin'"],
        ("R1", "olas", "has 0 super administrators, not exactly one"),
    ),
    "R1, two": (
        [
            f"UPDATE memberships SET role = 'superadmin' WHERE organization_id = {_ZYLKER} AND user_id = {_EWA}"
        ],
        ("R1", "zylker", "has 2 super administrators, not exactly one"),
    ),
    "A1": (
        [f"UPDATE users SET email_key = 'ANNA@zylker.example' WHERE id = {_EWA}"],
        ("A1", "anna@zylker.example", "is the address of 2 users"),
    ),
    "B2": (
        [f"UPDATE organizations SET edition = 'ultimate' WHERE id = {_OLAS}"],
        ("B2", "olas", "tries another edition than the trial's"),
    ),
    "B4": (
        [f"UPDATE organizations SET url = 'ZYLKER' WHERE id = {_OLAS}"],
        ("B4", "zylker", "is the access URL of 2 organizations"),
    ),
    "B5": (
        [*_more(9, creator=_EWA, slot="NULL", user=_JAN)][: 9 * 4],
        ("B5", JAN, "belongs to 11 organizations"),
    ),
    "B6": (
        [*_more(5, creator=_ANNA)],
        ("B6", ANNA, "has created 6 organizations as an administrator"),
    ),
    "B7, created": (
        [*_more(2, creator=_EWA, edition="crm-plus", slot="NULL")],
        ("B7", EWA, "has created 2 CRM Plus organizations"),
    ),
    "B8, internal": (
        [
            f"UPDATE organizations SET edition = 'zoho-one', licenses = 9 WHERE id = {_OLAS}",
            f"UPDATE memberships SET zoho_one = TRUE WHERE organization_id = {_OLAS}",
        ],
        ("B8", JAN, "is an internal member of 2 Zoho One organizations"),
    ),
    "B8, external administrator": (
        [
            (
                f"UPDATE memberships SET kind = 'external', zoho_one = FALSE "
                f"WHERE organization_id = {_ZYLKER} AND user_id = {_EWA}"
            ),
            f"UPDATE organizations SET internal_members = 2 WHERE id = {_ZYLKER}",
        ],
        ("B8", "zylker", "has 1 external members who are not standard, or in an edition that has none"),
    ),
    "B8, external elsewhere": (
        [
            f"UPDATE memberships SET kind = 'external' WHERE organization_id = {_OLAS} AND user_id = {_JAN}",
            f"UPDATE organizations SET internal_members = 1 WHERE id = {_OLAS}",
        ],
        ("B8", "olas", "has 1 external members who are not standard, or in an edition that has none"),
    ),
    "B8, mark": (
        [f"UPDATE memberships SET zoho_one = FALSE WHERE organization_id = {_ZYLKER} AND user_id = {_JAN}"],
        ("B8", "zylker", "has 1 memberships whose Zoho One mark is wrong"),
    ),
    "B3, licenses": (
        [f"UPDATE organizations SET licenses = 2 WHERE id = {_ZYLKER}"],
        ("B3", "zylker", "has 3 internal members, more than licenses"),
    ),
    "B3, members": (
        [f"UPDATE organizations SET members = 7 WHERE id = {_OLAS}"],
        ("B3", "olas", "counts 7 members, which is not what it has"),
    ),
    "B3, internal members": (
        [f"UPDATE organizations SET internal_members = 1 WHERE id = {_OLAS}"],
        ("B3", "olas", "counts 2 members, which is not what it has"),
    ),
    "C1, twice": (
        [_INVITED.format(org=_ZYLKER, email="wanted@x.example", by=_ANNA)],
        ("C1", "wanted@x.example", "has 2 pending invitations to one organization"),
    ),
    "C1, a member": (
        [_INVITED.format(org=_ZYLKER, email=JAN, by=_ANNA)],
        ("C1", JAN, "has 1 pending invitations as a member already"),
    ),
    "C2": (
        ["UPDATE invitations SET status = 'revoked' WHERE email_key = 'wanted@x.example'"],
        ("C2", "wanted@x.example", "has 1 mails waiting for invitations that are over"),
    ),
    "C3": (
        [
            (
                "UPDATE outbox SET state = 'sent' WHERE invitation_id = "
                "(SELECT id FROM invitations WHERE email_key = 'wanted@x.example')"
            )
        ],
        ("C3", "wanted@x.example", "has 1 mails whose secret outlived them"),
    ),
    "C4": (
        [f"UPDATE links SET hides_invitations = FALSE WHERE organization_id = {_ZYLKER}"],
        ("C4", "zylker", "has a link with cliq whose mark on invitations is wrong"),
    ),
    "D1": (
        [f"UPDATE sessions SET active_organization_id = {_SERVICES} WHERE user_id = {_JAN}"],
        ("D1", JAN, "has 1 sign-ins in organizations without being a member of them"),
    ),
    "D4": (
        [f"UPDATE users SET default_organization_id = {_SERVICES} WHERE id = {_JAN}"],
        ("D4", JAN, "has a default organization without being a member of it"),
    ),
    "E2, too many accounts": (
        [_LINKED.format(app="cliq", account="second", org=_ZYLKER, by=_ANNA, hides="TRUE")],
        ("E2", "zylker", "is linked with 2 accounts of cliq"),
    ),
    "E2, shared": (
        [_LINKED.format(app="cliq", account="TEAM", org=_OLAS, by=_ANNA, hides="TRUE")],
        ("E2", "zylker", "shares team of cliq with another organization"),
    ),
    "E2, unknown": (
        [_LINKED.format(app="fax", account="1", org=_OLAS, by=_ANNA, hides="FALSE")],
        ("E2", "olas", "is linked with fax , which is not in the catalogue"),
    ),
}


@pytest.mark.parametrize("statements, finding", PLANTED.values(), ids=PLANTED)
def test_a_violation_is_found_by_its_rule_and_its_name(zylker, statements, finding):
    for statement in statements:
        zylker.run(statement)

    found = _found(zylker)

    assert finding in found
    also = {("B5", EWA), ("B5", JAN)} if finding[0] in {"B5", "B6", "B7"} else set()
    assert {each[:2] for each in found} <= {finding[:2]} | also


def test_ten_crm_plus_organizations_of_others_are_found(zylker):
    for statement in _more(10, creator=_EWA, edition="crm-plus", user=_JAN, slot="NULL"):
        zylker.run(statement)

    assert ("B7", JAN, "is in 10 CRM Plus organizations created by others") in _found(zylker)


def test_each_invariant_has_a_violation_here():
    planted = {finding[2].replace("one", "1") for _, finding in PLANTED.values()}
    planted.add("is in 10 CRM Plus organizations created by others")

    def seen(problem: str) -> bool:
        parts = problem.replace("one", "1").split("{n}")
        return any(all(part in said for part in parts) for said in planted)

    assert [each.problem for each in INVARIANTS if not seen(each.problem)] == []


def test_damage_that_the_engine_finds_hides_no_rule(tmp_path):
    from orgctl.store.transaction import Store

    store = Store.open(str(tmp_path / "orgctl.db"))
    acts = Acts(store)
    acts.sign_up(ANNA, "zylker")
    store.driver.run("PRAGMA ignore_check_constraints=ON", {})
    acts.run("UPDATE organizations SET internal_members = 5")
    store.driver.run("PRAGMA ignore_check_constraints=OFF", {})

    try:
        found = [(each.rule, each.subject) for each in upkeep.check(store).problems]
    finally:
        store.close()

    assert ("B3", "zylker") in found
    assert "engine" in {rule for rule, _ in found}


@pytest.mark.parametrize("offset", [0.3, 0.6, 0.9])
def test_a_damaged_page_is_told(tmp_path, offset):
    from orgctl.store.transaction import Store

    path = tmp_path / "orgctl.db"
    store = Store.open(str(path))
    acts = Acts(store)
    acts.sign_up(ANNA, "zylker")
    for number in range(300):
        acts.send(ANNA, f"someone-{number}@x.example")
    store.close()
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek(int(pages * offset) * 4096)
        file.write(b"\xff" * 64)
    store = Store.open(str(path))

    try:
        result = upkeep.check(store)
    finally:
        store.close()

    assert not result.ok
    assert {each.rule for each in result.problems} >= {"engine"}


def test_rows_that_refer_to_missing_ones_are_told(tmp_path):
    from orgctl.store.transaction import Store

    store = Store.open(str(tmp_path / "orgctl.db"))
    acts = Acts(store)
    acts.sign_up(ANNA, "zylker")
    store.driver.run("PRAGMA foreign_keys=OFF", {})
    acts.run("DELETE FROM users")

    try:
        found = [str(each.problem) for each in upkeep.check(store).problems if each.rule == "engine"]
    finally:
        store.close()

    assert any("refers to a missing row of users" in problem for problem in found)
