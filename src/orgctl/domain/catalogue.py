"""The integration catalogue: one row a feature of an app, as the policy's table has it (E2, E3).

Adding an app is adding a row. What a rule must know of an app is a column here: nothing else names apps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from orgctl.domain.values import Side


class Holder(StrEnum):
    """Whose link may be in one organization only at a time."""

    ACCOUNT = "account"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Entry:
    """One feature of an app. In the two cardinalities None stands for many.

    `feature` is None where the app has one only. `account` says what an account of the app is, `form`
    how it is written: its parts, separated by slashes; one part is any text. `exclusive` says what may be
    linked to one organization only, None for nothing: an account where `organizations_per_account` is 1,
    a tab whole although its portal may have many. `per_user` entries hold one link a user, and linking
    another organization replaces it. `hides_invitations` takes the organization's invitations out of
    organization lists (C4). `sides_are_reading`: the source does not say where it is started.
    """

    app: str
    product: str
    accounts_per_organization: int | None
    organizations_per_account: int | None
    sides: tuple[Side, ...]
    feature: str | None = None
    account: str = "account"
    form: tuple[str, ...] = ("ACCOUNT",)
    exclusive: Holder | None = None
    hides_invitations: bool = False
    sides_are_reading: bool = False

    @property
    def per_user(self) -> bool:
        """Whether each user has a link of their own, one organization at a time."""
        return self.exclusive is Holder.USER


BOTH: Final = (Side.CRM, Side.APP)
CRM: Final = (Side.CRM,)
APP: Final = (Side.APP,)
ONE: Final = Holder.ACCOUNT

CATALOGUE: Final[tuple[Entry, ...]] = (
    Entry("desk", "Zoho Desk", 1, 1, BOTH, account="portal", exclusive=ONE),
    Entry("projects", "Zoho Projects", 1, 1, CRM, account="portal", exclusive=ONE),
    Entry("survey", "Zoho Survey", 1, 1, CRM, account="portal", exclusive=ONE),
    Entry("webinar", "Zoho Webinar", 1, 1, CRM, account="portal", exclusive=ONE),
    Entry("backstage", "Zoho Backstage", 1, 1, BOTH, account="portal", exclusive=ONE),
    Entry("cliq", "Zoho Cliq", 1, 1, CRM, account="portal", exclusive=ONE, hides_invitations=True),
    Entry("meeting", "Zoho Meeting", 1, 1, BOTH, account="portal", exclusive=ONE),
    Entry("forms", "Zoho Forms", 1, 1, BOTH, account="portal", exclusive=ONE),
    Entry("social", "Zoho Social", 1, 1, CRM, account="portal", exclusive=ONE),
    Entry("finance", "Zoho Finance", 1, 1, BOTH, account="portal", exclusive=ONE, sides_are_reading=True),
    Entry("campaigns", "Zoho Campaigns", 1, None, BOTH, account="organization of the app"),
    Entry("creator", "Zoho Creator", 1, None, CRM, account="organization of the app"),
    Entry("cisco-teams", "Cisco Teams", 1, None, CRM, account="organization of the app"),
    Entry("analytics", "Zoho Analytics", None, None, BOTH, account="report"),
    Entry("google", "Google", 1, 1, CRM, account="mailbox", exclusive=ONE),
    Entry("office-365", "Office 365", 1, 1, CRM, account="folder", exclusive=ONE),
    Entry("ms-teams", "MS Teams", 1, 1, APP, "portal", account="portal", exclusive=ONE),
    Entry(
        "ms-teams", "MS Teams", None, None, APP, "tab", account="tab", form=("PORTAL", "TAB"), exclusive=ONE
    ),
    Entry("ms-teams", "MS Teams", None, None, APP, "message-extension", exclusive=Holder.USER),
    Entry("slack", "Slack", 1, 1, BOTH, account="workspace", exclusive=ONE),
    Entry("salesiq", "SalesIQ", 5, 1, BOTH, account="portal", exclusive=ONE),
)

MAIN_FEATURE: Final = "portal"
"""What a feature is called that need not be named: the first row of its app."""


def entry(app: str, feature: str | None = None) -> Entry | None:
    """The row of a feature of an app, None if there is no such app or feature.

    Without a feature, or with `portal`, it is the app's main one.
    """
    rows = [row for row in CATALOGUE if row.app == app]
    if feature in {None, MAIN_FEATURE}:
        return next(iter(rows), None)
    return next((row for row in rows if row.feature == feature), None)
