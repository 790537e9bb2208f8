"""The command line in this process: as main runs it, without starting one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from orgctl.cli import app
from tests.cli.setup_files import FILE, TOO_MANY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Ran(NamedTuple):
    """What a command line left."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    def error(self) -> dict[str, Any]:
        """The error on standard error, as JSON."""
        error: dict[str, Any] = json.loads(self.err)["error"]
        return error


@pytest.fixture
def run(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Runs `orgctl ARGUMENTS` on an empty store of this test's own; keywords are environment variables."""
    for name in ("ORGCTL_ORG", "ORGCTL_OUTPUT", "ORGCTL_AS", "ORGCTL_TOKEN", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    settings = {
        "ORGCTL_STORE": sqlite_url,
        "ORGCTL_MAIL": f"maildir:{tmp_path / 'mail'}",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "COLUMNS": "80",
        "TERM": "dumb",
        "NO_COLOR": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    # which keyring it is, is remembered for as long as the process lives: here, longer than one test
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.chdir(tmp_path)

    def running(*argv: str, **environ: str) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            for name, value in environ.items():
                patch.setenv(name, value)
            code = app.run(list(argv))
        return Ran(code, *capsys.readouterr())

    return running


@pytest.fixture
def jan(run: Callable[..., Ran]) -> Callable[..., Ran]:
    """The same as Jan, who has the organization Zylker."""
    done = run(
        "signup",
        "jan@zylker.example",
        "--name",
        "Jan",
        "--org-name",
        "Zylker",
        "--org-url",
        "zylker",
        "--no-password",
    )
    assert done.code == 0, done.err
    return lambda *argv, **environ: run("--as", "jan@zylker.example", *argv, **environ)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A set-up file: one organization with two members."""
    (tmp_path / "zylker.yaml").write_text(FILE)
    return "zylker.yaml"


@pytest.fixture
def refused(tmp_path: Path) -> str:
    """A set-up file that asks for more than a limit allows."""
    (tmp_path / "shops.csv").write_text(TOO_MANY)
    return "shops.csv"


@pytest.fixture
def applied(run: Callable[..., Ran], file: str) -> str:
    """The first of these, applied."""
    assert run("apply", file, "--yes").code == 0
    return file
