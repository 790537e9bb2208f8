"""What use cases answer: frozen facts whose field names are the promised JSON keys.

A trailing underscore (`from_`) is dropped from the key. Instants are aware and in UTC. Each noun has a
module of its own, loaded when one of its results is first named: a frozen class costs a millisecond to
make, and a command needs two or three of them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from orgctl.usecases.results.accounts import WhoResult as WhoResult
    from orgctl.usecases.results.changes import AppliedResult as AppliedResult
    from orgctl.usecases.results.changes import ChangeResult as ChangeResult
    from orgctl.usecases.results.changes import PlanResult as PlanResult
    from orgctl.usecases.results.changes import RefusedChange as RefusedChange
    from orgctl.usecases.results.history import AuditResult as AuditResult
    from orgctl.usecases.results.history import MailResult as MailResult
    from orgctl.usecases.results.invitations import FailedItem as FailedItem
    from orgctl.usecases.results.invitations import InvitationResult as InvitationResult
    from orgctl.usecases.results.invitations import OrganizationList as OrganizationList
    from orgctl.usecases.results.invitations import SentResult as SentResult
    from orgctl.usecases.results.links import CatalogueResult as CatalogueResult
    from orgctl.usecases.results.links import LinkResult as LinkResult
    from orgctl.usecases.results.members import MemberResult as MemberResult
    from orgctl.usecases.results.organizations import LimitResult as LimitResult
    from orgctl.usecases.results.organizations import OrganizationResult as OrganizationResult
    from orgctl.usecases.results.organizations import SubscribedResult as SubscribedResult
    from orgctl.usecases.results.overview import LicensesResult as LicensesResult
    from orgctl.usecases.results.overview import OverviewResult as OverviewResult
    from orgctl.usecases.results.records import RecordResult as RecordResult
    from orgctl.usecases.results.tree import OrganizationInTree as OrganizationInTree
    from orgctl.usecases.results.tree import OrganizationTree as OrganizationTree

_HOMES = {
    "AppliedResult": "changes",
    "AuditResult": "history",
    "CatalogueResult": "links",
    "ChangeResult": "changes",
    "FailedItem": "invitations",
    "InvitationResult": "invitations",
    "LicensesResult": "overview",
    "LimitResult": "organizations",
    "LinkResult": "links",
    "MailResult": "history",
    "MemberResult": "members",
    "OrganizationList": "invitations",
    "OrganizationResult": "organizations",
    "OverviewResult": "overview",
    "PlanResult": "changes",
    "RecordResult": "records",
    "RefusedChange": "changes",
    "SentResult": "invitations",
    "SubscribedResult": "organizations",
    "OrganizationInTree": "tree",
    "OrganizationTree": "tree",
    "WhoResult": "accounts",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"orgctl.usecases.results.{home}"), name)
    return found
