"""A connection to a mail server: reached, encrypted where the server can, signed in."""

from __future__ import annotations

import base64
import smtplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Code, say
from orgctl.mail.failures import Stopped, one_line

if TYPE_CHECKING:
    from orgctl.domain.refusals import Sentence
    from orgctl.mail.settings import SmtpSettings

LATER: Final = say("It stays queued; run `orgctl mail send` when the server answers.")
CHECK_SIGN_IN: Final = say(
    "Check the user in ORGCTL_MAIL, and the password in ORGCTL_SMTP_PASSWORD or in the keyring; "
    "then run `orgctl mail send`."
)

GO_ON: Final = 334
"""RFC 4954: the server waits for the next part of a sign-in."""

SIGNED_IN: Final = (235, 503)
"""RFC 4954: signed in now, or before."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for a reply, and for the reply to a message's end.

    Servers filter while the sender waits for the last one, and giving up on it sends a message twice.
    """

    connect: float = 15
    reply: float = 60
    verdict: float = 300


def connect(settings: SmtpSettings, password: str | None, patience: Patience) -> smtplib.SMTP:
    """A server that is ready to take messages. A password goes out over TLS only.

    STARTTLS is used wherever it is offered, and certificates always hold: checked against the system's
    authorities, or those of SSL_CERT_FILE and SSL_CERT_DIR, as OpenSSL has it.

    Raises `Stopped` for everything that goes wrong.
    """
    context = ssl.create_default_context()
    server: smtplib.SMTP | None = None
    try:
        server = _reach(settings, patience, context)
        server.ehlo_or_helo_if_needed()
        if not settings.encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        if settings.user is not None and password is not None:
            _sign_in(server, settings, settings.user, password)
    except (smtplib.SMTPException, OSError) as problem:
        if server is not None:
            server.close()
        raise _unreachable(settings, problem) from problem
    except BaseException:
        if server is not None:
            server.close()
        raise
    return server


def said(settings: SmtpSettings, code: int, reply: bytes) -> Sentence:
    """A server's refusal, in its own words on one line. Never for a reply to what holds a secret."""
    text = one_line(f"{code} {reply.decode('utf-8', 'replace')}")
    return say("The mail server {server} refused: {reply}", server=settings, reply=text)


def _reach(settings: SmtpSettings, patience: Patience, context: ssl.SSLContext) -> smtplib.SMTP:
    # Without a name of the own host smtplib asks the resolver for one, and waits where there is none.
    name = "[127.0.0.1]"
    if settings.encrypted:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, local_hostname=name, timeout=patience.connect, context=context
        )
    else:
        server = smtplib.SMTP(settings.host, settings.port, local_hostname=name, timeout=patience.connect)
    if server.sock is not None:
        own = server.sock.getsockname()[0]
        server.local_hostname = f"[IPv6:{own}]" if ":" in own else f"[{own}]"
        server.sock.settimeout(patience.reply)
    return server


def _sign_in(server: smtplib.SMTP, settings: SmtpSettings, user: str, password: str) -> None:
    if not isinstance(server.sock, ssl.SSLSocket):
        if settings.is_loopback and not server.has_extn("auth"):
            # A relay on this host that asks for no sign-in: nothing is sent that needs hiding.
            return
        raise Stopped(
            Code.MAIL_SETTINGS,
            say("The mail server {server} offers no encryption; no password was sent.", server=settings),
            say("Use a server with STARTTLS, or `smtps://`, in ORGCTL_MAIL."),
        )
    methods = str(server.esmtp_features.get("auth", "")).upper().split()
    if "PLAIN" in methods:
        code, reply = server.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
    elif "LOGIN" in methods:
        code, reply = server.docmd("AUTH", "LOGIN " + _base64(user))
        if code == GO_ON:
            code, reply = server.docmd(_base64(password))
    else:
        raise Stopped(
            Code.MAIL_SETTINGS,
            say("The mail server {server} offers no sign-in by password.", server=settings),
            say("Leave the user out of ORGCTL_MAIL, or use another server."),
        )
    if code in SIGNED_IN:
        return
    for_now = 400 <= code < 500  # noqa: PLR2004 (RFC 5321: the first digit is the verdict)
    secrets = (password, _base64(password), _base64(f"\0{user}\0{password}"))
    raise Stopped(
        Code.MAIL_UNAVAILABLE if for_now else Code.MAIL_REFUSED,
        say(
            "The mail server {server} refused the sign-in of {user}: {reply}",
            server=settings,
            user=one_line(user),
            reply=one_line(f"{code} {reply.decode('utf-8', 'replace')}", secrets),
        ),
        LATER if for_now else CHECK_SIGN_IN,
    )


def _unreachable(settings: SmtpSettings, problem: Exception) -> Stopped:
    if isinstance(problem, ssl.SSLCertVerificationError):
        return Stopped(
            Code.MAIL_SETTINGS,
            say(
                "The certificate of the mail server {server} does not hold: {reason}",
                server=settings,
                reason=one_line(problem.verify_message),
            ),
            say("Check the host in ORGCTL_MAIL; SSL_CERT_FILE names a file of other authorities."),
        )
    if isinstance(problem, smtplib.SMTPResponseException):
        error = problem.smtp_error
        reply = error if isinstance(error, bytes) else str(error).encode()
        return Stopped(Code.MAIL_UNAVAILABLE, said(settings, problem.smtp_code, reply), LATER)
    reason = problem.strerror if isinstance(problem, OSError) else None
    return Stopped(
        Code.MAIL_UNAVAILABLE,
        say(
            "The mail server {server} cannot be reached: {reason}",
            server=settings,
            reason=one_line(reason or str(problem)),
        ),
        LATER,
    )


def _base64(text: str) -> str:
    # A password from the environment may hold octets that are no UTF-8: they go out as they came in.
    return base64.b64encode(text.encode("utf-8", "surrogateescape")).decode("ascii")
