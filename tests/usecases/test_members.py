from __future__ import annotations

import pytest

from orgctl.domain.values import Edition, Role
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, members, reading, switching
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused


def _set_role(acts, who, email, role):
    return acts.do(members.set_role, who, org="zylker", email=parse_address(email), role=role)


def test_an_administrator_changes_roles(zylker):
    result = _set_role(zylker, EWA, JAN, Role.ADMIN)

    assert (result.email, result.role) == (JAN, "admin")


def test_the_same_role_again_changes_nothing_and_is_not_written_down(zylker):
    before = zylker.rows("SELECT COUNT(*) FROM audit")

    _set_role(zylker, EWA, JAN, Role.STANDARD)

    assert zylker.rows("SELECT COUNT(*) FROM audit") == before


@pytest.mark.parametrize(
    "who, whom, role, code",
    [
        (JAN, EWA, Role.STANDARD, "role.not_admin"),
        (EWA, ANNA, Role.ADMIN, "role.not_superadmin"),
        (EWA, JAN, Role.SUPERADMIN, "role.not_superadmin"),
        (ANNA, ANNA, Role.ADMIN, "role.superadmin_required"),
        (ANNA, JAN, Role.SUPERADMIN, "role.superadmin_required"),
        (EWA, OLA, Role.ADMIN, "not_found.user"),
    ],
)
def test_roles_that_may_not_be_given(zylker, who, whom, role, code):
    before = zylker.rows("SELECT user_id, role FROM memberships ORDER BY user_id")

    refused(code, _set_role, zylker, who, whom, role)

    assert zylker.rows("SELECT user_id, role FROM memberships ORDER BY user_id") == before


def test_an_external_member_stays_standard(zylker):
    zylker.subscribe(ANNA, "zylker", Edition.ZOHO_ONE)
    zylker.send(ANNA, OLA, org="zylker", external=True)
    zylker.accept_by_token(zylker.tokens[-1])

    refused("external.standard_only", _set_role, zylker, ANNA, OLA, Role.ADMIN)


def test_a_member_who_is_unlinked_loses_default_and_active_organization(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(JAN, "olas", by=OLA)
    zylker.sign_in(JAN, "orgs_jan", url="zylker")

    zylker.unlink(EWA, JAN, org="zylker")

    who = zylker.signed_in("orgs_jan", accounts.who)
    assert (who.active, who.default) == (None, None)
    assert zylker.rows("SELECT members, internal_members FROM organizations WHERE url = 'zylker'") == [(2, 2)]


def test_losing_the_active_organization_falls_back_to_the_default(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(OLA, "zylker", by=ANNA)
    zylker.sign_in(OLA, "orgs_ola", url="zylker")

    zylker.unlink(ANNA, OLA, org="zylker")

    assert zylker.signed_in("orgs_ola", accounts.who).active == "olas"


@pytest.mark.parametrize(
    "who, whom, code",
    [
        (JAN, EWA, "role.not_admin"),
        (EWA, ANNA, "role.not_superadmin"),
        (ANNA, ANNA, "role.superadmin_required"),
        (EWA, OLA, "not_found.user"),
    ],
)
def test_members_who_may_not_be_unlinked(zylker, who, whom, code):
    refused(code, zylker.unlink, who, whom, org="zylker")

    assert zylker.rows("SELECT COUNT(*) FROM memberships") == [(3,)]


def test_an_administrator_may_unlink_themselves(zylker):
    zylker.unlink(EWA, EWA, org="zylker")

    assert [each.email for each in zylker.ask(reading.list_members, ANNA)] == [ANNA, JAN]


def test_leaving_is_for_anybody_but_the_super_administrator(zylker):
    refused("role.superadmin_required", zylker.do, members.leave, ANNA)

    zylker.do(members.leave, JAN, org="zylker")
    zylker.do(members.leave, EWA, org="zylker")

    assert [each.email for each in zylker.ask(reading.list_members, ANNA)] == [ANNA]


def test_one_who_left_may_be_invited_again_and_takes_the_lowest_free_place(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(JAN, "olas", by=OLA)
    zylker.do(members.leave, JAN, org="zylker")

    zylker.join(JAN, "zylker", by=ANNA)

    assert zylker.rows(
        "SELECT o.url, m.slot FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "JOIN users u ON u.id = m.user_id WHERE u.email_key = :key ORDER BY o.url",
        key=JAN,
    ) == [("olas", 2), ("zylker", 1)]


def test_the_first_membership_after_none_is_the_default_again(zylker):
    zylker.do(members.leave, JAN, org="zylker")
    zylker.join(JAN, "zylker", by=ANNA)

    assert zylker.ask(accounts.who, JAN).default == "zylker"


def test_a_default_that_was_lost_is_not_replaced_by_the_next_membership(zylker):
    zylker.sign_up(OLA, "olas")
    zylker.join(JAN, "olas", by=OLA)
    zylker.do(members.leave, JAN, org="zylker")

    zylker.join(JAN, "zylker", by=ANNA)

    assert zylker.ask(accounts.who, JAN).default is None
    assert zylker.do(switching.set_default, JAN, organization="olas").default
