"""Results to look at: one of each kind, with names that a table must cope with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from orgctl.usecases.results import InvitationResult, OrganizationList, OrganizationResult

NOW = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)


def an_organization(**changes: Any) -> OrganizationResult:
    """Zylker, subscribed, seen by its super administrator."""
    organization = OrganizationResult(
        name="Zylker",
        url="zylker",
        timezone="Europe/Warsaw",
        edition="enterprise",
        trial=False,
        trial_ends_at=None,
        licenses=25,
        members=3,
        created_at=NOW - timedelta(days=30),
        role="superadmin",
        kind="internal",
        default=False,
        active=False,
        restrict_ip=(),
        invitations_listed=True,
    )
    return replace(organization, **changes)


def on_trial(left: timedelta, **changes: Any) -> OrganizationResult:
    """An organization whose trial has so much left."""
    return an_organization(trial=True, trial_ends_at=NOW + left, licenses=None, **changes)


def an_invitation(**changes: Any) -> InvitationResult:
    """Acme's invitation of Jan, as administrator, with six days left."""
    invitation = InvitationResult(
        id="5172",
        organization="Acme",
        url="acme",
        email="jan@zylker.example",
        role="admin",
        kind="internal",
        status="pending",
        sent_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=6),
        invited_by="boss@acme.example",
    )
    return replace(invitation, **changes)


ORGANIZATIONS = OrganizationList(
    organizations=(
        on_trial(timedelta(days=12, hours=3), active=True, default=True),
        an_organization(
            name="Zylker Products Holding International",
            url="zylker-products",
            edition="crm-plus",
            role="admin",
            members=1204,
        ),
        on_trial(timedelta(0), name="Żabka Polska", url="zabka", role="standard"),
        an_organization(
            name="日本の会社", url="nihon", edition="zoho-one", role="standard", kind="external", members=7
        ),
    ),
    invitations=(
        an_invitation(),
        an_invitation(
            organization="Contoso Services",
            url="contoso",
            role="standard",
            expires_at=NOW + timedelta(hours=3, minutes=20),
        ),
    ),
)
"""An active default on trial, a long name, a trial that is over, a guest, and two invitations."""
