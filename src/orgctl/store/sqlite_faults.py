"""What SQLite's errors mean to a person: which file, what happened, what to do."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Code, Fault, say
from orgctl.store.schema import BUSY_SECONDS

if TYPE_CHECKING:
    import sqlite3

    from orgctl.domain.refusals import Sentence


def fault_of(error: sqlite3.Error, path: str) -> Fault:  # noqa: PLR0911 (a table, written as sentences)
    """The fault that an error of SQLite stands for; `path` is the store's file."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Fault(
            Code.STORE_BUSY,
            say(
                "The store {path} is in use by another process, and stayed so for {seconds} seconds; "
                "nothing was changed.",
                path=path,
                seconds=BUSY_SECONDS,
            ),
            say("Try again; if it stays so, look for a stopped program that holds the file."),
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        return Fault(
            Code.STORE_FULL,
            say(
                "There is no room to write the store {path}; nothing was changed.",
                path=path,
            ),
            say("Free space on that disk (or raise the file-size limit) and try again."),
        )
    if name.startswith("SQLITE_IOERR_FSYNC"):
        # What is written and not yet durable may be found again, or not, by who opens the store next.
        return Fault(
            Code.STORE_FAULT,
            say(
                "The disk failed while it made the store {path} durable ({reason}); the change may have "
                "been made, or not.",
                path=path,
                reason=str(error),
            ),
            say("Check that disk, then look before you repeat it: `orgctl store check`, `orgctl audit`."),
        )
    if name.startswith("SQLITE_READONLY") or (
        name.startswith("SQLITE_CANTOPEN") and os.path.exists(path) and not _writable(path)
    ):
        # The files beside a store have its mode: those of a reader of a read-only one outlive that mode.
        files = [each for each in (path, f"{path}-wal", f"{path}-shm") if os.path.exists(each)]
        closed = [each for each in files if not os.access(each, os.W_OK)]
        where = closed[0] if closed else os.path.dirname(path)
        return Fault(
            Code.STORE_READ_ONLY,
            say(
                "The store {path} can't be written: {where} is read-only.",
                path=path,
                where=where,
            ),
            say(
                "Make {where} writable for this user, or name another store with --store.",
                where=where,
            ),
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Fault(
            Code.STORE_DAMAGED,
            say("The store {path} is damaged ({reason}).", path=path, reason=str(error)),
            say("Copy the file aside, then run: orgctl store check; orgctl store restore BACKUP."),
        )
    if name.startswith("SQLITE_CONSTRAINT"):
        return Fault(
            Code.STORE_INVARIANT,
            say(
                "The store refused a change that breaks its constraints ({reason}).",
                reason=str(error),
            ),
            say("Nothing was changed. Try again; if it comes back, report it with the command."),
        )
    return Fault(
        Code.STORE_UNAVAILABLE,
        say(
            "The store {path} can't be used ({reason}); nothing was changed.",
            path=path,
            reason=str(error),
        ),
        say("Check that the path is right and that its directory exists and is writable."),
    )


def unreachable(path: str, error: Exception) -> Fault:
    """The fault of a file that the operating system won't let us have."""
    if isinstance(error, OSError) and error.errno in (
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
    ):
        directory = os.path.dirname(path)
        return Fault(
            Code.STORE_READ_ONLY,
            say(
                "The store {path} can't be opened: {reason}.",
                path=path,
                reason=error.strerror,
            ),
            say(
                "Make {where} accessible to this user, or name another with --store.",
                where=directory,
            ),
        )
    if isinstance(error, OSError) and error.errno in (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
    ):
        return Fault(
            Code.STORE_FULL,
            say("There is no room to make the store {path}.", path=path),
            say("Free space on that disk, or name another store with --store."),
        )
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Fault(
        Code.STORE_UNAVAILABLE,
        say(
            "The store {path} can't be reached: {reason}.",
            path=path.replace("\0", "\\0"),
            reason=reason,
        ),
        say("Check the path in --store or ORGCTL_STORE."),
    )


def not_a_store(path: str, why: Sentence) -> Fault:
    """Something lies at the path that is no store; it is left as it is."""
    return Fault(
        Code.STORE_NOT_A_STORE,
        say(
            "{path} is not an orgctl store: {why}. It was left as it is.",
            path=path,
            why=why,
        ),
        say("Move it away to begin a new store there, or name another with --store."),
    )


def _writable(path: str) -> bool:
    return os.access(path, os.W_OK) and os.access(os.path.dirname(path), os.W_OK)
