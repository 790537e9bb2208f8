"""Delivery to a server that behaves, and what its refusals mean."""

from __future__ import annotations

import email
import email.policy
import socket

import pytest

from orgctl.domain.refusals import Code
from orgctl.mail.failures import Permanent, Stopped, Temporary
from orgctl.mail.message import build
from orgctl.mail.settings import SmtpSettings
from orgctl.mail.smtp import SmtpTransport
from tests.mail.mails import NOW, TOKEN, a_mail, part, read
from tests.mail.servers import Inbox, a_certificate, a_server, free_port

PASSWORD = "hunter2-żółw"


def transport(
    port, *, host="127.0.0.1", user=None, encrypted=False, password=None, sender="orgctl@corp.example"
):
    settings = SmtpSettings(host, port, user, encrypted, sender)
    return SmtpTransport(settings, password=lambda _user, _host: password)


def send(mails, to="ewa@other.example", **changes):
    message = build(a_mail(invitee_email=to, **changes), date=NOW)
    mails.send(to, message, message_id="<42.1@corp.example>")


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    made = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def test_a_message_arrives_octet_by_octet(inbox):
    with a_server(inbox) as port, transport(port) as mails:
        send(mails, organization="Żabka")

    (envelope,) = inbox.envelopes
    expected = build(a_mail(organization="Żabka"), date=NOW)
    assert envelope.original_content.replace(b"\r\n", b"\n") == expected
    assert b"\r\n".join(expected.split(b"\n")) == envelope.original_content
    assert envelope.mail_from == "orgctl@corp.example"
    assert envelope.rcpt_tos == ["ewa@other.example"]
    assert "BODY=8BITMIME" in envelope.mail_options


def test_a_line_that_begins_with_a_dot_keeps_it_and_ends_nothing(inbox):
    message = b".first\n\n.\n..two\nQUIT\n.\n"

    with a_server(inbox) as port, transport(port) as mails:
        mails.send("ewa@other.example", message, message_id="<1@x>")
        mails.send("jan@other.example", message.rstrip(b"\n"), message_id="<2@x>")

    assert [each.original_content for each in inbox.envelopes] == [message.replace(b"\n", b"\r\n")] * 2


def test_many_messages_go_over_one_connection(inbox):
    with a_server(inbox) as port, transport(port) as mails:
        for number in range(20):
            send(mails, f"user{number}@other.example")

    assert [each.rcpt_tos for each in inbox.envelopes] == [
        [f"user{number}@other.example"] for number in range(20)
    ]
    assert len(inbox.sessions) == 1


def test_without_a_message_nobody_connects():
    with transport(free_port()) as mails:
        mails.flush()


def test_a_server_without_8_bit_text_gets_another_form_of_the_same_message(inbox):
    with a_server(inbox, decode_data=True, enable_SMTPUTF8=False) as port, transport(port) as mails:
        send(mails, organization="Żabka", other_organizations=("Łódź",))

    (envelope,) = inbox.envelopes
    assert envelope.original_content.isascii()
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    sent = read(build(a_mail(organization="Żabka", other_organizations=("Łódź",)), date=NOW))
    for subtype in ("plain", "html"):
        assert part(message, subtype).replace("\r\n", "\n") == part(sent, subtype)
    assert message["Content-Transfer-Encoding"] == "7bit"
    assert {name: str(value) for name, value in message.items() if name != "Content-Transfer-Encoding"} == {
        name: str(value) for name, value in sent.items() if name != "Content-Transfer-Encoding"
    }


def test_an_international_domain_goes_out_in_ascii(inbox):
    with a_server(inbox) as port, transport(port) as mails:
        send(mails, "ewa@żabka.example")

    assert inbox.envelopes[0].rcpt_tos == ["ewa@xn--abka-99a.example"]
    assert "SMTPUTF8" not in inbox.envelopes[0].mail_options


def test_a_local_part_beyond_ascii_goes_to_a_server_that_takes_it(inbox):
    with a_server(inbox, enable_SMTPUTF8=True) as port, transport(port) as mails:
        send(mails, "żółw@other.example")
        send(mails, "ewa@other.example")

    assert [each.rcpt_tos for each in inbox.envelopes] == [["żółw@other.example"], ["ewa@other.example"]]
    assert ["SMTPUTF8" in each.mail_options for each in inbox.envelopes] == [True, False]


