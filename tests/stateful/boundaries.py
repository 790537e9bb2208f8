"""Which edges of the policy an act stood at: counted, so that a run that missed them fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.stateful.model import Invitation, Organization, Who, World
from tests.stateful.model_links import BOTH, TABLE
from tests.stateful.program import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

EDGES = (
    "B2: at the very end of the trial",
    "B2: in the last second of the trial",
    "B3: an external member where no license is free",
    "B3: exactly enough licenses",
    "B3: no license free",
    "B3: one license too few",
    "B3: the last license",
    "B5: the 10th membership, by creation",
    "B5: the 10th membership, by invitation",
    "B5: the 11th membership, by creation",
    "B5: the 11th membership, by invitation",
    "B6: the 5th created",
    "B6: the 6th created",
    "B7: the 10th CRM Plus of others",
    "B7: the 9th CRM Plus of others",
    "B8: external in a second Zoho One",
    "B8: made external by a change of edition",
    "B8: made internal by a change of edition",
    "B8: too few licenses for who would be internal",
    "C2: answered in the last second",
    "C2: expired at the very second",
    "C4: accepted from the list that once hid it",
    "C4: hidden by Cliq alone",
    "C4: hidden by an IP restriction alone",
    "C4: hidden by crm-plus alone",
    "C4: hidden by zoho-one alone",
    "D4: a default lost",
    "E2: a message extension replaced",
    "E2: the 5th SalesIQ account",
    "E2: the 6th SalesIQ account",
    "limit.crm_plus_created on a change of edition",
    "limit.crm_plus_invited on a change of edition",
    "limit.zoho_one on a change of edition",
)
"""Those that are no matter of one app alone; `edges_of_apps` has each app's."""

LAST_SECOND = timedelta(seconds=1)
JOINING = ("accept", "accept_by_token")
SHARED = ("campaigns", "creator", "cisco-teams", "analytics")
"""Apps of which many organizations may have one account."""

ANSWERS = (*JOINING, "decline", "decline_by_token")
PAUSED_AFTER_TRIAL = (*JOINING, "send", "resend", "add", "load_sample_data")


@dataclass
class Facts:
    """What counts, as it was before the act."""

    its: Organization | None = None
    offer: Invitation | None = None
    left_of_trial: timedelta | None = None
    left_to_answer: timedelta | None = None
    memberships: int = 0
    created: int = 0
    crm_plus_joined: int = 0
    internal: int = 0
    licenses: int | None = None
    externals: int = 0
    edition: str = ""
    hidden_by: list[str] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    links_here: int = 0
    links_of_account: int = 0
    own_extensions: list[str] = field(default_factory=list)
    had_default: dict[str, int | None] = field(default_factory=dict)
    world: World | None = None


def facts(world: World, act: str, who: Who | None, given: dict[str, Any]) -> Facts:
    """Note them, for `labels`."""
    offer = None
    if act in ("accept", "decline") and who is not None:
        there = [each for each in world.organizations.values() if each.url == given["organization"]]
        offer = world.latest(there[0].handle, who.email) if there else None
    elif "token" in given and act != "resend":
        offer = world.by_token(given["token"])
    its = world.organizations[offer.organization] if offer else None
    if its is None and who is not None and act not in ("switch", "set_default", "sign_in", "sign_up"):
        its = world.place(who)
    email = offer.email if offer else who.email if who else ""
    found = Facts(
        its=its,
        offer=offer,
        memberships=len(world.of(email)),
        created=world.created(email),
        crm_plus_joined=world.crm_plus_joined(email),
        asked=given,
        had_default=dict(world.defaults),
        world=world,
    )
    if offer is not None and world.status(offer) in ("pending", "expired"):
        found.left_to_answer = offer.expires_at - world.now
    if its is not None:
        found.internal, found.licenses, found.edition = its.internal, its.licenses, its.edition
        found.externals = len(its.members) - its.internal
        found.left_of_trial = its.trial_ends_at - world.now if its.licenses is None else None
        cliq = any((link.app, link.organization) == ("cliq", its.handle) for link in world.links)
        found.hidden_by = [
            *([its.edition] if its.edition in ("crm-plus", "zoho-one") else []),
            *(["an IP restriction"] if its.restrict_ip else []),
            *(["Cliq"] if cliq else []),
        ]
        if act == "add":
            alike = [
                link for link in world.links if (link.app, link.feature) == (given["app"], given["feature"])
            ]
            found.links_here = sum(link.organization == its.handle for link in alike)
            found.links_of_account = sum(link.account == given["account"] for link in alike)
            found.own_extensions = [link.account for link in alike if link.user == email]
    return found


def labels(act: str, before: Facts, expected: Any, seen: Any, once_hidden: set[int]) -> Iterator[str]:
    """The edges that the act stood at, by what came of it."""
    code = str(seen) if isinstance(seen, Said) else None
    yield "acts"
    yield f"refused: {code}" if code else f"done: {act}"
    if isinstance(seen, dict):
        for _, item in seen.get("failed", []):
            yield f"refused: {item}"
    codes = {code} if code else {str(item) for _, item in seen.get("failed", [])}
    yield from _times(act, before, codes)
    if act in JOINING:
        yield from _joining(before, code, seen, once_hidden if act == "accept" else set())
    elif act == "create":
        yield from _creating(before, code)
    elif act in ("subscribe", "set_licenses"):
        yield from _subscribing(before, code, seen)
    elif act == "add":
        yield from _linking(before, code, seen)
    if act in ("unlink", "leave", "delete") and code is None and before.world is not None:
        if any(before.had_default[email] != default for email, default in before.world.defaults.items()):
            yield "D4: a default lost"


