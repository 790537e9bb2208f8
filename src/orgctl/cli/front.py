"""What `orgctl --help` shows: every word in the order in which people work. Imports no command."""

from __future__ import annotations

from orgctl.cli.language import _
from orgctl.cli.tree import SECTIONS

_GAP = 2


def page(columns: int = 80) -> str:
    """The first page of help."""
    lines = [
        _("Usage: orgctl [OPTIONS] COMMAND …"),
        "",
        *wrapped(_("Several CRM organizations under one sign-in, with their policy as a program."), columns),
    ]
    for title, section in SECTIONS:
        lines += ["", f"{_(title)}:"]
        lines += definitions([(word.name, _(word.sentence)) for word in section], columns, first=9)
    lines += ["", _("Options, before or after the command:")]
    lines += definitions([(names, _(text)) for names, text in OPTIONS], columns, first=20)
    lines += ["", _("Start here:")]
    lines += [f"  {example}" for example in _START]
    more = _("orgctl COMMAND --help teaches one command; orgctl explain RULE, the rules behind it.")
    lines += ["", *wrapped(more, columns)]
    return "\n".join(lines) + "\n"


OPTIONS: tuple[tuple[str, str], ...] = (
    ("-o, --output FORMAT", "table, json, csv or yaml (ORGCTL_OUTPUT)."),
    ("--org ORG", "The organization to act in, by access URL or name (ORGCTL_ORG)."),
    ("--as EMAIL", "Act for a user, as the store's owner (ORGCTL_AS)."),
    ("--store STORE", "A file's path or a database's URL (ORGCTL_STORE)."),
    ("--quiet", "Print results and errors only."),
    ("--no-input", "Never ask anything."),
    ("--no-color", "No colors (NO_COLOR)."),
    ("--debug", "Show where a failure comes from."),
    ("--version", "Print the version."),
    ("-h, --help", "Show help."),
)
"""The options that hold everywhere: how they are written, and a sentence."""

_START = (
    "orgctl signup jan@zylker.example --name 'Jan Kowalski' \\",
    "    --org-name Zylker --org-url zylker",
    "orgctl invite send ewa@zylker.example --role admin",
    "orgctl org list",
)


def definitions(entries: list[tuple[str, str]], columns: int, *, first: int) -> list[str]:
    """Lines of names with their explanations in a second column, wrapped between words."""
    first = max(first, *(len(name) for name, _text in entries if len(name) <= _NAME_AT_MOST))
    indent = 2 + first + _GAP
    lines = []
    for name, text in entries:
        explained = wrapped(text, columns, indent)
        if len(name) > first:
            lines += [f"  {name}", *explained]
        else:
            lines += [f"  {name:<{first}}{'':{_GAP}}{explained[0].lstrip()}", *explained[1:]]
    return lines


_NAME_AT_MOST = 28


def wrapped(text: str, columns: int, indent: int = 0) -> list[str]:
    """Lines of at most so many columns, each indented."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and indent + len(line) + 1 + len(word) > columns:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [" " * indent + each for each in [*lines, line]]