def test_a_local_part_beyond_ascii_is_no_use_where_the_server_does_not_take_it(inbox):
    with a_server(inbox, enable_SMTPUTF8=False) as port, transport(port) as mails:
        with pytest.raises(Permanent) as failure:
            send(mails, "żółw@other.example")
        send(mails, "ewa@other.example")

    assert "żółw@other.example" in failure.value.reason
    assert [each.rcpt_tos for each in inbox.envelopes] == [["ewa@other.example"]]


def test_what_is_no_address_never_reaches_the_server(inbox):
    with a_server(inbox) as port, transport(port) as mails, pytest.raises(Permanent):
        mails.send("ewa@a.example>\r\nRCPT TO:<x@y.example", b"Subject: x\n", message_id="<1@x>")

    assert inbox.envelopes == []


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
@pytest.mark.parametrize("code,kind", [("550 5.1.1 no such user", Permanent), ("451 4.7.1 later", Temporary)])
def test_a_refused_message_says_nothing_about_the_next(inbox, verb, code, kind):
    inbox.replies[verb, "ewa@other.example"] = code

    with a_server(inbox) as port, transport(port) as mails:
        send(mails, "first@other.example")
        with pytest.raises(kind) as failure:
            send(mails, "ewa@other.example")
        send(mails, "last@other.example")

    assert type(failure.value) is kind
    assert code[:9] in failure.value.reason
    assert [each.rcpt_tos for each in inbox.envelopes] == [["first@other.example"], ["last@other.example"]]
    assert len(inbox.sessions) == 1


def test_a_sender_that_is_put_off_is_put_off_for_that_message(inbox):
    inbox.replies["MAIL"] = ["450 4.7.1 slow down", "250 OK"]

    with a_server(inbox) as port, transport(port) as mails, pytest.raises(Temporary) as failure:
        send(mails)

    assert type(failure.value) is Temporary
    assert "450 4.7.1 slow down" in failure.value.reason


@pytest.mark.parametrize("code", ["550 5.7.1 not your sender", "530 5.7.0 authenticate first"])
def test_a_refused_sender_stops_the_run(inbox, code):
    inbox.replies["MAIL"] = code

    with a_server(inbox) as port, transport(port) as mails, pytest.raises(Stopped) as failure:
        send(mails)

    assert failure.value.code is Code.MAIL_REFUSED
    assert code in failure.value.reason
    assert failure.value.as_fault().hint is not None


def test_a_recipient_that_needs_a_sign_in_stops_the_run(inbox):
    inbox.replies["RCPT"] = "530 5.7.0 authenticate first"

    with a_server(inbox) as port, transport(port) as mails, pytest.raises(Stopped) as failure:
        send(mails)

    assert failure.value.code is Code.MAIL_REFUSED


def test_a_message_that_is_too_large_is_that_messages_fault(inbox):
    with a_server(inbox, data_size_limit=1000) as port, transport(port) as mails, pytest.raises(Permanent):
        send(mails)


def test_what_a_filter_quotes_of_the_message_goes_nowhere(inbox):
    inbox.replies["DATA"] = f"554 5.7.1 spam: 'Acme' and orgctl invite accept --token {TOKEN}"

    with a_server(inbox) as port, transport(port) as mails, pytest.raises(Permanent) as failure:
        send(mails, other_organizations=("Acme",))

    assert "554 5.7.1" in failure.value.reason
    assert "Acme" not in failure.value.reason
    assert TOKEN not in failure.value.reason


def test_what_a_server_says_is_one_short_line_without_control_characters(inbox):
    inbox.replies["RCPT"] = "550 \x1b[2Jno\x9b\x07 \u202euser " + "x" * 400

    with a_server(inbox) as port, transport(port) as mails, pytest.raises(Permanent) as failure:
        send(mails)

    assert failure.value.reason.isprintable()
    assert len(failure.value.reason) < 300


def test_nobody_listening_stops_the_run():
    port = free_port()

    with transport(port) as mails, pytest.raises(Stopped) as failure:
        send(mails)

    assert failure.value.code is Code.MAIL_UNAVAILABLE
    assert failure.value.reason == f"The mail server 127.0.0.1:{port} cannot be reached: Connection refused"


