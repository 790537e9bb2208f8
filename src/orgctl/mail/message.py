"""The invitation as a message: C3's contents, in plain text and in HTML that say the same.

No Reply-To names the inviter, and nothing is sent to the inviter's side: a reply quotes what it answers,
and this message holds the invitee's token and the list of the invitee's other organizations (C3), which
the inviter must not see. The message says where to write instead.

There is no link in it. Mail scanners follow links before people do, and answering must be an act.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Final

from orgctl.mail import page, plain
from orgctl.mail.headers import date_text, envelope_address, mailbox_field, text_field
from orgctl.mail.letter import compose

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.mail.letter import InvitationMail

_LONGEST_LINE: Final = 900
"""RFC 5322, 2.1.1 ends a line at 998 octets; some servers break it earlier."""

_TOKEN = re.compile(r"[A-Za-z0-9._~-]+")
_OWN = re.compile(r"[\w.@<>\[\]:!#$%&'*+/=?^`{|}~-]+")


def build(mail: InvitationMail, *, date: datetime) -> bytes:
    """The finished message, lines ended by LF. `date`: aware, UTC. The same arguments give the same octets.

    Headers are ASCII, unless what is before the @ of an address is not.

    Raises `failures.Permanent` for an invitee's address that is not one, ValueError for a token, id or
    sender that no part of the program would make.
    """
    if not _TOKEN.fullmatch(mail.token):
        raise ValueError("a token that holds what none does")
    for text in (mail.invitation_id, mail.message_id, mail.sender):
        if not _OWN.fullmatch(text):
            raise ValueError("an id or a sender that holds what none does")
    letter = compose(mail)
    words = letter.wording
    to = envelope_address(mail.invitee_email)
    # Unforeseeable to whoever chose the names, so that none of them can hold it.
    boundary = "=_" + hashlib.sha256(f"{mail.message_id} {mail.token}".encode()).hexdigest()[:40]
    parts = _part("plain", plain.render(letter)), _part("html", page.render(letter))
    subject = words.subject.format(inviter=letter.inviter, organization=letter.organization)
    return "".join(
        (
            mailbox_field("From", "orgctl", mail.sender),
            mailbox_field("To", letter.invitee_name, to),
            text_field("Subject", subject),
            f"Date: {date_text(date)}\n",
            f"Message-ID: {mail.message_id}\n",
            f"X-Orgctl-Invitation: {mail.invitation_id}\n",
            "Auto-Submitted: auto-generated\n",
            "X-Auto-Response-Suppress: All\n",
            f"Content-Language: {words.code}\n",
            "MIME-Version: 1.0\n",
            f"Content-Transfer-Encoding: {'7bit' if all(map(str.isascii, parts)) else '8bit'}\n",
            f'Content-Type: multipart/alternative; boundary="{boundary}"\n',
            f"\n--{boundary}\n",
            parts[0],
            f"--{boundary}\n",
            parts[1],
            f"--{boundary}--\n",
        )
    ).encode()


def _part(subtype: str, text: str) -> str:
    # As it is wherever lines are short enough: whoever looks into a Maildir can read and copy it. A
    # server that takes no 8-bit text gets another form from the transport.
    if max(len(line) for line in text.encode().split(b"\n")) > _LONGEST_LINE:
        encoding = "quoted-printable"
        text = binascii.b2a_qp(text.encode(), istext=True).decode("ascii")
    else:
        encoding = "7bit" if text.isascii() else "8bit"
    return f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{text}\n"
