"""orgctl as people run it: a real process, whose home, store, mail and clock belong to one test."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support import clock
from tests.support.letters import Letter, read_maildir

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pexpect

PROJECT = Path(__file__).parents[2]

KEYRING = "tests.session.file_keyring.FileKeyring"
"""A keyring that works without a desktop; it keeps its secrets in the test's home."""

UNTESTABLE = "not to be tested here"
"""How the reason of a skip begins that the machine forces; any other fails in CI."""

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
"""For `with_env`: a machine that has no keyring."""

_EXITS = {"usage": 2, "input": 2, "auth": 4, "not_found": 5}
_EXITS |= dict.fromkeys(["store", "mail", "output", "internal"], 1)


@dataclass(frozen=True)
class Result:
    """What a process left: its exit code and both streams."""

    argv: tuple[str, ...]
    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    def __str__(self) -> str:
        return f"$ orgctl {' '.join(self.argv)}\n(exit {self.code})\n{self.out}{self.err}"


@dataclass(frozen=True)
class Orgctl:
    """Runs orgctl. A value: `at`, `acting`, `on` and `with_env` answer a changed one on the same home."""

    home: Path
    store: str
    command: tuple[str, ...] = (sys.executable, "-m", "orgctl")
    as_: str | None = None
    when: datetime | timedelta | None = None
    ticking: bool = False
    extra: Mapping[str, str | None] = field(default_factory=dict)

    def acting(self, email: str | None) -> Orgctl:
        """With `--as EMAIL` before each command."""
        return dataclasses.replace(self, as_=email)

    def on(self, store: str | Path) -> Orgctl:
        """On another store."""
        return dataclasses.replace(self, store=str(store))

    def with_env(self, **changes: str | None) -> Orgctl:
        """With these variables, None for one that is to be missing."""
        return dataclasses.replace(self, extra={**self.extra, **changes})

    def at(self, when: str | datetime | timedelta, *, ticking: bool = False) -> Orgctl:
        """With another clock.

        An instant (aware, or as RFC 3339) stands still, unless ticking. A span (`+7d`,
        `-1s`, `+7d-1s`) is counted from such an instant, where there is one; else from now, ticking.
        """
        wanted = clock.moment(when) if isinstance(when, str) else when
        if isinstance(wanted, timedelta) and isinstance(self.when, datetime):
            wanted = self.when + wanted
            ticking = ticking or self.ticking
        return dataclasses.replace(self, when=wanted, ticking=ticking)

    @property
    def now(self) -> datetime:
        """The instant at which its clock stands."""
        if not isinstance(self.when, datetime):
            msg = "its clock is not set to an instant"
            raise TypeError(msg)
        return self.when

    @property
    def folder(self) -> Path:
        """Where its processes work: a folder of the test's own."""
        return self.home / "work"

    @property
    def maildir(self) -> Path:
        """Where its mail goes."""
        return self.home / "mail"

    def argv(self, *args: str) -> list[str]:
        """The whole command line."""
        acting = ["--as", self.as_] if self.as_ is not None else []
        return [*self.command, *acting, *args]

    def env(self, **changes: str | None) -> dict[str, str]:
        """The whole environment: nothing of the developer's but the path (and coverage's own)."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        clean: dict[str, str | None] = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_RUNTIME_DIR": str(self.home / "runtime"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "COLUMNS": "80",
            "ORGCTL_STORE": self.store,
            "ORGCTL_MAIL": f"maildir:{self.maildir}",
            "PYTHON_KEYRING_BACKEND": KEYRING,
        }
        clean |= {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
        if self.when is not None:
            clean |= clock.environment(self.when, ticking=self.ticking)
        clean |= self.extra
        clean |= changes
        return {name: value for name, value in clean.items() if value is not None}

    def run(
        self,
        *args: str,
        stdin: str | bytes | None = None,
        env: Mapping[str, str | None] | None = None,
        as_: str | None = None,
        cwd: Path | None = None,
        timeout: float = 120,
    ) -> Result:
        """Run a command to its end, whatever that is. Without stdin it meets the end of file there."""
        done = self.start(*args, env=env, as_=as_, cwd=cwd)
        try:
            out, err = done.communicate(_encoded(stdin), timeout=timeout)
        except BaseException:
            done.kill()
            done.communicate()
            raise
        return Result(
            args,
            done.returncode,
            out.decode(errors="backslashreplace"),
            err.decode("utf-8", "backslashreplace"),
        )

    def start(
        self,
        *args: str,
        env: Mapping[str, str | None] | None = None,
        as_: str | None = None,
        cwd: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a command and go on: for races, signals and kills. All three streams are pipes."""
        acting = self if as_ is None else self.acting(as_)
        environment = acting.env(**(env or {}))
        return subprocess.Popen(
            acting.argv(*args),
            cwd=cwd or self.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def terminal(
        self,
        *args: str,
        rows: int = 24,
        columns: int = 80,
        env: Mapping[str, str | None] | None = None,
        as_: str | None = None,
        cwd: Path | None = None,
    ) -> pexpect.spawn[str]:
        """Start a command on a terminal, with colour and prompts."""
        import pexpect

        acting = self if as_ is None else self.acting(as_)
        there = {"TERM": "xterm-256color", "NO_COLOR": None, "COLUMNS": None, **(env or {})}
        environment = acting.env(**there)
        program, *arguments = acting.argv(*args)
        return pexpect.spawn(
            program,
            arguments,
            cwd=str(cwd or self.folder),
            env=environment,
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=60,
        )

    def ok(self, *args: str, **options: Any) -> Result:
        """Run a command that must be done (exit 0)."""
        result = self.run(*args, **options)
        assert result.code == 0, str(result)
        return result

    def json(self, *args: str, **options: Any) -> Any:
        """Run a command that must be done, and answer its JSON document."""
        return self.ok(*args, **_as_json(options)).json()

    def refused(self, code: str, *args: str, **options: Any) -> dict[str, Any]:
        """Run a command that must fail with this code, and the exit that belongs to it.

        Answers the error: `{"code", "message", "hint"}`.
        """
        result = self.run(*args, **_as_json(options))
        expected = 2 if code == "url.invalid" else _EXITS.get(code.split(".", 1)[0], 3)
        assert result.code == expected, f"expected {code} (exit {expected})\n{result}"
        error: dict[str, Any] = json.loads(result.err)["error"]
        assert error["code"] == code, str(result)
        return error

    def mails(self, to: str | None = None) -> list[Letter]:
        """What was mailed, the oldest first; to one address, where it is given."""
        return [letter for letter in read_maildir(self.maildir) if to in (None, letter.to)]

    def token(self, to: str) -> str:
        """The token in the latest invitation to an address."""
        letters = self.mails(to)
        assert letters, f"no mail to {to}"
        assert letters[-1].token is not None, letters[-1].text
        return letters[-1].token


def _as_json(options: dict[str, Any]) -> dict[str, Any]:
    return {**options, "env": {"ORGCTL_OUTPUT": "json", **(options.get("env") or {})}}


def _encoded(text: str | bytes | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""
