"""What a command pays for before it does anything: the modules that it loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import io, sys
sys.argv[0] = "orgctl"
kept, sys.stdout = sys.stdout, io.StringIO()
from orgctl.__main__ import main
main()
sys.stdout = kept
print(*sys.modules)
"""


def loaded(orgctl, *argv, **environ):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *argv],
        env=orgctl.env(**environ),
        cwd=orgctl.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.fixture
def jan(orgctl):
    orgctl.ok("signup", "jan@x.example", "--name", "J", "--org-name", "Z", "--org-url", "zz", "--no-password")
    return orgctl


HEAVY = {
    "rich", "questionary", "prompt_toolkit", "sqlalchemy", "sqlmodel", "pydantic", "keyring", "argon2",
    "email_validator", "ruamel.yaml", "alembic", "psycopg",
}  # fmt: skip


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["-h"]])
def test_what_needs_no_parser_loads_none_and_no_command(orgctl, argv):
    modules = loaded(orgctl, *argv)

    assert not modules & (
        HEAVY | {"typer", "sqlite3", "dataclasses"} if argv == ["--version"] else HEAVY | {"typer"}
    )
    assert not {name for name in modules if name.startswith(("orgctl.usecases", "orgctl.store"))}


EVERYDAY = [
    ["org", "list"],
    ["org", "list", "-o", "json"],
    ["default", "set", "zz"],
    ["integrate", "list"],
    ["integrate", "list", "--org", "zz"],
]


@pytest.mark.parametrize("argv", EVERYDAY)
def test_an_everyday_command_loads_no_parser_and_nothing_heavy(jan, argv):
    modules = loaded(jan, "--as", "jan@x.example", *argv)

    assert not modules & (HEAVY | {"typer", "platformdirs", "pathlib", "subprocess"})


@pytest.mark.parametrize("argv", [["org", "-h"], ["org", "show"], ["limits"]])
def test_any_other_command_loads_nothing_heavy(jan, argv):
    assert not loaded(jan, "--as", "jan@x.example", *argv) & HEAVY


@pytest.mark.parametrize(
    "words", [["or"], ["org", ""], ["org", "list", "--"], ["org", "show", "z"], ["switch", ""]]
)
def test_a_shell_that_completes_pays_for_no_parser_and_no_use_case(jan, words):
    """Words, options and organizations, which are asked for at every other Tab."""
    path = jan.store.removeprefix("sqlite:///")

    modules = loaded(jan.on(path).with_env(ORGCTL_AS="jan@x.example"), "--complete", "zsh", "80", *words)

    assert not modules & (HEAVY | {"typer", "dataclasses", "platformdirs"})
    assert not {name for name in modules if name.startswith(("orgctl.usecases", "orgctl.store.t"))}


@pytest.mark.parametrize(
    "words",
    [
        ["member", "unlink", ""],
        ["invite", "accept", ""],
        ["explain", ""],
        ["org", "set-timezone", "E"],
        ["--as", ""],
    ],
)
def test_a_shell_that_completes_anything_else_pays_for_no_parser(jan, words):
    modules = loaded(jan.with_env(ORGCTL_AS="jan@x.example"), "--complete", "zsh", "80", *words)

    assert not modules & ((HEAVY - {"email_validator"}) | {"typer"})


def test_a_command_loads_its_own_module_and_no_other_one(jan):
    modules = loaded(jan, "--as", "jan@x.example", "org", "show")

    words = {
        "account",
        "member",
        "invite",
        "switch",
        "default",
        "integrate",
        "setup",
        "store",
        "mail",
        "audit",
        "explain",
        "completion",
        "prompt",
    }
    assert "orgctl.cli.org" in modules
    assert not {f"orgctl.cli.{word}" for word in words} & modules


@pytest.fixture
def hot(jan):
    """Jan's store by its path, as the hot lane takes it, with an active organization kept for him."""
    hot = jan.on(jan.store.removeprefix("sqlite:///"))
    hot.acting("jan@x.example").ok("switch", "zz")
    return hot


ASKING = {
    "orgctl", "orgctl.__main__", "orgctl.cli", "orgctl.cli.folders", "orgctl.cli.language", "orgctl.cli.quick",
    "orgctl.cli.streams", "orgctl.domain", "orgctl.domain.limits", "orgctl.domain.switching", "orgctl.session",
    "orgctl.session.location", "orgctl.session.private_files", "orgctl.session.tokens", "orgctl.store",
    "orgctl.store.quick", "orgctl.store.schema",
}  # fmt: skip
"""All that a prompt and a switch load of orgctl, signed in; each costs half a millisecond."""


@pytest.mark.parametrize("argv", [["current"], ["switch", "zz"]])
def test_a_prompt_and_a_switch_load_these_modules_and_no_other(hot, argv):
    jan = hot.acting("jan@x.example")
    jan.ok("password", "--password-stdin", stdin="correct horse battery\n")
    signing_in = ["login", "jan@x.example", "--password-stdin", "--print-token"]
    token = hot.json(*signing_in, stdin="correct horse battery\n")["token"]

    modules = loaded(hot, *argv, ORGCTL_TOKEN=token)

    assert {name for name in modules if name.split(".")[0] == "orgctl"} == ASKING
    assert "sqlite3" in modules
    assert not modules & {"_hashlib", "dataclasses", "enum", "inspect", "pathlib", "re", "typing"}


@pytest.mark.parametrize("argv", [["current"], ["switch", "zz"], ["org", "list"]])
def test_english_needs_no_catalogue(hot, argv):
    assert not loaded(hot, "--as", "jan@x.example", *argv) & {"gettext", "typer"}


def test_a_prompt_in_polish_needs_no_catalogue_and_a_switch_no_more_than_it(hot):
    asking = loaded(hot, "--as", "jan@x.example", "current", ORGCTL_LANGUAGE="pl")
    switching = loaded(hot, "--as", "jan@x.example", "switch", "zz", ORGCTL_LANGUAGE="pl")
    english = loaded(hot, "--as", "jan@x.example", "switch", "zz")

    assert "gettext" not in asking
    assert "gettext" in switching
    assert not {name for name in switching - english if name.startswith(("orgctl", "typer"))}
