from __future__ import annotations

import json
from datetime import timedelta

import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.session.location import Choice
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, editions, integrations, organizations, reading, sample_data, switching
from orgctl.usecases.acting import impersonated
from orgctl.usecases.expiry import write_down_expired
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused

# creating


def test_a_new_organization_is_active_and_not_the_default(acts):
    acts.sign_up(ANNA, "zylker")

    result = acts.create(ANNA, "services")

    assert (result.active, result.default, result.role, result.edition) == (
        True,
        False,
        "superadmin",
        "enterprise",
    )
    assert acts.ask(accounts.who, ANNA).active == "services"


def test_a_standard_member_everywhere_may_not_create_one(zylker):
    refused("create.not_admin", zylker.create, JAN, "jans")

    assert zylker.rows("SELECT COUNT(*) FROM organizations") == [(1,)]


def test_one_who_administers_any_organization_may(zylker):
    assert zylker.create(EWA, "ewas").url == "ewas"


def test_the_sixth_creation_is_refused_and_the_fifth_is_not(acts):
    acts.sign_up(ANNA, "zylker")
    for number in range(1, 6):
        acts.create(ANNA, f"no-{number}")

    refused("limit.created", acts.create, ANNA, "no-6")


def test_deleting_one_frees_its_place_for_another(acts):
    acts.sign_up(ANNA, "zylker")
    for number in range(1, 6):
        acts.create(ANNA, f"no-{number}")

    acts.do(organizations.delete, ANNA, organization="no-3")

    assert acts.create(ANNA, "no-6").url == "no-6"
    assert acts.rows("SELECT creator_slot FROM organizations WHERE url = 'no-6'") == [(3,)]


def test_leaving_one_that_was_created_frees_no_place_among_the_five(acts):
    acts.sign_up(ANNA, "zylker")
    for number in range(1, 6):
        acts.create(ANNA, f"no-{number}")
    acts.join(EWA, "no-1", by=ANNA, role=Role.ADMIN)
    acts.do(organizations.transfer, ANNA, org="no-1", email=parse_address(EWA))

    acts.unlink(EWA, ANNA, org="no-1")

    refused("limit.created", acts.create, ANNA, "no-6")


def test_creating_what_exists_makes_it_active_when_asked_to(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    facts = {"name": "Again", "timezone": "UTC", "sample_data": True}

    again = acts.do(organizations.create, ANNA, url="zylker", if_not_exists=True, **facts)

    assert (again.name, again.active) == ("Zylker", True)
    assert acts.rows("SELECT COUNT(*) FROM organizations") == [(2,)]
    assert acts.rows("SELECT COUNT(*) FROM records") == [(0,)]


def test_creating_what_others_have_is_refused_all_the_same(acts):
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "other")
    facts = {"name": "Mine", "timezone": "UTC", "sample_data": False}

    refused("url.taken", acts.do, organizations.create, ANNA, url="other", if_not_exists=True, **facts)


# changing


def test_names_need_not_be_unique(zylker):
    zylker.create(ANNA, "services")

    result = zylker.do(organizations.rename, EWA, org="zylker", name="Services")

    assert (result.name, result.url) == ("Services", "zylker")


@pytest.mark.parametrize(
    "act, given",
    [
        (organizations.rename, {"name": "New"}),
        (organizations.set_timezone, {"timezone": "UTC"}),
        (organizations.restrict_ip, {"networks": ("10.0.0.0/8",)}),
        (editions.subscribe, {"edition": Edition.STANDARD, "licenses": 9}),
        (editions.set_licenses, {"licenses": 9}),
    ],
)
def test_what_an_administrator_may_a_standard_member_may_not(zylker, act, given):
    before = zylker.rows("SELECT * FROM organizations")

    refused("role.not_admin", zylker.do, act, JAN, org="zylker", **given)

    assert zylker.rows("SELECT * FROM organizations") == before


def test_the_super_administrator_alone_changes_the_access_url(zylker):
    refused("url.not_superadmin", zylker.do, organizations.set_url, EWA, org="zylker", url="new")

    assert zylker.do(organizations.set_url, ANNA, url="new").url == "new"


def test_an_access_url_of_others_is_taken_and_ones_own_is_not(zylker):
    zylker.sign_up(OLA, "olas")

    refused("url.taken", zylker.do, organizations.set_url, ANNA, url="olas")
    assert zylker.do(organizations.set_url, ANNA, url="zylker").url == "zylker"


def test_an_access_url_that_was_given_up_is_free(zylker):
    zylker.do(organizations.set_url, ANNA, url="new")

    assert zylker.sign_up(OLA, "zylker").url == "zylker"


def test_the_address_of_the_old_url_finds_nothing(zylker):
    zylker.do(organizations.rename, ANNA, name="Products")
    zylker.do(organizations.set_url, ANNA, url="new")

    refused("not_found.organization", zylker.do, switching.switch, JAN, organization="zylker")


