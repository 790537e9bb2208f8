"""An invitation as mail, and how a mail program reads it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from orgctl.domain.values import Kind, Role
from orgctl.mail.letter import InvitationMail
from orgctl.mail.message import build

if TYPE_CHECKING:
    from email.message import EmailMessage

NOW = datetime(2026, 11, 25, 12, 5, 33, 250_000, tzinfo=UTC)
TOKEN = "orgi_k3Jx0P9f_zq8wYb2LrT5uN1vE7sHcA4dM6gQyXiOzBe"

_ANNA_INVITES_EWA = InvitationMail(
    invitation_id="7130000000000000001",
    message_id="<42.1@corp.example>",
    inviter_name="Anna Nowak",
    inviter_email="anna@zylker.example",
    organization="Zylker",
    url="zylker",
    role=Role.STANDARD,
    kind=Kind.INTERNAL,
    expires_at=NOW + timedelta(days=7),
    timezone="Europe/Warsaw",
    other_organizations=(),
    invitee_email="ewa@other.example",
    invitee_name="Ewa Kowalska",
    token=TOKEN,
    language="en",
    sender="orgctl@corp.example",
)


def a_mail(**changes: object) -> InvitationMail:
    """Anna of Zylker invites Ewa, with what matters to the test changed."""
    return replace(_ANNA_INVITES_EWA, **changes)  # type: ignore[arg-type]


def read(message: bytes) -> EmailMessage:
    """A message as the standard library's modern reader takes it."""
    return email.message_from_bytes(message, policy=email.policy.default)


def built(**changes: object) -> EmailMessage:
    """The same mail, built and read."""
    return read(build(a_mail(**changes), date=NOW))


def part(message: EmailMessage, subtype: str) -> str:
    """The decoded text of one part."""
    found = message.get_body((subtype,))
    assert found is not None
    content = found.get_content()
    assert isinstance(content, str)
    return content


def plain(**changes: object) -> str:
    """The text part of the same mail."""
    return part(built(**changes), "plain")


def page(**changes: object) -> str:
    """The HTML part of the same mail."""
    return part(built(**changes), "html")
