"""What the policy says, a second time: written from its text alone, without a look at the domain's code.

A world is plain data: people, organizations with their members, invitations, links. This module holds the
data and the questions that rules ask of it; the acts are in `model_organizations`, `model_members`,
`model_invitations` and `model_links`. An act answers with what its result must show, or with every code
that may be given where it is refused: where several rules refuse at once, any of their codes is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SEVEN_DAYS = timedelta(hours=7 * 24)
TRIAL = timedelta(days=15)
HIDDEN_EDITIONS = ("crm-plus", "zoho-one")


class No(frozenset[str]):
    """Refused, with one of these codes."""


class Either(tuple[No, dict[str, object]]):
    """Refused or done without a change: the policy does not say which."""

    __slots__ = ()


@dataclass
class Member:
    """A membership, within its organization."""

    role: str
    kind: str
    since: datetime


@dataclass
class Organization:
    """One organization; `licenses` is None on trial, `as_signup` if it is no one of its creator's five."""

    handle: int
    url: str
    name: str
    timezone: str
    creator: str
    as_signup: bool
    created_at: datetime
    edition: str = "enterprise"
    licenses: int | None = None
    restrict_ip: tuple[str, ...] = ()
    members: dict[str, Member] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)

    @property
    def trial_ends_at(self) -> datetime:
        """Fifteen days after its creation."""
        return self.created_at + TRIAL

    @property
    def internal(self) -> int:
        """How many licenses its members need."""
        return sum(member.kind == "internal" for member in self.members.values())

    def with_role(self, *roles: str) -> list[str]:
        """Its members in these roles."""
        return [email for email, member in self.members.items() if member.role in roles]


@dataclass
class Invitation:
    """One offer; `tokens` are all that it ever had, of which only the last is good."""

    handle: int
    organization: int
    email: str
    role: str
    kind: str
    sent_at: datetime
    tokens: list[str]
    inviters: set[str]
    ended: str | None = None

    @property
    def expires_at(self) -> datetime:
        """Seven days of 24 hours after it was sent."""
        return self.sent_at + SEVEN_DAYS


@dataclass
class Link:
    """An app account linked with an organization by a user; `feature` is of Teams, else None."""

    app: str
    feature: str | None
    account: str
    organization: int
    user: str
    side: str
    since: datetime


@dataclass
class Session:
    """A sign-in, or what `--as` keeps of a user: the organization made active, and the one before."""

    email: str
    active: int | None = None
    previous: int | None = None
    began: datetime | None = None
    used: bool = False


@dataclass
class Who:
    """Who acts (by a sign-in's number, or without one under `--as`), and the organization named, if any."""

    email: str
    session: int | None = None
    org: str | None = None


