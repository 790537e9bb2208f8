"""What each refusal means: the codes that a rule, or a plan, says no with (exit 3; `url.invalid` is exit 2)."""

from __future__ import annotations

from typing import Final

from orgctl.domain.limits import (
    CREATED_PER_USER,
    CRM_PLUS_JOINED_PER_USER,
    MEMBERSHIPS_PER_USER,
    ZOHO_ONE_INTERNAL_PER_USER,
)
from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import Explanation

EXPLANATIONS: Final = (
    Explanation(
        Code.CREATE_NOT_ADMIN,
        "Only who is an administrator or the super administrator of some organization creates another.",
        "Have an administrator of one of your organizations make you one: `orgctl member set-role EMAIL admin`.",
        "B1",
    ),
    Explanation(
        Code.LICENSE_NONE_FREE,
        "All licenses of the organization are in use, and an internal member needs one. The invitation stays pending.",
        "An administrator of the organization raises their number: `orgctl org licenses N`. Then accept again.",
        "B3",
    ),
    Explanation(
        Code.LICENSE_TOO_FEW,
        "The organization has, or would have after the change, more internal members than that many licenses.",
        "Buy one for each internal member, or unlink members first: `orgctl member unlink EMAIL`.",
        "B3",
    ),
    Explanation(
        Code.LICENSE_ON_TRIAL,
        "On trial an organization has no licenses whose number could be changed.",
        "Subscribe: `orgctl org subscribe EDITION --licenses N`.",
        "B3",
    ),
    Explanation(
        Code.URL_TAKEN,
        "Another organization has this access URL; upper and lower case make no difference.",
        "Choose another one.",
        "B4",
    ),
    Explanation(
        Code.URL_INVALID,
        "This can't be an access URL: it is 2 to 63 of `a-z 0-9 -`, with no hyphen first, last or doubled.",
        "Choose another one; upper case is taken for lower case.",
        "B4",
    ),
    Explanation(
        Code.URL_NOT_SUPERADMIN,
        "Only the super administrator changes an organization's access URL.",
        "Ask the super administrator: `orgctl member list` shows who it is.",
        "B4",
    ),
    Explanation(
        Code.LIMIT_MEMBERSHIPS,
        f"The user belongs to {MEMBERSHIPS_PER_USER} organizations already.",
        "Leave one (`orgctl member leave --org ORG`), then try again; an invitation stays pending meanwhile.",
        "B5",
    ),
    Explanation(
        Code.LIMIT_CREATED,
        f"The user has created {CREATED_PER_USER} organizations that still exist, sign-up's aside.",
        "Delete one (`orgctl org delete ORG`), or have somebody else create the organization and invite you.",
        "B6",
    ),
    Explanation(
        Code.LIMIT_CRM_PLUS_CREATED,
        "The user who created this organization has created another one that is CRM Plus.",
        "Subscribe to another edition, or have the other one deleted or changed first.",
        "B7",
    ),
    Explanation(
        Code.LIMIT_CRM_PLUS_INVITED,
        f"A user is in {CRM_PLUS_JOINED_PER_USER} CRM Plus organizations created by others already: the one who "
        "accepts, or, on a change of edition, the members who are named.",
        "Leave one of them, unlink the members who are named, or subscribe to another edition.",
        "B7",
    ),
    Explanation(
        Code.LIMIT_ZOHO_ONE,
        f"A user is an internal member of {ZOHO_ONE_INTERNAL_PER_USER} Zoho One organization only, and an "
        "administrator can't become external. The refusal names the administrators in the way.",
        "Make them standard members first, or subscribe to another edition.",
        "B8",
    ),
    Explanation(
        Code.TRIAL_EXPIRED,
        "The trial is over and nobody has subscribed: no invitation is sent or accepted, no app linked and no "
        "sample data loaded.",
        "An administrator subscribes: `orgctl org subscribe EDITION --licenses N`.",
        "B2",
    ),
    Explanation(
        Code.EXTERNAL_NOT_ZOHO_ONE,
        "Only Zoho One organizations have external members.",
        "Invite without `--external`.",
        "B8",
    ),
    Explanation(
        Code.EXTERNAL_STANDARD_ONLY,
        "External members are always standard.",
        "Invite with `--role standard`, or as an internal member.",
        "B8",
    ),
    Explanation(
        Code.ROLE_SUPERADMIN_REQUIRED,
        "An organization has exactly one super administrator, who stays it until the role is transferred.",
        "Transfer it to an internal administrator: `orgctl org transfer EMAIL`.",
        "R1",
    ),
    Explanation(
        Code.ROLE_TRANSFER_TARGET,
        "The role of super administrator goes to an internal administrator of the organization only.",
        "Make the member an administrator first: `orgctl member set-role EMAIL admin`.",
        "R1",
    ),
    Explanation(
        Code.ROLE_NOT_ADMIN,
        "Only administrators and the super administrator of the organization do this.",
        "Ask one: `orgctl member list` shows who they are.",
        "R2",
    ),
    Explanation(
        Code.ROLE_NOT_SUPERADMIN,
        "Only the super administrator changes the super administrator's membership and hands over that role.",
        "Ask the super administrator: `orgctl member list` shows who it is.",
        "R2",
    ),
    Explanation(
        Code.INVITE_EXPIRED,
        "The invitation's seven days are over.",
        "Ask an administrator to invite you again: `orgctl invite send EMAIL`.",
        "C2",
    ),
    Explanation(
        Code.INVITE_EMAIL_ONLY,
        "This organization's invitations are not in the organization list and are answered from the e-mail only.",
        "Use the command in the e-mail: `orgctl invite accept --token TOKEN`.",
        "C4",
    ),
    Explanation(
        Code.INVITE_NOT_PENDING,
        "The invitation has been accepted, declined or revoked, or has expired, and stays so.",
        "Send another one to who is no member: `orgctl invite send EMAIL`.",
        "C2",
    ),
    Explanation(
        Code.INVITE_ALREADY_PENDING,
        "An invitation of this address to this organization is pending.",
        "Send it again with `orgctl invite resend EMAIL`; revoke it first to change it.",
        "C1",
    ),
    Explanation(
        Code.INVITE_ALREADY_MEMBER,
        "This user is a member of the organization already.",
        "Nothing to do; `orgctl member set-role EMAIL ROLE` changes a role.",
        "C1",
    ),
    Explanation(
        Code.INVITE_NOT_YOURS,
        "The invitation was sent to another address than the one that is signed in.",
        "Sign in with the invited address, or sign out and answer with the token alone.",
        "C3",
    ),
    Explanation(
        Code.INTEGRATE_CARDINALITY,
        "The organization, or the app's account, is linked with as many as the catalogue allows.",
        "Unlink one first: `orgctl integrate remove APP ACCOUNT`. `orgctl integrate apps` shows the catalogue.",
        "E2",
    ),
    Explanation(
        Code.INTEGRATE_WRONG_SIDE,
        "This app's integration isn't started from that side.",
        "Start it from the other one: `--from crm` or `--from app`. `orgctl integrate apps` shows which.",
        "E3",
    ),
    Explanation(
        Code.PLAN_STALE,
        "The store has changed what a kept plan rests on, so that it would not do what was read and agreed to.",
        "Make and read the plan again: `orgctl plan FILE --save PLAN`.",
    ),
    Explanation(
        Code.PLAN_TOO_MANY_REMOVALS,
        "The file would unlink more than a quarter of an organization's members: it may have been cut short.",
        "If it is meant, allow for it: `orgctl apply FILE --prune --yes --max-removals N`.",
    ),
)
