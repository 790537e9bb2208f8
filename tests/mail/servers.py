"""Mail servers for tests: aiosmtpd where a server behaves, a scripted one where it does not."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on (aiosmtpd cannot choose one itself)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Inbox:
    """What a server has taken. `replies` holds its answers by verb, or by verb and address.

    A list of answers is used up, one for each time.
    """

    envelopes: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    sign_ins: list[tuple[str, bytes, bytes, bool]] = field(default_factory=list)
    sessions: set[object] = field(default_factory=set)
    replies: dict[str | tuple[str, str], str | list[str]] = field(default_factory=dict)

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._answer("MAIL", address):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := self._answer("RCPT", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (as above)
        if answer := self._answer("DATA", envelope.rcpt_tos[0] or ""):
            return answer
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        self.sessions.add(session.peer)
        return "250 OK"

    def authenticate(
        self, _server: SMTP, session: Session, _envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        """Take one password, and remember who tried which."""
        self.sign_ins.append((mechanism, data.login, data.password, session.ssl is not None))
        return AuthResult(success=data.password == "hunter2-żółw".encode(), handled=False)

    def _answer(self, verb: str, address: str) -> str | None:
        answer = self.replies.get((verb, address)) or self.replies.get(verb)
        return answer.pop(0) if isinstance(answer, list) else answer


@contextmanager
def a_server(inbox: Inbox, *, host: str = "127.0.0.1", **options: Any) -> Iterator[int]:
    """A running aiosmtpd; its port. `options` are the controller's and the protocol's."""
    port = free_port()
    controller = Controller(inbox, hostname=host, port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself, in a file that SSL_CERT_FILE may name; its server's context."""

    file: Path
    context: ssl.SSLContext


def a_certificate(folder: Path, *, host: str = "localhost", days: int = 1) -> Certificate:
    """For `host` and 127.0.0.1, valid until in `days` days (negative: expired)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 (OpenSSL compares with the real clock)
    alternatives: list[x509.GeneralName] = [x509.DNSName(host)]
    if host == "localhost":
        alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=10))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "certificate.pem", folder / "key.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key_file)
    return Certificate(file, context)


CUT = b"cut"
"""Instead of an answer: the connection ends."""

SILENCE = b"silence"
"""Instead of an answer: none."""


@contextmanager
def a_scripted_server(answer: Callable[[bytes, int], bytes | None]) -> Iterator[tuple[int, list[bytes]]]:
    """A server that asks `answer(line, connection)` for each line it hears; its port, and the lines.

    The first line of each connection is empty: the greeting. None: no answer to this line (as within a
    message). Connections are counted from 0, one after the other.
    """
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        number = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if done.is_set():
                connection.close()
                return
            with connection:
                _converse(connection, answer, number, heard)
            number += 1

    thread = threading.Thread(target=serve)
    thread.start()
    port = listener.getsockname()[1]
    try:
        yield port, heard
    finally:
        done.set()
        with socket.socket() as waker:
            waker.connect_ex(("127.0.0.1", port))
        thread.join()
        listener.close()


def _converse(
    connection: socket.socket,
    answer: Callable[[bytes, int], bytes | None],
    number: int,
    heard: list[bytes],
) -> None:
    line = b""
    with connection.makefile("rb") as lines:
        while True:
            reply = answer(line, number)
            if reply == CUT:
                # A reset, not a goodbye: what the peer has sent and nobody read is lost.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return
            if reply == SILENCE:
                while lines.readline():
                    pass
                return
            try:
                if reply is not None:
                    connection.sendall(reply)
                line = lines.readline()
            except OSError:
                return
            if not line:
                return
            heard.append(line)


def polite(line: bytes) -> bytes | None:
    """The answers of a server that takes everything and offers nothing."""
    verb = line[:4].upper()
    if not line:
        return b"220 scripted\r\n"
    if verb == b"DATA":
        return b"354 go on\r\n"
    if verb in {b"EHLO", b"MAIL", b"RCPT", b"RSET", b"QUIT"} or line == b".\r\n":
        return b"250 OK\r\n"
    return None
