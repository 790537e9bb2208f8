"""What must hold when a membership begins: B3, B5, B7 and B8 of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain.limits import CRM_PLUS_JOINED_PER_USER, MEMBERSHIPS_PER_USER, ZOHO_ONE_INTERNAL_PER_USER
from orgctl.domain.places import first_free
from orgctl.domain.refusals import Code, Refusal, say
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Edition, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from orgctl.domain.standing import Standing
    from orgctl.domain.values import Organization


def refuse_joining(
    standing: Standing, organization: Organization, *, kind: Kind, now: datetime
) -> Refusal | None:
    """Whether this user may become a member now: trial.expired, then B5, B7, B3.

    `kind` is what `kind_on_joining` answers, not what the invitation asked for. Reading: a refused
    acceptance leaves the invitation pending, so that it can be tried again.
    """
    return (
        refuse_after_trial(organization, now, Paused.ACCEPTING)
        or refuse_another_membership(standing)
        or refuse_tenth_crm_plus_of_others(standing, organization)
        or refuse_unlicensed(organization, kind)
    )


def refuse_another_membership(standing: Standing) -> Refusal | None:
    """B5: at most ten memberships at a time, whatever the editions.

    Source: "Number of accounts", item 1. Reading: checked when a membership begins, external ones
    included; pending invitations don't count.
    """
    if standing.memberships < MEMBERSHIPS_PER_USER:
        return None
    return Refusal(
        Code.LIMIT_MEMBERSHIPS,
        "B5",
        say(
            "{email} belongs to {memberships} organizations, and {limit} is the most that one user may.",
            email=standing.email,
            memberships=standing.memberships,
            limit=MEMBERSHIPS_PER_USER,
        ),
        say("Leave one of them first (`orgctl member leave --org ORG`; `orgctl org list` shows them)."),
    )


def refuse_tenth_crm_plus_of_others(standing: Standing, organization: Organization) -> Refusal | None:
    """B7: at most nine `crm-plus` organizations that somebody else created.

    Source: "Number of accounts", item 3.
    """
    if organization.edition is not Edition.CRM_PLUS or organization.creator_id == standing.user_id:
        return None
    if standing.crm_plus_joined < CRM_PLUS_JOINED_PER_USER:
        return None
    return Refusal(
        Code.LIMIT_CRM_PLUS_INVITED,
        "B7",
        say(
            "{email} can't join {organization}: already in {joined} CRM Plus organizations created by others, "
            "and {limit} is the most that one user may be in.",
            email=standing.email,
            organization=organization.name,
            joined=standing.crm_plus_joined,
            limit=CRM_PLUS_JOINED_PER_USER,
        ),
        say(
            "Leave one of those first (`orgctl member leave --org ORG`; `orgctl org list` shows the editions)."
        ),
    )


def refuse_unlicensed(organization: Organization, kind: Kind) -> Refusal | None:
    """B3: an internal member of a subscribed organization needs one of its licenses.

    Source: "User licenses for a CRM organization". Reading: during the trial licenses are not counted,
    and external members need none.
    """
    if organization.licenses is None or kind is Kind.EXTERNAL:
        return None
    if organization.internal_members < organization.licenses:
        return None
    return Refusal(
        Code.LICENSE_NONE_FREE,
        "B3",
        say(
            "No license is free in {organization}: all {licenses} are in use.",
            organization=organization.name,
            licenses=organization.licenses,
        ),
        say(
            "An administrator of {organization} can raise their number (`orgctl org licenses N --org {url}`); "
            "until then the invitation stays pending.",
            organization=organization.name,
            url=organization.url,
        ),
    )


def kind_on_joining(standing: Standing, organization: Organization, asked: Kind) -> Kind:
    """B8: which kind of member this user becomes, whatever the invitation asked for.

    Source: "Number of accounts", item 4. Reading: whoever is an internal member of one `zoho-one`
    organization joins another as external.
    """
    is_zoho_one = organization.edition is Edition.ZOHO_ONE
    if is_zoho_one and standing.zoho_one_internal >= ZOHO_ONE_INTERNAL_PER_USER:
        return Kind.EXTERNAL
    return kind_offered(asked, organization.edition)


def kind_offered(asked: Kind, edition: Edition) -> Kind:
    """B8, reading: what an invitation offers that asked for this kind, in the edition as it is now.

    There are external members in `zoho-one` organizations only, so an external invitation of one that has
    changed its edition since makes an internal member.
    """
    return asked if edition is Edition.ZOHO_ONE else Kind.INTERNAL


def role_on_joining(kind: Kind, role: Role) -> Role:
    """B8, reading: external members are always `standard`, whatever role the invitation named."""
    return Role.STANDARD if kind is Kind.EXTERNAL else role


def free_slot(taken: Iterable[int]) -> int:
    """The place, 1 to 10, that a new membership takes among its user's (B5).

    Raises ValueError when all are taken: `refuse_joining` or `refuse_creation` comes first.
    """
    slot = first_free(taken, MEMBERSHIPS_PER_USER)
    if slot is None:
        raise ValueError("no place left: ask refuse_joining or refuse_creation first")
    return slot
