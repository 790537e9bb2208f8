"""Section 3 of the policy: roles."""

from __future__ import annotations

from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import (
    ANNA,
    ANNA_SIGNS_UP,
    AS_ANNA,
    AS_JAN,
    JAN,
    JAN_SIGNS_UP,
    Rule,
    Step,
    refused,
)

RULES = (
    Rule(
        "R1",
        "Exactly one super administrator",
        "Roles",
        "Every organization has exactly one super administrator at all times. Leaving or being unlinked is "
        "refused to that member until the role is transferred to an internal administrator of the "
        "organization; the old super administrator becomes an administrator.",
        "Transfer the role first: `orgctl org transfer EMAIL`, to an internal administrator.",
        readings=(
            "The role is given by transfer only: neither `orgctl member set-role` nor an invitation gives it.",
            "Nobody transfers the role to themselves.",
        ),
        codes=(Code.ROLE_SUPERADMIN_REQUIRED, Code.ROLE_TRANSFER_TARGET),
        example=(
            ANNA_SIGNS_UP,
            JAN_SIGNS_UP,
            refused(f"{AS_ANNA} member leave --yes", Code.ROLE_SUPERADMIN_REQUIRED),
            refused(f"{AS_ANNA} org transfer {JAN} --yes", Code.ROLE_TRANSFER_TARGET),
            Step(f"{AS_ANNA} invite send {JAN} --role admin"),
            Step(f"{AS_JAN} invite accept zylker"),
            refused(f"{AS_ANNA} member set-role {JAN} superadmin", Code.ROLE_SUPERADMIN_REQUIRED),
            Step(f"{AS_ANNA} org transfer {JAN} --yes"),
            Step(f"{AS_ANNA} member leave --yes"),
        ),
    ),
    Rule(
        "R2",
        "What administrators do",
        "Roles",
        "Administrators and the super administrator invite, revoke, unlink, change roles, subscribe, link "
        "apps, restrict IPs and delete the organization. Nobody but the super administrator changes the super "
        "administrator's membership, transfers that role or changes the access URL.",
        "Ask an administrator, or the super administrator: `orgctl member list` shows who they are.",
        readings=(
            (
                "Renaming, changing the time zone or the number of licenses, resending an invitation and loading or "
                "clearing sample data are an administrator's too."
            ),
        ),
        codes=(Code.ROLE_NOT_ADMIN, Code.ROLE_NOT_SUPERADMIN),
        example=(
            ANNA_SIGNS_UP,
            JAN_SIGNS_UP,
            Step(f"{AS_ANNA} invite send {JAN} --role standard"),
            Step(f"{AS_JAN} invite accept zylker"),
            refused(f"{AS_JAN} org rename 'Zylker Group' --org zylker", Code.ROLE_NOT_ADMIN),
            Step(f"{AS_ANNA} member set-role {JAN} admin"),
            Step(f"{AS_JAN} org rename 'Zylker Group' --org zylker", shows='"Zylker Group"'),
            refused(f"{AS_JAN} member unlink {ANNA} --org zylker --yes", Code.ROLE_NOT_SUPERADMIN),
            refused(f"{AS_JAN} org transfer {JAN} --org zylker --yes", Code.ROLE_NOT_SUPERADMIN),
        ),
    ),
    Rule(
        "R3",
        "What standard members do",
        "Roles",
        "A standard member may list, switch, set a default, leave, and answer own invitations.",
        "For anything else ask an administrator: `orgctl member list` shows who they are.",
        readings=("In one's other organizations the roles that one has there count.",),
        example=(
            ANNA_SIGNS_UP,
            JAN_SIGNS_UP,
            Step(f"{AS_ANNA} invite send {JAN} --role standard"),
            Step(f"{AS_JAN} invite accept zylker"),
            Step(f"{AS_JAN} switch zylker", shows='"standard"'),
            Step(f"{AS_JAN} member list", shows=f'"{ANNA}"'),
            Step(f"{AS_JAN} default set zylker"),
            Step(f"{AS_JAN} member leave --yes"),
        ),
    ),
)
