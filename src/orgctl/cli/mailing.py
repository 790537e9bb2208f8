"""From the outbox to the mail: what a message is built with, and what a person is told of its delivery."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orgctl.cli.language import _, plural
from orgctl.cli.output.sentence import filled, render
from orgctl.domain.refusals import Code, Failure, InvalidInput, say
from orgctl.domain.values import Kind, Role
from orgctl.mail.headers import message_id
from orgctl.mail.letter import InvitationMail
from orgctl.mail.message import build
from orgctl.mail.sealing import key_id, load_key, seal, sealed_by, unseal
from orgctl.mail.settings import parse_setting
from orgctl.mail.transport import open_transport
from orgctl.mail.wording import LANGUAGES
from orgctl.session.secrets import smtp_password
from orgctl.session.tokens import hash_token, new_invitation_token
from orgctl.usecases import delivery
from orgctl.usecases.invitations import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from orgctl.cli.context import Run
    from orgctl.store.outbox import Waiting

_SHOW_PROGRESS_FROM = 50


def token_maker(run: Run) -> Callable[[], Token]:
    """Makes invitation tokens, as the store may have them.

    The first one raises Fault mail.settings, mail.unavailable: what could never be mailed is not invited.
    """
    keys: list[bytes] = []

    def make() -> Token:
        if not keys:
            parse_setting(run.variable("ORGCTL_MAIL"), default_maildir=_default_maildir(run))
            keys.append(_key(run))
        token = new_invitation_token()
        return Token(hash_token(token), seal(keys[0], token, run.random_bytes(16)))

    return make


def known_language(code: str) -> str:
    """A language that mail can be written in. Raises InvalidInput usage.argument for any other."""
    if code not in LANGUAGES:
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("Mail is written in {known}, not in {code}.", known=list(LANGUAGES), code=code),
        )
    return code


def deliver_queued(run: Run, ids: Sequence[int]) -> None:
    """Send what a change has queued. It stands, whatever becomes of its mail: that is told, and tried again."""
    try:
        result = deliver(run, ids)
        stopped = None if result.stopped is None else result.stopped.message
        left = len(ids) - result.sent
    except Failure as failure:
        stopped, left = failure.message, len(ids)
    if stopped is not None:
        queued = plural(
            "1 mail stays queued; orgctl mail send tries again.",
            "{n} mails stay queued; orgctl mail send tries again.",
            left,
        )
        why = render(stopped)
        run.warn(f"{why}{'' if why.endswith('.') else '.'} {queued}")


def deliver(run: Run, ids: Sequence[int] | None) -> delivery.Delivery:
    """Send what was queued, or all that is due (None), and tell what did not go out; it stays queued."""
    total = 0 if ids is None else len(ids)
    bar = run.progress(_("mails"), total)
    result = delivery.deliver(
        run.store,
        open_transport(
            run.variable("ORGCTL_MAIL"),
            password=lambda user, host: smtp_password(user, host, run.variable("ORGCTL_SMTP_PASSWORD")),
            default_maildir=_default_maildir(run),
        ),
        _builder(run),
        ids=ids,
        now=run.now,
        key_id=key_id(_key(run)),
        progress=bar.at if total >= _SHOW_PROGRESS_FROM else lambda _sent: None,
    )
    bar.end()
    for each in result.undelivered:
        run.warn(
            filled("no mail for {to}, for good: {reason}", to=each.to, reason=each.reason)
            if each.for_good
            else filled("no mail for {to} yet: {reason}", to=each.to, reason=each.reason)
        )
    return result


def _key(run: Run) -> bytes:
    return load_key(
        Path(run.folder("state")) / "outbox.key",
        run.variable("ORGCTL_OUTBOX_KEY"),
        random_bytes=run.random_bytes,
    )


def _default_maildir(run: Run) -> Path:
    return Path(run.folder("data")) / "mail"


def _builder(run: Run) -> Callable[[Waiting, Sequence[str]], tuple[str, bytes] | None]:
    key = _key(run)
    own = key_id(key)
    sender = parse_setting(run.variable("ORGCTL_MAIL"), default_maildir=_default_maildir(run)).sender

    def built(mail: Waiting, others: Sequence[str]) -> tuple[str, bytes] | None:
        token = unseal(key, mail.sealed_token) if sealed_by(mail.sealed_token) == own else None
        if token is None:
            return None
        id_ = message_id(mail.id, 1, sender)
        letter = InvitationMail(
            invitation_id=str(mail.invitation_id),
            message_id=id_,
            inviter_name=mail.inviter_name,
            inviter_email=mail.inviter_email,
            organization=mail.organization,
            url=mail.url,
            role=Role(mail.role),
            kind=Kind(mail.kind),
            expires_at=mail.expires_at,
            timezone=mail.timezone,
            other_organizations=tuple(others),
            invitee_email=mail.email,
            invitee_name=mail.invitee_name,
            token=token,
            language=mail.invitee_language or mail.language or "en",
            sender=sender,
        )
        return id_, build(letter, date=mail.queued_at)

    return built
