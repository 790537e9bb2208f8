"""Writing what a plan came to: the difference between what was and what is to be, table by table.

Rows go in the order of their keys: those are random, and a tree of them that grows at random places takes
several times as long. What gives a place away comes before what takes one, since unique indexes are
asked row by row.
"""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING

from orgctl.domain.planning.facts import PlannedMembership
from orgctl.domain.values import Edition, Role
from orgctl.store import bulk_rows as rows
from orgctl.store import outbox
from orgctl.store.instants import to_us

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from orgctl.domain.planning.state import State
    from orgctl.store.sample_data import Record
    from orgctl.store.transaction import Transaction

_REPORTED = 4_096
"""How many rows there are between two reports of progress."""


def write(
    tx: Transaction,
    state: State,
    *,
    operator: str | None,
    new_token: Callable[[], tuple[str, str]],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Make the store what the state has become; what is new gets its id. A constant number of statements.

    `new_token` gives the hash and the sealed form of a token for each invitation that is mailed.
    `progress` is told how many rows were written.
    """
    _Writer(tx, state, progress).write(operator, new_token)


class _Writer:
    def __init__(self, tx: Transaction, state: State, progress: Callable[[int], None] | None) -> None:
        self.tx = tx
        self.state = state
        self.at = to_us(state.now)
        self.progress = progress
        self.written = 0
        self.new_users = [user for user in state.users.values() if user.fresh]
        self.new_organizations = [its for its in state.organizations.values() if its.fresh]
        self.joined = [each for each in state.deeds if isinstance(each, PlannedMembership)]

    def write(self, operator: str | None, new_token: Callable[[], tuple[str, str]]) -> None:
        for user, id_ in zip(self.new_users, self.tx.new_ids(len(self.new_users)), strict=True):
            user.id = id_
        for its, id_ in zip(
            self.new_organizations, self.tx.new_ids(len(self.new_organizations)), strict=True
        ):
            its.id = id_
        self._delete_organizations()
        self._end_links()
        self._end_memberships()
        self._end_invitations()
        self._change_memberships()
        self._users()
        self._organizations()
        self._memberships()
        self._zoho_one()
        self._invitations(new_token)
        self._links()
        self._history(operator)

    def _delete_organizations(self) -> None:
        tx, ids = self.tx, self.tx.array([its.id for its in self.state.deleted])
        if not self.state.deleted:
            return
        for statement in (
            (
                "DELETE FROM outbox WHERE invitation_id IN "
                f"(SELECT id FROM invitations WHERE organization_id {tx.among('ids')})"
            ),
            f"DELETE FROM invitations WHERE organization_id {tx.among('ids')}",
            f"DELETE FROM links WHERE organization_id {tx.among('ids')}",
            f"DELETE FROM records WHERE organization_id {tx.among('ids')}",
            f"UPDATE sessions SET active_organization_id = NULL WHERE active_organization_id {tx.among('ids')}",
            f"DELETE FROM memberships WHERE organization_id {tx.among('ids')}",
            f"DELETE FROM organizations WHERE id {tx.among('ids')}",
        ):
            tx.run(statement, ids=ids)

    def _end_links(self) -> None:
        if self.state.unlinked:
            ids = self.tx.array([link.value.id for link in self.state.unlinked])
            self.tx.run(f"DELETE FROM links WHERE id {self.tx.among('ids')}", ids=ids)

    def _end_memberships(self) -> None:
        deleted = set(self.state.deleted)
        keys = [
            (each.user.id, each.organization.id)
            for each in self.state.ended
            if each.organization not in deleted
        ]
        keys.sort()
        if keys:
            self.tx.many("DELETE FROM memberships WHERE user_id = ? AND organization_id = ?", keys)
            self.tx.many(
                "UPDATE sessions SET active_organization_id = NULL "
                "WHERE user_id = ? AND active_organization_id = ?",
                keys,
            )

    def _end_invitations(self) -> None:
        offers = [offer for offer in self.state.answered if not offer.fresh]
        if offers:
            self.tx.many(
                "UPDATE invitations SET status = ?, ended_at = ? WHERE id = ?",
                [(offer.value.status.value, self.at, offer.value.id) for offer in offers],
            )
            self.tx.run(
                "UPDATE outbox SET state = 'cancelled', sealed_token = NULL WHERE state = 'queued' "
                f"AND invitation_id {self.tx.among('ids')}",
                ids=self.tx.array([offer.value.id for offer in offers]),
            )

    def _change_memberships(self) -> None:
        tx, changed = self.tx, list(self.state.changed_memberships)
        left = [its.id for its in self.state.changed_editions if its.edition is not Edition.ZOHO_ONE]
        if left:
            tx.run(
                f"UPDATE memberships SET zoho_one = :no WHERE organization_id {tx.among('ids')}",
                no=False,
                ids=tx.array(left),
            )
        # There is one super administrator at a time, the old one first.
        changed.sort(key=lambda each: (each.role is Role.SUPERADMIN, each.user.id, each.organization.id))
        if changed:
            tx.many(
                "UPDATE memberships SET role = ?, kind = ?, zoho_one = ? "
                "WHERE user_id = ? AND organization_id = ?",
                [
                    (each.role.value, each.kind.value, False, each.user.id, each.organization.id)
                    for each in changed
                ],
            )

    def _zoho_one(self) -> None:
        """Back B8's unique index again, once nobody has an old place in it."""
        tx = self.tx
        touched = {
            *self.state.changed_editions,
            *(each.organization for each in self.state.changed_memberships),
        }
        ids = sorted(its.id for its in touched if its.edition is Edition.ZOHO_ONE)
        if ids:
            tx.run(
                f"UPDATE memberships SET zoho_one = (kind = 'internal') WHERE organization_id {tx.among('ids')}",
                ids=tx.array(ids),
            )

    def _users(self) -> None:
        self._insert(rows.USERS, rows.of_users(self.state, self.new_users))
        changed = sorted(self.state.changed_users, key=lambda user: user.id)
        if changed:
            self.tx.many(
                "UPDATE users SET name = ?, language = ?, default_organization_id = ? WHERE id = ?",
                [
                    (user.name, user.language, user.default.id if user.default else None, user.id)
                    for user in changed
                ],
            )

    def _organizations(self) -> None:
        changed = sorted(
            self.state.changed_organizations, key=lambda its: (its.edition is Edition.CRM_PLUS, its.id)
        )
        if changed:
            self.tx.many(
                "UPDATE organizations SET name = ?, timezone = ?, edition = ?, licenses = ?, restrict_ip = ?, "
                "members = ?, internal_members = ? WHERE id = ?",
                [(*rows.terms(its), its.id) for its in changed],
            )
        self._insert(rows.ORGANIZATIONS, map(rows.of_organization, self.new_organizations))

    def _memberships(self) -> None:
        users = {each.user: None for each in self.joined}
        users.update((its.creator, None) for its in self.new_organizations)
        users.update((each.user, None) for each in self.state.accepted)
        self._insert(rows.MEMBERSHIPS, rows.of_memberships(self.state, users))

    def _invitations(self, new_token: Callable[[], tuple[str, str]]) -> None:
        accepted, offered = len(self.joined), self.state.offered
        ids = self.tx.new_ids(accepted + len(offered))
        mails = [(id_, *new_token()) for id_ in ids[accepted:]]
        self._insert(rows.INVITATIONS, rows.of_acceptances(self.state, self.joined, ids))
        self._insert(
            rows.INVITATIONS,
            (rows.of_offer(offer, id_, hash_) for offer, (id_, hash_, _) in zip(offered, mails, strict=True)),
        )
        if mails:
            outbox.enqueue(self.tx, [(id_, sealed) for id_, _, sealed in mails], self.state.now)

    def _links(self) -> None:
        ids = self.tx.new_ids(len(self.state.linked))
        self._insert(rows.LINKS, map(rows.of_link, self.state.linked, ids))

    def _history(self, operator: str | None) -> None:
        ids = self.tx.new_ids(len(self.state.deeds) + len(self.joined))
        self._insert(rows.HISTORY, rows.of_history(self.state, ids, operator, self.tx.next_position))

    def _insert(self, table: rows.Table, lines: Iterable[rows.Row]) -> None:
        first = next(lines := iter(lines), None)
        if first is not None:
            batches = self._batches(chain((first,), lines))
            self.tx.insert(table.name, table.columns, chain.from_iterable(batches))

    def _batches(self, lines: Iterator[rows.Row]) -> Iterator[Sequence[rows.Row]]:
        while batch := tuple(islice(lines, _REPORTED)):
            yield batch
            self.written += len(batch)
            if self.progress is not None:
                self.progress(self.written)


def add_records(tx: Transaction, records: Sequence[tuple[int, Sequence[Record]]]) -> None:
    """Keep sample data of several organizations, by their keys, each in its order."""
    count = sum(len(its) for _, its in records)
    ids = iter(tx.new_ids(count))
    tx.insert(
        "records",
        ("id", "organization_id", "module", "position", "name", "fields"),
        [
            (next(ids), organization_id, each.module, position, each.name, json.dumps(each.fields))
            for organization_id, its in records
            for position, each in enumerate(its, start=1)
        ],
    )
