"""The manual page in every language, from the same tree of commands as the reference."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer._click.core import Context

import orgctl
from orgctl.cli import front, language, tree
from orgctl.cli.app import app
from orgctl.cli.commands import Branch, explained
from orgctl.cli.language import _, later
from orgctl.domain.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click import Command

EXITS = (
    ("0", later("Done.")),
    ("1", later("A fault outside the rules: the store, the mail server, the disk, a bug.")),
    ("2", later("Wrong usage or invalid input; nothing was changed.")),
    (
        "3",
        later(
            "Refused by a rule of the policy; nothing was changed (by a bulk command: the others are done)."
        ),
    ),
    ("4", later("Not signed in, or the sign-in failed or expired.")),
    ("5", later("No such organization, user, invitation, app or link, or none that this user may see.")),
    ("6", later("plan --check: there are changes.")),
    ("130", later("Interrupted.")),
)

VARIABLES = (
    ("ORGCTL_STORE", later("The store: a file's path or a database's URL.")),
    ("ORGCTL_ORG", later("The organization to act in, by access URL or name.")),
    ("ORGCTL_AS", later("Act for a user, as the store's owner.")),
    ("ORGCTL_OUTPUT", later("How results are written: table, json, csv or yaml.")),
    ("ORGCTL_LANGUAGE", later("The language of what people read, a code like pl; else the locale's.")),
    ("ORGCTL_TOKEN", later("A sign-in, as login --print-token prints it; it goes before the keyring.")),
    ("ORGCTL_MAIL", later("Where mail goes: maildir:PATH, smtp://USER@HOST:PORT or smtps://…")),
    ("ORGCTL_SMTP_PASSWORD", later("The mail server's password, where the keyring has none.")),
    (
        "ORGCTL_OUTBOX_KEY",
        later("The key that mail is sealed with while it waits; else a file in the state folder."),
    ),
    ("NO_COLOR", later("No colors, whatever it says.")),
)

FILES = (
    (".orgctl", later("In a folder: the organization that commands in it and below act in (orgctl pin).")),
    ("~/.local/share/orgctl/orgctl.db", later("The store, where no other is named.")),
    ("~/.local/share/orgctl/mail", later("The Maildir, where no mail server is named.")),
    ("~/.local/state/orgctl", later("The sign-in of login --insecure-storage, and the key of waiting mail.")),
)


def pages() -> dict[str, str]:
    """The page in English and in each language that there is a catalogue of, by its place in the project."""
    made = {"man/orgctl.1": page()}
    for code in language.CATALOGUES:
        language.choose({"ORGCTL_LANGUAGE": code})
        made[f"man/{code}/orgctl.1"] = page()
    language.choose({})
    return made


def page() -> str:
    """The whole page in the language that is spoken, in the macros of man(7)."""
    root = typer.main.get_group(app)
    context = Context(root, info_name="orgctl", help_option_names=["-h", "--help"])
    lines = [
        '.\\" Made by tools/pages; change what it is made of, not this page.',
        f'.TH ORGCTL 1 "{_date()}" "orgctl {orgctl.__version__}" "{_("User Commands")}"',
        f".SH {_('NAME')}",
        rf"orgctl \- {_('several CRM organizations under one sign-in')}",
        f".SH {_('SYNOPSIS')}",
        ".B orgctl",
        rf"[\fI{_('OPTIONS')}\fR] \fI{_('COMMAND')}\fR \fR\&...",
        f".SH {_('DESCRIPTION')}",
        *_text(
            _(
                "orgctl creates organizations, invites people into them, switches between them and links apps to "
                "them. It holds every rule of its policy while doing so; when it refuses, it says which rule, why, "
                "and what would help. Results go to standard output, all else to standard error."
            )
        ),
        f".SH {_('OPTIONS')}",
        _("They stand before or after the command."),
        *_definitions(front.OPTIONS),
        f".SH {_('COMMANDS')}",
    ]
    for title, words in tree.SECTIONS:
        lines.append(f".SS {_plain(_(title))}")
        for word in words:
            for path, command in _leaves((word.name,), root.get_command(context, word.name), context):
                lines += _command(path, command, context)
    lines += [
        f".SH {_('RULES')}",
        *_text(_("orgctl explain RULE has the source, our reading and what to do.")),
        *_explained([(rule.id, _(rule.title) + ".") for rule in RULES]),
        f".SH {_('EXIT STATUS')}",
        *_definitions(EXITS),
        f".SH {_('ENVIRONMENT')}",
        *_definitions(VARIABLES),
        f".SH {_('FILES')}",
        *_definitions(FILES),
    ]
    return "\n".join(lines) + "\n"


def _date() -> str:
    """When the newest release was made, as CHANGELOG.md has it; nothing before the first."""
    changes = (Path(__file__).parent.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.search(r"^## \[\d.*\] - (\d{4}-\d\d-\d\d)$", changes, re.MULTILINE)
    return released[1] if released else ""


def _leaves(
    path: tuple[str, ...], command: Command | None, context: Context
) -> Iterator[tuple[tuple[str, ...], Command]]:
    """A command, or those below it."""
    if isinstance(command, Branch):
        for name in command.list_commands(context):
            yield from _leaves((*path, name), command.get_command(context, name), context)
    elif command is not None:
        yield path, command


def _command(path: tuple[str, ...], command: Command, context: Context) -> list[str]:
    """What it is, what it takes, how it is typed."""
    sentence, _rest, more = (command.help or "").partition("\n")
    lesson = command.callback.lesson  # type: ignore[union-attr]
    lines = [".TP", rf"\fBorgctl {_plain(' '.join(path))}\fR", *_text(_(sentence))]
    if more.strip():
        lines += [".IP", *_text(_(" ".join(more.split())))]
    records = [param.get_help_record(context) for param in command.get_params(context)]
    lines.append(".RS")
    lines += _explained(
        [
            (each[0], explained(each[1]))
            for each in records
            if each is not None and not each[0].startswith(("-h", "-o"))
        ]
    )
    lines += [".P", ".EX", *(_plain(example) for example in lesson.examples), ".EE"]
    if lesson.rules:
        lines += [".P", _plain(_("Rules: {rules}").format(rules=", ".join(lesson.rules)))]
    return [*lines, ".RE"]


def _definitions(entries: tuple[tuple[str, str], ...]) -> list[str]:
    """Names, each with its explanation in the language that is spoken."""
    return _explained([(name, _(text)) for name, text in entries])


def _explained(entries: list[tuple[str, str]]) -> list[str]:
    """Names, each with its explanation set in below."""
    return [line for name, text in entries for line in (".TP", rf"\fB{_plain(name)}\fR", *_text(text))]


def _text(text: str) -> list[str]:
    """Running text, a sentence a line, as roff wants it."""
    return [_plain(each) for each in re.split(r"(?<=[.?!]) (?=[^\W\d_a-ząćęłńóśźż])", text)]


def _plain(text: str) -> str:
    """Text as it stands, none of it taken for a request."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", r"\(ga")
    escaped = escaped.replace("…", r"\&...").replace("~", r"\(ti").replace("^", r"\(ha")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
