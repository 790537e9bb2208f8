"""Which words there are, in the order in which people work, and which module knows each.

Only data: help and the choice of a module need no command to be imported.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Word:
    """A word after `orgctl`: the module that has it, its sentence, and the words below it, if it is a group."""

    __slots__ = ("below", "module", "name", "sentence")

    def __init__(self, name: str, module: str, sentence: str, below: str = "") -> None:
        self.name = name
        self.module = f"orgctl.cli.{module}"
        self.sentence = sentence
        self.below = tuple(below.split())


SECTIONS: tuple[tuple[str, tuple[Word, ...]], ...] = (
    (
        "Signing in",
        (
            Word("signup", "account", "Make a user and a first organization, and sign in."),
            Word("login", "account", "Sign in; the default organization becomes active."),
            Word("logout", "account", "Sign out here, or everywhere."),
            Word("whoami", "account", "Show who is signed in and where commands act."),
            Word("password", "account", "Set another password."),
        ),
    ),
    (
        "Organizations",
        (
            Word(
                "org",
                "org",
                "Create, list and change organizations.",
                "create list show rename set-url set-timezone subscribe licenses restrict-ip transfer delete "
                "sample-data",
            ),
            Word("member", "member", "List, change and unlink members.", "list set-role unlink leave"),
        ),
    ),
    (
        "Invitations",
        (
            Word(
                "invite",
                "invite",
                "Send, list and answer invitations.",
                "send list accept decline revoke resend",
            ),
        ),
    ),
    (
        "Switching",
        (
            Word("switch", "switch", "Make another of your organizations the active one."),
            Word("current", "switch", "Print the active organization's URL."),
            Word("pin", "switch", "Let commands in this folder and below act in one organization."),
            Word("exec", "switch", "Run a command with one organization as its own."),
            Word(
                "default", "default", "Set or show the organization that signing in makes active.", "set show"
            ),
        ),
    ),
    (
        "Integrations",
        (Word("integrate", "integrate", "Link apps with organizations.", "add list remove apps"),),
    ),
    (
        "Set-up by file",
        (
            Word("plan", "setup", "Show what applying a file would do, rule by rule."),
            Word("apply", "setup", "Do what a file or a kept plan asks for, all or nothing."),
            Word("export", "setup", "Write the store as a file that can be applied."),
            Word("schema", "setup", "Print the JSON Schema of such a file."),
        ),
    ),
    (
        "Looking after it",
        (
            Word("limits", "explain", "Show how much of each limit is used."),
            Word("explain", "explain", "Explain a rule or a refusal's code."),
            Word("audit", "audit", "Show who did what, and when."),
            Word("mail", "mail", "See and send the mail that is waiting.", "list send"),
            Word(
                "store",
                "store",
                "Check, copy, back up and restore the store.",
                "info check backup restore migrate copy",
            ),
        ),
    ),
    (
        "In your shell",
        (
            Word(
                "completion",
                "completion",
                "Let the shell complete orgctl's words, people and organizations.",
                "install uninstall bash zsh fish",
            ),
            Word("prompt", "prompt", "Print what shows the active organization in a shell's prompt."),
        ),
    ),
)


NESTED: dict[str, tuple[Word, ...]] = {
    "org": (
        Word(
            "sample-data",
            "sample_data",
            "Load, list and clear an organization's sample records.",
            "load list clear",
        ),
    ),
}
"""Words with words below them that themselves stand below another."""


def words() -> Iterator[Word]:
    """Every word, in order."""
    for _title, section in SECTIONS:
        yield from section


def word(name: str) -> Word | None:
    """The word of that name."""
    return next((candidate for candidate in words() if candidate.name == name), None)
