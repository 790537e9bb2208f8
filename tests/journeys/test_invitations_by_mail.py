"""An invitation from its sending to its end, as the invited person meets it: a mail with a token."""

from __future__ import annotations

import base64
import re

import pytest

from orgctl.session.tokens import new_invitation_token
from tests.journeys.stage import ANNA, EWA, JAN

PREFIX = "orgi_"


@pytest.fixture
def anna(stage):
    """Anna, signed in, in zylker."""
    return stage.person(ANNA, "zylker")


def test_from_the_mail_to_a_membership_and_no_further(anna, stage):
    ewa = stage.person(EWA, "ewas")

    sent = anna.json("invite", "send", EWA, "--role", "admin")

    (letter,) = anna.mails(EWA)
    assert letter.message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.message.iter_parts()] == ["text/plain", "text/html"]
    assert letter.invitation == sent["sent"][0]["id"]
    assert re.fullmatch(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", letter.token)
    assert letter.decline == f"orgctl invite decline --token {letter.token}"
    # what the mail says is what there is to type
    _orgctl, *typed = letter.accept.split()
    accepted = ewa.json(*typed)
    assert (accepted["status"], accepted["role"], accepted["url"]) == ("accepted", "admin", "zylker")
    assert [(member["email"], member["role"]) for member in anna.json("member", "list")] == [
        (ANNA, "superadmin"),
        (EWA, "admin"),
    ]
    # the default stays, and nothing is switched
    assert ewa.json("whoami")["active"] == "ewas"
    again = ewa.refused("invite.not_pending", *typed)
    declined = ewa.refused("invite.not_pending", "invite", "decline", "--token", letter.token)
    assert "accepted" in again["message"] + declined["message"]


def test_declining_needs_no_login_and_ends_the_invitation(anna, stage):
    anna.ok("invite", "send", EWA)
    token = anna.token(EWA)

    declined = stage.orgctl.json("invite", "decline", "--token", "-", "--reason", "Not now.", stdin=token)

    assert declined["status"] == "declined"
    stage.orgctl.refused("invite.not_pending", "invite", "accept", "--token", token)
    assert stage.acts.rows("SELECT count(*) FROM users") == [(1,)]
    assert anna.json("invite", "list", "--sent")[0]["status"] == "declined"
    (entry,) = [entry for entry in anna.json("audit") if "declined" in entry["action"]]
    assert entry["detail"] == {"reason": "Not now."}
    # having been declined, it can be sent anew
    anna.ok("invite", "send", EWA)
    assert anna.token(EWA) != token


def test_sent_again_it_is_the_same_invitation_with_another_token(anna, stage):
    ewa = stage.person(EWA, "ewas")
    first = anna.json("invite", "send", EWA)["sent"][0]
    old = anna.token(EWA)

    again = anna.json("invite", "resend", EWA)

    new = anna.token(EWA)
    assert again["id"] == first["id"]
    assert [letter.invitation for letter in anna.mails(EWA)] == [first["id"]] * 2
    assert new != old
    dead = ewa.refused("not_found.invitation", "invite", "accept", "--token", old)
    never = ewa.refused("not_found.invitation", "invite", "accept", "--token", new_invitation_token())
    assert dead == never
    ewa.ok("invite", "accept", "--token", new)


def test_revoked_it_cannot_be_answered_in_any_way(anna, stage):
    ewa = stage.person(EWA, "ewas")
    anna.ok("invite", "send", EWA)

    anna.ok("invite", "revoke", EWA)

    token = anna.token(EWA)
    for answer in ("accept", "decline"):
        ewa.refused("invite.not_pending", "invite", answer, "--token", token)
    ewa.refused("invite.not_pending", "invite", "accept", "zylker")
    assert ewa.json("invite", "list") == []
    anna.refused("invite.not_pending", "invite", "resend", EWA)


def test_every_one_bit_change_of_a_token_is_refused_alike(anna, stage):
    anna.ok("invite", "send", EWA)
    token = anna.token(EWA)
    code = token.removeprefix(PREFIX)
    octets = base64.urlsafe_b64decode(code + "=")
    changed = {
        PREFIX + base64.urlsafe_b64encode(_flipped(octets, bit)).decode().rstrip("=") for bit in range(256)
    }
    # the last character holds four bits of the token and two that say nothing: those may not be free either
    changed |= {
        token[:-1] + other for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    }
    changed |= {token[:-1], token + "A", token + "=", code, token.swapcase(), f"orgs_{code}", token.upper()}
    changed -= {token}

    answers = {str(_refusal(stage.acts, each)) for each in changed}

    assert len(changed) > 300
    assert answers == {str(_refusal(stage.acts, new_invitation_token()))}
    # and so it is at the door itself, for the first bit, the last one, and a spare one
    for each in (_flip(token, 0), _flip(token, 255), token[:-1] + _neighbour(token[-1])):
        error = stage.orgctl.refused("not_found.invitation", "invite", "accept", "--token", each)
        assert error["message"] == "No invitation has this token."
    assert anna.json("invite", "list", "--sent")[0]["status"] == "pending"


def _flipped(octets, bit):
    number = int.from_bytes(octets, "big") ^ (1 << bit)
    return number.to_bytes(len(octets), "big")


def _flip(token, bit):
    octets = base64.urlsafe_b64decode(token.removeprefix(PREFIX) + "=")
    return PREFIX + base64.urlsafe_b64encode(_flipped(octets, bit)).decode().rstrip("=")


def _neighbour(character):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(character) ^ 1]


