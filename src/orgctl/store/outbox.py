"""The outbox: mails that belong to a transaction, sent after it, at least once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from orgctl.store.transaction import Transaction


class Waiting(NamedTuple):
    """A claimed message with everything that building it needs."""

    id: int
    sealed_token: str
    attempts: int
    queued_at: datetime
    invitation_id: int
    email: str
    email_key: str
    role: str
    kind: str
    expires_at: datetime
    language: str | None
    organization_id: int
    organization: str
    url: str
    timezone: str
    inviter_name: str
    inviter_email: str
    invitee_name: str | None
    invitee_language: str | None
    invitee_id: int | None


class Listed(NamedTuple):
    """A message as the outbox shows it."""

    id: int
    invitation_id: int
    to: str
    url: str
    state: str
    attempts: int
    queued_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None
    error: str | None


def enqueue(tx: Transaction, mails: Sequence[tuple[int, str]], now: datetime) -> None:
    """Queue mails, each an invitation's key and its sealed token, in the invitations' own transaction."""
    at = to_us(now)
    rows = [(tx.new_id(), invitation_id, sealed, at, at) for invitation_id, sealed in mails]
    tx.many(
        "INSERT INTO outbox (id, invitation_id, state, sealed_token, attempts, queued_at, next_attempt_at) "
        "VALUES (?, ?, 'queued', ?, 0, ?, ?)",
        rows,
    )
    tx.queued.extend(row[0] for row in rows)


def claim(  # noqa: PLR0913 (what to take and what to leave, by name)
    tx: Transaction,
    now: datetime,
    until: datetime,
    *,
    ids: Sequence[int] | None = None,
    key_id: str | None = None,
    passed_over: Sequence[int] = (),
    limit: int,
) -> list[int]:
    """Take messages that are due (or those named) for this process until an instant; answers their keys.

    Of those that are due, only those sealed with the key of this id (None: with any), and none that was
    passed over: else what others must send would stand in the way of what this process can.
    A claim that its process didn't live to honour ends by itself, and the message is sent again.
    """
    values: dict[str, object] = {"now": to_us(now), "limit": limit}
    if ids is not None:
        due = f"id {tx.among('ids')}"
        values["ids"] = tx.array(ids)
    else:
        due = f"next_attempt_at <= :now AND NOT id {tx.among('passed_over')}"
        values["passed_over"] = tx.array(passed_over)
    if key_id is not None:
        due += " AND sealed_token LIKE :sealed"
        values["sealed"] = f"{key_id}.%"
    rows = tx.all(
        f"SELECT id FROM outbox WHERE state = 'queued' AND {due} "
        "AND (claimed_until IS NULL OR claimed_until <= :now) ORDER BY next_attempt_at, id LIMIT :limit"
        + tx.hold("outbox", skip_held=True),
        **values,
    )
    taken = [row[0] for row in rows]
    if taken:
        tx.run(
            f"UPDATE outbox SET claimed_until = :until WHERE id {tx.among('ids')}",
            until=to_us(until),
            ids=tx.array(taken),
        )
    return taken


def read(tx: Transaction, ids: Sequence[int]) -> list[Waiting]:
    """Claimed messages with all that they say, in the order of queueing."""
    rows = tx.all(
        "SELECT b.id, b.sealed_token, b.attempts, b.queued_at, i.id, i.email, i.email_key, i.role, i.kind, "
        "i.expires_at, i.language, o.id, o.name, o.url, o.timezone, w.name, w.email, u.name, u.language, u.id "
        "FROM outbox b JOIN invitations i ON i.id = b.invitation_id "
        "JOIN organizations o ON o.id = i.organization_id JOIN users w ON w.id = i.inviter_id "
        "LEFT JOIN users u ON u.email_key = i.email_key "
        f"WHERE b.state = 'queued' AND b.id {tx.among('ids')} ORDER BY b.queued_at, b.id",
        ids=tx.array(ids),
    )
    return [Waiting._make((*row[:3], from_us(row[3]), *row[4:9], from_us(row[9]), *row[10:])) for row in rows]


def other_organizations(tx: Transaction, user_ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the organizations that people belong to: for their own eyes only (C3)."""
    rows = tx.all(
        "SELECT m.user_id, o.name FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        f"WHERE m.user_id {tx.among('ids')} ORDER BY o.name",
        ids=tx.array(user_ids),
    )
    found: dict[int, list[str]] = {}
    for user_id, name in rows:
        found.setdefault(user_id, []).append(name)
    return found


def mark_sent(tx: Transaction, ids: Sequence[int], now: datetime) -> None:
    """Acknowledged messages: never sent again, and their token is gone from here."""
    tx.run(
        "UPDATE outbox SET state = 'sent', sent_at = :now, sealed_token = NULL, claimed_until = NULL, "
        f"error = NULL, attempts = attempts + 1 WHERE state = 'queued' AND id {tx.among('ids')}",
        now=to_us(now),
        ids=tx.array(ids),
    )


def mark_retry(tx: Transaction, outbox_id: int, next_attempt_at: datetime, error: str) -> None:
    """Not now: tried again after the given instant."""
    tx.run(
        "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = :next, error = :error, "
        "claimed_until = NULL WHERE state = 'queued' AND id = :id",
        next=to_us(next_attempt_at),
        error=error,
        id=outbox_id,
    )


def mark_failed(tx: Transaction, outbox_id: int, error: str) -> None:
    """Refused for good, or given up."""
    tx.run(
        "UPDATE outbox SET state = 'failed', attempts = attempts + 1, error = :error, sealed_token = NULL, "
        "claimed_until = NULL WHERE state = 'queued' AND id = :id",
        error=error,
        id=outbox_id,
    )


def note_error(tx: Transaction, ids: Sequence[int], error: str) -> None:
    """Why messages still wait, though none of them was tried."""
    tx.run(
        f"UPDATE outbox SET error = :error WHERE state = 'queued' AND id {tx.among('ids')}",
        error=error,
        ids=tx.array(ids),
    )


def release(tx: Transaction, ids: Sequence[int]) -> None:
    """Give claims back unused."""
    tx.run(f"UPDATE outbox SET claimed_until = NULL WHERE id {tx.among('ids')}", ids=tx.array(ids))


def listing(tx: Transaction) -> list[Listed]:
    """The whole outbox, in the order of queueing."""
    rows = tx.all(
        "SELECT b.id, b.invitation_id, i.email, o.url, b.state, b.attempts, b.queued_at, b.next_attempt_at, "
        "b.sent_at, b.error FROM outbox b JOIN invitations i ON i.id = b.invitation_id "
        "JOIN organizations o ON o.id = i.organization_id ORDER BY b.queued_at, b.id"
    )
    return [
        Listed(
            id=row[0],
            invitation_id=row[1],
            to=row[2],
            url=row[3],
            state=row[4],
            attempts=row[5],
            queued_at=from_us(row[6]),
            next_attempt_at=from_us(row[7]),
            sent_at=None if row[8] is None else from_us(row[8]),
            error=row[9],
        )
        for row in rows
    ]
