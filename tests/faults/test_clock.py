"""A clock that is set back: what had expired stays so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.run import Orgctl

JAN, EWA = "jan@zylker.example", "ewa@x.example"
SENT = "2030-01-01T12:00:00+00:00"


@pytest.fixture
def invited(orgctl: Orgctl) -> Orgctl:
    """Ewa is invited to Zylker, at an instant that stands still."""
    then = orgctl.at(SENT)
    for email, url in ((JAN, "zylker"), (EWA, "ewas")):
        name = ["--name", "N", "--org-name", url, "--org-url", url, "--no-password"]
        then.ok("signup", email, *name)
    then.ok("org", "subscribe", "enterprise", "--licenses", "5", as_=JAN)
    then.ok("invite", "send", EWA, as_=JAN)
    return then


SEEN = {
    "by the invited person's list": ("invite list", EWA),
    "by the organization list": ("org list", EWA),
    "by the list of what was sent": ("invite list --sent", JAN),
    "by an answer": ("invite accept zylker", EWA),
    "by an answer with the token": ("invite accept --token {token}", EWA),
    "by somebody signed out": ("invite decline --token {token}", None),
    "by sending it again": ("invite resend {email}", JAN),
}


@pytest.mark.parametrize("seen", SEEN)
def test_what_was_seen_to_be_expired_stays_so(seen: str, invited: Orgctl):
    argv, who = SEEN[seen]
    token = invited.token(EWA)
    late, back = invited.at("+7d"), invited.at("+1h")

    late.run(*argv.format(token=token, email=EWA).split(), as_=who)

    back.refused("invite.expired", "invite", "accept", "--token", token)
    back.refused("invite.expired", "invite", "accept", "zylker", as_=EWA)
    assert back.json("org", "list", as_=EWA)["invitations"] == []
    assert [each["status"] for each in back.json("invite", "list", "--sent", as_=JAN)] == ["expired"]


def test_one_second_earlier_it_was_not_expired(invited: Orgctl):
    late, back = invited.at("+7d-1s"), invited.at("+1h")

    late.ok("invite", "list", as_=EWA)
    late.ok("invite", "list", "--sent", as_=JAN)

    assert back.json("invite", "accept", "zylker", as_=EWA)["status"] == "accepted"


def test_a_dry_run_sees_it_and_leaves_it(invited: Orgctl):
    late, back = invited.at("+7d"), invited.at("+1h")

    late.refused("invite.expired", "invite", "accept", "zylker", "--dry-run", as_=EWA)

    assert back.json("invite", "accept", "zylker", as_=EWA)["status"] == "accepted"
