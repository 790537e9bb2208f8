"""Published faults of other programs, each of them tried on this one: invitations answered by the wrong person."""

from __future__ import annotations

import pytest

from orgctl.domain.values import Edition, Role
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, editions, invitations, members, organizations, reading
from orgctl.usecases.answers import Newcomer
from tests.journeys.stage import ANNA, EWA, JAN, OLA
from tests.usecases.acts import refused

ZYLKER = "zylker"


@pytest.fixture
def invited(acts):
    """Ewa, whom Anna has invited to zylker; Jan, who has nothing to do with it. Answers the token."""
    acts.sign_up(ANNA, ZYLKER)
    acts.sign_up(EWA, "ewas")
    acts.sign_up(JAN, "jans")
    acts.send(ANNA, EWA, org=ZYLKER)
    return acts.tokens[-1]


def status(acts):
    sent = acts.ask(reading.list_invitations, ANNA, org=ZYLKER, sent=True, status=None, now=acts.now)
    return sent[0].status


def roster(acts, org=ZYLKER, who=ANNA):
    return {member.email: member.role for member in acts.ask(reading.list_members, who, org=org)}


def test_cve_2022_39306_grafana_an_invitation_signs_up_no_other_address(stage, acts, invited):
    """CVE-2022-39306, GHSA-2x6g-h2hg-rq84, Grafana: with an invitation's link any address could sign up."""
    refused("invite.not_yours", acts.accept_by_token, invited, who=JAN)

    assert status(acts) == "pending"
    acts.send(ANNA, OLA, org=ZYLKER)
    acts.accept_by_token(acts.tokens[-1], newcomer=Newcomer("Mallory", None, None))
    assert acts.rows("SELECT email FROM users WHERE name = 'Mallory'") == [(OLA,)]
    # and nothing on the command line names another address
    done = stage.orgctl.run("invite", "accept", "mallory@evil.example", "--token", invited)
    assert done.code == 2


@pytest.mark.parametrize("role", [Role.STANDARD, Role.ADMIN])
def test_cve_2026_34389_fleet_the_address_is_compared_and_the_role_is_the_invitations(stage, acts, role):
    """CVE-2026-34389, GHSA-4f9r-x588-pp2h, Fleet: the address was not compared at accepting, and whoever
    accepted got the invitation's role, that of an administrator included."""
    acts.sign_up(ANNA, ZYLKER)
    acts.sign_up(JAN, "jans")
    acts.sign_up(EWA, "ewas")
    acts.send(ANNA, EWA, org=ZYLKER, role=role)
    token = acts.tokens[-1]

    refused("invite.not_yours", acts.accept_by_token, token, who=JAN)

    assert roster(acts) == {ANNA: "superadmin"}
    wished = stage.signed_in(EWA).run("invite", "accept", "--token", token, "--role", "admin")
    assert wished.code == 2
    acts.accept_by_token(token, who=EWA)
    assert roster(acts) == {ANNA: "superadmin", EWA: role.value}


def test_cve_2026_9087_keycloak_the_proof_is_of_the_mailbox_that_was_asked(acts, invited):
    """CVE-2026-9087, Keycloak: the proof of an address was not bound to the account it was asked for."""
    acts.send(ANNA, OLA, org=ZYLKER)
    olas = acts.tokens[-1]

    # each proof opens its own mailbox's account, whoever brings it
    for token, who in ((invited, JAN), (olas, EWA), (olas, JAN)):
        refused("invite.not_yours", acts.accept_by_token, token, who=who)
    acts.resend(ANNA, EWA, org=ZYLKER)
    refused("not_found.invitation", acts.accept_by_token, invited, who=EWA)
    joined = acts.accept_by_token(olas)

    assert joined.user.email == OLA
    assert roster(acts) == {ANNA: "superadmin", OLA: "standard"}


def test_vibe_kanban_3430_no_other_account_redeems_an_invitation(acts, invited):
    """vibe-kanban #3430, growthbook PR 6343, pulumi-kubernetes #3192: any account could redeem any invitation."""
    acts.join(OLA, ZYLKER, by=ANNA)
    acts.do(members.set_role, ANNA, org=ZYLKER, email=parse_address(OLA), role=Role.ADMIN)
    acts.sign_up("new@zylker.example", "news", password_hash="x")

    # an outsider, an administrator of the organization, the one who invited, somebody with a password
    for who in (JAN, OLA, ANNA, "new@zylker.example"):
        refused("invite.not_yours", acts.accept_by_token, invited, who=who)
        refused("invite.not_yours", acts.decline_by_token, invited, who=who)

    assert status(acts) == "pending"


