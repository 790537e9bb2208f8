"""How faults are made: the library that kills by event, the process it is loaded into, the folders."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from orgctl.domain.values import Edition
from orgctl.store import checking, sqlite
from orgctl.store.transaction import Store
from tests.faults.victim import JAN
from tests.support import stores
from tests.support.run import PROJECT, UNTESTABLE
from tests.usecases.acts import Acts

KILL, TEAR, FAIL, FAIL_ON, DEAD = 1, 2, 3, 4, 6
"""As in cut.c: die before the n-th event; half way through it; it fails; it and all after it fail, but for
the removing of files; that fails too."""

OWN_MOUNTS = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--mount", "--map-root-user")


@cache
def require_mounts() -> None:
    """Skip the test where none can be made: containers mostly forbid mounts, to root too."""
    trial = (*OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt")
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        pytest.skip(reason=f"{UNTESTABLE}: a file system of one's own can't be mounted on this machine")


def library(folder: Path) -> Path:
    """The library of cut.c, compiled by the first who asks."""
    built = folder / "cut.so"
    with stores.locked(folder):
        if not built.exists():
            source = Path(__file__).parent / "cut.c"
            command = [*_compiler(), "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"]
            subprocess.run(command, check=True)
    return built


def _compiler() -> list[str]:
    if compiler := shutil.which("gcc") or shutil.which("cc"):
        return [compiler]
    if find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc"]
    pytest.fail("a C compiler is missing (gcc): without it, no power cut can be played")


def furnished(folder: Path) -> Path:
    """A store in which Jan has Zylker, made once a run."""
    template = stores.sqlite_template(folder)
    path = folder / "jan.db"
    with stores.locked(folder):
        if not path.exists():
            unfinished = folder / "jan-unfinished.db"
            shutil.copyfile(template, unfinished)
            acts = Acts(Store.open(str(unfinished)))
            acts.sign_up(JAN, "zylker")
            acts.subscribe(JAN, "zylker", Edition.ENTERPRISE)
            acts.sign_in(JAN, SECRET)
            acts.store.driver.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
            acts.store.close()
            unfinished.rename(path)
    return path


SECRET = "orgs_" + "j" * 43


@dataclass
class Victim:
    """Runs jobs in children of a process with the library; see victim.py."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls, cut: Path) -> Victim:
        """With nothing of the developer's settings but the path."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ORGCTL_")}
        environment |= {
            "LD_PRELOAD": str(cut),
            "PYTHONPATH": str(PROJECT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "NO_COLOR": "1",
        }
        return cls(
            subprocess.Popen(
                [sys.executable, "-m", "tests.faults.victim"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=PROJECT,
                env=environment,
            )
        )

    def run(self, **job: Any) -> dict[str, Any]:
        """What became of a job."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        """Let it go."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def fresh(template: Path, folder: Path) -> Path:
    """A copy of a store in a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    return stores.copy_sqlite(template, folder / "orgctl.db")


def require_whole(path: Path) -> dict[str, list[Any]]:
    """The store opens, is whole, breaks no rule, and holds every act whole or not at all.

    Answers who was invited, who joined, and the names that were given.
    """
    store = Store.open(str(path))
    try:
        assert isinstance(store.driver, sqlite.SqliteDriver)
        assert store.driver.integrity() == []
        assert store.read(checking.broken) == []

        def column(sql: str) -> list[Any]:
            return [row[0] for row in store.read(lambda tx: tx.all(sql))]

        history = "SELECT subject FROM audit WHERE action = 'organization:{}' ORDER BY subject"
        invited = column("SELECT email FROM invitations ORDER BY email")
        joined = column("SELECT email FROM invitations WHERE status = 'accepted' ORDER BY email")
        assert column(history.format("invitation:sent")) == invited
        queued = "SELECT i.email FROM outbox b JOIN invitations i ON i.id = b.invitation_id ORDER BY 1"
        assert column(queued) == invited
        members = column("SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id ORDER BY 1")
        assert members == sorted([*joined, JAN])
        assert column(history.format("invitation:accepted")) == joined
        renamed = column(
            "SELECT detail FROM audit WHERE action = 'organization:organization:renamed' ORDER BY detail"
        )
        return {
            "invited": invited,
            "joined": joined,
            "renamed": [json.loads(each)["name"] for each in renamed],
        }
    finally:
        store.close()
