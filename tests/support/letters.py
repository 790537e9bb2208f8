"""Invitations as they lie in a Maildir."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

_LINE = r"^[ \t]*(orgctl invite {act} --token (\S+))[ \t]*$"


@dataclass(frozen=True)
class Letter:
    """One message; `accept` and `decline` are the whole command lines, None where there are none."""

    message: EmailMessage
    path: Path
    to: str
    subject: str
    text: str
    html: str
    invitation: str | None
    accept: str | None
    decline: str | None
    token: str | None


def read_maildir(folder: Path) -> list[Letter]:
    """All messages, the oldest first."""
    files = [file for part in ("new", "cur") for file in (folder / part).glob("*")]
    return [_read(file) for file in sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name))]


def _read(file: Path) -> Letter:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    text, html = _part(message, "plain"), _part(message, "html")
    accept = re.search(_LINE.format(act="accept"), text, re.MULTILINE)
    decline = re.search(_LINE.format(act="decline"), text, re.MULTILINE)
    return Letter(
        message=message,
        path=file,
        to=message["To"].addresses[0].addr_spec,
        subject=str(message["Subject"]),
        text=text,
        html=html,
        invitation=message["X-Orgctl-Invitation"],
        accept=accept and accept[1],
        decline=decline and decline[1],
        token=accept and accept[2],
    )


def _part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return body.get_content() if body is not None else ""