def test_keycloak_52788_an_invitation_has_one_user_however_the_address_is_written(acts):
    """Keycloak PR 52788 (review note): with an address twice, another user got the invitation's role."""
    acts.sign_up(ANNA, ZYLKER)
    acts.sign_up(EWA, "ewas")

    acts.send(ANNA, "Ewa@ZYLKER.example", org=ZYLKER, role=Role.ADMIN)

    refused("input.user_exists", acts.sign_up, "EWA@zylker.example", "twin")
    joined = acts.accept_by_token(acts.tokens[-1], newcomer=Newcomer("Twin", "x", None))
    assert joined.user.name == "Ewa"
    assert acts.rows("SELECT count(*) FROM users") == [(2,)]
    assert roster(acts) == {ANNA: "superadmin", EWA: "admin"}


# Letters that lose themselves in others when case or form is folded.
COLLISIONS = {
    "dotless i": ("mike@zylker.example", "m\u0131ke@zylker.example"),
    "dotted capital i": ("mike@zylker.example", "m\u0130ke@zylker.example"),
    "long s": ("sam@zylker.example", "\u017fam@zylker.example"),
    "ligature fi": ("fil@zylker.example", "\ufb01l@zylker.example"),
    "sharp s": ("strasse@zylker.example", "stra\u00dfe@zylker.example"),
    "full width": ("mike@zylker.example", "\uff4dike@zylker.example"),
    "sharp s in the domain": ("mike@strasse.example", "mike@stra\u00dfe.example"),
    "accent": ("zoe@zylker.example", "zo\u00eb@zylker.example"),
}


@pytest.mark.parametrize("real, lookalike", COLLISIONS.values(), ids=COLLISIONS)
def test_cve_2019_19844_django_no_letter_collides_with_another(acts, real, lookalike):
    """CVE-2019-19844, Django (and GitHub's bounty of 2016-07-05): addresses that collide once their case is
    folded, so that one user's secret was mailed to another's mailbox."""
    acts.sign_up(ANNA, ZYLKER)
    acts.sign_up(real, "reals")

    acts.send(ANNA, real, org=ZYLKER)
    genuine = acts.tokens[-1]
    sent = acts.send(ANNA, lookalike, org=ZYLKER)

    # an invitation of its own, to the mailbox that was typed
    assert [each.email for each in sent.sent] == [parse_address(lookalike).email]
    refused("invite.not_yours", acts.accept_by_token, acts.tokens[-1], who=real)
    joined = acts.accept_by_token(acts.tokens[-1], newcomer=Newcomer("Lookalike", None, None))
    assert joined.user.name == "Lookalike"
    assert acts.accept_by_token(genuine, who=real).user.email == real
    found = acts.read(lambda tx: accounts.credentials(tx, parse_address(lookalike), "-"))
    assert found.user_id == joined.user.id


def test_cve_2019_19844_django_a_letter_in_disguise_is_no_letter(acts):
    """CVE-2019-19844 again: the Kelvin sign is a k to whoever normalizes it, so that no address may hold it."""
    acts.sign_up(ANNA, ZYLKER)

    refused("input.email", acts.send, ANNA, "mi\u212ae@zylker.example", org=ZYLKER)


def test_django_s_mail_goes_to_the_address_that_is_stored(stage):
    """CVE-2019-19844 again: what is mailed goes to the stored address, not to what somebody typed later."""
    anna = stage.person(ANNA, ZYLKER)
    anna.ok("invite", "send", EWA)

    anna.ok("invite", "resend", "EWA@Zylker.Example")

    assert [letter.to for letter in anna.mails()] == [EWA, EWA]


