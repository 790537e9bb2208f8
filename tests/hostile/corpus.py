"""Text that means harm: to a terminal, a parser, a mail, a spreadsheet, a file's path."""

from __future__ import annotations

REFUSED = {
    "escape": "Zy\x1b[31mlker",
    "clear the screen": "\x1b[2J\x1b[H",
    "set the title": "\x1b]0;pwned\x07",
    "a link": "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "control, one byte": "Zy\x9b31mlker",
    "bell": "Zylker\x07 GmbH",
    "backspaces": "Zylker\b\b\b\b\b\bEvil",
    "nul": "Zy\0lker",
    "line end": "Zylker\r\nBcc: evil@evil.example",
    "line end alone": "Zylker\nZylker",
    "carriage return": "Zylker\rEvil",
    "tab": "Zyl\tker",
    "right to left": "Zylker \u202egpj.exe",
    "isolate": "\u2066Zylker\u2069",
    "zero width": "Zyl\u200bker",
    "joiner": "Zyl\u200dker",
    "byte order mark": "\ufeffZylker",
    "soft hyphen": "Zyl\u00adker",
    "line separator": "Zyl\u2028ker",
    "tag characters": "Zylker\U000e0041",
    "half a pair": "Zyl\ud800ker",
    "bytes that are no UTF-8": b"Zyl\xffker".decode("utf-8", "surrogateescape"),
    "as long as an argument can be": "Z" * 131_071,
    "nothing": "",
    "spaces": "   ",
}
"""What no text field takes, by what it is."""

HARMLESS = {
    "markup": "[red]Zylker[/red]",
    "broken markup": "[/nope] [link=https://evil.example]x[/link]",
    "HTML": "<script>alert(1)</script>",
    "SQL": "'); DROP TABLE users; --",
    "a template": "{0} {name} %s %(x)s ${HOME} $(id) `id`",
    "a formula": '=HYPERLINK("https://evil.example";"x")',
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a path": "../../etc/passwd",
    "quotes": '"\'\\",;',
    "YAML": "key: &a [*a, !!python/object/apply:os.system [id]]",
    "a word that YAML knows": "no",
    "a number": "010",
    "an encoded word": "=?utf-8?q?Bcc?=",
    "look-alikes": "Zуlkеr",
    "other scripts": "株式会社 شركة חברה 🎉",
}
"""What is somebody's name for all we know, and must come out as it went in."""

PATHS = ("../../etc/passwd", "..", ".", "/etc/passwd", "a/b", "a\\b", "%2e%2e", "c:", "~root", "-rf", "a..b")

NETWORKS = (
    "10.0.0.0/33",
    "10.0.0.1/24",
    "10.0.0/24",
    "010.0.0.0/8",
    "10.0.0.0/-1",
    "10.0.0.0/8 ",
    "10.0.0.0/8,11.0.0.0/8",
    "2001:db8::/129",
    "2001:db8::1/32",
    "fe80::1%eth0/64",
    "localhost",
    "*",
    "١٠.0.0.0/8",
)

TIME_ZONES = (
    "Europe/Atlantis",
    "../../etc/passwd",
    "/etc/localtime",
    "Europe",
    "Europe/",
    "CET-1CEST",
    "+02:00",
    "posixrules/../UTC",
    "Europe/Warsaw\n",
)