def _refusal(acts, token):
    with pytest.raises(Exception, match="token") as caught:
        acts.accept_by_token(token)
    return caught.value.code, str(caught.value.message), str(caught.value.hint)


def test_of_eight_answers_at_once_one_counts(anna, stage):
    ewa = stage.person(EWA, "ewas")
    anna.ok("invite", "send", EWA)
    token = anna.token(EWA)
    answers = [("accept", ewa), ("decline", ewa), ("accept", stage.orgctl), ("decline", stage.orgctl)] * 2

    running = [orgctl.start("invite", answer, "--token", token) for answer, orgctl in answers]
    ends = [(process.communicate(timeout=120), process.returncode) for process in running]

    codes = sorted(code for _, code in ends)
    assert codes == [0, 3, 3, 3, 3, 3, 3, 3]
    assert all(b"Traceback" not in err for (_, err), _ in ends)
    won = answers[[code for _, code in ends].index(0)][0]
    (invitation,) = anna.json("invite", "list", "--sent")
    assert invitation["status"] == {"accept": "accepted", "decline": "declined"}[won]
    members = [member["email"] for member in anna.json("member", "list")]
    assert members == ([ANNA, EWA] if won == "accept" else [ANNA])


def test_somebody_else_cannot_answer_and_learns_nothing(anna, stage):
    jan = stage.person(JAN, "jans")
    anna.ok("invite", "send", EWA)
    token = anna.token(EWA)

    error = jan.refused("invite.not_yours", "invite", "accept", "--token", token)

    assert EWA not in error["message"] + str(error["hint"])
    jan.refused("invite.not_yours", "invite", "decline", "--token", token)
    assert anna.json("invite", "list", "--sent")[0]["status"] == "pending"


def test_organizations_that_are_answered_by_mail_only_are_in_no_list(anna, stage):
    ewa = stage.person(EWA, "ewas")
    anna.ok("invite", "send", EWA)
    assert [each["url"] for each in ewa.json("invite", "list")] == ["zylker"]

    anna.ok("org", "restrict-ip", "203.0.113.0/24")

    assert ewa.json("invite", "list") == []
    assert ewa.json("org", "list")["invitations"] == []
    ewa.refused("invite.email_only", "invite", "accept", "zylker")
    assert ewa.json("invite", "accept", "--token", anna.token(EWA))["status"] == "accepted"