def test_cve_2024_10452_grafana_nobody_touches_the_invitations_of_another_organization(acts, invited):
    """CVE-2024-10452, GHSA-66c4-2g2v-54qw, Grafana: an organization's administrator could delete another's
    invitations."""
    acts.join(OLA, ZYLKER, by=ANNA)
    ewa, never = parse_address(EWA), parse_address("never@zylker.example")

    def answer(act, who, org, email):
        extra = {"new_token": acts.new_token} if act is invitations.resend else {}
        code = "role.not_admin" if who == OLA else "not_found.invitation" if org == "jans" else None
        code = code or "not_found.organization"
        failure = refused(code, acts.do, act, who, org=org, email=email, **extra)
        return str(failure.message).replace(email.email, "…")

    for act in (invitations.revoke, invitations.resend):
        for who, org in ((JAN, "jans"), (JAN, ZYLKER), (EWA, ZYLKER), (OLA, ZYLKER)):
            assert answer(act, who, org, ewa) == answer(act, who, org, never)
    missing = refused("not_found.organization", acts.do, invitations.revoke, JAN, org="zylkeR-", email=ewa)
    theirs = refused("not_found.organization", acts.do, invitations.revoke, JAN, org=ZYLKER, email=ewa)
    assert str(missing.message).replace("zylkeR-", ZYLKER) == str(theirs.message)
    assert status(acts) == "pending"
    acts.accept_by_token(invited, who=EWA)


def test_cve_2026_22640_grafana_an_administrator_cannot_remove_the_super_administrator(acts):
    """CVE-2026-22640, Grafana: an organization's administrator could delete the server's administrator."""
    acts.sign_up(ANNA, ZYLKER)
    for email in (EWA, JAN):
        acts.join(email, ZYLKER, by=ANNA, role=Role.ADMIN)
    anna = parse_address(ANNA)

    for act, given in (
        (members.unlink, {"email": anna}),
        (members.set_role, {"email": anna, "role": Role.STANDARD}),
        (organizations.transfer, {"email": parse_address(JAN)}),
    ):
        refused("role.not_superadmin", acts.do, act, EWA, org=ZYLKER, **given)

    # nor can she go herself before somebody else is it
    refused("role.superadmin_required", acts.do, members.leave, ANNA, org=ZYLKER)
    refused("role.superadmin_required", acts.unlink, ANNA, ANNA, org=ZYLKER)
    assert roster(acts) == {ANNA: "superadmin", EWA: "admin", JAN: "admin"}


def test_keycloak_50063_one_address_is_not_found_within_another(acts):
    """Keycloak #50063: whoever had an invitation was looked for with LIKE %address%."""
    acts.sign_up(ANNA, ZYLKER)
    addresses = (
        "alice@zylker.example",
        "ice@zylker.example",
        "a_b@zylker.example",
        "axb@zylker.example",
        "a%b@zylker.example",
        "a%@zylker.example",
    )

    sent = [acts.send(ANNA, email, org=ZYLKER) for email in addresses]

    assert [len(each.sent) for each in sent] == [1] * 6
    acts.do(invitations.revoke, ANNA, org=ZYLKER, email=parse_address("a%b@zylker.example"))
    acts.do(invitations.revoke, ANNA, org=ZYLKER, email=parse_address("a_b@zylker.example"))
    pending = acts.rows("SELECT email FROM invitations WHERE status = 'pending' ORDER BY email")
    assert [email for (email,) in pending] == [
        "a%@zylker.example",
        "alice@zylker.example",
        "axb@zylker.example",
        "ice@zylker.example",
    ]


def test_langwatch_6572_limits_are_looked_at_when_an_invitation_is_accepted(acts):
    """langwatch #6572: the limit was checked when somebody was invited, and not when they accepted."""
    acts.sign_up(EWA, "ewas")
    acts.sign_up(ANNA, ZYLKER)
    acts.subscribe(ANNA, ZYLKER, Edition.STANDARD, 1)
    acts.send(ANNA, EWA, org=ZYLKER)
    token = acts.tokens[-1]

    refused("license.none_free", acts.accept_by_token, token, who=EWA)

    assert status(acts) == "pending"
    acts.do(editions.set_licenses, ANNA, org=ZYLKER, licenses=2)
    for number in range(9):
        acts.sign_up(f"host{number}@zylker.example", f"host-{number}")
        acts.join(EWA, f"host-{number}", by=f"host{number}@zylker.example")
    refused("limit.memberships", acts.accept_by_token, token, who=EWA)
    assert status(acts) == "pending"
