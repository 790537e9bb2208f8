"""Section 4 of the policy: C1 to C4."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgctl.domain.invitations import (
    TRANSITIONS,
    Event,
    expires_at,
    listed,
    refuse_answer_by,
    refuse_answer_from_list,
    refuse_event,
    refuse_second_membership,
    refuse_sending,
    status_at,
)
from orgctl.domain.refusals import Code
from orgctl.domain.values import Edition, Kind, Role, Status
from tests.builders import NOON, a_subscribed, an_invitation, an_organization

A_MOMENT = timedelta(microseconds=1)
SEVEN_DAYS = timedelta(seconds=604_800)


def test_an_invitation_lasts_seven_days_of_24_hours_even_where_clocks_change():
    sent_at = datetime(2025, 3, 27, 12, 0, 0, tzinfo=UTC)

    assert expires_at(sent_at) == datetime(2025, 4, 3, 12, 0, 0, tzinfo=UTC)


def test_an_invitation_is_pending_to_the_last_moment_of_its_seven_days():
    assert status_at(an_invitation(), NOON + SEVEN_DAYS - A_MOMENT) is Status.PENDING


def test_an_invitation_is_expired_at_the_very_second():
    assert status_at(an_invitation(), NOON + SEVEN_DAYS) is Status.EXPIRED


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.REVOKED, Status.EXPIRED])
def test_a_final_state_outlives_the_seven_days(status):
    assert status_at(an_invitation(status=status), NOON) is status
    assert status_at(an_invitation(status=status), NOON + 2 * SEVEN_DAYS) is status


@pytest.mark.parametrize("event", [Event.ACCEPT, Event.DECLINE, Event.REVOKE, Event.RESEND])
def test_anything_may_happen_to_a_pending_invitation(event):
    now = NOON + SEVEN_DAYS - A_MOMENT

    assert refuse_event(an_invitation(), event, now, "Zylker") is None


@pytest.mark.parametrize("status", [Status.PENDING, Status.EXPIRED])
@pytest.mark.parametrize("event", [Event.ACCEPT, Event.DECLINE])
def test_an_expired_invitation_is_neither_accepted_nor_declined(event, status):
    refusal = refuse_event(an_invitation(status=status), event, NOON + SEVEN_DAYS, "Zylker")

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.INVITE_EXPIRED, "C2")
    assert str(refusal.message) == (
        "The invitation of anna@zylker.example to Zylker expired on 2025-03-08 12:00:00 UTC."
    )


@pytest.mark.parametrize("event", [Event.REVOKE, Event.RESEND])
def test_an_expired_invitation_is_neither_revoked_nor_resent(event):
    refusal = refuse_event(an_invitation(), event, NOON + SEVEN_DAYS, "Zylker")

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.INVITE_NOT_PENDING, "C2")
    assert str(refusal.message) == (
        "The invitation of anna@zylker.example to Zylker is expired and stays so."
    )


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.REVOKED])
@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("later", [timedelta(0), SEVEN_DAYS])
def test_a_final_state_never_changes(status, event, later):
    refusal = refuse_event(an_invitation(status=status), event, NOON + later, "Zylker")

    assert refusal is not None
    assert refusal.code is Code.INVITE_NOT_PENDING


def test_the_states_and_what_leads_to_them():
    assert TRANSITIONS == {
        (Status.PENDING, Event.ACCEPT): Status.ACCEPTED,
        (Status.PENDING, Event.DECLINE): Status.DECLINED,
        (Status.PENDING, Event.REVOKE): Status.REVOKED,
        (Status.PENDING, Event.RESEND): Status.PENDING,
        (Status.PENDING, Event.EXPIRE): Status.EXPIRED,
    }


def sending(organization=None, **changes: object):
    facts = {
        "email": "anna@zylker.example",
        "role": Role.STANDARD,
        "kind": Kind.INTERNAL,
        "actor_role": Role.ADMIN,
        "is_member": False,
        "pending": None,
        "now": NOON,
    }
    refusal = refuse_sending(organization or an_organization(), **{**facts, **changes})
    return refusal.code if refusal else None


@pytest.mark.parametrize("actor_role", [Role.ADMIN, Role.SUPERADMIN])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.STANDARD])
def test_administrators_invite_administrators_and_standard_members(actor_role, role):
    assert sending(actor_role=actor_role, role=role) is None


def test_a_standard_member_may_not_invite():
    assert sending(actor_role=Role.STANDARD) is Code.ROLE_NOT_ADMIN


def test_nobody_is_invited_as_super_administrator():
    assert sending(role=Role.SUPERADMIN, actor_role=Role.SUPERADMIN) is Code.ROLE_SUPERADMIN_REQUIRED


def test_nobody_is_invited_once_the_trial_is_over():
    assert sending(an_organization(trial_ends_at=NOON)) is Code.TRIAL_EXPIRED
    assert sending(an_organization(trial_ends_at=NOON + A_MOMENT)) is None


@pytest.mark.parametrize("edition", sorted(set(Edition) - {Edition.ZOHO_ONE}))
def test_external_members_are_invited_to_zoho_one_organizations_only(edition):
    assert sending(a_subscribed(edition), kind=Kind.EXTERNAL) is Code.EXTERNAL_NOT_ZOHO_ONE


def test_an_external_member_may_be_invited_to_a_zoho_one_organization():
    assert sending(a_subscribed(Edition.ZOHO_ONE), kind=Kind.EXTERNAL) is None


def test_an_external_member_may_not_be_invited_as_administrator():
    organization = a_subscribed(Edition.ZOHO_ONE)

    assert sending(organization, kind=Kind.EXTERNAL, role=Role.ADMIN) is Code.EXTERNAL_STANDARD_ONLY
    assert sending(organization, kind=Kind.INTERNAL, role=Role.ADMIN) is None


def test_a_member_is_not_invited_again():
    assert sending(is_member=True) is Code.INVITE_ALREADY_MEMBER


def test_there_is_one_pending_invitation_for_a_user_and_organization():
    now = NOON + SEVEN_DAYS - A_MOMENT

    assert sending(an_organization(), pending=an_invitation(), now=now) is Code.INVITE_ALREADY_PENDING


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.DECLINED, Status.REVOKED, Status.ACCEPTED])
def test_an_invitation_that_has_ended_is_not_in_the_way_of_another(status):
    assert sending(pending=an_invitation(status=status)) is None


def test_an_invitation_that_expires_now_is_not_in_the_way_of_another():
    assert sending(pending=an_invitation(), now=NOON + SEVEN_DAYS) is None


def test_nobody_joins_an_organization_twice():
    refusal = refuse_second_membership("anna@zylker.example", "Zylker", is_member=True)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.INVITE_ALREADY_MEMBER, "C1")
    assert str(refusal.message) == "anna@zylker.example is a member of Zylker already."
    assert refuse_second_membership("anna@zylker.example", "Zylker", is_member=False) is None


@pytest.mark.parametrize("edition", sorted(set(Edition) - {Edition.CRM_PLUS, Edition.ZOHO_ONE}))
def test_invitations_of_an_open_organization_are_listed(edition):
    assert listed(a_subscribed(edition))
    assert refuse_answer_from_list(a_subscribed(edition)) is None


@pytest.mark.parametrize(
    "organization",
    [
        a_subscribed(Edition.CRM_PLUS),
        a_subscribed(Edition.ZOHO_ONE),
        an_organization(has_cliq=True),
        an_organization(restrict_ip=("203.0.113.0/24",)),
    ],
    ids=["CRM Plus", "Zoho One", "Cliq", "IP restriction"],
)
def test_invitations_that_are_not_listed_are_answered_from_the_e_mail_only(organization):
    refusal = refuse_answer_from_list(organization)

    assert not listed(organization)
    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.INVITE_EMAIL_ONLY, "C4")


def test_a_refused_answer_from_the_list_does_not_tell_how_the_organization_is_set_up():
    reasons = [
        a_subscribed(Edition.CRM_PLUS),
        a_subscribed(Edition.ZOHO_ONE),
        an_organization(has_cliq=True),
        an_organization(restrict_ip=("203.0.113.0/24",)),
    ]

    assert len({str(refuse_answer_from_list(organization)) for organization in reasons}) == 1


@given(
    st.builds(
        an_organization,
        edition=st.sampled_from(Edition),
        has_cliq=st.booleans(),
        restrict_ip=st.sampled_from([(), ("203.0.113.0/24",)]),
    )
)
def test_an_invitation_is_answered_from_the_list_if_and_only_if_it_is_listed(organization):
    assert listed(organization) is (refuse_answer_from_list(organization) is None)


def test_a_token_is_answered_by_the_invited_address():
    assert refuse_answer_by(an_invitation(), "anna@zylker.example") is None


def test_a_signed_in_user_with_another_address_is_refused_and_not_told_whose_it_is():
    refusal = refuse_answer_by(an_invitation(), "ewa@other.example")

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (Code.INVITE_NOT_YOURS, "C3")
    assert "anna" not in f"{refusal.message} {refusal.hint} {refusal.subjects}"


@given(
    st.lists(
        st.tuples(st.sampled_from(Event), st.integers(0, 1_300_000)),
        max_size=12,
    ).map(lambda acts: sorted(acts, key=lambda act: act[1]))
)
def test_no_sequence_of_acts_changes_a_final_state(acts):
    invitation = an_invitation()
    ended = None
    for event, seconds in acts:
        now = NOON + timedelta(seconds=seconds)
        if ended is None and status_at(invitation, now) is not Status.PENDING:
            ended = Status.EXPIRED
        if refuse_event(invitation, event, now, "Zylker") is None:
            assert ended is None
            status = TRANSITIONS[(status_at(invitation, now), event)]
            invitation = an_invitation(status=status)
            ended = None if status is Status.PENDING else status
        if ended is not None:
            assert status_at(invitation, now) is ended


def test_every_event_is_judged_in_every_state():
    for status, event in product(Status, Event):
        refusal = refuse_event(an_invitation(status=status), event, NOON, "Zylker")
        assert (refusal is None) is (status is Status.PENDING), (status, event)
