"""Values for tests with sensible defaults: a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from orgctl.domain.editions import MemberStanding
from orgctl.domain.integrations import LinkFacts
from orgctl.domain.standing import Standing
from orgctl.domain.values import (
    Edition,
    Invitation,
    Kind,
    Link,
    Membership,
    Organization,
    Role,
    Side,
    Status,
)

NOON = datetime(2025, 3, 1, 12, 0, 0, tzinfo=UTC)
"""When everything in these values begins."""


def an_organization(**changes: Any) -> Organization:
    """Zylker, on the enterprise trial until the 16th of March, with Jan (user 2) as its only member."""
    organization = Organization(
        id=10,
        url="zylker",
        name="Zylker",
        timezone="Europe/Warsaw",
        edition=Edition.ENTERPRISE,
        licenses=None,
        trial_ends_at=datetime(2025, 3, 16, 12, 0, 0, tzinfo=UTC),
        created_at=NOON,
        creator_id=2,
        creator_slot=None,
        restrict_ip=(),
        has_cliq=False,
        members=1,
        internal_members=1,
    )
    return replace(organization, **changes)


def a_subscribed(edition: Edition, **changes: Any) -> Organization:
    """Zylker, subscribed to an edition with 100 licenses."""
    return an_organization(**{"edition": edition, "licenses": 100, **changes})


def a_standing(**changes: Any) -> Standing:
    """Anna's (user 1): an administrator of the one organization that she is in."""
    return replace(Standing(1, "anna@zylker.example", memberships=1, administers=1), **changes)


def a_membership(**changes: Any) -> Membership:
    """Anna's in Zylker: internal and standard."""
    membership = Membership(
        user_id=1, organization_id=10, role=Role.STANDARD, kind=Kind.INTERNAL, since=NOON, slot=1
    )
    return replace(membership, **changes)


def a_member(**changes: Any) -> MemberStanding:
    """Anna in Zylker: internal, standard and in no other organization that counts."""
    return replace(MemberStanding(1, "anna@zylker.example", Role.STANDARD, Kind.INTERNAL), **changes)


def an_invitation(**changes: Any) -> Invitation:
    """Anna's to Zylker, pending, sent at noon by Jan (user 2), for seven days."""
    invitation = Invitation(
        id=100,
        organization_id=10,
        email="anna@zylker.example",
        email_key="anna@zylker.example",
        role=Role.STANDARD,
        kind=Kind.INTERNAL,
        status=Status.PENDING,
        sent_at=NOON,
        expires_at=NOON + timedelta(days=7),
        inviter_id=2,
    )
    return replace(invitation, **changes)


def a_link(**changes: Any) -> Link:
    """Zylker's portal in Zoho Desk, linked by Jan."""
    link = Link(
        id=1000,
        app="desk",
        feature=None,
        account="zylker-support",
        organization_id=10,
        user_id=2,
        started_from=Side.CRM,
        since=NOON,
        slot=1,
    )
    return replace(link, **changes)


def link_facts(**changes: Any) -> LinkFacts:
    """Anna wants `zylker-support` in Zylker; nobody has linked anything yet."""
    return replace(LinkFacts("Zylker", "zylker-support", user_id=1), **changes)
