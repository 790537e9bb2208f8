"""Subscribing, licenses and what a change of edition does to members: B2, B3, B7 and B8 of the policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgctl.domain.limits import (
    CRM_PLUS_CREATED_PER_USER,
    CRM_PLUS_JOINED_PER_USER,
    LICENSES_AT_MOST,
    ZOHO_ONE_INTERNAL_PER_USER,
)
from orgctl.domain.refusals import Code, InvalidInput, Refusal, say
from orgctl.domain.values import Edition, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.domain.values import Organization


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """What a change of edition needs to know of one member of the organization.

    `crm_plus_joined` and `zoho_one_internal` count the member's *other* organizations, as `Standing` does.
    """

    user_id: int
    email: str
    role: Role
    kind: Kind
    crm_plus_joined: int = 0
    zoho_one_internal: int = 0
    is_creator: bool = False


@dataclass(frozen=True, slots=True)
class EditionChange:
    """What subscribing does: the new terms, and the ids of the users whose kind of membership changes."""

    edition: Edition
    licenses: int
    made_external: tuple[int, ...] = ()
    made_internal: tuple[int, ...] = ()


def clean_licenses(licenses: int) -> int:
    """A number of licenses; that 0 is too few is the rule's to say. Raises InvalidInput `input.licenses`."""
    if 0 <= licenses <= LICENSES_AT_MOST:
        return licenses
    raise InvalidInput(
        Code.INPUT_LICENSES,
        say(
            "{licenses} is no number of licenses: it is a whole number up to {most}.",
            licenses=licenses,
            most=LICENSES_AT_MOST,
        ),
    )


def change_of_edition(
    organization: Organization,
    members: Sequence[MemberStanding],
    creator_crm_plus: int,
    edition: Edition,
    licenses: int,
) -> Refusal | EditionChange:
    """What subscribing to `edition` with `licenses` does to the organization, or why it is refused.

    B7 and B8 are judged when the edition changes; subscribing again to the same one is about licenses
    only. `members` are all members (none are needed where the edition stays), `creator_crm_plus` how many
    *other* existing `crm-plus` organizations the organization's creator created, being a member still
    or not. Raises InvalidInput `input.licenses`.
    """
    clean_licenses(licenses)
    changes = edition is not organization.edition
    to_crm_plus = changes and edition is Edition.CRM_PLUS
    to_zoho_one = changes and edition is Edition.ZOHO_ONE
    from_zoho_one = changes and organization.edition is Edition.ZOHO_ONE

    second_in_zoho_one = [
        member
        for member in members
        if to_zoho_one
        and member.kind is Kind.INTERNAL
        and member.zoho_one_internal >= ZOHO_ONE_INTERNAL_PER_USER
    ]
    made_external = tuple(member.user_id for member in second_in_zoho_one)
    made_internal = tuple(
        member.user_id for member in members if from_zoho_one and member.kind is Kind.EXTERNAL
    )
    internal = organization.internal_members - len(made_external) + len(made_internal)

    refusal = (
        (refuse_second_crm_plus(organization, members, creator_crm_plus) if to_crm_plus else None)
        or (refuse_crm_plus_for_members(organization, members) if to_crm_plus else None)
        or refuse_external_administrators(organization, second_in_zoho_one)
        or refuse_too_few_licenses(organization, licenses, internal)
    )
    return refusal or EditionChange(edition, licenses, made_external, made_internal)


def refuse_second_crm_plus(
    organization: Organization, members: Sequence[MemberStanding], creator_crm_plus: int
) -> Refusal | None:
    """B7: a user may have created one `crm-plus` organization only.

    Source: "Number of accounts", item 3. Reading: it is the creator who counts, whoever subscribes and
    whether or not the creator is still a member; named only if so.
    """
    if creator_crm_plus < CRM_PLUS_CREATED_PER_USER:
        return None
    return Refusal(
        Code.LIMIT_CRM_PLUS_CREATED,
        "B7",
        say(
            "{organization} can't change to CRM Plus: the user who created it has created another CRM Plus "
            "organization, and {limit} is the most that one user may.",
            organization=organization.name,
            limit=CRM_PLUS_CREATED_PER_USER,
        ),
        say(
            "Subscribe to another edition, or have the creator's other CRM Plus organization deleted or "
            "changed to another edition first."
        ),
        tuple(member.email for member in members if member.is_creator),
    )


