"""The trial of a new organization and what stops when it ends: B2 of the policy."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from orgctl.domain.instants import utc_text
from orgctl.domain.limits import TRIAL_SECONDS
from orgctl.domain.refusals import Code, Refusal, Sentence, say
from orgctl.domain.values import Edition

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import Organization

TRIAL_EDITION: Final = Edition.ENTERPRISE
"""B2; "CRM edition of the new organization": what every new organization tries, sign-up's included."""


class Paused(StrEnum):
    """What stops after the trial until an administrator subscribes; all else goes on (B2, reading)."""

    SENDING = "sending"
    ACCEPTING = "accepting"
    LINKING = "linking"
    SAMPLE_DATA = "sample-data"


_PAUSED: Final = {
    Paused.SENDING: say("{organization} can't invite anybody: its trial ended on {ended}."),
    Paused.ACCEPTING: say("Nobody can join {organization} now: its trial ended on {ended}."),
    Paused.LINKING: say("No app can be linked to {organization}: its trial ended on {ended}."),
    Paused.SAMPLE_DATA: say("No sample data can be loaded into {organization}: its trial ended on {ended}."),
}
"""Whole sentences, so that each can be translated as it stands; their values come later."""


def trial_end(created_at: datetime) -> datetime:
    """B2, reading: 15 times 24 hours after creation; the source names no length."""
    return created_at + timedelta(seconds=TRIAL_SECONDS)


def refuse_after_trial(organization: Organization, now: datetime, paused: Paused) -> Refusal | None:
    """B2, reading: after the trial no invitation is sent or accepted, no app linked, no sample data loaded.

    Source: "CRM edition of the new organization". Resending counts as sending. The trial is over at the
    very instant of its end.
    """
    if not organization.on_trial or now < organization.trial_ends_at:
        return None
    return Refusal(
        Code.TRIAL_EXPIRED,
        "B2",
        Sentence(
            _PAUSED[paused].template,
            {"organization": organization.name, "ended": utc_text(organization.trial_ends_at)},
        ),
        say(
            "An administrator of {organization} can subscribe: "
            "`orgctl org subscribe EDITION --licenses N --org {url}`.",
            organization=organization.name,
            url=organization.url,
        ),
    )
