"""Expiry is a question, not an event; but what was once answered with yes stays so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain import invitations as rules
from orgctl.domain.values import Status
from orgctl.store import invitations

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.invitations import Event
    from orgctl.domain.refusals import Refusal
    from orgctl.store.invitations import Offer
    from orgctl.store.transaction import Transaction


def note_expiry(tx: Transaction, offer: Offer, now: datetime) -> None:
    """Remember an invitation that is seen to be expired but stored as pending."""
    its = offer.invitation
    if its.status is Status.PENDING and rules.status_at(its, now) is Status.EXPIRED:
        tx.seen_expired.add(its.id)


def refuse_event(tx: Transaction, offer: Offer, event: Event, now: datetime) -> Refusal | None:
    """C2: the state machine's answer; an expiry that it rests on is remembered."""
    note_expiry(tx, offer, now)
    return rules.refuse_event(offer.invitation, event, now, offer.organization.name)


def write_down_expired(tx: Transaction, now: datetime) -> None:
    """C2: what was seen to be expired stays expired, even if a clock is set back later.

    Run after a command, in a transaction of its own: a refused answer has rolled back the command's.
    """
    invitations.mark_expired(tx, now, sorted(tx.seen_expired))
