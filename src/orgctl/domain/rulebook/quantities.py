"""Section 2 of the policy, second part: how many organizations a user may be in, and create."""

from __future__ import annotations

from orgctl.domain.limits import (
    CREATED_PER_USER,
    CRM_PLUS_JOINED_PER_USER,
    MEMBERSHIPS_PER_USER,
)
from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import (
    ANNA,
    ANNA_SIGNS_UP,
    AS_ANNA,
    AS_JAN,
    JAN_SIGNS_UP,
    SERVICES,
    Quote,
    Rule,
    Step,
    refused,
)

_PIOTR = "piotr@partner.example"

_TEN_MEMBERSHIPS = "\n".join(
    (
        "version: 1",
        "organizations:",
        *(
            f"  - {{url: zylker-{n}, name: Zylker {n}, members: [{{email: {ANNA}, role: superadmin}}]}}"
            for n in range(1, 7)
        ),
        *(
            f"  - {{url: partner-{n}, name: Partner {n}, members: [{{email: {_PIOTR}, role: superadmin}}, "
            f"{{email: {ANNA}, role: standard}}]}}"
            for n in range(1, 5)
        ),
        (
            f"  - {{url: partner-5, name: Partner 5, members: [{{email: {_PIOTR}, role: superadmin}}], "
            f"invitations: [{{email: {ANNA}, role: standard}}]}}"
        ),
        "",
    )
)
"""Anna's sign-up, her five others and four of Piotr's, who invites her to a fifth."""

_NINE_CRM_PLUS = "\n".join(
    (
        "version: 1",
        "organizations:",
        *(
            f"  - {{url: partner-{n}, name: Partner {n}, edition: {edition}, licenses: 2, members: "
            f"[{{email: boss-{n}@partner.example, role: superadmin}}, {{email: {ANNA}, role: standard}}]}}"
            for n, edition in enumerate([*["crm-plus"] * CRM_PLUS_JOINED_PER_USER, "enterprise"], start=1)
        ),
        "",
    )
)
"""Ten organizations of ten people, Anna in all of them, nine of them of the edition crm-plus."""

B5 = Rule(
    "B5",
    f"At most {MEMBERSHIPS_PER_USER} organizations",
    "Number of accounts",
    f"A user belongs to at most {MEMBERSHIPS_PER_USER} organizations at a time, whatever their editions.",
    "Leave an organization (`orgctl member leave --org ORG`), then try again; an invitation stays pending "
    "meanwhile.",
    quotes=(
        Quote(
            "Każdy użytkownik może być częścią 10 kont w danym momencie.",
            "Each user can be part of 10 accounts at a given time.",
        ),
    ),
    readings=(
        "It is checked when a membership begins, external ones included.",
        "Pending invitations do not count.",
    ),
    codes=(Code.LIMIT_MEMBERSHIPS,),
    example=(
        Step("orgctl apply - --owner --yes", stdin=_TEN_MEMBERSHIPS),
        refused(f"{AS_ANNA} invite accept partner-5", Code.LIMIT_MEMBERSHIPS),
        Step(f"{AS_ANNA} member leave --org partner-4 --yes"),
        Step(f"{AS_ANNA} invite accept partner-5"),
    ),
)

B6 = Rule(
    "B6",
    f"At most {CREATED_PER_USER} created",
    "Number of accounts",
    f"Of those, a user may create at most {CREATED_PER_USER}.",
    "Delete one that you created (`orgctl org delete ORG`), or have somebody else create the organization and "
    "invite you.",
    quotes=(
        Quote(
            "Z tych 10 kont jako superadministrator lub administrator możesz utworzyć do 5 nowych kont "
            "organizacyjnych.",
            "Of these 10 accounts, as a super administrator or administrator, you can create up to 5 new "
            "organization accounts.",
        ),
    ),
    readings=(
        (
            "The organization of the sign-up is one that the user belongs to (B5) and created (B7), but none of "
            "these five, which are created as an administrator: 1 + 5 created + 4 by invitation = 10."
        ),
        (
            "Organizations count that still exist, whether or not their creator is still in them. Deleting one "
            "frees its place."
        ),
    ),
    codes=(Code.LIMIT_CREATED,),
    example=(
        ANNA_SIGNS_UP,
        *(Step(f"{AS_ANNA} org create 'Branch {n}' --url branch-{n}") for n in range(1, 6)),
        refused(f"{AS_ANNA} org create 'Branch 6' --url branch-6", Code.LIMIT_CREATED),
        Step(f"{AS_ANNA} org delete branch-1 --yes"),
        Step(f"{AS_ANNA} org create 'Branch 6' --url branch-6"),
    ),
)

