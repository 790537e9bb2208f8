"""Once something was seen to be expired it stays so, whatever the clock does afterwards (C2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.domain.values import Status
from orgctl.usecases import reading
from tests.usecases.acts import ANNA, EWA, refused

WEEK = timedelta(days=7)
BACK = timedelta(days=1)
"""A clock set back to a day on which the invitation was pending."""


@pytest.fixture
def invited(acts):
    """Ewa, invited to Zylker at noon."""
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "ewas")
    acts.send(ANNA, EWA, org="zylker")
    return acts


def _stored(acts):
    return [row[0] for row in acts.rows("SELECT status FROM invitations")]


def test_nobody_writes_expiry_down_before_anybody_looks(invited):
    assert _stored(invited.at(3 * WEEK)) == ["pending"]


@pytest.mark.parametrize(
    "look",
    [
        lambda late: refused("invite.expired", late.accept, EWA, "zylker"),
        lambda late: refused("invite.expired", late.accept_by_token, late.tokens[0]),
        lambda late: refused("invite.expired", late.decline_by_token, late.tokens[0]),
        lambda late: late.ask(reading.list_organizations, EWA, now=late.now),
        lambda late: late.ask(reading.list_invitations, EWA, sent=False, status=None, now=late.now),
        lambda late: late.ask(reading.list_invitations, ANNA, sent=True, status=None, now=late.now),
    ],
    ids=["accept", "accept by token", "decline by token", "org list", "invite list", "invite list --sent"],
)
def test_whoever_sees_it_writes_it_down_and_a_clock_set_back_revives_nothing(invited, look):
    look(invited.at(WEEK))

    assert _stored(invited) == ["expired"]
    refused("invite.expired", invited.at(BACK).accept, EWA, "zylker")
    refused("invite.expired", invited.at(BACK).accept_by_token, invited.tokens[0])


def test_a_list_shows_it_as_expired_and_not_among_the_pending(invited):
    late = invited.at(WEEK)

    pending = late.ask(reading.list_invitations, EWA, sent=False, status=Status.PENDING, now=late.now)
    expired = late.ask(reading.list_invitations, EWA, sent=False, status=Status.EXPIRED, now=late.now)

    assert ([each.status for each in pending], [each.status for each in expired]) == ([], ["expired"])


def test_a_dry_run_writes_nothing_down(invited):
    from orgctl.session.location import Choice
    from orgctl.usecases import answers
    from orgctl.usecases.acting import impersonated

    late = invited.at(WEEK)

    refused(
        "invite.expired",
        invited.store.write,
        lambda tx: answers.accept(
            tx,
            impersonated(tx, EWA, operator="root", choice=Choice()),
            organization="zylker",
            now=late.now,
        ),
        commit=False,
    )

    assert _stored(invited) == ["pending"]
