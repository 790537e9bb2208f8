from __future__ import annotations

import json
from datetime import timedelta

import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.session.location import Choice
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, integrations, organizations, reading, sample_data, switching
from orgctl.usecases.acting import impersonated
from orgctl.usecases.expiry import write_down_expired
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused


@pytest.fixture
def zylker(acts):
    """Anna's, with Ewa as an administrator and Jan as a standard member."""
    acts.sign_up(ANNA, "zylker")
    acts.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(JAN, "zylker", by=ANNA)
    return acts


def _actions(acts, who=ANNA, org=None):
    return [line.action for line in acts.ask(reading.read_audit, who, org=org, limit=100)]


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
        (organizations.subscribe, {"edition": Edition.STANDARD, "licenses": 9}),
        (organizations.set_licenses, {"licenses": 9}),
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


# subscribing


def test_subscribing_ends_the_trial_and_counts_licenses(zylker):
    result = zylker.subscribe(EWA, "zylker", Edition.PROFESSIONAL, 3)

    assert (result.edition, result.trial, result.trial_ends_at, result.licenses) == (
        "professional",
        False,
        None,
        3,
    )


def test_fewer_licenses_than_internal_members_are_refused(zylker):
    refused("license.too_few", zylker.subscribe, ANNA, "zylker", Edition.PROFESSIONAL, 2)
    zylker.subscribe(ANNA, "zylker", Edition.PROFESSIONAL, 3)

    refused("license.too_few", zylker.do, organizations.set_licenses, ANNA, licenses=2)
    assert zylker.do(organizations.set_licenses, ANNA, licenses=4).licenses == 4


def test_there_is_no_number_of_licenses_to_change_on_trial(zylker):
    refused("license.on_trial", zylker.do, organizations.set_licenses, ANNA, licenses=9)


def test_a_license_is_free_again_when_its_member_is_out(zylker):
    zylker.subscribe(ANNA, "zylker", Edition.PROFESSIONAL, 3)
    zylker.send(ANNA, OLA, org="zylker")
    token = zylker.tokens[-1]
    refused("license.none_free", zylker.accept_by_token, token)

    zylker.unlink(ANNA, JAN, org="zylker")

    assert zylker.accept_by_token(token).invitation.status == "accepted"


def test_a_second_crm_plus_organization_of_its_creator_is_refused(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.subscribe(ANNA, "zylker", Edition.CRM_PLUS)

    refused("limit.crm_plus_created", acts.subscribe, ANNA, "services", Edition.CRM_PLUS)

    acts.subscribe(ANNA, "zylker", Edition.ULTIMATE)
    assert acts.subscribe(ANNA, "services", Edition.CRM_PLUS).edition == "crm-plus"


def test_the_creator_counts_for_crm_plus_even_if_not_a_member_any_more(acts):
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.join(EWA, "services", by=ANNA, role=Role.ADMIN)
    acts.do(organizations.transfer, ANNA, org="services", email=parse_address(EWA))
    acts.unlink(EWA, ANNA, org="services")
    acts.subscribe(ANNA, "zylker", Edition.CRM_PLUS)

    refusal = refused("limit.crm_plus_created", acts.subscribe, EWA, "services", Edition.CRM_PLUS)

    assert ANNA not in f"{refusal.message} {refusal.hint}"


def test_changing_to_zoho_one_makes_external_who_is_internal_in_another_one(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(JAN, "olas", by=OLA)
    zylker.subscribe(OLA, "olas", Edition.ZOHO_ONE)

    result = zylker.subscribe(ANNA, "zylker", Edition.ZOHO_ONE, 2)

    assert result.made_external == (JAN,)
    assert zylker.rows(
        "SELECT o.url, m.kind, m.role FROM memberships m JOIN users u ON u.id = m.user_id "
        "JOIN organizations o ON o.id = m.organization_id WHERE u.email_key = :key ORDER BY o.url",
        key=JAN,
    ) == [("olas", "internal", "standard"), ("zylker", "external", "standard")]
    assert "organization:member:kind-changed" in _actions(zylker)


def test_changing_to_zoho_one_is_refused_with_an_administrator_in_the_way(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(EWA, "olas", by=OLA)
    zylker.subscribe(OLA, "olas", Edition.ZOHO_ONE)

    refusal = refused("limit.zoho_one", zylker.subscribe, ANNA, "zylker", Edition.ZOHO_ONE)

    assert EWA in str(refusal.message)
    assert "olas" not in f"{refusal.message} {refusal.hint}".lower()


def test_leaving_zoho_one_makes_everybody_internal_with_a_license_each(zylker):
    zylker.subscribe(ANNA, "zylker", Edition.ZOHO_ONE, 3)
    zylker.send(ANNA, OLA, org="zylker", external=True)
    zylker.accept_by_token(zylker.tokens[-1])

    refused("license.too_few", zylker.subscribe, ANNA, "zylker", Edition.ULTIMATE, 3)
    zylker.subscribe(ANNA, "zylker", Edition.ULTIMATE, 4)

    assert zylker.rows("SELECT DISTINCT kind FROM memberships") == [("internal",)]
    assert zylker.rows("SELECT members, internal_members FROM organizations") == [(4, 4)]


def test_a_member_in_nine_other_crm_plus_organizations_is_named_and_their_organizations_are_not(acts):
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA)
    for number in range(1, 10):
        acts.sign_up(f"owner-{number}@x.example", f"crm-{number}")
        acts.join(JAN, f"crm-{number}", by=f"owner-{number}@x.example")
        acts.subscribe(f"owner-{number}@x.example", f"crm-{number}", Edition.CRM_PLUS)

    refusal = refused("limit.crm_plus_invited", acts.subscribe, ANNA, "zylker", Edition.CRM_PLUS)

    assert JAN in str(refusal.message)
    assert "crm-1" not in f"{refusal.message} {refusal.hint}"


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
