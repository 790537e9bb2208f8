from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.domain.values import Edition, Role
from orgctl.session.tokens import hash_token
from orgctl.text.addresses import parse_address
from orgctl.usecases import invitations
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused

WEEK = timedelta(days=7)


@pytest.fixture
def zylker(two_founders):
    return two_founders


def _mails(acts):
    return sorted(acts.rows("SELECT state, sealed_token IS NOT NULL FROM outbox"))


# sending


def test_an_invitation_is_for_seven_days_and_its_mail_waits(zylker):
    [sent] = zylker.send(ANNA, EWA, role=Role.ADMIN).sent

    assert (sent.email, sent.role, sent.kind, sent.status) == (EWA, "admin", "internal", "pending")
    assert sent.expires_at - sent.sent_at == timedelta(hours=168)
    assert _mails(zylker) == [("queued", True)]


def test_the_store_knows_a_token_by_its_hash_only(zylker):
    zylker.send(ANNA, EWA)
    [token] = zylker.tokens

    assert zylker.rows("SELECT token_hash FROM invitations") == [(hash_token(token),)]
    everything = str([zylker.table(name) for name in ("invitations", "outbox", "audit")])
    assert token not in everything


def test_of_many_each_stands_for_itself(zylker):
    zylker.send(ANNA, EWA)

    result = zylker.send(ANNA, EWA, JAN, OLA, ANNA, JAN)

    assert [each.email for each in result.sent] == [JAN, OLA]
    assert [(each.email, each.code) for each in result.failed] == [
        (EWA, "invite.already_pending"),
        (ANNA, "invite.already_member"),
        (JAN, "invite.already_pending"),
    ]
    assert len(_mails(zylker)) == 3


def test_a_standard_member_invites_nobody(zylker):
    zylker.join(JAN, "zylker", by=ANNA)

    [failed] = zylker.send(JAN, EWA).failed

    assert failed.code == "role.not_admin"


def test_nobody_is_invited_as_a_super_administrator(zylker):
    [failed] = zylker.send(ANNA, EWA, role=Role.SUPERADMIN).failed

    assert failed.code == "role.superadmin_required"


def test_external_members_are_for_zoho_one_and_standard(zylker):
    [other_edition] = zylker.send(ANNA, EWA, external=True).failed
    zylker.subscribe(ANNA, "zylker", Edition.ZOHO_ONE)
    [admin] = zylker.send(ANNA, EWA, external=True, role=Role.ADMIN).failed

    assert (other_edition.code, admin.code) == ("external.not_zoho_one", "external.standard_only")
    assert [each.kind for each in zylker.send(ANNA, EWA, external=True).sent] == ["external"]


def test_after_the_trial_nothing_is_sent_or_accepted(zylker):
    zylker.at(timedelta(days=14)).send(ANNA, EWA)
    over = zylker.at(timedelta(days=15))

    assert [each.code for each in over.send(ANNA, JAN).failed] == ["trial.expired"]
    refused("trial.expired", over.resend, ANNA, EWA)
    refused("trial.expired", over.accept_by_token, zylker.tokens[0])
    assert over.decline_by_token(zylker.tokens[0]).status == "declined"


def test_an_expired_invitation_is_in_nobodys_way(zylker):
    zylker.send(ANNA, EWA)

    assert len(zylker.at(WEEK - timedelta(seconds=1)).send(ANNA, EWA).failed) == 1
    assert len(zylker.at(WEEK).send(ANNA, EWA).sent) == 1
    assert zylker.statuses() == ["expired", "pending"]


# resending and revoking


def test_resending_makes_a_new_token_and_the_old_one_dies(zylker):
    zylker.send(ANNA, EWA)
    day = zylker.at(timedelta(days=1))

    renewed = day.resend(ANNA, EWA)

    old, new = zylker.tokens
    assert renewed.expires_at == day.now + WEEK
    refused("not_found.invitation", day.accept_by_token, old)
    assert day.accept_by_token(new).invitation.id == renewed.id


def test_resending_takes_back_the_mail_that_still_waits_with_the_old_token(zylker):
    zylker.send(ANNA, EWA)

    zylker.resend(ANNA, EWA)

    assert _mails(zylker) == [("cancelled", False), ("queued", True)]


def test_what_is_answered_is_not_mailed_any_more(zylker):
    zylker.send(ANNA, EWA, JAN, "third@x.example")
    first, second, _ = zylker.tokens

    zylker.accept_by_token(first)
    zylker.decline_by_token(second)
    zylker.do(invitations.revoke, ANNA, email=parse_address("third@x.example"))

    assert _mails(zylker) == [("cancelled", False)] * 3


def test_another_administrator_may_revoke_and_resend(zylker):
    zylker.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    zylker.send(ANNA, EWA)

    assert zylker.resend(JAN, EWA).invited_by == JAN
    assert zylker.do(invitations.revoke, JAN, email=parse_address(EWA)).status == "revoked"


def test_invitations_of_other_organizations_are_out_of_reach(zylker):
    zylker.send(ANNA, EWA)

    refused("not_found.invitation", zylker.do, invitations.revoke, OLA, email=parse_address(EWA))
    refused("not_found.invitation", zylker.resend, OLA, EWA)
    refused(
        "not_found.organization",
        zylker.do,
        invitations.revoke,
        OLA,
        org="zylker",
        email=parse_address(EWA),
    )
    assert zylker.statuses() == ["pending"]