def refuse_crm_plus_for_members(
    organization: Organization, members: Sequence[MemberStanding]
) -> Refusal | None:
    """B7 for the members: none may get into a tenth `crm-plus` organization that others created.

    Source: "Number of accounts", item 3. Reading: the refusal names the members in the way and never
    their organizations.
    """
    in_the_way = tuple(
        member.email
        for member in members
        if not member.is_creator and member.crm_plus_joined >= CRM_PLUS_JOINED_PER_USER
    )
    if not in_the_way:
        return None
    return Refusal(
        Code.LIMIT_CRM_PLUS_INVITED,
        "B7",
        say(
            "{organization} can't change to CRM Plus: {limit} CRM Plus organizations of others is the most that "
            "one user may be in, and these members are: {people}.",
            organization=organization.name,
            limit=CRM_PLUS_JOINED_PER_USER,
            people=", ".join(in_the_way),
        ),
        say("Subscribe to another edition, or unlink these members first (`orgctl member unlink EMAIL`)."),
        in_the_way,
    )


def refuse_external_administrators(
    organization: Organization, made_external: Sequence[MemberStanding]
) -> Refusal | None:
    """B8: whoever would become external must be `standard`.

    Source: "Number of accounts", item 4. Reading: standard members become external by the change; with
    the super administrator or an administrator among them it is refused, and they are named.
    """
    in_the_way = tuple(member.email for member in made_external if member.role.administers)
    if not in_the_way:
        return None
    return Refusal(
        Code.LIMIT_ZOHO_ONE,
        "B8",
        say(
            "{organization} can't change to Zoho One: one user may be an internal member of {limit} Zoho One "
            "organization only, external members are standard, and these administrators are in one: {people}.",
            organization=organization.name,
            limit=ZOHO_ONE_INTERNAL_PER_USER,
            people=", ".join(in_the_way),
        ),
        say(
            "Subscribe to another edition, or make them standard members first: `orgctl member set-role EMAIL "
            "standard`, for the super administrator after `orgctl org transfer EMAIL`."
        ),
        in_the_way,
    )


def refuse_too_few_licenses(organization: Organization, licenses: int, internal: int) -> Refusal | None:
    """B3: internal members never outnumber licenses; `internal` counts them after the change.

    Source: "User licenses for a CRM organization"; that it is refused is a reading.
    """
    if licenses >= internal:
        return None
    return Refusal(
        Code.LICENSE_TOO_FEW,
        "B3",
        say(
            "{licenses} is too few licenses for {organization}: it needs {internal}, one for each internal member.",
            licenses=licenses,
            organization=organization.name,
            internal=internal,
        ),
        say(
            "Buy {internal} or more, or unlink members first (`orgctl member unlink EMAIL`).",
            internal=internal,
        ),
    )


def refuse_license_change(organization: Organization, licenses: int) -> Refusal | None:
    """B3: whether the number of licenses may become `licenses` in the edition subscribed to.

    Reading: on trial there is no number to change, whether the fifteen days are over or not.
    Raises InvalidInput `input.licenses`.
    """
    clean_licenses(licenses)
    if organization.on_trial:
        return Refusal(
            Code.LICENSE_ON_TRIAL,
            "B3",
            say("{organization} is on trial and has no licenses yet.", organization=organization.name),
            say(
                "Subscribing buys them: `orgctl org subscribe EDITION --licenses {licenses} --org {url}`.",
                licenses=max(licenses, organization.internal_members),
                url=organization.url,
            ),
        )
    return refuse_too_few_licenses(organization, licenses, organization.internal_members)
