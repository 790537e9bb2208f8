"""Setting organizations up by a file: what it would change, and changing it, all or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from orgctl.domain.invitations import status_at
from orgctl.domain.planning.history import Act, Deed
from orgctl.domain.planning.planner import plan as work_out
from orgctl.domain.values import Role, Status
from orgctl.manifest.collector import unhurried_collector
from orgctl.store import bulk, bulk_facts
from orgctl.usecases.acting import make_active
from orgctl.usecases.results import AppliedResult, ChangeResult, PlanResult, RefusedChange

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from orgctl.domain.planning.facts import PlannedOrganization
    from orgctl.domain.planning.outcome import Plan
    from orgctl.domain.planning.scene import Options
    from orgctl.domain.planning.state import State
    from orgctl.manifest.values import Manifest
    from orgctl.store.sample_data import Record
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.invitations import Token


def plan(
    tx: Transaction,
    actor: Actor | None,
    manifest: Manifest,
    options: Options,
    *,
    progress: Callable[[int], None] | None = None,
    now: datetime,
) -> PlanResult:
    """What applying the file would do; changes nothing.

    `actor` None is the store's owner: organizations are created by their super administrators, members
    are invited and accept at once. For a user, what that user may do; missing members are invited by mail.
    `progress` is told how many memberships were looked at.
    """
    with unhurried_collector():
        worked_out = planned(tx, actor, manifest, options=options, now=now, progress=progress)
        return result_of(worked_out, manifest)


def apply(
    tx: Transaction,
    actor: Actor | None,
    manifest: Manifest,
    options: Options,
    *,
    operator: str | None,
    new_token: Callable[[], Token],
    progress: Callable[[int, int], None] | None = None,
    now: datetime,
) -> AppliedResult:
    """Do what the file asks for. Where anything is refused nothing is done, and `refused` says what.

    `operator` is who runs the program as the store's owner; `progress` is told how much of how much is done.
    """
    with unhurried_collector():
        bar = Meter(manifest, progress)
        worked_out = planned(tx, actor, manifest, options=options, now=now, progress=bar.looked_at)
        return carry_out(tx, actor, worked_out, manifest, operator=operator, new_token=new_token, bar=bar)


class Meter:
    """Two halves of work as one: looking at memberships, then writing rows."""

    def __init__(self, manifest: Manifest, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._half = max(1, manifest.memberships)
        self._rows = 1

    def expect(self, rows: int) -> None:
        """So many rows will be written."""
        self._rows = max(1, rows)

    def looked_at(self, memberships: int) -> None:
        """So many memberships were looked at."""
        if self._progress is not None:
            self._progress(min(memberships, self._half), 2 * self._half)

    def wrote(self, rows: int) -> None:
        """So many rows were written."""
        if self._progress is not None:
            self._progress(self._half + min(self._half, self._half * rows // self._rows), 2 * self._half)


def planned(
    tx: Transaction,
    actor: Actor | None,
    manifest: Manifest,
    *,
    options: Options,
    now: datetime,
    progress: Callable[[int], None] | None = None,
    seen: Callable[[State], None] | None = None,
) -> Plan:
    """The plan for a file; `seen` is shown the facts before they are used up."""
    scope = _scope(manifest, options, mails=actor is not None)
    state = bulk_facts.load(tx, scope, actor_id=actor.user.id if actor else None, now=now)
    _note_expiry(tx, state)
    if seen is not None:
        seen(state)
    return work_out(state, manifest, options, progress=progress)


def carry_out(
    tx: Transaction,
    actor: Actor | None,
    worked_out: Plan,
    manifest: Manifest,
    *,
    operator: str | None,
    new_token: Callable[[], Token],
    bar: Meter,
) -> AppliedResult:
    """Write what a plan came to, unless anything in it is refused."""
    result = result_of(worked_out, manifest)
    if result.refused:
        return AppliedResult(result.changes, result.refused, result.notes, 0)
    if result.changes:
        state = worked_out.state
        who = actor.operator if actor else operator
        bar.expect(5 * worked_out.size)
        records = _sample_data(state)
        bulk.write(tx, state, operator=who, new_token=new_token, progress=bar.wrote)
        if records:
            bulk.add_records(tx, [(its.id, made) for its, made in records])
        _activate(tx, actor, state)
    return AppliedResult(result.changes, (), result.notes, len(result.changes))


def result_of(worked_out: Plan, manifest: Manifest) -> PlanResult:
    """A plan as people and scripts see it."""
    return PlanResult(
        changes=tuple(ChangeResult(*change) for change in worked_out.changes),
        refused=tuple(
            RefusedChange(
                *change,
                refusal.code.value,
                refusal.message,
                refusal.hint,
                f"{manifest.name}:{asked.line}:{asked.column}" if asked and asked.line else None,
            )
            for change, refusal, asked in worked_out.refused
        ),
        notes=tuple(ChangeResult(*note) for note in worked_out.notes),
    )


def _scope(manifest: Manifest, options: Options, *, mails: bool) -> bulk_facts.Scope:
    """What of the store a file is about; `mails`: members are invited, as invitations are."""
    keys: set[str] = {user.address.key for user in manifest.users}
    invited: set[str] = set()
    linkers: set[str] = set()
    apps: set[str] = set()
    accounts: set[str] = set()
    for each in manifest.organizations:
        keys.update(member.address.key for member in each.members or ())
        for offer in each.invitations:
            invited.add(offer.address.key)
            keys.update(address.key for address in (offer.address, offer.invited_by) if address)
        if each.created_by:
            keys.add(each.created_by.key)
        for link in each.integrations:
            apps.add(link.app)
            accounts.add(link.account.casefold())
            keys.update({link.user.key} if link.user else ())
            linkers.update({link.user.key} if link.user else ())
        if each.integrations:
            linkers.update(one.address.key for one in each.members or () if one.role is Role.SUPERADMIN)
    if mails:
        invited.update(one.address.key for each in manifest.organizations for one in each.members or ())
    urls = [each.url for each in manifest.organizations]
    return bulk_facts.Scope(urls, options.prune_organizations, keys, invited, apps, accounts, linkers)


def _note_expiry(tx: Transaction, state: State) -> None:
    for its in state.organizations.values():
        for offer in its.offers.values():
            value = offer.value
            if value.status is Status.PENDING and status_at(value, state.now) is Status.EXPIRED:
                tx.seen_expired.add(value.id)


def _sample_data(state: State) -> list[tuple[PlannedOrganization, list[Record]]]:
    """The records of all organizations that are to have some, and what history says of them."""
    if not state.filled:
        return []
    from orgctl.usecases import sample_data

    loaded = [(its, sample_data.made(modules, its.timezone, state.now)) for its, modules in state.filled]
    for its, records in loaded:
        actor, _ = state.acting(its)
        counts = Counter(record.module for record in records)
        state.deeds.append(Deed(Act.SAMPLE_DATA_LOADED, its, actor, its.url, actor.email, counts))
    return loaded


def _activate(tx: Transaction, actor: Actor | None, state: State) -> None:
    """B9: what a user has created is active afterwards, the last of several."""
    created = [its for its in state.organizations.values() if its.fresh]
    if actor is None or state.actor is None or not created:
        return
    default = state.actor.default
    user = replace(actor.user, default_organization_id=default.id if default else None)
    make_active(tx, replace(actor, user=user), created[-1].id, state.now)