B7 = Rule(
    "B7",
    "CRM Plus: one created, nine joined",
    "Number of accounts",
    "A user may have created only one `crm-plus` organization, and be in at most "
    f"{CRM_PLUS_JOINED_PER_USER} others, created by somebody else, through invitations.",
    "Subscribe to another edition; or have the creator's other CRM Plus organization deleted or changed; or "
    "leave one of the nine.",
    quotes=(
        Quote(
            "Użytkownik może utworzyć tylko JEDNO konto CRM Plus i może być częścią maksymalnie dziewięciu "
            "innych kont CRM Plus za pośrednictwem zaproszeń otrzymanych od innych organizacji CRM Plus.",
            "A user can create only ONE CRM Plus account and can be part of at most nine other CRM Plus "
            "accounts through invitations received from other CRM Plus organizations.",
        ),
    ),
    readings=(
        (
            "A change of edition is refused if the organization's creator, still a member or not, has created "
            "another existing `crm-plus` organization, and if any member who did not create it is already in nine "
            "other `crm-plus` organizations created by others. It names the members in the way, never their "
            "organizations."
        ),
        "Subscribing again to `crm-plus` is about licenses only.",
    ),
    codes=(Code.LIMIT_CRM_PLUS_CREATED, Code.LIMIT_CRM_PLUS_INVITED),
    example=(
        ANNA_SIGNS_UP,
        SERVICES,
        Step(f"{AS_ANNA} org subscribe crm-plus --licenses 5 --org zylker"),
        refused(f"{AS_ANNA} org subscribe crm-plus --licenses 5 --org services", Code.LIMIT_CRM_PLUS_CREATED),
        Step(f"{AS_ANNA} org delete services --yes"),
        Step(f"{AS_ANNA} org delete zylker --yes"),
        Step("orgctl apply - --owner --yes", stdin=_NINE_CRM_PLUS),
        refused(
            "orgctl --as boss-10@partner.example org subscribe crm-plus --licenses 5",
            Code.LIMIT_CRM_PLUS_INVITED,
        ),
        Step(f"{AS_ANNA} member leave --org partner-1 --yes"),
        Step("orgctl --as boss-10@partner.example org subscribe crm-plus --licenses 5", shows='"crm-plus"'),
    ),
)

B8 = Rule(
    "B8",
    "Zoho One: one as internal, others as external",
    "Number of accounts",
    "A user may be an internal member of only one `zoho-one` organization; of others only as an external user.",
    "Join as an external member; or make the administrators in the way standard members first "
    "(`orgctl member set-role EMAIL standard`).",
    quotes=(
        Quote(
            "Użytkownik może być częścią tylko JEDNEGO konta Zoho One i być częścią innych kont Zoho One jako "
            "użytkownik zewnętrzny.",
            "A user can be part of only ONE Zoho One account, and be part of other Zoho One accounts as an "
            "external user.",
        ),
    ),
    readings=(
        (
            "A user with an internal `zoho-one` membership who accepts the invitation of another `zoho-one` "
            "organization joins as `external`, is told so, and always has the role `standard`."
        ),
        (
            "On a change of edition to `zoho-one`, standard members with another internal `zoho-one` membership "
            "become external, and the output names them. If the super administrator or an administrator is such a "
            "member, the change is refused."
        ),
        (
            "An inviter may ask for an external membership outright (`--external`), in a `zoho-one` organization "
            "only."
        ),
        (
            "If an organization leaves `zoho-one`, its external members become internal, each needing a license; an "
            "external invitation that is accepted later makes an internal member."
        ),
        "External members stay external when their other internal membership ends.",
    ),
    codes=(Code.LIMIT_ZOHO_ONE, Code.EXTERNAL_NOT_ZOHO_ONE, Code.EXTERNAL_STANDARD_ONLY),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        Step(f"{AS_JAN} invite send {ANNA} --role admin"),
        Step(f"{AS_ANNA} invite accept workshop"),
        Step(f"{AS_ANNA} org subscribe zoho-one --licenses 5 --org zylker"),
        refused(f"{AS_JAN} org subscribe zoho-one --licenses 5", Code.LIMIT_ZOHO_ONE),
        Step(f"{AS_JAN} member set-role {ANNA} standard"),
        Step(f"{AS_JAN} org subscribe zoho-one --licenses 5", shows=f'"{ANNA}"'),
        refused(f"{AS_JAN} member set-role {ANNA} admin", Code.EXTERNAL_STANDARD_ONLY),
        refused(f"{AS_JAN} org subscribe ultimate --licenses 1", Code.LICENSE_TOO_FEW),
        Step(f"{AS_JAN} org subscribe ultimate --licenses 2"),
        refused(f"{AS_JAN} invite send ewa@zylker.example --external", Code.EXTERNAL_NOT_ZOHO_ONE),
    ),
)