@dataclass
class World:
    """Everything there is. `defaults` has every user; a default of None is none (D4)."""

    now: datetime
    defaults: dict[str, int | None] = field(default_factory=dict)
    organizations: dict[int, Organization] = field(default_factory=dict)
    invitations: dict[int, Invitation] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    sessions: dict[int, Session] = field(default_factory=dict)
    acting_as: dict[str, Session] = field(default_factory=dict)
    made: int = 0

    def number(self) -> int:
        """A number that nothing had before."""
        self.made += 1
        return self.made

    @property
    def second(self) -> datetime:
        """The second that it is: what is written down begins with it."""
        return self.now.replace(microsecond=0)

    def of(self, email: str) -> list[Organization]:
        """The organizations of a user."""
        return [each for each in self.organizations.values() if email in each.members]

    def url_taken(self, url: str, *, by_other_than: int | None = None) -> bool:
        """B4: whether an organization has this access URL, whatever its case."""
        return any(
            each.url == url.lower() and each.handle != by_other_than for each in self.organizations.values()
        )

    def find(self, email: str, text: str) -> Organization | None:
        """One of the user's, by access URL, or by name where only one has it."""
        mine = self.of(email)
        by_url = [each for each in mine if each.url == text.lower()]
        by_name = [each for each in mine if each.name.lower() == text.lower()]
        found = by_url or by_name
        return found[0] if len(found) == 1 else None

    def session_of(self, who: Who) -> Session:
        """What remembers the active organization for this actor."""
        if who.session is not None:
            return self.sessions[who.session]
        return self.acting_as.setdefault(who.email, Session(who.email))

    def is_in(self, email: str, handle: int | None) -> bool:
        """Whether the user is in that organization, and it still exists."""
        return (
            handle is not None
            and handle in self.organizations
            and email in self.organizations[handle].members
        )

    def default(self, email: str) -> int | None:
        """D2, D4: the default; None once the user is out of it."""
        return self.defaults.get(email)

    def active(self, who: Who) -> int | None:
        """The session's organization, else the default, else none."""
        stored = self.session_of(who).active
        return stored if self.is_in(who.email, stored) else self.default(who.email)

    def make_active(self, who: Who, handle: int) -> None:
        """Make it the active one; the one before is what `switch -` goes back to."""
        session = self.session_of(who)
        before = self.active(who)
        if before != handle:
            session.previous = before
        session.active, session.used = handle, True

    def place(self, who: Who) -> Organization | None:
        """The organization that a command acts in."""
        if who.org is not None:
            return self.find(who.email, who.org)
        handle = self.active(who)
        return None if handle is None else self.organizations[handle]

    def trial_over(self, its: Organization) -> bool:
        """Whether its trial has ended without anybody subscribing."""
        return its.licenses is None and self.now >= its.trial_ends_at

    def email_only(self, its: Organization) -> bool:
        """C4, as the organization is now."""
        return (
            its.edition in HIDDEN_EDITIONS
            or bool(its.restrict_ip)
            or any(link.app == "cliq" and link.organization == its.handle for link in self.links)
        )

    def status(self, offer: Invitation) -> str:
        """Where an invitation stands; at the very instant it is expired."""
        if offer.ended is not None:
            return offer.ended
        return "expired" if self.now >= offer.expires_at else "pending"

    def latest(self, handle: int, email: str) -> Invitation | None:
        """The user's latest invitation from an organization."""
        found = [
            each for each in self.invitations.values() if (each.organization, each.email) == (handle, email)
        ]
        return found[-1] if found else None

    def by_token(self, token: str) -> Invitation | None:
        """The invitation whose good token this is."""
        return next((each for each in self.invitations.values() if each.tokens[-1] == token), None)

    def crm_plus_joined(self, email: str, *, but: int | None = None) -> int:
        """B7: the user's CRM Plus organizations that somebody else created."""
        return sum(
            each.edition == "crm-plus" and each.creator != email and each.handle != but
            for each in self.of(email)
        )

    def crm_plus_created(self, email: str, *, but: int | None = None) -> int:
        """B7: existing CRM Plus organizations that the user created, a member or not."""
        return sum(
            each.edition == "crm-plus" and each.creator == email and each.handle != but
            for each in self.organizations.values()
        )

    def created(self, email: str) -> int:
        """B6: existing organizations that the user created as an administrator."""
        return sum(each.creator == email and not each.as_signup for each in self.organizations.values())

    def zoho_one_internal(self, email: str, *, but: int | None = None) -> int:
        """B8: the user's internal memberships in Zoho One organizations."""
        return sum(
            each.edition == "zoho-one" and each.members[email].kind == "internal" and each.handle != but
            for each in self.of(email)
        )

    def begin(self, its: Organization, email: str, role: str, kind: str) -> None:
        """A membership begins; the first one of its user is the default (D2)."""
        if not self.of(email):
            self.defaults[email] = its.handle
        its.members[email] = Member(role, kind, self.second)

    def end(self, its: Organization, email: str) -> None:
        """A membership ends, and with it default and active organization (D4)."""
        del its.members[email]
        self.lose(its.handle, email)

    def lose(self, handle: int, email: str) -> None:
        """The user is out of an organization: it is nobody's default or active one any more."""
        if self.defaults[email] == handle:
            self.defaults[email] = None
        for session in [*self.sessions.values(), *self.acting_as.values()]:
            if session.email == email and session.active == handle:
                session.active = None


def refused(*rules: tuple[str, bool]) -> No | None:
    """The codes of all rules that refuse; None if none does."""
    codes = No(code for code, refuses in rules if refuses)
    return codes or None


NO_ORGANIZATION = No({"not_found.organization"})


def organization_seen(world: World, who: Who, its: Organization) -> dict[str, object]:
    """What the user is shown of an organization."""
    mine = its.members[who.email]
    on_trial = its.licenses is None
    return {
        "name": its.name,
        "url": its.url,
        "timezone": its.timezone,
        "edition": its.edition,
        "trial": on_trial,
        "trial_ends_at": its.trial_ends_at if on_trial else None,
        "licenses": its.licenses,
        "members": len(its.members),
        "created_at": its.created_at,
        "role": mine.role,
        "kind": mine.kind,
        "default": world.default(who.email) == its.handle,
        "active": world.active(who) == its.handle,
        "restrict_ip": its.restrict_ip,
        "invitations_listed": not world.email_only(its),
    }


def member_seen(its: Organization, email: str) -> dict[str, object]:
    """What an organization's members are shown of one of them."""
    member = its.members[email]
    return {"email": email, "role": member.role, "kind": member.kind, "since": member.since}


def invitation_seen(world: World, offer: Invitation) -> dict[str, object]:
    """What both sides are shown of an invitation."""
    its = world.organizations[offer.organization]
    return {
        "organization": its.name,
        "url": its.url,
        "email": offer.email,
        "role": offer.role,
        "kind": offer.kind,
        "status": world.status(offer),
        "sent_at": offer.sent_at,
        "expires_at": offer.expires_at,
    }


def link_seen(world: World, link: Link) -> dict[str, object]:
    """What the organization's members are shown of a link."""
    return {
        "app": link.app,
        "feature": link.feature,
        "account": link.account,
        "organization": world.organizations[link.organization].url,
        "user": link.user,
        "started_from": link.side,
        "since": link.since,
    }
