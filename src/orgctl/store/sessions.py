"""Sign-ins: the secret is outside the store, its hash here. `--as` has a row without a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.store import users
from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import User
    from orgctl.store.transaction import Transaction

COLUMNS = "s.id, s.active_organization_id, s.previous_organization_id, s.last_seen_at"


class Session(NamedTuple):
    """What a sign-in remembers."""

    id: int
    active_organization_id: int | None
    previous_organization_id: int | None
    last_seen_at: datetime


def _session(row: tuple[Any, ...]) -> Session:
    return Session(row[0], row[1], row[2], from_us(row[3]))


def by_secret(tx: Transaction, secret_hash: str) -> tuple[Session, User] | None:
    """The sign-in with this secret, and who it is; both are held in a writing transaction."""
    row = tx.one(
        f"SELECT {COLUMNS}, {users.COLUMNS} FROM sessions s JOIN users u ON u.id = s.user_id "
        f"WHERE s.secret_hash = :hash{tx.hold('u, s')}",
        hash=secret_hash,
    )
    if row is None:
        return None
    user = users.from_row(row[4:])
    tx.holds_user(user.id)
    return _session(row), user


def of_operator(tx: Transaction, email_key: str) -> tuple[Session | None, User] | None:
    """The user with this address, held in a writing transaction, and what `--as` remembers of them."""
    row = tx.one(
        f"SELECT {users.COLUMNS}, {COLUMNS} FROM users u "
        "LEFT JOIN sessions s ON s.user_id = u.id AND s.secret_hash IS NULL "
        f"WHERE u.email_key = :key{tx.hold('u')}",
        key=email_key,
    )
    if row is None:
        return None
    user, rest = users.from_row(row), row[users.WIDTH :]
    tx.holds_user(user.id)
    return (None if rest[0] is None else _session(rest)), user


def begin(
    tx: Transaction,
    user_id: int,
    *,
    secret_hash: str | None,
    active_organization_id: int | None,
    now: datetime,
) -> Session:
    """A new sign-in; without a secret, what `--as` remembers."""
    session = Session(tx.new_id(), active_organization_id, None, now)
    tx.run(
        "INSERT INTO sessions (id, user_id, secret_hash, active_organization_id, created_at, last_seen_at) "
        "VALUES (:id, :user, :hash, :active, :now, :now)",
        id=session.id,
        user=user_id,
        hash=secret_hash,
        active=active_organization_id,
        now=to_us(now),
    )
    return session


def set_active(
    tx: Transaction, session_id: int, active_id: int, previous_id: int | None, now: datetime
) -> None:
    """Make an organization the session's active one."""
    tx.run(
        "UPDATE sessions SET active_organization_id = :active, previous_organization_id = :previous, "
        "last_seen_at = :now WHERE id = :id",
        active=active_id,
        previous=previous_id,
        now=to_us(now),
        id=session_id,
    )


def touch(tx: Transaction, session_id: int, now: datetime) -> None:
    """The sign-in was used."""
    tx.run("UPDATE sessions SET last_seen_at = :now WHERE id = :id", now=to_us(now), id=session_id)


def end(tx: Transaction, session_id: int) -> None:
    """Sign out; an unknown key does nothing."""
    tx.run("DELETE FROM sessions WHERE id = :id", id=session_id)


def end_all(tx: Transaction, user_id: int, *, except_id: int | None = None) -> int:
    """Sign a user out everywhere; answers how many sign-ins ended."""
    return tx.run(
        "DELETE FROM sessions WHERE user_id = :user AND secret_hash IS NOT NULL AND id <> :kept",
        user=user_id,
        kept=except_id or 0,
    )
