from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.session.tokens import hash_token
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, answers, integrations, invitations, members, organizations, reading
from orgctl.usecases.answers import Newcomer
from tests.usecases.acts import ANNA, EWA, JAN, OLA, refused

WEEK = timedelta(days=7)


@pytest.fixture
def zylker(two_founders):
    return two_founders


# answering with a token


def test_a_token_is_answered_once(zylker):
    zylker.send(ANNA, EWA)
    [token] = zylker.tokens
    zylker.accept_by_token(token)

    refused("invite.not_pending", zylker.accept_by_token, token)
    refused("invite.not_pending", zylker.decline_by_token, token)
    refused("invite.not_pending", zylker.do, invitations.revoke, ANNA, email=parse_address(EWA))


@pytest.mark.parametrize("role", [Role.STANDARD, Role.ADMIN])
def test_somebody_elses_sign_in_answers_nothing_whatever_the_role(zylker, role):
    zylker.send(ANNA, EWA, role=role)
    [token] = zylker.tokens

    for act in (zylker.accept_by_token, zylker.decline_by_token):
        refusal = refused("invite.not_yours", act, token, who=OLA)
        assert EWA not in f"{refusal.message} {refusal.hint}"
    assert zylker.statuses() == ["pending"]


def test_an_unknown_token_finds_nothing(zylker):
    zylker.send(ANNA, EWA)
    token = zylker.tokens[0]

    for wrong in (token[:-1], token + " ", token.lower(), ""):
        refused("not_found.invitation", zylker.accept_by_token, wrong)


def test_the_role_comes_from_the_invitation(zylker):
    zylker.join(EWA, "zylker", by=ANNA, role=Role.ADMIN)
    zylker.join(JAN, "zylker", by=ANNA)

    roles = {each.email: each.role for each in zylker.ask(reading.list_members, ANNA)}
    assert roles == {ANNA: "superadmin", EWA: "admin", JAN: "standard"}


def test_a_token_alone_makes_a_login_of_an_address_that_has_none(zylker):
    zylker.send(ANNA, EWA)

    accepted = zylker.accept_by_token(
        zylker.tokens[0], newcomer=Newcomer("Ewa Nowak", "hash", hash_token("orgs_ewa"))
    )

    assert accepted.signed_in
    who = zylker.signed_in("orgs_ewa", accounts.who)
    assert (who.name, who.active, who.default) == ("Ewa Nowak", "zylker", "zylker")
    assert zylker.rows("SELECT password_hash FROM users WHERE email_key = :key", key=EWA) == [("hash",)]


def test_a_newcomer_without_a_name_is_called_by_the_address(zylker):
    zylker.send(ANNA, EWA)

    accepted = zylker.accept_by_token(zylker.tokens[0])

    assert (accepted.user.name, accepted.user.email) == (EWA, EWA)


def test_a_login_without_a_password_gets_one_by_the_next_token(zylker):
    zylker.join(EWA, "zylker", by=ANNA)
    zylker.send(OLA, EWA, org="olas")

    accepted = zylker.accept_by_token(
        zylker.tokens[-1], newcomer=Newcomer("Ewa", "hash", hash_token("orgs_ewa"))
    )

    assert accepted.signed_in
    assert zylker.rows("SELECT password_hash FROM users WHERE email_key = :key", key=EWA) == [("hash",)]


def test_a_password_that_somebody_has_is_not_replaced_by_a_token(zylker):
    zylker.sign_up(EWA, "ewas", password_hash="hers")
    zylker.send(ANNA, EWA, org="zylker")
    newcomer = Newcomer("Somebody", "other", hash_token("orgs_other"))

    accepted = zylker.accept_by_token(zylker.tokens[-1], newcomer=newcomer)

    assert not accepted.signed_in
    assert zylker.rows("SELECT password_hash FROM users WHERE email_key = :key", key=EWA) == [("hers",)]
    refused("auth.required", zylker.signed_in, "orgs_other", accounts.who)


@pytest.mark.parametrize("known", [False, True])
def test_whether_accepting_makes_a_login_is_asked_before(zylker, known):
    if known:
        zylker.sign_up(EWA, "ewas", password_hash="hers")
    zylker.send(ANNA, EWA)

    token_hash = hash_token(zylker.tokens[0])

    assert zylker.read(lambda tx: answers.needs_login(tx, token_hash, zylker.now)) is not known


def test_a_token_that_is_answered_makes_no_login(zylker):
    zylker.send(ANNA, EWA)
    zylker.decline_by_token(zylker.tokens[0])
    token_hash = hash_token(zylker.tokens[0])

    refused(
        "invite.not_pending",
        zylker.read,
        lambda tx: answers.needs_login(tx, token_hash, zylker.now),
    )


def test_at_seven_days_to_the_second_it_is_expired_whatever_was_asked(zylker):
    zylker.send(ANNA, EWA)
    [token] = zylker.tokens
    late = zylker.at(WEEK)

    refused("invite.expired", late.accept_by_token, token)
    refused("invite.not_pending", late.resend, ANNA, EWA)
    refused("invite.not_pending", late.do, invitations.revoke, ANNA, email=parse_address(EWA))


def test_a_second_before_it_is_not(zylker):
    zylker.send(ANNA, EWA)

    accepted = zylker.at(WEEK - timedelta(seconds=1)).accept_by_token(zylker.tokens[0])

    assert accepted.invitation.status == "accepted"


# answering from the list


def test_accepting_from_the_list_means_the_pending_one_of_several(zylker):
    zylker.sign_up(EWA, "ewas")
    zylker.send(ANNA, EWA, org="zylker")
    zylker.decline_by_token(zylker.tokens[-1])
    later = zylker.at(timedelta(seconds=1))
    later.send(ANNA, EWA, org="zylker")

    assert later.accept(EWA, "zylker").invitation.status == "accepted"
    assert zylker.statuses() == ["declined", "accepted"]


