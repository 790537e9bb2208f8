"""Section 4 of the policy: invitations."""

from __future__ import annotations

from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import (
    ANNA_SIGNS_UP,
    AS_ANNA,
    AS_JAN,
    JAN,
    JAN_SIGNS_UP,
    Quote,
    Rule,
    Step,
    refused,
)

_EWA = "ewa@newcomer.example"

C1 = Rule(
    "C1",
    "Members elsewhere can be invited",
    "Sending invitations to users of other organization accounts",
    "Users who already belong to an organization can be invited to others and accept without being unlinked "
    "from any.",
    "Somebody who is invited already is reminded with `orgctl invite resend EMAIL`; a member's role is changed "
    "with `orgctl member set-role EMAIL ROLE`.",
    quotes=(
        Quote(
            "Użytkownicy CRM, którzy są już częścią konta CRM, mogą być dodawani i zapraszani do wielu kont "
            "organizacji.",
            "CRM users who are already part of a CRM account can be added and invited to several organization "
            "accounts.",
        ),
        Quote(
            "Będą mogli zaakceptować zaproszenie z innego konta bez konieczności odłączania się od istniejącego "
            "konta.",
            "They will be able to accept another account's invitation without having to be unlinked from the "
            "account that they have.",
        ),
    ),
    readings=(
        "There is one pending invitation for a user and organization, and none for a member.",
        "Answering from the list means the user's latest invitation from that organization.",
        "If accepting is refused by a limit, the invitation stays pending.",
    ),
    codes=(Code.INVITE_ALREADY_PENDING, Code.INVITE_ALREADY_MEMBER),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} invite send {JAN}"),
        refused(f"{AS_ANNA} invite send {JAN}", Code.INVITE_ALREADY_PENDING),
        Step(f"{AS_JAN} invite accept zylker"),
        Step(f"{AS_JAN} org show workshop", shows='"superadmin"'),
        refused(f"{AS_ANNA} invite send {JAN}", Code.INVITE_ALREADY_MEMBER),
    ),
)

C2 = Rule(
    "C2",
    "Seven days to answer",
    "Accepting or declining invitations",
    "An invitation can be accepted or declined for 7 days: in the e-mail, or in the organization list, which "
    "has a section of inviting organizations.",
    "Ask an administrator of the organization to invite you again: `orgctl invite send EMAIL`.",
    quotes=(
        Quote(
            "Użytkownik może zaakceptować lub odrzucić zaproszenie do organizacji w ciągu 7 dni z następujących "
            "miejsc:",
            "A user can accept or decline an invitation to an organization within 7 days from the following places:",
        ),
        Quote(
            "Lista zaproszonych organizacji będzie dostępna w sekcji Lista organizacji.",
            "The list of inviting organizations will be available in the section Organization list.",
        ),
    ),
    readings=(
        "Seven days are 7 times 24 hours from sending, in UTC; at that very instant it is expired.",
        (
            "An invitation is pending, then accepted, declined, revoked or expired; a final state never changes. "
            "Answering an expired one is `invite.expired`; revoking or resending it, or anything with another that "
            "has ended, is `invite.not_pending`."
        ),
        "Resending makes a new token and a new 7 days, and the old token dies.",
    ),
    codes=(Code.INVITE_EXPIRED, Code.INVITE_NOT_PENDING),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} invite send {JAN}"),
        Step(f"{AS_JAN} org list", at="+7d-1h", shows='"zylker"'),
        refused(f"{AS_JAN} invite accept zylker", Code.INVITE_EXPIRED, at="+7d"),
        refused(f"{AS_ANNA} invite resend {JAN}", Code.INVITE_NOT_PENDING, at="+7d"),
        Step(f"{AS_ANNA} invite send {JAN}", at="+7d"),
        Step(f"{AS_JAN} invite accept zylker", at="+14d-1h"),
    ),
)

C3 = Rule(
    "C3",
    "What the e-mail offers",
    "Accepting or declining invitations",
    "The e-mail offers both accept and decline, and lists the names of the other organizations that the "
    "invited user belongs to.",
    "Answer with the invited address: sign in with it, or sign out and answer with the token alone.",
    quotes=(
        Quote(
            "E-mail: zaproszenie e-mail wysłane przez gospodarza będzie zawierało opcję zaakceptowania lub "
            "odrzucenia zaproszenia.",
            "E-mail: the invitation e-mail that the host sends will have the option to accept or to decline the "
            "invitation.",
        ),
        Quote(
            "Jeśli użytkownik należy do innych kont organizacji, te nazwy kont zostaną wymienione w wiadomości "
            "e-mail.",
            "If the user belongs to other organization accounts, the names of those accounts will be listed in "
            "the e-mail.",
        ),
    ),
    readings=(
        (
            "The e-mail's token is secret, works once and is stored only as a hash. It proves control of the "
            "mailbox: someone without a login gets one by accepting with it."
        ),
        "A signed-in user with another address is refused.",
        (
            "The list of the other organizations goes to the invited user alone: nothing that the inviter sees "
            "tells which they are, or how many."
        ),
    ),
    codes=(Code.INVITE_NOT_YOURS,),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} invite send {_EWA}"),
        refused(f"{AS_JAN} invite accept --token TOKEN", Code.INVITE_NOT_YOURS, token_of=_EWA),
        Step("orgctl logout"),
        Step(
            "orgctl invite accept --token TOKEN --name Ewa --password-stdin",
            token_of=_EWA,
            stdin="a long walk along the Vistula\n",
        ),
        Step(f"orgctl --as {_EWA} org list", shows='"zylker"'),
    ),
)

C4 = Rule(
    "C4",
    "Answered from the e-mail only",
    "Accepting or declining invitations",
    "Invitations from `crm-plus` and `zoho-one` organizations, and from any organization with Cliq integrated "
    "or an IP restriction on, are not in the organization list: they are answered from the e-mail only.",
    "Use the command in the e-mail: `orgctl invite accept --token TOKEN`.",
    quotes=(
        Quote(
            "Zaproszenia wysłane z kont CRM Plus i Zoho One lub dowolnego konta CRM z włączoną integracją Cliq "
            "lub ograniczeniem IP NIE będą wymienione w wykazach organizacji.",
            "Invitations sent from CRM Plus and Zoho One accounts, or from any CRM account with the Cliq "
            "integration or an IP restriction on, will NOT be in organization lists.",
        ),
        Quote(
            "Zaproszeni użytkownicy mogą akceptować zaproszenia dla tego typu kont TYLKO z otrzymanego e-maila z "
            "zaproszeniem.",
            "Invited users can accept invitations for accounts of this kind ONLY from the invitation e-mail that "
            "they received.",
        ),
    ),
    readings=("It looks at the organization as it is now, not as it was when the invitation was sent.",),
    codes=(Code.INVITE_EMAIL_ONLY,),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} invite send {JAN}"),
        Step(f"{AS_JAN} invite list", shows='"zylker"'),
        Step(f"{AS_ANNA} integrate add cliq zylker-chat"),
        Step(f"{AS_JAN} invite list", shows="[]"),
        refused(f"{AS_JAN} invite accept zylker", Code.INVITE_EMAIL_ONLY),
        Step(f"{AS_JAN} invite accept --token TOKEN", token_of=JAN),
    ),
)

RULES = (C1, C2, C3, C4)
