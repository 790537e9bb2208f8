"""Sending what the outbox holds, after the transaction that queued it.

At least once: a message is claimed, sent, made durable, then marked. A process that dies in between
leaves a claim that ends by itself, and the next run sends the message again under the same Message-ID.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from orgctl.domain.refusals import Failure, say
from orgctl.mail.failures import Permanent, Stopped, Temporary
from orgctl.mail.retries import next_attempt
from orgctl.store import outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from orgctl.domain.refusals import Sentence
    from orgctl.mail.transport import Transport
    from orgctl.store.outbox import Waiting
    from orgctl.store.transaction import Store, Transaction

CLAIM = timedelta(minutes=5)
"""How long a process may take for a batch before another one may send it again."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that did not go out now; `for_good` if it never will."""

    to: str
    reason: Sentence
    for_good: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a run did; `stopped` says why it ended early."""

    sent: int
    undelivered: tuple[Undelivered, ...]
    stopped: Stopped | None


def deliver(
    store: Store,
    transport: Transport,
    build: Callable[[Waiting, Sequence[str]], tuple[str, bytes] | None],
    *,
    ids: Sequence[int] | None,
    now: datetime,
    key_id: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Delivery:
    """Send the messages that are due, or those named by `ids`.

    `key_id` names this machine's sealing key: what others have sealed is left to them. `build` makes a
    Message-ID and the message of a claimed row and of the names of the organizations that the invitee
    belongs to (C3); None means that it can't open the token, and the message is left as it is.
    Raises Fault with a store.* code; what a mail server does is in the answer.
    """
    sent = 0
    undelivered: list[Undelivered] = []
    foreign: set[int] = set()
    remaining = None if ids is None else list(ids)
    with transport:
        while remaining is None or remaining:
            chosen = None if remaining is None else remaining[: transport.batch]
            remaining = None if remaining is None else remaining[transport.batch :]
            claim = partial(
                outbox.claim,
                now=now,
                until=now + CLAIM,
                ids=chosen,
                key_id=key_id,
                passed_over=sorted(foreign),
                limit=transport.batch,
            )
            batch, others = store.write(partial(_claim, claim=claim))
            if not batch and remaining is None:
                break
            try:
                done, failed, stopped = _send(transport, build, batch, others, now, foreign)
            except BaseException:
                # Given up, by Ctrl-C say: whoever tries again needn't wait for the claim's end.
                with suppress(Failure):
                    store.write(partial(outbox.release, ids=[message.id for message in batch]))
                raise
            mark = partial(_mark, done=done, failed=failed, batch=batch, now=now)
            if stopped is not None:
                waiting = [message.id for message in batch if message.id not in foreign] + (remaining or [])
                mark = partial(mark, stopped=stopped, waiting=waiting)
            store.write(mark)
            sent += len(done)
            progress(sent)
            undelivered += [each for _, each in failed]
            if stopped is not None:
                return Delivery(sent, tuple(undelivered), stopped)
    return Delivery(sent, tuple(undelivered), None)


def _claim(
    tx: Transaction, *, claim: Callable[[Transaction], list[int]]
) -> tuple[list[Waiting], dict[int, list[str]]]:
    waiting = outbox.read(tx, claim(tx))
    known = [message.invitee_id for message in waiting if message.invitee_id is not None]
    return waiting, outbox.other_organizations(tx, known) if known else {}


def _send(
    transport: Transport,
    build: Callable[[Waiting, Sequence[str]], tuple[str, bytes] | None],
    batch: Sequence[Waiting],
    others: dict[int, list[str]],
    now: datetime,
    foreign: set[int],
) -> tuple[list[int], list[tuple[Waiting, Undelivered]], Stopped | None]:
    done: list[int] = []
    failed: list[tuple[Waiting, Undelivered]] = []
    try:
        for message in batch:
            if message.expires_at <= now:
                reason = say("The invitation expired before its mail went out.")
                failed.append((message, Undelivered(message.email, reason, for_good=True)))
                continue
            try:
                built = build(message, others.get(message.invitee_id or 0, []))
                if built is None:
                    foreign.add(message.id)
                    continue
                transport.send(message.email, built[1], message_id=built[0])
                done.append(message.id)
            except Stopped:
                raise
            except Temporary as error:
                given_up = next_attempt(message.attempts + 1, now, expires_at=message.expires_at) is None
                failed.append((message, Undelivered(message.email, error.message, given_up)))
            except (Permanent, ValueError) as error:
                reason = (
                    error.message if isinstance(error, Permanent) else say("{problem}", problem=str(error))
                )
                failed.append((message, Undelivered(message.email, reason, for_good=True)))
        transport.flush()
    except Stopped as error:
        return _acknowledged(transport, done), failed, error
    return done, failed, None


def _acknowledged(transport: Transport, done: list[int]) -> list[int]:
    """What was sent before the run stopped, if it can still be made durable."""
    try:
        transport.flush()
    except (Temporary, Permanent):
        return []
    return done


def _mark(
    tx: Transaction,
    *,
    done: Sequence[int],
    failed: Sequence[tuple[Waiting, Undelivered]],
    batch: Sequence[Waiting],
    now: datetime,
    stopped: Stopped | None = None,
    waiting: Sequence[int] = (),
) -> None:
    if stopped is not None:
        # first: what is known of single messages overwrites it
        outbox.note_error(tx, waiting, stopped.reason)
    if done:
        outbox.mark_sent(tx, done, now)
    for message, undelivered in failed:
        again = next_attempt(message.attempts + 1, now, expires_at=message.expires_at)
        if undelivered.for_good or again is None:
            outbox.mark_failed(tx, message.id, str(undelivered.reason))
        else:
            outbox.mark_retry(tx, message.id, again, str(undelivered.reason))
    rest = {message.id for message in batch} - set(done) - {message.id for message, _ in failed}
    if rest:
        outbox.release(tx, sorted(rest))
