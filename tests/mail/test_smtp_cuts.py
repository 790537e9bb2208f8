"""Servers that break off, stall or talk nonsense, at each point of a delivery."""

from __future__ import annotations

import pytest

from orgctl.domain.refusals import Code
from orgctl.mail.failures import Permanent, Stopped, Temporary
from orgctl.mail.message import build
from orgctl.mail.settings import SmtpSettings
from orgctl.mail.smtp import SmtpTransport
from orgctl.mail.smtp_connection import Patience
from tests.mail.mails import NOW, a_mail
from tests.mail.servers import CUT, SILENCE, a_scripted_server, polite

HASTE = Patience(connect=2, reply=0.3, verdict=0.3)
MESSAGE = build(a_mail(), date=NOW)


def transport(port, patience=HASTE):
    settings = SmtpSettings("127.0.0.1", port, None, encrypted=False, sender="orgctl@corp.example")
    return SmtpTransport(settings, password=lambda _user, _host: None, patience=patience)


def send(mails, to="ewa@other.example"):
    mails.send(to, MESSAGE, message_id="<42.1@corp.example>")


def misbehaving(at, reply, connections=(0,)):
    """Polite, but for one point (a line's beginning) on some connections."""

    def answer(line, connection):
        if connection in connections and line.startswith(at) and (at or not line):
            return reply
        return polite(line)

    return answer


@pytest.mark.parametrize(
    "reply", [CUT, SILENCE, b"421 going down\r\n", b"nonsense\r\n", b"220 " + b"x" * 9000]
)
@pytest.mark.parametrize("at", [b"MAIL", b"RCPT", b"DATA", b"X-Orgctl", b".\r\n"])
def test_a_server_that_breaks_off_on_the_way_may_get_the_message_again(at, reply):
    with a_scripted_server(misbehaving(at, reply)) as (port, heard), transport(port) as mails:
        with pytest.raises(Temporary) as failure:
            send(mails)
        before = len(heard)
        send(mails)

    assert failure.value.reason.startswith(f"The mail server 127.0.0.1:{port} ")
    assert b".\r\n" in heard[before:]


@pytest.mark.parametrize("reply", [CUT, SILENCE])
def test_a_server_cut_off_after_the_end_may_have_taken_the_message_and_the_reason_says_so(reply):
    with (
        a_scripted_server(misbehaving(b".\r\n", reply)) as (port, _),
        transport(port) as mails,
        pytest.raises(Temporary) as failure,
    ):
        send(mails)

    assert type(failure.value) is Temporary
    assert failure.value.reason.endswith("did not say whether it took the message.")


def test_the_message_that_goes_out_again_is_the_same_with_the_same_message_id():
    with a_scripted_server(misbehaving(b".\r\n", CUT)) as (port, heard), transport(port) as mails:
        with pytest.raises(Temporary):
            send(mails)
        send(mails)

    assert heard.count(b"Message-ID: <42.1@corp.example>\r\n") == 2


@pytest.mark.parametrize(
    "reply", [CUT, SILENCE, b"nonsense\r\n", b"554 no\r\n", b"421 busy\r\n", b"220-" + b"x" * 9000]
)
@pytest.mark.parametrize("at", [b"", b"ehlo"])
def test_a_server_that_never_gets_ready_stops_the_run(at, reply):
    def answer(line, _connection):
        if line.startswith(at) and (at or not line):
            return reply
        return b"502 what\r\n" if line.startswith(b"helo") else polite(line)

    with (
        a_scripted_server(answer) as (port, heard),
        transport(port, Patience(0.3, 0.3, 0.3)) as mails,
        pytest.raises(Stopped) as failure,
    ):
        send(mails)

    assert failure.value.code is Code.MAIL_UNAVAILABLE
    assert not any(line.startswith(b"MAIL") for line in heard)


@pytest.mark.parametrize("reply", [CUT, b"421 4.7.0 enough for one connection\r\n"])
def test_a_server_that_closes_between_two_messages_is_asked_again_at_once(reply):
    count = 0

    def answer(line, _connection):
        nonlocal count
        if line.startswith(b"MAIL"):
            count += 1
            if count in {2, 4}:
                return reply
        return polite(line)

    with a_scripted_server(answer) as (port, heard), transport(port) as mails:
        for _ in range(3):
            send(mails)

    assert heard.count(b".\r\n") == 3
    assert sum(line.startswith(b"ehlo") for line in heard) == 3


def test_a_server_that_closes_every_connection_is_not_asked_for_ever():
    with a_scripted_server(misbehaving(b"MAIL", CUT, range(100))) as (port, heard), transport(port) as mails:
        for _ in range(3):
            with pytest.raises(Temporary):
                send(mails)

    assert sum(line.startswith(b"MAIL") for line in heard) == 3


@pytest.mark.parametrize("at", [b"RCPT", b"DATA", b".\r\n"])
def test_a_server_that_forgets_how_to_reset_is_left(at):
    def answer(line, connection):
        if connection == 0 and line.startswith(at):
            return b"550 no\r\n"
        return CUT if line.upper().startswith(b"RSET") else polite(line)

    with a_scripted_server(answer) as (port, heard), transport(port) as mails:
        with pytest.raises(Permanent):
            send(mails)
        send(mails)

    assert sum(line.startswith(b"ehlo") for line in heard) == 2


def test_the_farewell_is_polite_and_its_failure_is_nobodys():
    with a_scripted_server(misbehaving(b"quit", CUT)) as (port, heard), transport(port) as mails:
        send(mails)

    assert heard[-1].upper() == b"QUIT\r\n"


def broken_off(mails):
    with mails:
        send(mails)
        raise KeyboardInterrupt


def test_a_run_that_breaks_off_says_no_farewell():
    with a_scripted_server(misbehaving(b"never", CUT)) as (port, heard), pytest.raises(KeyboardInterrupt):
        broken_off(transport(port))

    assert heard[-1] == b".\r\n"


def test_a_server_that_can_is_told_to_keep_the_message_out_of_bounces():
    def answer(line, _connection):
        return b"250-scripted\r\n250-SIZE 100000\r\n250 DSN\r\n" if line[:4] == b"ehlo" else polite(line)

    with a_scripted_server(answer) as (port, heard), transport(port) as mails:
        send(mails)

    size = len(MESSAGE.replace(b"\n", b"\r\n"))
    assert f"MAIL FROM:<orgctl@corp.example> SIZE={size} RET=HDRS\r\n".encode() in heard


@pytest.mark.parametrize("answer", [b"454 not now\r\n", CUT, b"220 go\r\nEHLO injected\r\n"])
def test_a_server_that_offers_starttls_and_fails_at_it_gets_nothing_in_the_clear(answer):
    def scripted(line, _connection):
        if line[:4] == b"ehlo":
            return b"250-scripted\r\n250 STARTTLS\r\n"
        return answer if line.startswith(b"STARTTLS") else polite(line)

    with a_scripted_server(scripted) as (port, heard), transport(port) as mails, pytest.raises(Stopped):
        send(mails)

    assert not any(line.startswith(b"MAIL") for line in heard)
