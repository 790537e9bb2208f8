from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from orgctl.domain.refusals import Code, say
from orgctl.mail.failures import Permanent, Stopped, Temporary
from orgctl.mail.headers import message_id
from orgctl.mail.sealing import key_id, seal, unseal
from orgctl.store.transaction import Store
from orgctl.text.addresses import parse_address
from orgctl.usecases import delivery, invitations
from tests.mail.memory import MemoryTransport
from tests.usecases.acts import ANNA, EWA, JAN, KEY, OLA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.store import outbox

OTHER_KEY = b"o" * 32
"""What another machine seals tokens with."""

MANY = [f"invitee-{number}@x.example" for number in range(7)]


def build(message: outbox.Waiting, others: Sequence[str]) -> tuple[str, bytes] | None:
    """A mail that says the token and the other organizations."""
    token = unseal(KEY, message.sealed_token)
    if token is None:
        return None
    id_ = message_id(message.id, 1, "orgctl@corp.example")
    return id_, f"{message.organization} {token} {sorted(others)}".encode()


@pytest.fixture
def zylker(acts):
    acts.sign_up(ANNA, "zylker")
    return acts


def deliver(acts, transport, *, ids=None, key=KEY):
    return delivery.deliver(acts.store, transport, build, ids=ids, now=acts.now, key_id=key and key_id(key))


def _states(acts):
    return acts.rows("SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state")


def _failing(error):
    def fail(_address: str) -> None:
        raise error

    return fail


def test_what_is_due_is_sent_in_batches_and_marked(zylker):
    zylker.send(ANNA, *MANY)
    transport = MemoryTransport(batch=3)

    result = deliver(zylker, transport)

    assert (result.sent, result.undelivered, result.stopped) == (7, (), None)
    assert sorted(address for address, _, _ in transport.delivered) == MANY
    assert _states(zylker) == [("sent", 7)]


def test_a_token_is_gone_from_the_outbox_once_it_is_mailed(zylker):
    zylker.send(ANNA, EWA)

    deliver(zylker, MemoryTransport())

    assert zylker.rows("SELECT sealed_token, attempts FROM outbox") == [(None, 1)]


def test_what_was_sent_is_not_sent_again(zylker):
    zylker.send(ANNA, *MANY)
    deliver(zylker, MemoryTransport())
    again = MemoryTransport()

    assert deliver(zylker, again).sent == 0
    assert again.delivered == []


def test_only_those_named_are_sent(zylker):
    zylker.send(ANNA, EWA)
    zylker.send(ANNA, JAN)
    [(id_,)] = zylker.rows(
        "SELECT b.id FROM outbox b JOIN invitations i ON i.id = b.invitation_id WHERE i.email = :email",
        email=JAN,
    )
    transport = MemoryTransport()

    deliver(zylker, transport, ids=[id_])

    assert [address for address, _, _ in transport.delivered] == [JAN]


def test_a_mail_tells_the_invitee_of_their_other_organizations(zylker):
    zylker.sign_up(EWA, "ewas", organization_name="Ewa and Sons")
    zylker.send(ANNA, EWA)
    transport = MemoryTransport()

    deliver(zylker, transport)

    [(_, _, message)] = transport.delivered
    assert message.decode() == f"Zylker {zylker.tokens[-1]} ['Ewa and Sons']"


def test_a_claimed_message_is_sent_by_nobody_else(zylker):
    zylker.send(ANNA, *MANY)
    second = Store.open(zylker.store.setting)
    transports = MemoryTransport(batch=100), MemoryTransport(batch=100)

    def while_the_first_sends(_address: str) -> None:
        if not transports[1].open:
            delivery.deliver(second, transports[1], build, ids=None, now=zylker.now, key_id=key_id(KEY))

    transports[0]._fail = while_the_first_sends  # noqa: SLF001 (the hook of this test's own transport)
    try:
        deliver(zylker, transports[0])
    finally:
        second.close()

    assert [len(transport.delivered) for transport in transports] == [7, 0]


