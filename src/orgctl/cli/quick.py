"""The hot lane: `current` and `switch ORG`, which people and shell prompts run all day.

It answers plain uses of these two on a SQLite store, with the rules of the domain and the queries of
`store.quick`, and leaves everything else to the full program by answering None: options, other formats,
PostgreSQL, a store to be made or migrated, a sign-in only the keyring knows, whatever is not
found, and every error. So each message has one home, and what can go wrong here can't go unsaid.
"""

from __future__ import annotations

import os
import sys

from orgctl.cli.folders import own_folder
from orgctl.cli.language import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from orgctl.session.location import Choice

    Who = tuple[int | None, int | None, int | None, int | None, int, int | None]

_PLAIN_ADDRESS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_+@")
_TOUCH_AFTER = 600_000_000
"""Microseconds; `usecases.acting.TOUCH_AFTER`."""

committed = False
"""Whether a switch is in the store; whoever tells of an interruption or a lost output must know."""


def answer(argv: list[str], environ: Mapping[str, str]) -> int | None:
    """The exit code, if this is a plain use that could be answered; None for the full program."""
    as_ = environ.get("ORGCTL_AS") or None
    match argv:
        case ["--as", as_, *argv]:
            pass
    wanted: str | None = None
    match argv:
        case ["current"]:
            pass
        case ["switch", name] if name == "-" or name[:1] not in ("-", ""):
            wanted = name
        case _:
            return None
    if sys.platform != "linux" or environ.get("ORGCTL_OUTPUT", "table") not in ("", "table"):
        return None
    path = _store_path(environ)
    if path is None or (as_ is not None and not _is_plain_owner(as_, path)):
        return None
    try:
        return _answer(wanted, as_, path, environ)
    except Exception:
        if committed:
            raise
        return None  # the full program meets the same, and tells it


def organizations(
    environ: Mapping[str, str], *, as_: str | None, store: str | None
) -> list[tuple[str, str, str]] | None:
    """Access URL, name and role of what a shell may complete; None for the full program, as ever.

    Waits for nobody, and writes nothing down: the sign-in is not used, only looked at.
    """
    from orgctl.store import quick

    as_ = as_ or environ.get("ORGCTL_AS") or None
    path = _store_path(environ if store is None else {**environ, "ORGCTL_STORE": store})
    if sys.platform != "linux" or path is None or (as_ is not None and not _is_plain_owner(as_, path)):
        return None
    secret_hash = None if as_ is not None else _secret_hash(path, environ)
    connection = quick.connect(path, patience=0) if as_ is not None or secret_hash is not None else None
    if connection is None:
        return None
    try:
        who = quick.session(connection, secret_hash, as_) if quick.begin(connection, write=False) else None
        if who is None or (as_ is None and _is_idle(who[3], _now())):
            return None
        return quick.organizations(connection, who[4])
    finally:
        connection.close()


def _answer(  # noqa: PLR0911 (each None is a case for the full program)
    wanted: str | None, as_: str | None, path: str, environ: Mapping[str, str]
) -> int | None:
    from orgctl.session.location import locate
    from orgctl.store import quick

    choice = locate(None, environ.get("ORGCTL_ORG"), os.getcwd())
    secret_hash = None if as_ is not None else _secret_hash(path, environ)
    if as_ is None and secret_hash is None:
        return None
    connection = quick.connect(path)
    if connection is None:
        return None
    try:
        if not quick.begin(connection, write=wanted is not None):
            return None
        who = quick.session(connection, secret_hash, as_)
        if who is None:
            return None
        now = _now()
        if as_ is None and _is_idle(who[3], now):
            return None
        if wanted is not None:
            # what else decides here than the sign-in is a thing to be said
            return None if choice.text is not None else _switch(connection, who, wanted, now)
        found = _current(connection, who, choice)
        if found is None:
            return None
        connection.execute("COMMIT")
        if as_ is None and who[0] is not None and now - (who[3] or 0) >= _TOUCH_AFTER:
            quick.touch(connection, who[0], now)
        return _say(f"{found[1]}\n")
    finally:
        connection.close()


def _switch(connection: sqlite3.Connection, who: Who, wanted: str, now: int) -> int | None:
    from orgctl.domain.switching import after_switch, effective_active, slug_of
    from orgctl.store import quick

    session_id, active_id, previous_id, _seen, user_id, default_id = who
    if session_id is None:
        return None
    if wanted == "-":
        found = None if previous_id is None else quick.organization_by_id(connection, user_id, previous_id)
    else:
        found = quick.organization_by_url(connection, user_id, slug_of(wanted))
    if found is None or not found[2].isprintable():
        return None
    # before the change: what fails after it must not be done once more by the full program
    told = _("{name} is active.").format(name=f"{found[2]} ({found[1]})")
    active, previous = after_switch(effective_active(active_id, default_id), previous_id, found[0])
    quick.set_active(connection, session_id, active, previous, now)
    _commit(connection)
    return _say(f"{told}\n")


def _commit(connection: sqlite3.Connection) -> None:
    global committed  # noqa: PLW0603 (a process's end has no other way to ask)
    try:
        connection.execute("COMMIT")
    finally:
        committed = not connection.in_transaction


def _current(connection: sqlite3.Connection, who: Who, choice: Choice) -> tuple[int, str, str] | None:
    from orgctl.domain.switching import effective_active, slug_of
    from orgctl.store import quick

    _id, active_id, _previous, _seen, user_id, default_id = who
    if choice.text is not None:
        return quick.organization_by_url(connection, user_id, slug_of(choice.text))
    chosen = effective_active(active_id, default_id)
    return None if chosen is None else quick.organization_by_id(connection, user_id, chosen)


def _say(text: str) -> int | None:
    sys.stdout.write(text)
    return 0


def _now() -> int:
    from time import time_ns  # noqa: TID251 (cli/context.py's clock, without the import of datetime)

    return time_ns() // 1000


def _is_idle(last_seen: int | None, now: int) -> bool:
    from orgctl.domain.limits import SESSION_IDLE_SECONDS

    return last_seen is None or now - last_seen >= SESSION_IDLE_SECONDS * 1_000_000


def _secret_hash(path: str, environ: Mapping[str, str]) -> str | None:
    """The sign-in's hash, where no keyring is needed for it; what a keyring knows is noted in a private file.

    That note may decide here: whoever can read it can write this store's file too, and needs no sign-in.
    """
    from orgctl.session.private_files import PrivateFiles
    from orgctl.session.tokens import hash_token

    token = environ.get("ORGCTL_TOKEN", "").strip()
    if token:
        return hash_token(token)
    state = own_folder("state", environ)
    store_id = os.path.realpath(path)
    secret = PrivateFiles(state, "secret").get(store_id)
    return PrivateFiles(state, "hash").get(store_id) if secret is None else hash_token(secret)


def _store_path(environ: Mapping[str, str]) -> str | None:
    """The store's file; None for a URL, which the full program knows to read."""
    setting = environ.get("ORGCTL_STORE")
    if not setting:
        return os.path.join(own_folder("data", environ), "orgctl.db")
    return None if ":" in setting else os.path.abspath(os.path.expanduser(setting))


def _is_plain_owner(as_: str, path: str) -> bool:
    """Whether `--as` names a plain lower-case address (its own key), and this user owns the store."""
    if not _PLAIN_ADDRESS.issuperset(as_) or as_.count("@") != 1:
        return False
    try:
        owner = os.stat(path).st_uid
    except OSError:
        return False
    return os.geteuid() in (0, owner)
