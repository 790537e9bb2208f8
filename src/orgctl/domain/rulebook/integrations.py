"""Section 6 of the policy: integrations."""

from __future__ import annotations

from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import (
    ANNA_SIGNS_UP,
    AS_ANNA,
    AS_JAN,
    JAN,
    JAN_SIGNS_UP,
    SERVICES,
    Quote,
    Rule,
    Step,
    refused,
)

_SECTION = "Several organization accounts and integration"
_EXTENSION = "integrate add ms-teams zylker --feature message-extension --from app"

E1 = Rule(
    "E1",
    "An app goes with one organization",
    _SECTION,
    "When an app is integrated, one of the user's organizations is chosen (asked for, unless given); the app is "
    "integrated with that one.",
    "Name the organization with `--org ORG`; in an organization where you are no administrator, ask one.",
    quotes=(
        Quote(
            "Jeśli korzystasz z innych produktów Zoho lub aplikacji innych firm, które chcesz zintegrować z Zoho "
            "CRM, podczas integracji zostaniesz poproszony o wybranie jednego z kont organizacji.",
            "If you use other Zoho products or other companies' apps that you want to integrate with Zoho CRM, "
            "you will be asked during the integration to choose one of the organization accounts.",
        ),
        Quote(
            "Wybrane konto organizacji zostanie zintegrowane z Twoją aplikacją.",
            "The chosen organization account will be integrated with your app.",
        ),
    ),
    readings=("Linking and unlinking an app is an administrator's (R2).",),
    codes=(Code.ROLE_NOT_ADMIN,),
    example=(
        ANNA_SIGNS_UP,
        SERVICES,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} integrate add desk zylker-support --org zylker", shows='"zylker"'),
        Step(f"{AS_ANNA} invite send {JAN} --org services"),
        Step(f"{AS_JAN} invite accept services"),
        refused(f"{AS_JAN} integrate add desk service-desk --org services", Code.ROLE_NOT_ADMIN),
    ),
)

E2 = Rule(
    "E2",
    "How many with how many",
    _SECTION,
    "How many organizations and app accounts may be linked with each other is fixed for each app, in the "
    "catalogue.",
    "Unlink first (`orgctl integrate remove APP ACCOUNT`); `orgctl integrate apps` shows the catalogue.",
    quotes=(
        Quote(
            "Mapowanie jeden do jednego. Oznacza to, że tylko jedno konto organizacji może być powiązane z "
            "portalem Zoho Desk, Zoho Backstage, Zoho Cliq itp.",
            "One-to-one mapping: only one organization account can be linked with a portal of Zoho Desk, Zoho "
            "Backstage, Zoho Cliq and so on.",
        ),
        Quote(
            "Wiele kont organizacji CRM może być powiązanych z jedną organizacją Zoho Campaigns lub Zoho Creator "
            "i Cisco Teams.",
            "Many CRM organization accounts can be linked with one organization of Zoho Campaigns or Zoho Creator "
            "and Cisco Teams.",
        ),
        Quote(
            "Mapowanie jeden-do-wielu. Oznacza to, że jedno konto organizacji CRM może być powiązane z maksymalnie "
            "pięcioma kontami SalesIQ.",
            "One-to-many mapping: one CRM organization account can be linked with at most five SalesIQ accounts.",
        ),
        Quote(
            "Rozszerzenie wiadomości: mapowanie jeden-do-jednego, w którym użytkownik może mapować jedną "
            "organizację naraz. W razie potrzeby mogą zmienić organizację.",
            "Message extension: a one-to-one mapping in which a user can map one organization at a time. They can "
            "change the organization when needed.",
        ),
    ),
    readings=(
        "A tab is `PORTAL/TAB`, and one tab shows one organization.",
        (
            "One account for each organization means that a second account of the same app is refused until the "
            "first is unlinked."
        ),
        (
            "Linking the same pair again changes nothing and succeeds. Upper and lower case of an account make no "
            "difference."
        ),
        "A user's message extension that is linked to another organization is replaced.",
        "A refusal never tells which other organization an account is linked to.",
    ),
    codes=(Code.INTEGRATE_CARDINALITY,),
    example=(
        ANNA_SIGNS_UP,
        SERVICES,
        Step(f"{AS_ANNA} integrate add desk zylker-support --org zylker"),
        refused(f"{AS_ANNA} integrate add desk second-desk --org zylker", Code.INTEGRATE_CARDINALITY),
        refused(f"{AS_ANNA} integrate add desk zylker-support --org services", Code.INTEGRATE_CARDINALITY),
        Step(f"{AS_ANNA} integrate add desk zylker-support --org zylker"),
        Step(f"{AS_ANNA} integrate add campaigns zylker-news --org zylker"),
        Step(f"{AS_ANNA} integrate add campaigns zylker-news --org services"),
        *(Step(f"{AS_ANNA} integrate add salesiq chat-{n} --org zylker") for n in range(1, 6)),
        refused(f"{AS_ANNA} integrate add salesiq chat-6 --org zylker", Code.INTEGRATE_CARDINALITY),
        Step(f"{AS_ANNA} {_EXTENSION} --org zylker"),
        Step(f"{AS_ANNA} {_EXTENSION} --org services"),
        Step(f"{AS_ANNA} integrate list --app ms-teams --org zylker", shows="[]"),
    ),
)

E3 = Rule(
    "E3",
    "From which side",
    _SECTION,
    "From which side an integration may be started is fixed for each app, in the catalogue.",
    "Start it from the other side: `--from crm` or `--from app`; `orgctl integrate apps` shows which.",
    quotes=(
        Quote(
            "Poniżej wymieniono platformę, z której użytkownik może zainicjować integrację:",
            "The platform from which a user can start an integration is listed below:",
        ),
    ),
    readings=(
        "The source does not say from where Zoho Finance is started: from both sides.",
        "The side is judged before all else, for a pair that is linked already too.",
    ),
    codes=(Code.INTEGRATE_WRONG_SIDE,),
    example=(
        ANNA_SIGNS_UP,
        refused(f"{AS_ANNA} integrate add projects zylker-plans --from app", Code.INTEGRATE_WRONG_SIDE),
        Step(f"{AS_ANNA} integrate add projects zylker-plans --from crm"),
        refused(f"{AS_ANNA} integrate add ms-teams zylker --from crm", Code.INTEGRATE_WRONG_SIDE),
        Step(f"{AS_ANNA} integrate add ms-teams zylker --from app", shows='"portal"'),
    ),
)

RULES = (E1, E2, E3)
