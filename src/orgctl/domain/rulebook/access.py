"""Section 1 of the policy: access and isolation."""

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
)

RULES = (
    Rule(
        "A1",
        "One sign-in",
        "Access several CRM accounts with one sign-in",
        "One sign-in gives access to all of a user's organizations.",
        "Nothing to do: `orgctl org list` shows them, `orgctl switch ORG` goes from one to another.",
        quotes=(
            Quote(
                "Zoho CRM umożliwia użytkownikom dostęp do wielu kont organizacyjnych (CRM) przy użyciu tego "
                "samego adresu e-mail.",
                "Zoho CRM lets users access several organization accounts with the same e-mail address.",
            ),
        ),
        readings=(
            "A user is an e-mail address. Addresses that differ in upper and lower case only are one user.",
            "A sign-in that nobody used for 30 days is over.",
            (
                "Failed sign-ins slow down: after four in a row with one address one waits, longer each time, up to a "
                "minute."
            ),
        ),
        example=(
            ANNA_SIGNS_UP,
            JAN_SIGNS_UP,
            Step(f"{AS_ANNA} invite send {JAN}"),
            Step(f"{AS_JAN} invite accept zylker"),
            Step(f"{AS_JAN} org show zylker", shows='"Zylker"'),
            Step(f"{AS_JAN} org show workshop", shows='"Workshop"'),
        ),
    ),
    Rule(
        "A2",
        "Two ways to belong",
        "Access several CRM accounts with one sign-in",
        "A user comes to belong to an organization by creating it or by accepting its invitation, and in no "
        "other way.",
        "Ask an administrator of the organization to invite you, and accept.",
        quotes=(
            Quote(
                "Istnieją dwa sposoby, w jakie użytkownik CRM może być częścią wielu kont organizacji:",
                "There are two ways in which a CRM user can be part of several organization accounts: "
                "by creating organization accounts; by accepting invitations of other organization accounts.",
            ),
        ),
        readings=(
            (
                "Sign-up creates the first one. Where `orgctl apply` adds a member for the store's owner, that "
                "person is invited and accepts, by all the rules of both."
            ),
        ),
        codes=(Code.NOT_FOUND_ORGANIZATION,),
        example=(
            ANNA_SIGNS_UP,
            JAN_SIGNS_UP,
            Step(f"{AS_ANNA} invite send {JAN}"),
            Step(f"{AS_JAN} org show zylker", exit=5, code=Code.NOT_FOUND_ORGANIZATION),
            Step(f"{AS_JAN} invite accept zylker"),
            Step(f"{AS_JAN} org show zylker", shows='"Zylker"'),
        ),
    ),
    Rule(
        "A3",
        "Nothing is shared",
        "Access several CRM accounts with one sign-in",
        "Nothing is synchronized between organizations: records, settings, licenses, links and invitations "
        "of one are never visible or changed from another.",
        "Act in the organization that has it: `--org ORG`, or `orgctl switch ORG`.",
        quotes=(
            Quote(
                "Należy pamiętać, że ta funkcja NIE zapewnia żadnej synchronizacji danych między kontami.",
                "Keep in mind that this feature does NOT synchronize any data between accounts.",
            ),
        ),
        readings=("A refusal never names another organization of anybody but its reader.",),
        example=(
            ANNA_SIGNS_UP,
            SERVICES,
            Step(f"{AS_ANNA} integrate add desk zylker-support --org zylker"),
            Step(f"{AS_ANNA} integrate list --org zylker", shows='"zylker-support"'),
            Step(f"{AS_ANNA} integrate list --org services", shows="[]"),
        ),
    ),
)
