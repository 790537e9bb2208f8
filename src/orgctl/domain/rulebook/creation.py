"""Section 2 of the policy, first part: creating organizations, the trial, licenses and access URLs."""

from __future__ import annotations

from orgctl.domain.refusals import Code
from orgctl.domain.rulebook.shape import (
    ANNA,
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

B1 = Rule(
    "B1",
    "Administrators create",
    "Permission to create organization accounts",
    "Creating an organization needs the role `superadmin` or `admin` in at least one of the user's organizations.",
    "An administrator of one of your organizations can make you one: `orgctl member set-role EMAIL admin`.",
    quotes=(
        Quote(
            "Aby utworzyć wiele kont organizacji, użytkownik musi być administratorem lub superadministratorem "
            "na jednym z kont CRM.",
            "To create several organization accounts, a user must be an administrator or the super "
            "administrator in one of the CRM accounts.",
        ),
        Quote(
            "Jeśli jednak ma standardowy profil w obu organizacjach, nie będzie mógł utworzyć nowego konta.",
            "If John has the standard profile in both organizations, he will not be able to create a new account.",
        ),
    ),
    readings=(
        (
            "Sign-up makes a person's first organization: there is none yet to be an administrator of. Its user "
            "is its super administrator."
        ),
    ),
    codes=(Code.CREATE_NOT_ADMIN,),
    example=(
        ANNA_SIGNS_UP,
        SERVICES,
        JAN_SIGNS_UP,
        Step(f"{AS_JAN} org delete workshop --yes"),
        Step(f"{AS_ANNA} invite send {JAN} --org zylker"),
        Step(f"{AS_ANNA} invite send {JAN} --org services"),
        Step(f"{AS_JAN} invite accept zylker"),
        Step(f"{AS_JAN} invite accept services"),
        refused(f"{AS_JAN} org create Garage --url garage", Code.CREATE_NOT_ADMIN),
        Step(f"{AS_ANNA} member set-role {JAN} admin --org services"),
        Step(f"{AS_JAN} org create Garage --url garage"),
    ),
)

B2 = Rule(
    "B2",
    "The trial comes first",
    "CRM edition of the new organization",
    "A new organization is always on the `enterprise` trial. An administrator must subscribe to an edition "
    "before the trial ends; a user's organizations may be of different editions.",
    "An administrator can subscribe at any time: `orgctl org subscribe EDITION --licenses N`.",
    quotes=(
        Quote(
            "Nowe konto organizacji, które zostanie utworzone, będzie zawsze domyślnie ustawione na wersję "
            "próbną Enterprise.",
            "A new organization account is always set to the Enterprise trial edition by default.",
        ),
        Quote(
            "Administrator musi przejść na wymaganą subskrypcję przed zakończeniem okresu próbnego.",
            "An administrator must change to the subscription that is needed before the trial ends.",
        ),
    ),
    readings=(
        "The trial lasts 15 days of 24 hours from creation; at the very instant of its end it is over.",
        (
            "After it, until an administrator subscribes, members can still sign in, switch, list and read, but "
            "sending and accepting invitations, linking apps and loading sample data are refused."
        ),
        (
            "Subscribing sets the edition and the number of licenses and ends the trial. Administrators and the "
            "super administrator may do it."
        ),
    ),
    codes=(Code.TRIAL_EXPIRED,),
    example=(
        ANNA_SIGNS_UP,
        Step(f"{AS_ANNA} org show zylker", shows='"enterprise"'),
        Step(f"{AS_ANNA} invite send {JAN}", at="+15d-1h"),
        refused(f"{AS_ANNA} invite send ewa@workshop.example", Code.TRIAL_EXPIRED, at="+15d"),
        Step(f"{AS_ANNA} org list", at="+15d", shows='"zylker"'),
        Step(f"{AS_ANNA} org subscribe standard --licenses 5", at="+15d", shows='"standard"'),
        Step(f"{AS_ANNA} invite send ewa@workshop.example", at="+15d"),
    ),
)

B3 = Rule(
    "B3",
    "Licenses of each organization",
    "User licenses for a CRM organization",
    "User licenses are bought for each organization separately.",
    "Buy more licenses (`orgctl org licenses N`), or unlink members (`orgctl member unlink EMAIL`).",
    quotes=(
        Quote(
            "Licencje użytkownika należy zakupić osobno dla każdego konta.",
            "User licenses must be bought for each account separately.",
        ),
    ),
    readings=(
        "During the trial licenses are not counted, and there is no number to change.",
        (
            "Once subscribed, internal members never outnumber licenses: subscribing with fewer, or cutting down "
            "to fewer, is refused, and so is accepting an invitation without a free one, which stays pending."
        ),
        "External members need no license.",
    ),
    codes=(Code.LICENSE_NONE_FREE, Code.LICENSE_TOO_FEW, Code.LICENSE_ON_TRIAL),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        refused(f"{AS_ANNA} org licenses 3", Code.LICENSE_ON_TRIAL),
        Step(f"{AS_ANNA} org subscribe enterprise --licenses 1"),
        Step(f"{AS_ANNA} invite send {JAN}"),
        refused(f"{AS_JAN} invite accept zylker", Code.LICENSE_NONE_FREE),
        Step(f"{AS_ANNA} org licenses 2"),
        Step(f"{AS_JAN} invite accept zylker"),
        refused(f"{AS_ANNA} org licenses 1", Code.LICENSE_TOO_FEW),
    ),
)