def test_accepting_by_the_organizations_name(zylker):
    zylker.sign_up(EWA, "ewas")
    zylker.do(organizations.rename, ANNA, name="The Zylker Corporation")
    zylker.send(ANNA, EWA, org="zylker")

    assert zylker.accept(EWA, "the zylker corporation").invitation.url == "zylker"


def test_an_organization_that_did_not_invite_is_like_one_that_is_not_there(zylker):
    zylker.sign_up(EWA, "ewas")

    there = refused("not_found.invitation", zylker.accept, EWA, "zylker")
    not_there = refused("not_found.invitation", zylker.accept, EWA, "nobody")

    assert str(there.message).replace("zylker", "nobody", 1) == str(not_there.message)


@pytest.fixture
def hidden(request, zylker):
    """Zylker, which has invited Ewa, and then became one whose invitations are not listed."""
    zylker.sign_up(EWA, "ewas")
    zylker.send(ANNA, EWA, org="zylker")
    if isinstance(request.param, Edition):
        zylker.subscribe(ANNA, "zylker", request.param)
    elif request.param == "cliq":
        zylker.do(integrations.add, ANNA, app="cliq", account="p", feature=None, side=Side.CRM)
    else:
        zylker.do(organizations.restrict_ip, ANNA, networks=("10.0.0.0/8",))
    return zylker


HIDDEN = pytest.mark.parametrize("hidden", [Edition.CRM_PLUS, Edition.ZOHO_ONE, "cliq", "ip"], indirect=True)


@HIDDEN
def test_what_is_not_listed_is_answered_from_the_mail_only(hidden):
    refused("invite.email_only", hidden.accept, EWA, "zylker")
    refused(
        "invite.email_only",
        hidden.do,
        answers.decline,
        EWA,
        organization="zylker",
        token_hash=None,
        reason=None,
    )

    assert hidden.accept_by_token(hidden.tokens[-1], who=EWA).invitation.status == "accepted"


@HIDDEN
def test_what_is_not_listed_is_in_no_list_of_the_invited(hidden):
    everything = hidden.ask(reading.list_organizations, EWA, now=hidden.now)
    received = hidden.ask(reading.list_invitations, EWA, sent=False, status=None, now=hidden.now)

    assert (everything.invitations, received) == ((), ())
    assert "zylker" not in str(everything)


@HIDDEN
def test_it_is_listed_again_once_the_reason_is_gone(hidden):
    hidden.do(organizations.restrict_ip, ANNA, networks=())
    hidden.subscribe(ANNA, "zylker", Edition.ULTIMATE)
    if hidden.rows("SELECT 1 FROM links"):
        hidden.do(integrations.remove, ANNA, app="cliq", account="p", feature=None)

    assert hidden.accept(EWA, "zylker").invitation.status == "accepted"


# limits


def test_the_eleventh_membership_is_refused_and_the_invitation_stays_pending(acts):
    acts.sign_up(EWA, "ewas")
    for number in range(1, 11):
        acts.sign_up(f"owner-{number}@x.example", f"no-{number}")
        acts.send(f"owner-{number}@x.example", EWA)
    for number in range(1, 10):
        acts.accept(EWA, f"no-{number}")

    refused("limit.memberships", acts.accept, EWA, "no-10")

    assert acts.rows("SELECT status, COUNT(*) FROM invitations GROUP BY status ORDER BY status") == [
        ("accepted", 9),
        ("pending", 1),
    ]
    acts.do(members.leave, EWA, org="no-1")
    assert acts.accept(EWA, "no-10").invitation.status == "accepted"


def test_an_internal_member_of_one_zoho_one_organization_joins_another_as_external(zylker):
    zylker.subscribe(ANNA, "zylker", Edition.ZOHO_ONE)
    zylker.subscribe(OLA, "olas", Edition.ZOHO_ONE)
    zylker.join(EWA, "zylker", by=ANNA)
    zylker.send(OLA, EWA, org="olas", role=Role.ADMIN)

    accepted = zylker.accept_by_token(zylker.tokens[-1])

    assert accepted.became_external
    assert (accepted.invitation.kind, accepted.invitation.role) == ("external", "standard")


def test_an_external_member_needs_no_license(zylker):
    zylker.subscribe(ANNA, "zylker", Edition.ZOHO_ONE, 1)
    zylker.send(ANNA, EWA, JAN, external=True)
    zylker.send(ANNA, "third@x.example")
    first, second, internal = zylker.tokens

    zylker.accept_by_token(first)
    zylker.accept_by_token(second)

    refused("license.none_free", zylker.accept_by_token, internal)
    assert zylker.rows("SELECT members, internal_members FROM organizations WHERE url = 'zylker'") == [(3, 1)]


def test_a_refused_acceptance_makes_no_login(zylker):
    zylker.subscribe(ANNA, "zylker", Edition.STANDARD, 1)
    zylker.send(ANNA, EWA)

    refused("license.none_free", zylker.accept_by_token, zylker.tokens[0])

    assert zylker.rows("SELECT COUNT(*) FROM users") == [(2,)]
    assert zylker.statuses() == ["pending"]


def test_a_reason_is_for_the_organization_to_read(zylker):
    zylker.sign_up(EWA, "ewas")
    zylker.send(ANNA, EWA, org="zylker")

    zylker.do(answers.decline, EWA, organization="zylker", token_hash=None, reason="No time.")

    [line] = [
        line
        for line in zylker.ask(reading.read_audit, ANNA, limit=100)
        if line.action == "organization:invitation:declined"
    ]
    assert (line.actor, line.detail) == (EWA, {"reason": "No time."})
