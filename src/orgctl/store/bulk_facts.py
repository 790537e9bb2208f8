"""Facts for a plan, read in bulk: a constant number of statements, however large the file or the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgctl.domain.planning.facts import (
    PlannedInvitation,
    PlannedLink,
    PlannedMembership,
    PlannedOrganization,
    PlannedUser,
)
from orgctl.domain.planning.state import State
from orgctl.domain.values import Kind, Link, Role, Side
from orgctl.store import integrations, invitations, organizations
from orgctl.store.instants import from_us

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from orgctl.store.transaction import Transaction

_ROLES = {role.value: role for role in Role}
_KINDS = {kind.value: kind for kind in Kind}

_USER = "u.id, u.email, u.email_key, u.name, u.language, u.default_organization_id"
_LINKS = (
    f"SELECT {integrations.COLUMNS}, l.holder_id, l.exclusive, l.hides_invitations, w.email, w.email_key, "
    f"{organizations.COLUMNS} FROM links l JOIN users w ON w.id = l.user_id "
    "JOIN organizations o ON o.id = l.organization_id WHERE"
)
_LINK_WIDTH = 14
_ADVISORY_LOCK = 0x6F726763
"""One key for all who change a PostgreSQL store in bulk, so that they do it one after the other."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan looks at: organizations with these access URLs, or `everywhere` (the actor's, if any).

    `keys` are addresses that are named anywhere, `invited` those whose last invitations matter even if
    ended. `apps` and `accounts` (folded) are of links that are wanted, `linkers` the addresses of those
    whose links they may be. `everybody`: users without an organization too.
    """

    urls: Sequence[str] = ()
    everywhere: bool = False
    keys: Collection[str] = ()
    invited: Collection[str] = ()
    apps: Collection[str] = ()
    accounts: Collection[str] = ()
    linkers: Collection[str] = ()
    everybody: bool = False


def load(tx: Transaction, scope: Scope, *, actor_id: int | None, now: datetime) -> State:
    """The state that a plan begins with; in a writing transaction, held from others until its end.

    With an actor, only the actor's own organizations are there; access URLs of others are `taken`.
    """
    if tx.writes and tx.dialect == "postgresql":
        # SQLite holds the whole file. Here rows are held first and read afterwards, or limits would be
        # judged by what was true before the wait.
        tx.all("SELECT pg_advisory_xact_lock(:key)", key=_ADVISORY_LOCK)
        ids = [row[0] for row in _organization_rows(tx, scope, actor_id)]
        tx.lock_users(row[0] for row in _user_rows(tx, scope, actor_id, ids))
        tx.lock_organizations(ids)
    return _Loader(tx, scope, actor_id, now).load()


def references(tx: Transaction) -> list[tuple[int, str, str]]:
    """Key, access URL and name of every organization: what the store's owner names them by."""
    rows = tx.all("SELECT o.id, o.url, o.name FROM organizations o ORDER BY o.url")
    return [(row[0], row[1], row[2]) for row in rows]


def _organization_rows(tx: Transaction, scope: Scope, actor_id: int | None) -> list[tuple[Any, ...]]:
    named = f" AND o.url {tx.among_texts('urls')}" if not scope.everywhere else ""
    own = (
        " AND o.id IN (SELECT a.organization_id FROM memberships a WHERE a.user_id = :actor)"
        if actor_id is not None
        else ""
    )
    return tx.all(
        f"SELECT {organizations.COLUMNS} FROM organizations o WHERE 1 = 1{named}{own} ORDER BY o.url",
        urls=tx.texts(scope.urls),
        actor=actor_id,
    )


