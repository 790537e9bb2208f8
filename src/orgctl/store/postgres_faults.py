"""What PostgreSQL's errors mean to a person: which store, what happened, what to do."""

from __future__ import annotations

import psycopg

from orgctl.domain.refusals import Code, Fault, say
from orgctl.store.places import without_password
from orgctl.store.schema import BUSY_SECONDS
from orgctl.store.versions import overtaken


def fault_of(error: psycopg.Error, setting: str) -> Fault:
    """The fault that an error of the server or of the way there stands for."""
    store = without_password(setting)
    reason = _first_line(error)
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return Fault(
            Code.STORE_BUSY,
            say(
                "Rows of the store {store} stayed locked for {seconds} s.",
                store=store,
                seconds=BUSY_SECONDS,
            ),
            say("Nothing was changed. Try again."),
        )
    if isinstance(error, (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)):
        return overtaken(store)
    if isinstance(error, psycopg.errors.DiskFull):
        return Fault(
            Code.STORE_FULL,
            say("The server of {store} has no room; nothing was changed.", store=store),
            say("Free space on the server and try again."),
        )
    if isinstance(
        error,
        (psycopg.errors.ReadOnlySqlTransaction, psycopg.errors.InsufficientPrivilege),
    ):
        return Fault(
            Code.STORE_READ_ONLY,
            say(
                "The store {store} can't be written: {reason}",
                store=store,
                reason=reason,
            ),
            say("Connect as a user that may write, and to the primary server."),
        )
    if isinstance(error, psycopg.errors.IntegrityError):
        return Fault(
            Code.STORE_INVARIANT,
            say(
                "The store refused a change that breaks its constraints ({reason}).",
                reason=reason,
            ),
            say("Nothing was changed. Try again; if it comes back, report it with the command."),
        )
    return Fault(
        Code.STORE_UNAVAILABLE,
        say("The store {store} can't be used: {reason}", store=store, reason=reason),
        say("Check the URL, the server and the network; nothing was changed."),
    )


def unheard(error: psycopg.Error, setting: str) -> Fault:
    """The fault of a commit whose answer was not heard."""
    return Fault(
        Code.STORE_FAULT,
        say(
            "The server of {store} was lost while it made the change durable ({reason}); the change may "
            "have been made, or not.",
            store=without_password(setting),
            reason=_first_line(error),
        ),
        say("Check the server and the network, then look before you repeat it: `orgctl audit`."),
    )


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().split("\n", 1)[0]
