"""Section 5 of the policy: switching, default, sign-in."""

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
)

_PASSWORD = "a long walk along the Vistula\n"  # noqa: S105 (of an example)

D1 = Rule(
    "D1",
    "Members switch",
    "Switching between accounts",
    "Members switch between their organizations.",
    "`orgctl org list` shows the organizations that you can switch to.",
    quotes=(
        Quote(
            "Użytkownicy, którzy są częścią wielu kont, mogą przełączać się między kontami, klikając ikonę profilu.",
            "Users who are part of several accounts can switch between the accounts by clicking the profile icon.",
        ),
    ),
    readings=(
        "An organization that a user is not in answers as one that does not exist.",
        "Losing the active organization falls back to the default, else to none.",
    ),
    codes=(Code.NOT_FOUND_ORGANIZATION,),
    example=(
        ANNA_SIGNS_UP,
        SERVICES,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} switch zylker"),
        Step(f"{AS_ANNA} current", shows="zylker"),
        Step(f"{AS_ANNA} switch -", shows='"services"'),
        Step(f"{AS_ANNA} switch workshop", exit=5, code=Code.NOT_FOUND_ORGANIZATION),
    ),
)

D2 = Rule(
    "D2",
    "The default",
    "Setting an organization account as the default",
    "The first organization is the default. A user can make any of their organizations the default; signing "
    "in makes the default active.",
    "`orgctl default set ORG`.",
    quotes=(
        Quote(
            "Konto organizacji, z którego tworzone jest pierwsze konto, jest uważane za domyślne konto organizacji.",
            "The organization account from which the first account is created is taken as the default "
            "organization account.",
        ),
        Quote(
            "Jednak użytkownik może ustawić dowolne konto jako domyślne konto organizacji.",
            "A user can however set any account as the default organization account.",
        ),
        Quote(
            "Ustawienie konta domyślnego umożliwia użytkownikowi dostęp do tego konta za każdym razem, gdy loguje "
            "się do Zoho CRM.",
            "Setting a default account gives the user access to that account at each sign-in to Zoho CRM.",
        ),
    ),
    readings=(
        (
            "A membership that begins while its user has no other becomes the default (sign-up, a newcomer's first "
            "acceptance); later ones do not."
        ),
    ),
    codes=(Code.NOT_FOUND_ORGANIZATION,),
    example=(
        Step(
            f"orgctl signup {ANNA} --name Anna --org-name Zylker --org-url zylker --password-stdin",
            stdin=_PASSWORD,
        ),
        SERVICES,
        Step(f"{AS_ANNA} default show", shows='"zylker"'),
        Step(f"{AS_ANNA} default set workshop", exit=5, code=Code.NOT_FOUND_ORGANIZATION),
        Step(f"{AS_ANNA} default set services"),
        Step(
            f"orgctl login {ANNA} --password-stdin --print-token",
            stdin=_PASSWORD,
            shows='"active": "services"',
        ),
    ),
)

D3 = Rule(
    "D3",
    "Straight to an access URL",
    "Setting an organization account as the default",
    "Signing in with an organization's access URL makes that one active directly.",
    "`orgctl org list` shows the access URLs of your organizations.",
    quotes=(
        Quote(
            "Użytkownik może również wprowadzić adres URL dostępu organizacji, aby bezpośrednio zalogować się do "
            "tej konkretnej organizacji.",
            "A user can also enter an organization's access URL to sign in directly to that organization.",
        ),
    ),
    codes=(Code.NOT_FOUND_ORGANIZATION,),
    example=(
        Step(
            f"orgctl signup {ANNA} --name Anna --org-name Zylker --org-url zylker --password-stdin",
            stdin=_PASSWORD,
        ),
        SERVICES,
        Step(
            f"orgctl login {ANNA} --url services --password-stdin --print-token",
            stdin=_PASSWORD,
            shows='"active": "services"',
        ),
        Step(
            f"orgctl login {ANNA} --url workshop --password-stdin --print-token",
            stdin=_PASSWORD,
            exit=5,
            code=Code.NOT_FOUND_ORGANIZATION,
        ),
    ),
)

D4 = Rule(
    "D4",
    "When the default is lost",
    "Unlinking users from their default organization account",
    "When a user is unlinked from their default organization, or it is deleted, there is no default any more; "
    "at the next sign-in they choose another one from the list.",
    "Choose another one: `orgctl default set ORG`.",
    quotes=(
        Quote(
            "W przypadku, gdy użytkownik zostanie odłączony od konta, które jest ustawione jako domyślne przez "
            "niego lub konto domyślne zostanie usunięte przez administratora lub superadministratora, przy "
            "następnym logowaniu może ustawić inne konto jako domyślne z listy organizacji.",
            "When a user is unlinked from the account that they have set as the default, or the default account "
            "is deleted by an administrator or the super administrator, they can set another account as the "
            "default from the organization list at the next sign-in.",
        ),
    ),
    readings=(
        "Leaving the default organization loses it as well.",
        (
            "Without a terminal, signing in succeeds with no active organization, says so on standard error and "
            "names the command that sets one."
        ),
    ),
    codes=(Code.NOT_FOUND_ORGANIZATION,),
    example=(
        ANNA_SIGNS_UP,
        JAN_SIGNS_UP,
        Step(f"{AS_ANNA} invite send {JAN}"),
        Step(f"{AS_JAN} invite accept zylker"),
        Step(f"{AS_JAN} default set zylker"),
        Step(f"{AS_ANNA} member unlink {JAN} --yes"),
        Step(f"{AS_JAN} whoami", shows='"default": null'),
        Step(f"{AS_JAN} default set zylker", exit=5, code=Code.NOT_FOUND_ORGANIZATION),
        Step(f"{AS_JAN} default set workshop"),
        Step(f"{AS_JAN} default show", shows='"workshop"'),
    ),
)

RULES = (D1, D2, D3, D4)