def test_a_crash_between_sending_and_marking_sends_the_same_message_again_after_five_minutes(
    zylker, monkeypatch
):
    # who is killed gives nothing back
    monkeypatch.setattr(delivery.outbox, "release", lambda _tx, ids: None)
    zylker.send(ANNA, EWA)
    crashed, early, later = MemoryTransport(), MemoryTransport(), MemoryTransport()
    crashed.flush = _crash_after(crashed.flush)

    with pytest.raises(KeyboardInterrupt):
        deliver(zylker, crashed)
    deliver(zylker.at(timedelta(minutes=5) - timedelta(seconds=1)), early)
    deliver(zylker.at(timedelta(minutes=5)), later)

    assert early.delivered == []
    assert later.delivered == crashed.delivered
    assert _states(zylker) == [("sent", 1)]


def test_who_is_interrupted_gives_back_what_was_claimed_at_once(zylker):
    zylker.send(ANNA, EWA)
    interrupted, next_one = MemoryTransport(), MemoryTransport()
    interrupted.flush = _crash_after(interrupted.flush)

    with pytest.raises(KeyboardInterrupt):
        deliver(zylker, interrupted)
    deliver(zylker, next_one)

    assert next_one.delivered == interrupted.delivered
    assert _states(zylker) == [("sent", 1)]


def _crash_after(flush):
    def crashing() -> None:
        flush()
        raise KeyboardInterrupt

    return crashing


def test_a_failure_for_now_is_tried_again_later(zylker):
    zylker.send(ANNA, EWA, JAN)

    def fail(address: str) -> None:
        if address == EWA:
            raise Temporary(say("The mailbox is busy."))

    result = deliver(zylker, MemoryTransport(fail=fail))

    assert [(each.to, str(each.reason), each.for_good) for each in result.undelivered] == [
        (EWA, "The mailbox is busy.", False)
    ]
    assert _states(zylker) == [("queued", 1), ("sent", 1)]
    too_early, in_time = MemoryTransport(), MemoryTransport()
    deliver(zylker.at(timedelta(seconds=59)), too_early)
    deliver(zylker.at(timedelta(minutes=1)), in_time)
    assert (len(too_early.delivered), len(in_time.delivered)) == (0, 1)


def test_a_refusal_for_good_is_not_tried_again_and_its_token_is_gone(zylker):
    zylker.send(ANNA, EWA)

    result = deliver(zylker, MemoryTransport(fail=_failing(Permanent(say("No such mailbox.")))))

    assert [each.for_good for each in result.undelivered] == [True]
    assert zylker.rows("SELECT state, sealed_token, error FROM outbox") == [
        ("failed", None, "No such mailbox.")
    ]


def test_a_retry_that_would_come_after_the_expiry_is_given_up(zylker):
    zylker.send(ANNA, EWA)
    late = zylker.at(timedelta(days=7) - timedelta(seconds=30))

    [undelivered] = deliver(late, MemoryTransport(fail=_failing(Temporary(say("Busy."))))).undelivered

    assert undelivered.for_good
    assert _states(zylker) == [("failed", 1)]


def test_a_server_that_stops_answering_leaves_the_rest_queued_and_counts_no_attempt(zylker):
    zylker.send(ANNA, *MANY)
    seen: list[str] = []

    def fail(address: str) -> None:
        seen.append(address)
        if len(seen) == 3:
            raise Stopped(Code.MAIL_UNAVAILABLE, say("Gone."))

    result = deliver(zylker, MemoryTransport(fail=fail))

    assert (result.sent, result.undelivered) == (2, ())
    assert result.stopped is not None
    assert zylker.rows("SELECT state, SUM(attempts) FROM outbox GROUP BY state ORDER BY state") == [
        ("queued", 0),
        ("sent", 2),
    ]
    assert zylker.rows("SELECT state, error, COUNT(*) FROM outbox GROUP BY state, error ORDER BY state") == [
        ("queued", "Gone.", 5),
        ("sent", None, 2),
    ]
    rest = MemoryTransport()
    deliver(zylker, rest)  # at once: the claims were given back
    assert len(rest.delivered) == 5


