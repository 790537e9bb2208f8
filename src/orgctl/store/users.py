"""People: one row per e-mail address, whose key is unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgctl.domain.values import User
from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.store.transaction import Transaction

COLUMNS = "u.id, u.email, u.email_key, u.name, u.created_at, u.language, u.default_organization_id"
WIDTH = 7


def from_row(row: tuple[Any, ...]) -> User:
    """A user of the first columns of a row."""
    return User(row[0], row[1], row[2], row[3], from_us(row[4]), row[5], row[6])


def by_key(tx: Transaction, email_key: str) -> User | None:
    """Who has this address."""
    row = tx.one(f"SELECT {COLUMNS} FROM users u WHERE u.email_key = :key", key=email_key)
    return from_row(row) if row else None


def beginning(tx: Transaction, letters: str, *, limit: int) -> list[tuple[str, str]]:
    """Addresses, by their keys, and names of people whose address begins so, the first ones only."""
    rows = tx.all(
        "SELECT u.email_key, u.name FROM users u WHERE substr(u.email_key, 1, :length) = :letters "
        "ORDER BY u.email_key LIMIT :limit",
        length=len(letters),
        letters=letters,
        limit=limit,
    )
    return [(row[0], row[1]) for row in rows]


def invited_by(tx: Transaction, token_hash: str) -> User | None:
    """Who has the address that an invitation's token was mailed to, held in a writing transaction."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM invitations i JOIN users u ON u.email_key = i.email_key "
        f"WHERE i.token_hash = :hash{tx.hold('u')}",
        hash=token_hash,
    )
    if row is None:
        return None
    user = from_row(row)
    tx.holds_user(user.id)
    return user


def add(  # noqa: PLR0913 (a row's columns, by name)
    tx: Transaction,
    *,
    email: str,
    email_key: str,
    name: str,
    language: str | None,
    password_hash: str | None,
    now: datetime,
) -> User:
    """A new person, not yet in any organization."""
    user = User(tx.new_id(), email, email_key, name, now, language, None)
    tx.run(
        "INSERT INTO users (id, email, email_key, name, language, password_hash, created_at) "
        "VALUES (:id, :email, :key, :name, :language, :hash, :now)",
        id=user.id,
        email=email,
        key=email_key,
        name=name,
        language=language,
        hash=password_hash,
        now=to_us(now),
    )
    return user


def password_hash(tx: Transaction, email_key: str) -> tuple[int, str | None] | None:
    """The key and the password's hash of who has this address."""
    row = tx.one("SELECT id, password_hash FROM users WHERE email_key = :key", key=email_key)
    return (row[0], row[1]) if row else None


def set_password_hash(tx: Transaction, user_id: int, password_hash: str) -> None:
    """Replace the password's hash."""
    tx.run("UPDATE users SET password_hash = :hash WHERE id = :id", hash=password_hash, id=user_id)


def set_default(tx: Transaction, user_id: int, organization_id: int | None) -> None:
    """Make an organization the default, or none."""
    tx.run(
        "UPDATE users SET default_organization_id = :organization WHERE id = :id",
        organization=organization_id,
        id=user_id,
    )


def attempts(tx: Transaction, key_hash: str) -> tuple[int, datetime] | None:
    """Failed sign-ins since the last good one, and when the latest was."""
    row = tx.one(
        "SELECT failures, last_failed_at FROM login_attempts WHERE key_hash = :hash"
        + tx.hold("login_attempts"),
        hash=key_hash,
    )
    return (row[0], from_us(row[1])) if row else None


def note_attempt(
    tx: Transaction, key_hash: str, failures: int, now: datetime, *, forgotten: datetime
) -> None:
    """Write the count of failed sign-ins, and drop those of any address that are older than `forgotten`."""
    tx.run("DELETE FROM login_attempts WHERE last_failed_at < :forgotten", forgotten=to_us(forgotten))
    tx.run(
        "INSERT INTO login_attempts (key_hash, failures, last_failed_at) VALUES (:hash, :failures, :now) "
        "ON CONFLICT (key_hash) DO UPDATE SET failures = excluded.failures, "
        "last_failed_at = excluded.last_failed_at",
        hash=key_hash,
        failures=failures,
        now=to_us(now),
    )


def forget_attempts(tx: Transaction, key_hash: str) -> None:
    """A good sign-in begins the count anew."""
    tx.run("DELETE FROM login_attempts WHERE key_hash = :hash", hash=key_hash)
