"""What the invitation says, before it is laid out as text or as HTML (C3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orgctl.mail.wording import ENGLISH, LANGUAGES, Wording

if TYPE_CHECKING:
    from orgctl.domain.values import Kind, Role

_NOT_SHOWN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ud800-\\udfff]"
)
_HYPHEN: Final = "\N{NON-BREAKING HYPHEN}"


@dataclass(frozen=True, slots=True)
class InvitationMail:
    """All that one message says.

    `message_id` as `headers.message_id` makes it. `sender`: the address in From and of the envelope.
    `url`: the access URL (a slug). `timezone`: the organization's, an IANA name. `expires_at`: aware,
    UTC. `other_organizations`: the names of those that the invitee is in (C3), without this one.
    `invitee_name`: None for somebody without a login, whom accepting makes one.
    `language`: of `wording.LANGUAGES`; English for all others.
    """

    invitation_id: str
    message_id: str
    inviter_name: str
    inviter_email: str
    organization: str
    url: str
    role: Role
    kind: Kind
    expires_at: datetime
    timezone: str
    other_organizations: tuple[str, ...]
    invitee_email: str
    invitee_name: str | None
    token: str
    language: str
    sender: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What both parts show: cleaned names, sentences in one language, the two commands.

    `invitee_name` is None for a newcomer.
    """

    wording: Wording
    greeting: str
    inviter: str
    inviter_email: str
    organization: str
    url: str
    role: str
    kind: str
    deadlines: tuple[str, ...]
    invitee: str
    invitee_name: str | None
    others: tuple[str, ...]
    accept: str
    decline: str


def compose(mail: InvitationMail) -> Letter:
    """The message's contents before they are laid out."""
    wording = LANGUAGES.get(mail.language, ENGLISH)
    name = _shown(mail.invitee_name) if mail.invitee_name else None
    return Letter(
        wording=wording,
        greeting=wording.greeting_by_name.format(name=name) if name else wording.greeting,
        inviter=_shown(mail.inviter_name),
        inviter_email=_shown(mail.inviter_email),
        organization=_shown(mail.organization),
        url=_shown(mail.url),
        role=wording.roles[mail.role],
        kind=wording.kinds[mail.kind],
        deadlines=_deadlines(mail.expires_at, mail.timezone, wording.code),
        invitee=_shown(mail.invitee_email),
        invitee_name=name,
        others=tuple(map(_shown, mail.other_organizations)),
        accept=f"orgctl invite accept --token {mail.token}",
        decline=f"orgctl invite decline --token {mail.token}",
    )


@lru_cache(maxsize=64)
def _deadlines(expires_at: datetime, timezone: str, language: str) -> tuple[str, ...]:
    wording = LANGUAGES[language]
    world = f"{wording.moment(expires_at.astimezone(UTC))} UTC"
    try:
        local = expires_at.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return (world,)
    short = local.tzname() or ""
    if not short.isalpha():
        # Many zones have no letters of their own: the offset is what their people write.
        offset = local.strftime("%z")
        short = f"UTC{offset[:3]}:{offset[3:]}"
    if short == "UTC" and timezone in ("UTC", "Etc/UTC"):
        return (world,)
    return (f"{wording.moment(local)} {short} ({timezone})", world)


def _shown(name: str) -> str:
    """A foreign name as the mail shows it: nothing invisible, and nothing that reads as a command."""
    if not name.isprintable():
        name = _NOT_SHOWN.sub("\N{REPLACEMENT CHARACTER}", name)
    # Programs and people look for the line that ends in the token; a name must not offer them another.
    return name.replace("--token", _HYPHEN * 2 + "token") if "--token" in name else name