def test_restricting_networks_hides_invitations_and_lifting_shows_them(zylker):
    hidden = zylker.do(organizations.restrict_ip, ANNA, networks=("10.0.0.0/8", "192.168.0.0/16"))
    shown = zylker.do(organizations.restrict_ip, ANNA, networks=())

    assert (hidden.restrict_ip, hidden.invitations_listed) == (("10.0.0.0/8", "192.168.0.0/16"), False)
    assert (shown.restrict_ip, shown.invitations_listed) == ((), True)


# handing over and deleting


def test_the_role_goes_over_to_an_administrator_and_the_old_holder_becomes_one(zylker):
    result = zylker.do(organizations.transfer, ANNA, org="zylker", email=parse_address(EWA))

    assert result.role == "admin"
    roles = {each.email: each.role for each in zylker.ask(reading.list_members, ANNA)}
    assert roles == {ANNA: "admin", EWA: "superadmin", JAN: "standard"}


@pytest.mark.parametrize("target", [JAN, OLA, ANNA])
def test_the_role_goes_to_an_internal_administrator_only(zylker, target):
    refused(
        "role.transfer_target",
        zylker.do,
        organizations.transfer,
        ANNA,
        org="zylker",
        email=parse_address(target),
    )


def test_an_administrator_hands_nothing_over(zylker):
    refused(
        "role.not_superadmin", zylker.do, organizations.transfer, EWA, org="zylker", email=parse_address(EWA)
    )


def test_deleting_takes_the_default_and_the_active_organization_of_its_members(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(JAN, "olas", by=OLA)
    zylker.do(switching.switch, JAN, organization="zylker")

    zylker.do(organizations.delete, EWA, organization="zylker")

    who = zylker.ask(accounts.who, JAN)
    assert (who.active, who.default) == (None, None)
    assert zylker.sign_in(JAN, "orgs_jan").active is None


def test_deleting_leaves_other_organizations_and_what_is_theirs(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.send(OLA, JAN, org="olas")
    zylker.do(integrations.add, OLA, app="slack", account="olas", feature=None, side=Side.CRM)
    zylker.do(sample_data.load, OLA)
    others = [len(zylker.table(name)) for name in ("records", "links", "organizations")]

    zylker.do(sample_data.load, ANNA)
    zylker.do(integrations.add, ANNA, app="slack", account="annas", feature=None, side=Side.CRM)
    zylker.send(ANNA, "new@x.example")
    zylker.do(organizations.delete, ANNA, organization="zylker")

    left = [len(zylker.table(name)) for name in ("records", "links", "organizations")]
    assert left == [others[0], others[1], 1]
    assert zylker.rows("SELECT email FROM invitations") == [(JAN,)]
    assert zylker.rows("SELECT COUNT(*) FROM outbox") == [(1,)]


def test_history_outlives_an_organization(zylker):
    zylker.at(timedelta(hours=1)).do(organizations.delete, ANNA, organization="zylker")

    lines = zylker.ask(reading.read_audit, ANNA, limit=100)
    assert [(line.action, line.organization) for line in lines][-1] == (
        "organization:organization:deleted",
        "zylker",
    )


def test_a_standard_member_deletes_nothing(zylker):
    refused("role.not_admin", zylker.do, organizations.delete, JAN, organization="zylker")


def test_one_who_is_no_member_meets_no_organization_to_delete(zylker):
    zylker.sign_up(OLA, "olas")

    refused("not_found.organization", zylker.do, organizations.delete, OLA, organization="zylker")


def test_a_dry_run_says_the_same_and_changes_nothing(zylker):
    before = [zylker.table(name) for name in ("organizations", "memberships", "audit")]

    dry = zylker.store.write(
        lambda tx: organizations.delete(
            tx,
            impersonated(tx, ANNA, operator="root", choice=Choice()),
            organization="zylker",
            now=zylker.now,
        ),
        commit=False,
    )

    assert dry.url == "zylker"
    after = [zylker.table(name) for name in ("organizations", "memberships", "audit")]
    assert after == before


def test_what_is_written_down_of_a_change_is_what_was_changed(zylker):
    zylker.do(organizations.restrict_ip, EWA, org="zylker", networks=("10.0.0.0/8",))

    [line] = [
        line
        for line in zylker.ask(reading.read_audit, ANNA, limit=100)
        if line.action == "organization:networks:changed"
    ]
    assert (line.actor, line.operator, line.organization) == (EWA, "root", "zylker")
    assert json.dumps(line.detail) == '{"restrict_ip": ["10.0.0.0/8"]}'


def test_writing_expiry_down_where_nothing_expired_changes_nothing(zylker):
    before = zylker.rows("SELECT * FROM invitations ORDER BY id")

    zylker.store.write(lambda tx: write_down_expired(tx, zylker.now))

    assert zylker.rows("SELECT * FROM invitations ORDER BY id") == before
