"""The invitation as plain text: prose wrapped at 72 columns, the commands each on one line."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from orgctl.mail.letter import Letter

_WIDTH: Final = 72


def render(letter: Letter) -> str:
    """The text part. The commands stand at the start of a line of their own, and names never do."""
    words = letter.wording
    facts = (
        (words.organization, letter.organization),
        (words.url, letter.url),
        (words.inviter, f"{letter.inviter} <{letter.inviter_email}>"),
        (words.role, letter.role),
        (words.kind, letter.kind),
        *(
            (words.deadline if not position else "", deadline)
            for position, deadline in enumerate(letter.deadlines)
        ),
    )
    width = max(len(label) for label, _ in facts) + 1
    lines = [
        letter.greeting,
        "",
        *_prose(words.offer.format(inviter=letter.inviter, organization=letter.organization)),
        "",
        *(f"  {label + ':' if label else '':{width}}  {value}" for label, value in facts),
        "",
        *_heading(words.to_accept),
        *_prose(words.how_to_accept),
        "",
        letter.accept,
        "",
        *_prose(
            words.newcomer.format(invitee=letter.invitee) if letter.invitee_name is None else words.signed_in
        ),
        "",
        *_heading(words.to_decline),
        *_prose(words.how_to_decline),
        "",
        letter.decline,
        "",
        *_heading(words.if_nothing),
        *_prose(words.nothing),
        "",
    ]
    if letter.others:
        count = len(letter.others)
        lines += (
            *_heading(words.your_others),
            *_prose(words.others[count > 1].format(count=count)),
            *(f"  - {name}" for name in letter.others),
            *_prose(words.others_stay),
            "",
        )
    lines += (
        *_heading(words.note),
        *_prose(words.personal.format(inviter_email=letter.inviter_email)),
        "",
        *_prose(words.unexpected.format(invitee=letter.invitee)),
        "",
    )
    return "\n".join(lines)


def _heading(text: str) -> tuple[str, str]:
    return text, "-" * len(text)


@lru_cache(maxsize=128)
def _prose(text: str) -> tuple[str, ...]:
    """Wrapped at spaces only. Most sentences are the same in all mails of a run, hence the cache."""
    lines = []
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > _WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return (*lines, line)
