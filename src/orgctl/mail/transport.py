"""What every way of delivering mail has in common, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from orgctl.mail.settings import MaildirSettings, parse_setting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType


class Transport(Protocol):
    """Takes finished messages. A context: nothing is opened before the first `send`.

    A message is delivered once `flush` has come back, not before: only then may it be marked as sent.
    Sending a message again under the same Message-ID is safe: a Maildir keeps one, a mail server's
    reader can tell. `send` and `flush` raise `orgctl.mail.failures.Temporary`, `Permanent`, `Stopped`.
    """

    @property
    def sender(self) -> str:
        """The address that messages come from: what `InvitationMail.sender` is to be."""

    @property
    def batch(self) -> int:
        """How many messages to send before a `flush`: what a crash may deliver twice, against speed."""

    def send(self, envelope_to: str, message: bytes, *, message_id: str) -> None:
        """Take one message, lines ended by LF, for one address (the stored one, never the compared key)."""

    def flush(self) -> None:
        """Make all messages since the last `flush` last. Where it raises, none of them counts as sent."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_transport(
    setting: str | None,
    *,
    password: Callable[[str, str], str | None],
    default_maildir: Path,
) -> Transport:
    """The transport that ORGCTL_MAIL names (see `orgctl.mail.settings`); opens nothing yet.

    `password(user, host)` is asked before each sign-in, and only where the URL names a user.

    Raises `Fault` mail.settings.
    """
    settings = parse_setting(setting, default_maildir=default_maildir)
    if isinstance(settings, MaildirSettings):
        from orgctl.mail.maildir import MaildirTransport

        return MaildirTransport(settings.path, sender=settings.sender)
    # smtplib and ssl cost 30 ms that a Maildir need not pay.
    from orgctl.mail.smtp import SmtpTransport

    return SmtpTransport(settings, password=password)
