"""Everyday commands as whole processes, beside what other programs take to start."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.processes import ORGCTL, Call, environment, interleaved, python
from benchmarks.table import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

REFERENCES = {
    "pass": "pass",
    "typer": "import typer",
    "typer, sqlmodel": "import typer, sqlmodel",
}
_STAND_INS = {"kubectx": 132 / (14 + 91), "az": 336 / (14 + 91)}
"""Of `python -c pass` and `import typer` together, as measured on one quiet machine (milliseconds)."""

_BARE = """
import hashlib, os, sqlite3, sys
_, path, begin, *statements = sys.argv
store = sqlite3.connect(path, isolation_level=None)
store.execute("PRAGMA synchronous=FULL")
store.execute(begin)
secret = hashlib.sha256(os.environ["ORGCTL_TOKEN"].encode()).hexdigest()
row = store.execute("SELECT id, user_id FROM sessions WHERE secret_hash = ?", (secret,)).fetchone()
for statement in statements:
    for found in store.execute(statement, {"session": row[0], "user": row[1]}):
        print(*found)
store.execute("COMMIT")
"""
"""The least that does such a job: looks at the sign-in, and runs the statements in one transaction."""

_MINE = "FROM memberships m JOIN organizations o ON o.id = m.organization_id WHERE m.user_id = :user"
_ONE = f"SELECT o.id, o.name, o.url {_MINE} AND o.url = 'zylker-1'"
_CURRENT = (
    f"SELECT o.url {_MINE} AND o.id = (SELECT active_organization_id FROM sessions WHERE id = :session)"
)
_KEY = f"(SELECT o.id {_MINE} AND o.url = 'zylker-1')"
_SWITCH = f"UPDATE sessions SET active_organization_id = {_KEY} WHERE id = :session"
_DEFAULT = f"UPDATE users SET default_organization_id = {_KEY} WHERE id = :user"
_LINKS = "SELECT app, account, since FROM links WHERE user_id = :user"


class Job(NamedTuple):
    """A command; whom it runs for in turns fills `{}`. Goals are so many times a reference."""

    shown: str
    argv: list[str]
    goals: dict[str, float]
    bare: tuple[str, ...] | None = None


JOBS = {
    "switch": Job("`switch ORG`", ["switch", "zylker-{}"], {"kubectx": 0.30, "az": 0.10}, (_ONE, _SWITCH)),
    "current": Job("`current`", ["current"], {"pass": 3}, (_CURRENT,)),
    "version": Job("`--version`", ["--version"], {"pass": 3}, None),
    "completion": Job(
        "Tab after `orgctl switch zy`",
        ["--complete", "fish", "80", "switch", "zy"],
        {"typer": 1.3},
        (f"SELECT o.url {_MINE}",),
    ),
    "help": Job("`--help`", ["--help"], {"typer": 1.3}, None),
    "list": Job(
        "`org list`", ["org", "list"], {"kubectx": 1, "typer, sqlmodel": 0.6}, (f"SELECT o.* {_MINE}",)
    ),
    "default": Job(
        "`default set ORG`",
        ["default", "set", "zylker-{}"],
        {"kubectx": 1, "typer, sqlmodel": 0.6},
        (_ONE, _DEFAULT),
    ),
    "integrate": Job(
        "`integrate list`", ["integrate", "list"], {"kubectx": 1, "typer, sqlmodel": 0.6}, (_LINKS,)
    ),
}


def measure(names: Collection[str], *, quick: bool, processor: bool) -> list[Line]:
    """These jobs, in turns with what they are compared with."""
    with tempfile.TemporaryDirectory() as folder:
        environ = _person(Path(folder))
        programs: dict[str, Callable[[int], Call]] = {
            name: _fixed(python(code), environ) for name, code in REFERENCES.items()
        }
        for name in names:
            job = JOBS[name]
            programs[f"orgctl {name}"] = _turns(job.argv, environ)
            if job.bare is not None:
                begin = "BEGIN IMMEDIATE" if "UPDATE" in job.bare[-1] else "BEGIN"
                programs[f"bare {name}"] = _fixed(python(_BARE, _store(environ), begin, *job.bare), environ)
        took = interleaved(programs, 7 if quick else 41)
    milliseconds = {name: 1_000 * (each.seconds(processor=processor)) for name, each in took.items()}
    for name, times in _STAND_INS.items():
        milliseconds[name] = times * (milliseconds["pass"] + milliseconds["typer"])
    return [
        Line(
            JOBS[name].shown,
            milliseconds[f"orgctl {name}"],
            goal,
            REFERENCES.get(beside, beside) if beside in _STAND_INS else f"`python -c '{REFERENCES[beside]}'`",
            milliseconds[beside],
            milliseconds.get(f"bare {name}", milliseconds["pass"]),
        )
        for name in names
        for beside, goal in JOBS[name].goals.items()
    ]


def _fixed(argv: list[str], environ: dict[str, str]) -> Callable[[int], Call]:
    return lambda _: (argv, environ)


def _turns(argv: list[str], environ: dict[str, str]) -> Callable[[int], Call]:
    """Another organization each time, so that there is something to change."""
    return lambda number: ([ORGCTL, *(each.format(number % 2) for each in argv)], environ)


def _store(environ: dict[str, str]) -> str:
    return f"{environ['HOME']}/orgctl.db"


def _person(home: Path) -> dict[str, str]:
    """Somebody who is signed in, with three organizations and two links."""
    environ = environment(home, ORGCTL_STORE=str(home / "orgctl.db"))
    password = "correct horse battery staple\n"  # noqa: S105 (nobody's)
    sign_up = "signup anna@zylker.example --name Anna --org-name Zylker --org-url zylker --password-stdin"
    _orgctl(environ, *sign_up.split(), given=password)
    told = _orgctl(
        environ,
        *["login", "anna@zylker.example", "--password-stdin", "--print-token", "-o", "json"],
        given=password,
    )
    environ["ORGCTL_TOKEN"] = json.loads(told)["token"]
    for number in range(2):
        _orgctl(environ, "org", "create", f"Zylker {number}", "--url", f"zylker-{number}")
        _orgctl(environ, "integrate", "add", "desk", f"desk-{number}")
    return environ


def _orgctl(environ: dict[str, str], *argv: str, given: str = "") -> str:
    return subprocess.run(  # noqa: S603 (our own program)
        [ORGCTL, *argv],
        env=environ,
        input=given,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ).stdout