def test_a_host_without_an_address_stops_the_run(monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with transport(25, host="mail.invalid") as mails, pytest.raises(Stopped) as failure:
        send(mails)

    assert (
        failure.value.reason == "The mail server mail.invalid:25 cannot be reached: Name or service not known"
    )


def test_starttls_is_used_where_it_is_offered(inbox, certificate):
    with a_server(inbox, tls_context=certificate.context) as port, transport(port) as mails:
        send(mails)

    assert inbox.encrypted == [True]


def test_smtps_is_encrypted_from_the_first_octet(inbox, certificate):
    with (
        a_server(inbox, ssl_context=certificate.context) as port,
        transport(port, host="localhost", encrypted=True) as mails,
    ):
        send(mails)

    assert len(inbox.envelopes) == 1


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_certificate_that_nobody_vouches_for_stops_the_run(inbox, tmp_path, encrypted):
    made = a_certificate(tmp_path)
    options = {"ssl_context" if encrypted else "tls_context": made.context}

    with (
        a_server(inbox, **options) as port,
        transport(port, encrypted=encrypted) as mails,
        pytest.raises(Stopped) as failure,
    ):
        send(mails)

    assert failure.value.code is Code.MAIL_SETTINGS
    assert "certificate" in failure.value.reason
    assert "SSL_CERT_FILE" in str(failure.value.hint)
    assert inbox.envelopes == []


@pytest.mark.parametrize("wrong", [{"host": "elsewhere.example"}, {"days": -1}])
def test_a_certificate_for_another_host_or_time_stops_the_run(inbox, tmp_path, monkeypatch, wrong):
    made = a_certificate(tmp_path, **wrong)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))

    with (
        a_server(inbox, tls_context=made.context) as port,
        transport(port) as mails,
        pytest.raises(Stopped) as failure,
    ):
        send(mails)

    assert failure.value.code is Code.MAIL_SETTINGS


def test_a_server_without_tls_where_smtps_is_asked_for_stops_the_run(inbox):
    with a_server(inbox) as port, transport(port, encrypted=True) as mails, pytest.raises(Stopped) as failure:
        send(mails)

    assert failure.value.code is Code.MAIL_UNAVAILABLE


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_the_sign_in_goes_over_tls_with_any_password(inbox, certificate, mechanism):
    other = {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[mechanism]

    with (
        a_server(
            inbox,
            tls_context=certificate.context,
            authenticator=inbox.authenticate,
            auth_required=True,
            auth_exclude_mechanism=[other],
        ) as port,
        transport(port, user="bot@corp.example", password=PASSWORD) as mails,
    ):
        send(mails)

    assert inbox.sign_ins == [(mechanism, b"bot@corp.example", PASSWORD.encode(), True)]
    assert len(inbox.envelopes) == 1


def test_a_refused_sign_in_stops_the_run_and_shows_no_password(inbox, certificate, capfd):
    with (
        a_server(inbox, tls_context=certificate.context, authenticator=inbox.authenticate) as port,
        transport(port, user="bot", password="wrong-secret") as mails,
        pytest.raises(Stopped) as failure,
    ):
        send(mails)

    assert failure.value.code is Code.MAIL_REFUSED
    assert "the sign-in of bot: 535" in failure.value.reason
    shown = f"{failure.value.reason} {failure.value.hint} {capfd.readouterr()}"
    assert "wrong-secret" not in shown


def test_a_password_never_goes_out_in_the_clear(inbox):
    with (
        a_server(inbox, authenticator=inbox.authenticate, auth_require_tls=False) as port,
        transport(port, user="bot", password=PASSWORD) as mails,
        pytest.raises(Stopped) as failure,
    ):
        send(mails)

    assert failure.value.code is Code.MAIL_SETTINGS
    assert inbox.sign_ins == []
    assert inbox.envelopes == []


def test_a_relay_on_this_host_that_asks_for_no_sign_in_gets_none(inbox):
    with a_server(inbox) as port, transport(port, user="bot", password=PASSWORD) as mails:
        send(mails)

    assert inbox.sign_ins == []
    assert len(inbox.envelopes) == 1


def test_a_server_that_offers_no_sign_in_by_password_is_not_what_was_configured(inbox, certificate):
    with (
        a_server(
            inbox,
            tls_context=certificate.context,
            authenticator=inbox.authenticate,
            auth_exclude_mechanism=["PLAIN", "LOGIN"],
        ) as port,
        transport(port, user="bot", password=PASSWORD) as mails,
        pytest.raises(Stopped) as failure,
    ):
        send(mails)

    assert failure.value.code is Code.MAIL_SETTINGS


def test_a_user_without_a_password_is_let_through_by_a_server_that_asks_for_none(inbox, certificate):
    with (
        a_server(inbox, tls_context=certificate.context, authenticator=inbox.authenticate) as port,
        transport(port, user="bot") as mails,
    ):
        send(mails)

    assert len(inbox.envelopes) == 1
