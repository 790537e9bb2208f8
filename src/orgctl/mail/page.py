"""The invitation as HTML: one narrow column, no link, no image, nothing loaded from anywhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from orgctl.mail.letter import Letter

_STYLE: Final = """\
:root{color-scheme:light dark}
body{margin:0;padding:0;background:#f2f4f7;color:#1c2430}
.m{max-width:40rem;margin:0 auto;padding:1.5rem 1.25rem;background:#fff;color:#1c2430;
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 1rem}
h2{font-size:1.0625rem;line-height:1.3;margin:1.75rem 0 .375rem}
p,ul{margin:0 0 .75rem}
ul{padding-left:1.25rem}
dl{margin:1.25rem 0;padding:.25rem 0;border-top:1px solid #c9d1dc;border-bottom:1px solid #c9d1dc}
dl div{padding:.375rem 0}
dt{font-size:.875rem;color:#4d5969}
dd{margin:0;font-weight:600}
pre{margin:.5rem 0 .75rem;padding:.75rem;border:1px solid #c9d1dc;border-radius:6px;background:#f2f4f7;
color:#1c2430;font:.8125rem/1.5 ui-monospace,Menlo,Consolas,"Noto Sans Mono",monospace;white-space:pre-wrap;
overflow-wrap:anywhere;word-break:break-word;-webkit-user-select:all;user-select:all}
.s{font-size:.875rem;color:#4d5969}
@media (prefers-color-scheme:dark){
body{background:#11161d;color:#e6eaf0}
.m{background:#1a212b;color:#e6eaf0}
dl,pre{border-color:#3f4a59}
dt,.s{color:#aab5c4}
pre{background:#11161d;color:#e6eaf0}
}
"""


def render(letter: Letter) -> str:
    """The HTML part. Every name is escaped and isolated, so that its script turns no neighbour around."""
    words = letter.wording
    inviter = _name(letter.inviter)
    inviter_email = _name(letter.inviter_email)
    organization = _name(letter.organization)
    title = escape(words.subject.format(inviter=letter.inviter, organization=letter.organization))
    invitee = _name(letter.invitee)
    accept_note = words.newcomer.format(invitee=invitee) if letter.invitee_name is None else words.signed_in
    return (
        f"<!DOCTYPE html>\n"
        f'<html lang="{words.code}" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f'<meta name="supported-color-schemes" content="light dark">\n'
        f'<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f'<div class="m" role="article" lang="{words.code}" dir="ltr" aria-label="{title}">\n'
        f"<h1>{words.offer.format(inviter=inviter, organization=organization)}</h1>\n"
        f"<p>{escape(letter.greeting)}</p>\n<dl>\n"
        f"{_fact(words.organization, organization)}"
        f"{_fact(words.url, _name(letter.url))}"
        f"{_fact(words.inviter, f'{inviter} &lt;{inviter_email}&gt;')}"
        f"{_fact(words.role, letter.role)}"
        f"{_fact(words.kind, letter.kind)}"
        f"{_fact(words.deadline, '<br>'.join(map(escape, letter.deadlines)))}"
        f"</dl>\n"
        f"<h2>{words.to_accept}</h2>\n"
        f"<p>{words.how_to_accept}</p>\n{_command(letter.accept)}"
        f"<p>{accept_note}</p>\n"
        f"<h2>{words.to_decline}</h2>\n<p>{words.how_to_decline}</p>\n{_command(letter.decline)}"
        f"<h2>{words.if_nothing}</h2>\n<p>{words.nothing}</p>\n"
        f"{_others(letter)}"
        f"<h2>{words.note}</h2>\n"
        f'<p class="s">{words.personal.format(inviter_email=inviter_email)}</p>\n'
        f'<p class="s">{words.unexpected.format(invitee=invitee)}</p>\n'
        f"</div>\n</body>\n</html>\n"
    )


def _name(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


def _fact(label: str, value: str) -> str:
    return f"<div><dt>{label}</dt>\n<dd>{value}</dd></div>\n"


def _command(command: str) -> str:
    # The line breaks inside are no part of what is shown or copied, and keep the command alone on its line.
    return f'<pre dir="ltr">\n{escape(command)}\n</pre>\n'


def _others(letter: Letter) -> str:
    if not letter.others:
        return ""
    words = letter.wording
    count = len(letter.others)
    items = "".join(f"<li>{_name(name)}</li>\n" for name in letter.others)
    return (
        f"<h2>{words.your_others}</h2>\n<p>{words.others[count > 1].format(count=count)}</p>\n"
        f"<ul>\n{items}</ul>\n<p>{words.others_stay}</p>\n"
    )