def test_an_answer_between_claim_and_send_cannot_unsend_it_but_leaves_no_secret(zylker):
    zylker.send(ANNA, EWA)
    transport = MemoryTransport(
        fail=lambda _address: _in_another(
            zylker, lambda acts: acts.do(invitations.revoke, ANNA, email=parse_address(EWA))
        )
    )

    deliver(zylker, transport)

    assert zylker.rows("SELECT state, sealed_token FROM outbox") == [("cancelled", None)]


def _in_another(acts, work):
    from tests.usecases.acts import Acts

    other = Store.open(acts.store.setting)
    try:
        work(Acts(other, acts.now, acts.tokens))
    finally:
        other.close()


# what other machines sealed


@pytest.fixture
def mixed(zylker):
    """250 mails of another machine, all older than the two of this one."""
    zylker.send(ANNA, *(f"foreign-{number}@x.example" for number in range(250)))
    zylker.run("UPDATE outbox SET sealed_token = :sealed", sealed=seal(OTHER_KEY, "token", b"n" * 16))
    zylker.at(timedelta(minutes=1)).send(ANNA, EWA, JAN)
    return zylker.at(timedelta(minutes=2))


def test_a_block_of_foreign_mails_at_the_head_of_the_queue_does_not_hold_up_ones_own(mixed):
    transport = MemoryTransport(batch=100)

    result = deliver(mixed, transport)

    assert result.sent == 2
    assert sorted(address for address, _, _ in transport.delivered) == [EWA, JAN]
    assert _states(mixed) == [("queued", 250), ("sent", 2)]


def test_foreign_mails_are_not_claimed_so_that_their_machine_can_send_them_at_once(mixed):
    deliver(mixed, MemoryTransport())

    assert mixed.rows("SELECT COUNT(*) FROM outbox WHERE claimed_until IS NOT NULL") == [(0,)]


def test_without_a_key_to_go_by_they_are_passed_over_one_batch_after_the_other(mixed):
    transport = MemoryTransport(batch=100)

    result = deliver(mixed, transport, key=None)

    assert result.sent == 2
    assert mixed.rows("SELECT COUNT(*) FROM outbox WHERE claimed_until IS NOT NULL") == [(0,)]


def test_a_sealed_token_that_was_changed_holds_up_nobody(zylker):
    zylker.send(ANNA, *MANY)
    zylker.run("UPDATE outbox SET sealed_token = sealed_token || 'AAAA'")
    zylker.at(timedelta(seconds=1)).send(ANNA, OLA)
    transport = MemoryTransport(batch=2)

    deliver(zylker.at(timedelta(seconds=2)), transport)

    assert [address for address, _, _ in transport.delivered] == [OLA]


def test_resending_replaces_what_another_machine_never_sent(mixed):
    mixed.resend(ANNA, "foreign-0@x.example")
    transport = MemoryTransport()

    deliver(mixed, transport)

    assert sorted(address for address, _, _ in transport.delivered) == [EWA, "foreign-0@x.example", JAN]


def test_the_message_id_is_the_outbox_rows(zylker):
    zylker.send(ANNA, EWA)
    [(id_,)] = zylker.rows("SELECT id FROM outbox")
    transport = MemoryTransport()

    deliver(zylker, transport)

    assert transport.delivered[0][1] == message_id(id_, 1, "orgctl@corp.example")


def test_a_mail_that_waited_past_the_expiry_is_given_up_with_its_token(zylker):
    zylker.send(ANNA, EWA)
    transport = MemoryTransport()

    result = deliver(zylker.at(timedelta(days=7)), transport)

    assert [(each.to, each.for_good) for each in result.undelivered] == [(EWA, True)]
    assert transport.delivered == []
    assert zylker.rows("SELECT state, sealed_token FROM outbox") == [("failed", None)]
