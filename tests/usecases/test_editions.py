from __future__ import annotations

from orgctl.domain.values import Edition, Role
from orgctl.text.addresses import parse_address
from orgctl.usecases import editions, organizations, reading
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused


def _actions(acts, who=ANNA, org=None):
    return [line.action for line in acts.ask(reading.read_audit, who, org=org, limit=100)]


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

    refused("license.too_few", zylker.do, editions.set_licenses, ANNA, licenses=2)
    assert zylker.do(editions.set_licenses, ANNA, licenses=4).licenses == 4


def test_there_is_no_number_of_licenses_to_change_on_trial(zylker):
    refused("license.on_trial", zylker.do, editions.set_licenses, ANNA, licenses=9)


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
