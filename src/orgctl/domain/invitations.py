"""The life of an invitation: C1 to C4 of the policy."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from orgctl.domain.instants import utc_text
from orgctl.domain.limits import INVITATION_SECONDS
from orgctl.domain.refusals import Code, Refusal, say
from orgctl.domain.roles import Act, refuse_unless_admin
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Edition, Kind, Role, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from orgctl.domain.values import Invitation, Organization


class Event(StrEnum):
    """What can happen to an invitation once it is sent."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REVOKE = "revoke"
    RESEND = "resend"
    EXPIRE = "expire"


TRANSITIONS: Final[Mapping[tuple[Status, Event], Status]] = {
    (Status.PENDING, Event.ACCEPT): Status.ACCEPTED,
    (Status.PENDING, Event.DECLINE): Status.DECLINED,
    (Status.PENDING, Event.REVOKE): Status.REVOKED,
    (Status.PENDING, Event.RESEND): Status.PENDING,
    (Status.PENDING, Event.EXPIRE): Status.EXPIRED,
}
"""C2, reading: every state but `pending` is final; what is not here is refused."""

_UNLISTED_EDITIONS: Final = frozenset({Edition.CRM_PLUS, Edition.ZOHO_ONE})


def expires_at(sent_at: datetime) -> datetime:
    """C2, reading: 7 times 24 hours after sending, in UTC, whatever clocks do in between."""
    return sent_at + timedelta(seconds=INVITATION_SECONDS)


def status_at(invitation: Invitation, now: datetime) -> Status:
    """C2: where the invitation stands; a pending one is expired at the very instant of its expiry.

    Nobody has to write expiry down: the stored status stays `pending` until an act touches it.
    """
    if invitation.status is Status.PENDING and now >= invitation.expires_at:
        return Status.EXPIRED
    return invitation.status


def refuse_event(
    invitation: Invitation, event: Event, now: datetime, organization_name: str
) -> Refusal | None:
    """C2: whether `event` may happen to the invitation now.

    Source: "Accepting or declining invitations". Readings: answering an expired one is
    `invite.expired`; whatever else happens to one that isn't pending any more is
    `invite.not_pending`, revoking and resending an expired one too, since that state is final.
    """
    status = status_at(invitation, now)
    if (status, event) in TRANSITIONS:
        return None
    if status is Status.EXPIRED and event in {Event.ACCEPT, Event.DECLINE}:
        return Refusal(
            Code.INVITE_EXPIRED,
            "C2",
            say(
                "The invitation of {email} to {organization} expired on {expired}.",
                email=invitation.email,
                organization=organization_name,
                expired=utc_text(invitation.expires_at),
            ),
            say(
                "An administrator of {organization} can invite again: `orgctl invite send {email}`.",
                organization=organization_name,
                email=invitation.email,
            ),
        )
    return Refusal(
        Code.INVITE_NOT_PENDING,
        "C2",
        say(
            "The invitation of {email} to {organization} is {status} and stays so.",
            email=invitation.email,
            organization=organization_name,
            status=status.value,
        ),
        say(
            "An administrator of {organization} can invite those who are no members: `orgctl invite send {email}`.",
            organization=organization_name,
            email=invitation.email,
        ),
    )


def refuse_sending(  # noqa: PLR0913 (the facts of one offer, by keyword)
    organization: Organization,
    *,
    email: str,
    role: Role,
    kind: Kind,
    actor_role: Role,
    is_member: bool,
    pending: Invitation | None,
    now: datetime,
) -> Refusal | None:
    """R2, B2, B8, C1: whether the actor may invite `email` to the organization now.

    `pending` is the stored invitation of this address to this organization whose status is `pending`,
    if there is one; an expired one is not in the way. Nothing here depends on what other organizations
    the invited user is in (C3, reading): an inviter can't learn it.
    """
    return (
        refuse_unless_admin(actor_role, organization.name, Act.INVITE)
        or refuse_after_trial(organization, now, Paused.SENDING)
        or refuse_inviting_as(organization, role, kind)
        or refuse_second_membership(email, organization.name, is_member=is_member)
        or _refuse_second_invitation(pending, now, organization.name)
    )


