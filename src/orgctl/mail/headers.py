"""Header fields for names of any script, without the standard library's header objects.

Those take 2.5 ms a message, which is the whole time that a thousand invitations may take; what is
written here is read back by them in the tests.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import InvalidInput
from orgctl.mail.failures import Permanent
from orgctl.text.addresses import parse_address

if TYPE_CHECKING:
    from datetime import datetime

_LINE: Final = 78
"""RFC 5322, 2.1.1: what a line should hold."""

_ENCODED_BYTES: Final = 42
"""UTF-8 octets in an encoded word: with its frame it stays below the 75 characters of RFC 2047."""

_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=16)
def text_field(name: str, text: str) -> str:
    """A field of free text, ended by LF: verbatim where that is safe and short, else in encoded words."""
    if (
        text.isascii()
        and text.isprintable()
        and "=?" not in text
        and "  " not in text
        and text.strip() == text
        and len(name) + 2 + len(text) <= _LINE
    ):
        return f"{name}: {text}\n"
    return f"{name}: {_encoded(text)}\n"


def mailbox_field(name: str, display: str | None, address: str) -> str:
    """A field with exactly one mailbox, ended by LF, whatever the display name holds."""
    if not display:
        return f"{name}: {address}\n"
    if display.isascii() and len(name) + len(display) + len(address) + 7 <= _LINE and "=?" not in display:
        if _PHRASE.fullmatch(display):
            return f"{name}: {display} <{address}>\n"
        if display.isprintable():
            quoted = display.replace("\\", "\\\\").replace('"', '\\"')
            return f'{name}: "{quoted}" <{address}>\n'
    return f"{name}: {_encoded(display)}\n <{address}>\n"


def envelope_address(address: str) -> str:
    """An address as servers take it: the domain in ASCII, what is before the @ as it is.

    Raises `Permanent` where it is not exactly one address: an old row may hold what is refused today.
    """
    try:
        return parse_address(address).envelope
    except InvalidInput as problem:
        raise Permanent(problem.message) from problem


def message_id(outbox_id: int | str, generation: int, sender: str) -> str:
    """The Message-ID of an outbox row: the same at every attempt, another one for another generation."""
    domain = sender.rpartition("@")[2]
    return f"<{outbox_id}.{generation}@{domain}>"


def date_text(instant: datetime) -> str:
    """An aware UTC instant as RFC 5322 writes it."""
    return (
        f"{_WEEKDAYS[instant.weekday()]}, {instant.day:02} {_MONTHS[instant.month - 1]} {instant.year:04} "
        f"{instant.hour:02}:{instant.minute:02}:{instant.second:02} +0000"
    )


def _encoded(text: str) -> str:
    words: list[str] = []
    chunk = b""
    for sign in text:
        octets = sign.encode()
        if len(chunk) + len(octets) > _ENCODED_BYTES:
            words.append(base64.b64encode(chunk).decode())
            chunk = b""
        chunk += octets
    words.append(base64.b64encode(chunk).decode())
    return "\n ".join(f"=?utf-8?b?{word}?=" for word in words)