def _user_rows(
    tx: Transaction, scope: Scope, actor_id: int | None, ids: Sequence[int]
) -> list[tuple[Any, ...]]:
    """Members and creators of organizations, those who are named, and the actor; some of them twice."""
    if scope.everybody:
        return tx.all(f"SELECT {_USER} FROM users u")
    return tx.all(
        f"SELECT {_USER} FROM users u WHERE u.id IN "
        f"(SELECT m.user_id FROM memberships m WHERE m.organization_id {tx.among('ids')}) "
        f"UNION ALL SELECT {_USER} FROM users u WHERE u.id IN "
        f"(SELECT o.creator_id FROM organizations o WHERE o.id {tx.among('ids')}) "
        f"UNION ALL SELECT {_USER} FROM users u WHERE u.email_key {tx.among_texts('keys')} "
        f"UNION ALL SELECT {_USER} FROM users u WHERE u.id = :actor",
        ids=tx.array(ids),
        keys=tx.texts(list(scope.keys)),
        actor=actor_id or 0,
    )


def _link_rows(
    tx: Transaction, scope: Scope, ids: Sequence[int], linkers: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Links of organizations, and those in the way of links that are wanted, wherever they are."""
    return tx.all(
        f"{_LINKS} l.organization_id {tx.among('ids')} "
        f"UNION ALL {_LINKS} l.app {tx.among_texts('apps')} AND l.exclusive {tx.among_texts('keys')}",
        ids=tx.array(ids),
        apps=tx.texts(list(scope.apps)),
        keys=tx.texts([*scope.accounts, *linkers]),
    )


class _Loader:
    def __init__(self, tx: Transaction, scope: Scope, actor_id: int | None, now: datetime) -> None:
        self.tx = tx
        self.scope = scope
        self.actor_id = actor_id
        self.state = State(now)
        self.users: dict[int, PlannedUser] = {}
        self.organizations: dict[int, PlannedOrganization] = {}
        self.strangers: dict[int, PlannedUser] = {}
        self.defaults: list[tuple[PlannedUser, int]] = []

    def load(self) -> State:
        whole = _organization_rows(self.tx, self.scope, self.actor_id)
        self._load_taken(whole)
        ids = [row[0] for row in whole]
        self._load_users(ids)
        for row in whole:
            self._organization(row, whole=True)
        self._load_others()
        self._load_memberships()
        if ids:
            self._load_invitations(ids)
            self._load_records(ids)
        self._load_links(ids)
        for user, default_id in self.defaults:
            user.default = self.organizations.get(default_id)
        self.state.actor = None if self.actor_id is None else self.users[self.actor_id]
        return self.state

    def _load_taken(self, whole: list[tuple[Any, ...]]) -> None:
        tx, scope = self.tx, self.scope
        if self.actor_id is not None and scope.urls:
            there = tx.all(
                f"SELECT url FROM organizations WHERE url {tx.among_texts('urls')}", urls=tx.texts(scope.urls)
            )
            self.state.taken = frozenset(row[0] for row in there) - {row[1] for row in whole}

    def _load_users(self, ids: Sequence[int]) -> None:
        users, by_key, defaults = self.users, self.state.users, self.defaults
        for id_, email, key, name, language, default_id in _user_rows(
            self.tx, self.scope, self.actor_id, ids
        ):
            if id_ not in users:
                users[id_] = by_key[key] = user = PlannedUser(id_, email, key, name, language)
                if default_id is not None:
                    defaults.append((user, default_id))

    def _load_others(self) -> None:
        """Organizations that count for the limits of these users, by membership or by creation."""
        tx, scope = self.tx, self.scope
        if scope.everywhere and self.actor_id is None:
            return
        rows = tx.all(
            f"SELECT {organizations.COLUMNS} FROM organizations o WHERE o.id IN "
            f"(SELECT m.organization_id FROM memberships m WHERE m.user_id {tx.among('ids')}) "
            f"UNION ALL SELECT {organizations.COLUMNS} FROM organizations o WHERE o.creator_id {tx.among('ids')}",
            ids=tx.array(list(self.users)),
        )
        for row in rows:
            if row[0] not in self.organizations:
                self._organization(row, whole=False)

    def _organization(self, row: tuple[Any, ...], *, whole: bool) -> None:
        value = organizations.from_row(row)
        creator = self.users.get(value.creator_id) or self._stranger(value.creator_id)
        its = self.organizations[value.id] = PlannedOrganization(value, creator, whole=whole)
        creator.created = (*creator.created, its)
        if whole:
            self.state.organizations[its.url] = its

    def _stranger(self, id_: int, email: str = "", key: str = "") -> PlannedUser:
        """A user who is only named: creator of somebody else's organization, inviter, holder of a link."""
        return self.strangers.setdefault(id_, PlannedUser(id_, email, key, "", None))

    def _load_memberships(self) -> None:
        tx = self.tx
        where = "" if self.scope.everybody else f" WHERE m.user_id {tx.among('ids')}"
        ids = tx.array(() if self.scope.everybody else list(self.users))
        users, places = self.users, self.organizations
        for user_id, organization_id, role, kind, slot in tx.all(
            f"SELECT m.user_id, m.organization_id, m.role, m.kind, m.slot FROM memberships m{where}", ids=ids
        ):
            user, its = users[user_id], places[organization_id]
            rank, sort = _ROLES[role], _KINDS[kind]
            membership = PlannedMembership(user, its, rank, sort, slot)
            user.memberships += (membership,)
            its.members[user.key] = membership
            if sort is Kind.INTERNAL:
                its.internal += 1
            if rank is Role.SUPERADMIN:
                its.superadmin = membership

    def _load_invitations(self, ids: Sequence[int]) -> None:
        """What is pending, and the last invitations of those who are named as invited."""
        tx = self.tx
        rows = tx.all(
            f"SELECT {invitations.COLUMNS}, i.language, w.email, w.email_key FROM invitations i "
            f"JOIN users w ON w.id = i.inviter_id WHERE i.organization_id {tx.among('ids')} "
            f"AND (i.status = 'pending' OR i.email_key {tx.among_texts('keys')}) "
            "ORDER BY CASE i.status WHEN 'pending' THEN 1 ELSE 0 END, i.sent_at, i.ended_at",
            ids=tx.array(ids),
            keys=tx.texts(list(self.scope.invited)),
        )
        for row in rows:
            value = invitations.from_row(row)
            language, email, key = row[invitations.WIDTH :]
            inviter = self.users.get(value.inviter_id) or self._stranger(value.inviter_id, email, key)
            its = self.organizations[value.organization_id]
            its.offers[value.email_key] = PlannedInvitation(value, its, inviter, language)

    def _load_records(self, ids: Sequence[int]) -> None:
        tx = self.tx
        for organization_id, module in tx.all(
            f"SELECT DISTINCT r.organization_id, r.module FROM records r WHERE r.organization_id {tx.among('ids')}",
            ids=tx.array(ids),
        ):
            self.organizations[organization_id].modules.add(module)

    def _load_links(self, ids: Sequence[int]) -> None:
        rows = _link_rows(self.tx, self.scope, ids, [str(id_) for id_ in self._linkers()])
        seen = set()
        for row in sorted(rows, key=lambda row: row[1:5]):
            if row[0] not in seen:
                seen.add(row[0])
                self._link(row)

    def _linkers(self) -> Iterable[int]:
        named = [self.state.users.get(key) for key in self.scope.linkers] if self.scope.apps else []
        admins = [its.superadmin.user for its in self.state.organizations.values() if its.superadmin]
        return {user.id for user in [*named, *admins] if user is not None} | {self.actor_id or 0}

    def _link(self, row: tuple[Any, ...]) -> None:
        id_, app, feature, account, organization_id, user_id, side, since, slot = row[:9]
        holder_id, exclusive, hides, email, key = row[9:_LINK_WIDTH]
        value = Link(
            id_, app, feature or None, account, organization_id, user_id, Side(side), from_us(since), slot
        )
        user = self.users.get(user_id) or self._stranger(user_id, email, key)
        if organization_id not in self.organizations:
            self._organization(row[_LINK_WIDTH:], whole=False)
        its = self.organizations[organization_id]
        link = PlannedLink(value, its, user, exclusive=exclusive, per_user=holder_id != 0, hides=bool(hides))
        its.links.append(link)
        if exclusive is not None:
            self.state.exclusive[app, feature or None, exclusive] = link
