"""A store that others have changed under this program's hands: its schema, or its rows again and again."""

from __future__ import annotations

from orgctl.domain.refusals import Code, Fault, say
from orgctl.store.schema import SCHEMA


def newer(store: str, version: int) -> Fault:
    """The store was written by a newer program; it is left as it is."""
    return Fault(
        Code.STORE_NEWER,
        say(
            "The store {store} has schema {theirs}; this orgctl knows schema {ours}.",
            store=store,
            theirs=version,
            ours=SCHEMA,
        ),
        say("Install the newest orgctl; nothing was changed."),
    )


def outdated(store: str, version: int) -> Fault:
    """The schema changed between opening the store and writing to it."""
    return Fault(
        Code.STORE_OUTDATED,
        say(
            "The store {store} was migrated to schema {theirs} while this ran with schema {ours}.",
            store=store,
            theirs=version,
            ours=SCHEMA,
        ),
        say("Nothing was changed. Run the command again with the orgctl that migrated it."),
    )


def overtaken(store: str) -> Fault:
    """Other transactions got in the way of each try."""
    return Fault(
        Code.STORE_BUSY,
        say("Others kept changing the same rows of the store {store}.", store=store),
        say("Nothing was changed. Try again."),
    )
