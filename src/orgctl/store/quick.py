"""The questions that a shell asks many times a day, without the imports of the full store.

SQLite only. The queries say the same as those of `store.sessions` and `store.members`, in fewer columns;
a test over random stores holds both equal. Whatever is unusual (another engine, a store that is missing,
older, newer, damaged or busy) is answered with None or `sqlite3.Error`, and the full program takes over.
"""

from __future__ import annotations

import os
import sqlite3

from orgctl.store.schema import APPLICATION_ID, BUSY_SECONDS, SCHEMA

_SESSION = (
    "SELECT s.id, s.active_organization_id, s.previous_organization_id, s.last_seen_at, u.id, "
    "u.default_organization_id FROM "
)
_BY_SECRET = _SESSION + "sessions s JOIN users u ON u.id = s.user_id WHERE s.secret_hash = ?"
_OF_OPERATOR = (
    _SESSION
    + "users u LEFT JOIN sessions s ON s.user_id = u.id AND s.secret_hash IS NULL WHERE u.email_key = ?"
)
_MINE = (
    "SELECT o.id, o.url, o.name FROM memberships m JOIN organizations o ON o.id = m.organization_id "
    "WHERE m.user_id = ?"
)

_ALL_MINE = (
    "SELECT o.url, o.name, m.role FROM memberships m JOIN organizations o ON o.id = m.organization_id "
    "WHERE m.user_id = ? ORDER BY o.url"
)


def connect(path: str, *, patience: float = BUSY_SECONDS) -> sqlite3.Connection | None:
    """An existing store of this program's schema, set up as `store.sqlite` does; None for anything else.

    For a link too: whose it is is looked at where a store is opened in full.
    """
    try:
        if os.path.islink(path):
            return None
        with open(path, "rb") as file:
            header = file.read(72)
    except (OSError, ValueError):
        return None
    if not header.startswith(b"SQLite format 3\x00") or header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        return None
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def begin(connection: sqlite3.Connection, *, write: bool) -> bool:
    """Begin a transaction; False if the store's schema is not this program's."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA)


def session(
    connection: sqlite3.Connection, secret_hash: str | None, email_key: str | None
) -> tuple[int | None, int | None, int | None, int | None, int, int | None] | None:
    """Session's key, active, previous, last use (microseconds since the epoch); user's key and default.

    Of a secret's hash, or of an address under `--as`, whose user may have no session yet (None).
    """
    if email_key is not None:
        row = connection.execute(_OF_OPERATOR, (email_key,)).fetchone()
    else:
        row = connection.execute(_BY_SECRET, (secret_hash,)).fetchone()
    return row  # type: ignore[no-any-return]


def organization_by_id(
    connection: sqlite3.Connection, user_id: int, organization_id: int
) -> tuple[int, str, str] | None:
    """Key, access URL and name of one of the user's organizations."""
    return connection.execute(f"{_MINE} AND m.organization_id = ?", (user_id, organization_id)).fetchone()  # type: ignore[no-any-return]


def organization_by_url(
    connection: sqlite3.Connection, user_id: int, url: str
) -> tuple[int, str, str] | None:
    """Key, access URL and name of one of the user's organizations."""
    return connection.execute(f"{_MINE} AND o.url = ?", (user_id, url)).fetchone()  # type: ignore[no-any-return]


def organizations(connection: sqlite3.Connection, user_id: int) -> list[tuple[str, str, str]]:
    """Access URL, name and role of each of the user's organizations, in the order of access URLs."""
    return connection.execute(_ALL_MINE, (user_id,)).fetchall()


def set_active(
    connection: sqlite3.Connection, session_id: int, active_id: int, previous_id: int | None, now: int
) -> None:
    """Make an organization the session's active one; `now` is microseconds since the epoch."""
    connection.execute(
        "UPDATE sessions SET active_organization_id = ?, previous_organization_id = ?, last_seen_at = ? "
        "WHERE id = ?",
        (active_id, previous_id, now, session_id),
    )


def touch(connection: sqlite3.Connection, session_id: int, now: int) -> None:
    """The sign-in was used; `now` is microseconds since the epoch."""
    connection.execute("UPDATE sessions SET last_seen_at = ? WHERE id = ?", (now, session_id))
