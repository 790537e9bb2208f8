"""Delivery to a mail server (RFC 5321), over one connection for as long as it holds.

What a server says after it has seen a message is kept out of every failure but for its numbers: a filter
may quote what it refuses, and the message says more than its inviter may know (C3).
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from orgctl.domain.refusals import Code, say
from orgctl.mail.failures import DeliveryFailure, Permanent, Stopped, Temporary
from orgctl.mail.headers import envelope_address
from orgctl.mail.smtp_connection import CHECK_SIGN_IN, LATER, Patience, connect, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from orgctl.domain.refusals import Sentence
    from orgctl.mail.settings import SmtpSettings

DONE: Final = 250
FORWARDED: Final = (250, 251, 252)
GO_AHEAD: Final = 354
CLOSING: Final = 421
FOR_GOOD: Final = 500
SIGN_IN_FIRST: Final = 530
TOO_LARGE: Final = 552

_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class SmtpTransport:
    """A mail server; connected at the first message, and again where the connection is lost."""

    batch: Final = 1
    """Each message is to be marked before the next goes out: a server takes the same one twice."""

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        password: Callable[[str, str], str | None],
        patience: Patience | None = None,
    ) -> None:
        self.sender = settings.sender
        self._settings = settings
        self._password = password
        self._patience = patience or Patience()
        self._server: smtplib.SMTP | None = None

    def send(self, envelope_to: str, message: bytes, *, message_id: str) -> None:  # noqa: ARG002 (the message holds it; a server asks for it nowhere else)
        """Hand one message over; when this comes back, the server has taken it on itself.

        Raises `Permanent`: refused for good (5xx), or an address that this server cannot take.
        `Temporary`: put off (4xx), or cut off; a server that is cut off after the message's end may
        have taken it, and gets it again under the same Message-ID. `Stopped`: no connection, no TLS, a
        certificate that does not hold, a refused sign-in or sender.
        """
        recipient = envelope_address(envelope_to)
        server = self._begun(recipient, message)
        if not message.isascii() and not server.has_extn("8bitmime"):
            message = _seven_bit(message)
        try:
            self._hand_over(server, recipient, message)
        except DeliveryFailure:
            self._reset()
            raise
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise self._cut_off() from problem

    def flush(self) -> None:
        """Nothing: a server answers for each message at once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None and kind is None:
            # All messages are answered for: a goodbye that fails changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
        self._drop()

    def _begun(self, recipient: str, message: bytes) -> smtplib.SMTP:
        """A server that has agreed to a message from the sender."""
        if self._server is not None:
            # Servers close what was idle or has carried enough: that says nothing about this message.
            with suppress(smtplib.SMTPException, OSError):
                code, reply = self._mail(self._server, recipient, message)
                if code != CLOSING:
                    self._judge_sender(code, reply)
                    return self._server
            self._drop()
        server = self._server = self._connect()
        try:
            code, reply = self._mail(server, recipient, message)
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise self._cut_off() from problem
        self._judge_sender(code, reply)
        return server

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        password = self._password(settings.user, settings.host) if settings.user is not None else None
        return connect(settings, password, self._patience)

    def _mail(self, server: smtplib.SMTP, recipient: str, message: bytes) -> tuple[int, bytes]:
        sender = self.sender
        options = ""
        if server.has_extn("size"):
            options += f" SIZE={len(message) + message.count(10)}"
        if server.has_extn("dsn"):
            # A bounce then quotes the headers alone: no token, no list of organizations.
            options += " RET=HDRS"
        if not (recipient + sender).isascii():
            if not (server.has_extn("smtputf8") and server.has_extn("8bitmime")):
                raise Permanent(
                    say(
                        "The mail server {server} takes no address like {address}.",
                        server=self._settings,
                        address=sender if recipient.isascii() else recipient,
                    )
                )
            server.command_encoding = "utf-8"
            options += " SMTPUTF8"
        if not message.isascii() and server.has_extn("8bitmime"):
            options += " BODY=8BITMIME"
        return server.docmd("MAIL", f"FROM:<{sender}>{options}")

    def _hand_over(self, server: smtplib.SMTP, recipient: str, message: bytes) -> None:
        code, reply = server.docmd("RCPT", f"TO:<{recipient}>")
        if code == SIGN_IN_FIRST:
            raise Stopped(Code.MAIL_REFUSED, said(self._settings, code, reply), CHECK_SIGN_IN)
        if code not in FORWARDED:
            raise self._verdict(code, said(self._settings, code, reply))
        code, reply = server.docmd("DATA")
        if code != GO_AHEAD:
            raise self._verdict(code, said(self._settings, code, reply))
        # The end in one piece with the rest: apart, the network's own thrift (Nagle) costs 40 ms a message.
        server.send(_dotted(message) + b".\r\n")
        code, reply = self._judgement(server)
        if code != DONE:
            raise self._verdict(code, self._numbers(code, reply))

    def _judgement(self, server: smtplib.SMTP) -> tuple[int, bytes]:
        try:
            if server.sock is not None:
                server.sock.settimeout(self._patience.verdict)
            answer = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._patience.reply)
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise Temporary(
                say(
                    "The mail server {server} did not say whether it took the message.", server=self._settings
                )
            ) from problem
        return answer

    def _judge_sender(self, code: int, reply: bytes) -> None:
        if code == DONE:
            return
        sentence = said(self._settings, code, reply)
        verdict = self._verdict(code, sentence)
        self._reset()
        if code == TOO_LARGE:
            raise verdict
        if isinstance(verdict, Permanent):
            # It is the sender that is refused, so the next message would be too.
            raise Stopped(Code.MAIL_REFUSED, sentence, CHECK_SIGN_IN)
        if code == CLOSING:
            raise Stopped(Code.MAIL_UNAVAILABLE, sentence, LATER)
        raise verdict

    def _numbers(self, code: int, reply: bytes) -> Sentence:
        enhanced = _ENHANCED.match(reply)
        numbers = f"{code} {enhanced.group().decode()}" if enhanced else str(code)
        return say(
            "The mail server {server} refused the message: {reply}", server=self._settings, reply=numbers
        )

    def _cut_off(self) -> Temporary:
        return Temporary(say("The mail server {server} cut off the connection.", server=self._settings))

    def _verdict(self, code: int, sentence: Sentence) -> DeliveryFailure:
        refused = 400 <= code < 600  # noqa: PLR2004 (RFC 5321: the first digit is the verdict)
        if code == CLOSING or not refused:
            # It says goodbye, or what no server says: whatever comes next belongs to nothing.
            self._drop()
        return Permanent(sentence) if refused and code >= FOR_GOOD else Temporary(sentence)

    def _reset(self) -> None:
        if self._server is not None:
            try:
                self._server.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _dotted(message: bytes) -> bytes:
    # No line of a message may read as its end; its own line ends are LF.
    text = (b"\n" + message).replace(b"\n.", b"\n..").replace(b"\n", b"\r\n")[2:]
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def _seven_bit(message: bytes) -> bytes:
    """The same message for a server without 8BITMIME (RFC 6152): its text in base64."""
    import email
    import email.policy

    policy = email.policy.default.clone(cte_type="7bit", refold_source="none")
    parsed = email.message_from_bytes(message, policy=policy)
    parsed.replace_header("Content-Transfer-Encoding", "7bit")
    return parsed.as_bytes()
