"""What ORGCTL_MAIL says: a folder, or a mail server and who signs in to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from orgctl.domain.refusals import Code, Fault, InvalidInput, say
from orgctl.text.addresses import parse_address

SUBMISSION_PORT: Final = 587
"""RFC 6409: where a program hands mail to its server. Port 25 is for servers among themselves."""

SUBMISSION_TLS_PORT: Final = 465
"""RFC 8314: the same with TLS from the first byte."""

LOCAL_SENDER: Final = "orgctl@localhost"
"""Who writes where no server is named: an address that leads nowhere."""

_FORMS: Final = say("Use `maildir:PATH`, `smtp://USER@HOST:PORT` or `smtps://USER@HOST:PORT`.")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f:.]+(%[a-z0-9._-]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MaildirSettings:
    """Messages go into a folder, in the form of maildir(5)."""

    path: Path
    sender: str = LOCAL_SENDER


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Messages go to a server. `encrypted`: TLS from the first byte; else STARTTLS where it is offered.

    `sender` is in the form of the envelope.
    """

    host: str
    port: int
    user: str | None
    encrypted: bool
    sender: str

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this host, by its name or number."""
        return self.host in ("localhost", "::1") or self.host.startswith("127.")

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_setting(setting: str | None, *, default_maildir: Path) -> MaildirSettings | SmtpSettings:
    """What ORGCTL_MAIL means; unset or empty is a Maildir at `default_maildir`.

    The sender's address is the user's where that is an address (`smtp://me%40corp.example@HOST`), else
    `orgctl@HOST`; `?from=ADDRESS` at the end of the URL says another one. Ports: 587, smtps 465.

    Raises `Fault` mail.settings: no such form, or a password in it.
    """
    if not setting:
        return MaildirSettings(default_maildir)
    scheme, colon, rest = setting.partition(":")
    scheme = scheme.lower()
    if colon and scheme == "maildir":
        return _maildir(rest)
    if colon and scheme in ("smtp", "smtps") and rest.startswith("//"):
        return _smtp(setting, encrypted=scheme == "smtps")
    raise _unclear()


def _maildir(path: str) -> MaildirSettings:
    if not path or "\0" in path:
        raise _unclear()
    return MaildirSettings(Path(path).expanduser())


def _smtp(setting: str, *, encrypted: bool) -> SmtpSettings:
    try:
        parts = urlsplit(setting)
        port = parts.port
    except ValueError:
        raise _unclear() from None
    if parts.password is not None:
        raise Fault(
            Code.MAIL_SETTINGS,
            say("ORGCTL_MAIL holds a password."),
            say(
                "Leave it out of the URL; set ORGCTL_SMTP_PASSWORD, or keep it in the keyring. "
                "An @ or : that belongs to the user is written %40 or %3A."
            ),
        )
    host = parts.hostname
    if not host or not _HOST.fullmatch(host) or parts.path not in ("", "/") or parts.fragment or port == 0:
        raise _unclear()
    user = unquote(parts.username) if parts.username else None
    if user is not None and not user.isprintable():
        raise _unclear()
    return SmtpSettings(
        host=host,
        port=port or (SUBMISSION_TLS_PORT if encrypted else SUBMISSION_PORT),
        user=user,
        encrypted=encrypted,
        sender=_sender(parts.query, user, host),
    )


def _sender(query: str, user: str | None, host: str) -> str:
    options = parse_qsl(query, keep_blank_values=True)
    if options:
        sender = _envelope(options[0][1])
        if sender is None or [name for name, _ in options] != ["from"]:
            raise _unclear()
        return sender
    sender = _envelope(user) if user is not None else None
    if sender is not None:
        return sender
    if ":" in host:
        return f"orgctl@[IPv6:{host}]"
    return f"orgctl@[{host}]" if host.replace(".", "").isdigit() else f"orgctl@{host}"


def _envelope(text: str) -> str | None:
    try:
        return parse_address(text).envelope
    except InvalidInput:
        return None


def _unclear() -> Fault:
    # The setting is not repeated: what cannot be read as a URL may still hold a password.
    return Fault(Code.MAIL_SETTINGS, say("ORGCTL_MAIL cannot be read."), _FORMS)