B4 = Rule(
    "B4",
    "A unique access URL",
    "Access to the URLs of organization accounts",
    "Every organization has a unique access URL. It is chosen at creation and can be changed later, by the "
    "super administrator only.",
    "Choose another one: 2 to 63 of `a-z 0-9 -`, no hyphen first, last or doubled.",
    quotes=(
        Quote(
            "Każde konto ma unikalny adres URL dostępu, który można zmienić w momencie tworzenia konta lub później.",
            "Each account has a unique access URL, which can be changed when the account is created or later.",
        ),
        Quote(
            "Adres URL dostępu może zmienić tylko superadministrator organizacji na stronie Ustawienia firmy "
            "na koncie CRM.",
            "Only the organization's super administrator can change the access URL, on the page Company "
            "settings of the CRM account.",
        ),
    ),
    readings=("Upper and lower case make no difference. The URL of a deleted organization is free again.",),
    codes=(Code.URL_TAKEN, Code.URL_INVALID, Code.URL_NOT_SUPERADMIN),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        refused(f"{AS_JAN} org create Zylker --url ZYLKER", Code.URL_TAKEN),
        Step(f"{AS_JAN} org create Zylker --url zylker--two", exit=2, code=Code.URL_INVALID),
        Step(f"{AS_ANNA} invite send {JAN} --role admin"),
        Step(f"{AS_JAN} invite accept zylker"),
        refused(f"{AS_JAN} org set-url zylker-group --org zylker", Code.URL_NOT_SUPERADMIN),
        Step(f"{AS_ANNA} org set-url zylker-group", shows='"zylker-group"'),
    ),
)

B9 = Rule(
    "B9",
    "What is said at creation",
    "To create several organizations",
    "At creation an organization gets its name, access URL and time zone, and sample data where wanted. "
    "After creation the new organization is the active one.",
    "`orgctl org create NAME --url SLUG [--timezone TZ] [--sample-data]`.",
    quotes=(
        Quote(
            "Wprowadź dane organizacji: nazwę firmy, adres URL dostępu, strefę czasową itp.",
            "Enter the organization's details: company name, access URL, time zone and so on.",
        ),
        Quote(
            "Zostaniesz przekierowany na konto CRM nowej organizacji.",
            "You are taken to the CRM account of the new organization.",
        ),
    ),
    example=(
        ANNA_SIGNS_UP,
        Step(
            f"{AS_ANNA} org create 'Zylker Services' --url services --timezone Europe/Warsaw --sample-data",
            shows='"Europe/Warsaw"',
        ),
        Step(f"{AS_ANNA} current", shows="services"),
        Step(f"{AS_ANNA} org sample-data list --module leads", shows='"leads"'),
        Step(f"{AS_ANNA} whoami", shows=f'"{ANNA}"'),
    ),
)