def refuse_inviting_as(organization: Organization, role: Role, kind: Kind) -> Refusal | None:
    """R1 and B8, readings: no invitation makes a super administrator; external members only in a
    `zoho-one` organization and only `standard`.
    """
    if role is Role.SUPERADMIN:
        return Refusal(
            Code.ROLE_SUPERADMIN_REQUIRED,
            "R1",
            say(
                "{organization} has exactly one super administrator; nobody is invited as another one.",
                organization=organization.name,
            ),
            say("Invite as `admin`, then transfer the role: `orgctl org transfer EMAIL`."),
        )
    if kind is Kind.INTERNAL:
        return None
    if organization.edition is not Edition.ZOHO_ONE:
        return Refusal(
            Code.EXTERNAL_NOT_ZOHO_ONE,
            "B8",
            say(
                "{organization} has no external members: its edition is {edition}.",
                organization=organization.name,
                edition=organization.edition.value,
            ),
            say("Only {edition} organizations have them; invite without `--external`.", edition="zoho-one"),
        )
    if role is not Role.STANDARD:
        return Refusal(
            Code.EXTERNAL_STANDARD_ONLY,
            "B8",
            say(
                "External members of {organization} are always standard; the invitation asks for {role}.",
                organization=organization.name,
                role=role.value,
            ),
            say("Invite with `--role standard`, or without `--external`."),
        )
    return None


def refuse_second_membership(email: str, organization_name: str, *, is_member: bool) -> Refusal | None:
    """C1, reading: a member is not invited again, and does not join twice."""
    if not is_member:
        return None
    return Refusal(
        Code.INVITE_ALREADY_MEMBER,
        "C1",
        say(
            "{email} is a member of {organization} already.",
            email=email,
            organization=organization_name,
        ),
        say(
            "`orgctl member list` shows the members; `orgctl member set-role {email} ROLE` changes a role.",
            email=email,
        ),
    )


def _refuse_second_invitation(
    pending: Invitation | None, now: datetime, organization_name: str
) -> Refusal | None:
    """C1, reading: one pending invitation for a user and organization."""
    if pending is None or status_at(pending, now) is not Status.PENDING:
        return None
    return Refusal(
        Code.INVITE_ALREADY_PENDING,
        "C1",
        say(
            "An invitation of {email} to {organization} is pending until {expires}.",
            email=pending.email,
            organization=organization_name,
            expires=utc_text(pending.expires_at),
        ),
        say(
            "`orgctl invite resend {email}` sends it again; to change it, `orgctl invite revoke {email}` first.",
            email=pending.email,
        ),
    )


def listed(organization: Organization) -> bool:
    """C4: whether the organization's invitations are in the organization list.

    Source: "Accepting or declining invitations", last paragraph. Reading: by what the organization is
    now, not by what it was when the invitation was sent.
    """
    return not (
        organization.edition in _UNLISTED_EDITIONS or organization.has_cliq or organization.restrict_ip
    )


def refuse_answer_from_list(organization: Organization) -> Refusal | None:
    """C4: an invitation that isn't listed is answered from the e-mail only.

    The refusal doesn't tell which of the reasons it is: the invited user is no member yet (A3).
    """
    if listed(organization):
        return None
    return Refusal(
        Code.INVITE_EMAIL_ONLY,
        "C4",
        say(
            "Invitations to {organization} are answered from the e-mail only.",
            organization=organization.name,
        ),
        say(
            "The e-mail says how: `orgctl invite accept --token TOKEN`, or `orgctl invite decline --token TOKEN`."
        ),
    )


def refuse_answer_by(invitation: Invitation, user_email_key: str) -> Refusal | None:
    """C3, reading: a token is answered by the invited address; the refusal doesn't tell which that is."""
    if invitation.email_key == user_email_key:
        return None
    return Refusal(
        Code.INVITE_NOT_YOURS,
        "C3",
        say("This invitation was sent to another address than the one that is signed in."),
        say(
            "Sign in with the invited address, or sign out (`orgctl logout`): the token alone is enough to answer."
        ),
    )
