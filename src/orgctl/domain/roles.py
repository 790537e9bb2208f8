"""Who may do what in an organization: R1 to R3 and the role side of B4, B8 and E1 of the policy."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Code, Refusal, Sentence, say
from orgctl.domain.values import Kind, Role

if TYPE_CHECKING:
    from orgctl.domain.values import Membership

FORMER_SUPERADMIN: Final = Role.ADMIN
"""R1, reading: what the old super administrator becomes when the role is transferred."""


class Act(StrEnum):
    """What administrators and the super administrator may do and standard members may not (R2, E1)."""

    INVITE = "invite"
    REVOKE = "revoke"
    RESEND = "resend"
    LIST_SENT = "list-sent"
    UNLINK = "unlink"
    SET_ROLE = "set-role"
    SUBSCRIBE = "subscribe"
    SET_LICENSES = "set-licenses"
    LINK_APP = "link-app"
    UNLINK_APP = "unlink-app"
    RESTRICT_IP = "restrict-ip"
    RENAME = "rename"
    SET_TIMEZONE = "set-timezone"
    SAMPLE_DATA = "sample-data"
    DELETE = "delete"


_ADMINISTRATORS_ONLY: Final = {
    Act.INVITE: say("Only administrators may invite people to {organization}."),
    Act.REVOKE: say("Only administrators may revoke an invitation to {organization}."),
    Act.RESEND: say("Only administrators may resend an invitation to {organization}."),
    Act.LIST_SENT: say("Only administrators may list the invitations that {organization} has sent."),
    Act.UNLINK: say("Only administrators may unlink members from {organization}."),
    Act.SET_ROLE: say("Only administrators may change a member's role in {organization}."),
    Act.SUBSCRIBE: say("Only administrators may subscribe {organization} to an edition."),
    Act.SET_LICENSES: say("Only administrators may change the number of licenses of {organization}."),
    Act.LINK_APP: say("Only administrators may link an app to {organization}."),
    Act.UNLINK_APP: say("Only administrators may unlink an app from {organization}."),
    Act.RESTRICT_IP: say("Only administrators may restrict the networks of {organization}."),
    Act.RENAME: say("Only administrators may rename {organization}."),
    Act.SET_TIMEZONE: say("Only administrators may change the time zone of {organization}."),
    Act.SAMPLE_DATA: say("Only administrators may load or clear sample data in {organization}."),
    Act.DELETE: say("Only administrators may delete {organization}."),
}
"""Whole sentences, one an act, so that each can be translated as it stands; their value comes later."""


def refuse_unless_admin(role: Role, organization_name: str, act: Act) -> Refusal | None:
    """R2, reading: `act` needs the role `admin` or `superadmin` in the organization. E1 for links."""
    if role.administers:
        return None
    return Refusal(
        Code.ROLE_NOT_ADMIN,
        "E1" if act in {Act.LINK_APP, Act.UNLINK_APP} else "R2",
        Sentence(_ADMINISTRATORS_ONLY[act].template, {"organization": organization_name}),
        say(
            "You are a standard member; `orgctl member list` shows who is an administrator of {organization}.",
            organization=organization_name,
        ),
    )


def refuse_url_change(role: Role, organization_name: str) -> Refusal | None:
    """B4: the super administrator alone changes the access URL. Source: "Access to the URLs of accounts"."""
    if role is Role.SUPERADMIN:
        return None
    return Refusal(
        Code.URL_NOT_SUPERADMIN,
        "B4",
        say(
            "Only the super administrator may change the access URL of {organization}.",
            organization=organization_name,
        ),
        say(
            "`orgctl member list` shows who is the super administrator of {organization}.",
            organization=organization_name,
        ),
    )


def refuse_leave(role: Role, organization_name: str) -> Refusal | None:
    """R1, reading: the super administrator stays until the role is transferred; anybody else may leave (R3)."""
    if role is not Role.SUPERADMIN:
        return None
    return _superadmin_required(organization_name)


def refuse_unlink(actor_role: Role, target_role: Role, organization_name: str) -> Refusal | None:
    """R1 and R2, readings: administrators unlink anybody but the super administrator.

    There is one super administrator, so two such roles are one person, who is told to transfer (R1).
    """
    refusal = refuse_unless_admin(actor_role, organization_name, Act.UNLINK)
    if refusal is not None or target_role is not Role.SUPERADMIN:
        return refusal
    if actor_role is Role.SUPERADMIN:
        return _superadmin_required(organization_name)
    return _not_superadmin(organization_name)


def refuse_set_role(
    actor_role: Role, target: Membership, new_role: Role, organization_name: str, *, email: str
) -> Refusal | None:
    """R1, R2 and B8: whether the actor may give `target`, whose address is `email`, the role `new_role`.

    Readings: the super administrator's own role, and the giving of that role, change by transfer only
    (`role.superadmin_required` for the super administrator, `role.not_superadmin` for anybody else);
    external members stay `standard`. The role that a member has already may be set again.
    """
    refusal = refuse_unless_admin(actor_role, organization_name, Act.SET_ROLE)
    if refusal is not None or target.role is new_role:
        return refusal
    if Role.SUPERADMIN in {target.role, new_role}:
        if actor_role is not Role.SUPERADMIN:
            return _not_superadmin(organization_name)
        if target.role is Role.SUPERADMIN:
            return _superadmin_required(organization_name)
        return _given_by_transfer(organization_name, email)
    if target.kind is Kind.EXTERNAL:
        return Refusal(
            Code.EXTERNAL_STANDARD_ONLY,
            "B8",
            say(
                "{email} is an external member of {organization}, and external members are always standard.",
                email=email,
                organization=organization_name,
            ),
            say("An internal member of another Zoho One organization can't administer this one."),
        )
    return None


def refuse_transfer(
    actor_role: Role, target: Membership | None, organization_name: str, *, email: str
) -> Refusal | None:
    """R1 and R2, readings: the super administrator hands the role to an internal administrator.

    `target` is the membership of the user with the address `email`, None for somebody who has none;
    it may not be the super administrator's own.
    """
    if actor_role is not Role.SUPERADMIN:
        return _not_superadmin(organization_name)
    if target is not None and target.role is Role.ADMIN and target.kind is Kind.INTERNAL:
        return None
    return Refusal(
        Code.ROLE_TRANSFER_TARGET,
        "R1",
        say(
            "The role of super administrator of {organization} can't go to {email}: not an internal "
            "administrator of it.",
            organization=organization_name,
            email=email,
        ),
        say(
            "Make an internal member an administrator first (`orgctl member set-role EMAIL admin`); "
            "`orgctl member list` shows the roles."
        ),
    )


def _superadmin_required(organization_name: str) -> Refusal:
    return Refusal(
        Code.ROLE_SUPERADMIN_REQUIRED,
        "R1",
        say(
            "{organization} has exactly one super administrator: you can't leave, be unlinked or change that "
            "role while it is yours.",
            organization=organization_name,
        ),
        say(
            "Transfer the role to an internal administrator (`orgctl org transfer EMAIL`); you become an "
            "administrator by it, who may leave."
        ),
    )


def _given_by_transfer(organization_name: str, email: str) -> Refusal:
    return Refusal(
        Code.ROLE_SUPERADMIN_REQUIRED,
        "R1",
        say(
            "{organization} has exactly one super administrator: that role is handed over, and given in no other way.",
            organization=organization_name,
        ),
        say(
            "`orgctl org transfer {email}` hands it over to an internal administrator; you become an administrator.",
            email=email,
        ),
    )


def _not_superadmin(organization_name: str) -> Refusal:
    return Refusal(
        Code.ROLE_NOT_SUPERADMIN,
        "R2",
        say(
            "Only the super administrator of {organization} may change or hand over that role and membership.",
            organization=organization_name,
        ),
        say(
            "`orgctl member list` shows who is the super administrator of {organization}.",
            organization=organization_name,
        ),
    )
