"""What a command pays for before it does anything: the modules that it loads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROBE = """
import io, json, sys
sys.argv = ["orgctl", *json.loads(sys.argv[1])]
kept, sys.stdout = sys.stdout, io.StringIO()
from orgctl.__main__ import main
main()
sys.stdout = kept
print(json.dumps(sorted(sys.modules)))
"""


def loaded(orgctl, *argv):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(argv)],
        env=orgctl.env(),
        cwd=orgctl.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


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
    }
    assert "orgctl.cli.org" in modules
    assert not {f"orgctl.cli.{word}" for word in words} & modules