def _times(act: str, before: Facts, codes: set[str]) -> Iterator[str]:
    refused = bool(codes - {"invite.already_member", "invite.already_pending"})
    left = before.left_to_answer
    if act in ANSWERS and left is not None:
        if not refused and left <= LAST_SECOND:
            yield "C2: answered in the last second"
        if "invite.expired" in codes and not left:
            yield "C2: expired at the very second"
    left = before.left_of_trial
    if act in PAUSED_AFTER_TRIAL and left is not None:
        if not refused and timedelta() < left <= LAST_SECOND:
            yield "B2: in the last second of the trial"
        if "trial.expired" in codes and not left:
            yield "B2: at the very end of the trial"


def _joining(before: Facts, code: str | None, seen: Any, once_hidden: set[int]) -> Iterator[str]:
    if code is None:
        if before.memberships == 9:
            yield "B5: the 10th membership, by invitation"
        if before.edition == "crm-plus" and before.crm_plus_joined == 8:
            yield "B7: the 9th CRM Plus of others"
        if before.licenses == before.internal + 1 and seen["kind"] == "internal":
            yield "B3: the last license"
        if seen["became_external"]:
            yield "B8: external in a second Zoho One"
        if before.licenses == before.internal and seen["kind"] == "external":
            yield "B3: an external member where no license is free"
        if before.its is not None and before.its.handle in once_hidden:
            yield "C4: accepted from the list that once hid it"
        return
    if code == "limit.memberships" and before.memberships == 10:
        yield "B5: the 11th membership, by invitation"
    if code == "limit.crm_plus_invited" and before.crm_plus_joined == 9:
        yield "B7: the 10th CRM Plus of others"
    if code == "license.none_free" and before.licenses == before.internal:
        yield "B3: no license free"
    if code == "invite.email_only" and len(before.hidden_by) == 1:
        yield f"C4: hidden by {before.hidden_by[0]} alone"


def _creating(before: Facts, code: str | None) -> Iterator[str]:
    if code is None and before.memberships == 9:
        yield "B5: the 10th membership, by creation"
    if code == "limit.memberships" and before.memberships == 10 and before.created < 5:
        yield "B5: the 11th membership, by creation"
    if code is None and before.created == 4:
        yield "B6: the 5th created"
    if code == "limit.created" and before.created == 5 and before.memberships < 10:
        yield "B6: the 6th created"


def _subscribing(before: Facts, code: str | None, seen: Any) -> Iterator[str]:
    asked, to = before.asked["licenses"], before.asked.get("edition", before.edition)
    if code is None:
        if before.its is not None and asked == before.its.internal:
            yield "B3: exactly enough licenses"
        if seen["made_external"]:
            yield "B8: made external by a change of edition"
        if before.edition == "zoho-one" != to and before.externals:
            yield "B8: made internal by a change of edition"
        return
    if code == "license.too_few" and to == before.edition and asked == before.internal - 1:
        yield "B3: one license too few"
    if code == "license.too_few" and before.edition == "zoho-one" != to and asked >= before.internal:
        yield "B8: too few licenses for who would be internal"
    if code in ("limit.crm_plus_created", "limit.crm_plus_invited", "limit.zoho_one"):
        yield f"{code} on a change of edition"


def _linking(before: Facts, code: str | None, seen: Any) -> Iterator[str]:
    app, feature = before.asked["app"], before.asked["feature"]
    name = app if feature is None else f"{app} {feature}"
    if code is None:
        yield f"E2: {name}: linked"
        if app == "salesiq" and before.links_here == 4:
            yield "E2: the 5th SalesIQ account"
        if feature == "message-extension" and before.own_extensions not in ([], [seen["account"]]):
            yield "E2: a message extension replaced"
        if app in SHARED and before.links_of_account:
            yield f"E2: {name}: an account that many organizations share"
        if (app == "analytics" or feature == "tab") and before.links_here:
            yield f"E2: {name}: another account in the organization"
    if code == "integrate.cardinality":
        if before.links_of_account and not before.links_here:
            yield f"E2: {name}: an account that another organization has"
        if not before.links_of_account and before.links_here:
            yield f"E2: {name}: one account too many"
        if app == "salesiq" and before.links_here == 5:
            yield "E2: the 6th SalesIQ account"
    if code == "integrate.wrong_side":
        yield f"E3: {name}: not from this side"


def edges_of_apps() -> Iterator[str]:
    """What is to be reached of each row of the integrations' table."""
    for (app, feature), row in TABLE.items():
        name = app if feature is None else f"{app} {feature}"
        yield f"E2: {name}: linked"
        if row.accounts_per_organization == 1:
            yield f"E2: {name}: one account too many"
        if row.organizations_per_account == 1:
            yield f"E2: {name}: an account that another organization has"
        elif app in SHARED:
            yield f"E2: {name}: an account that many organizations share"
        if row.accounts_per_organization is None and not row.per_user:
            yield f"E2: {name}: another account in the organization"
        if row.sides != BOTH:
            yield f"E3: {name}: not from this side"
