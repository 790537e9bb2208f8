"""A process that is made to die or to fail: started once, it forks a child for each job.

Run with the library of cut.c before libc. Each line of standard input is a job, each line of standard
output what became of it: what the child has acknowledged, the signal that ended it, the events it saw.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from orgctl.cli import app
from orgctl.domain.values import Role
from orgctl.store.transaction import Store
from orgctl.usecases import organizations
from tests.usecases.acts import Acts

JAN = "jan@zylker.example"


def _arm(job: dict[str, Any]) -> None:
    kept = os.fsencode(job["durable"]) if job.get("durable") else None
    arm = ctypes.CDLL(None).fault_arm
    arm.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int]
    arm(os.fsencode(job["place"]), kept, job["at"], job["how"], job.get("errno", 0))


def _acts(job: dict[str, Any], line: int) -> None:
    """Jan invites, somebody accepts, Jan renames: each acknowledged once it is committed."""
    acts = Acts(Store.open(job["store"])).at(timedelta(minutes=5))
    if job.get("synchronous"):
        acts.store.driver.connection.execute(f"PRAGMA synchronous={job['synchronous']}")  # type: ignore[attr-defined]
    _arm(job)
    for number in range(job["acts"]):
        email = f"person-{number}@x.example"
        acts.send(JAN, email, role=Role.ADMIN)
        _acknowledge(line, "invited", email)
        acts.accept_by_token(acts.tokens[-1])
        _acknowledge(line, "joined", email)
        acts.do(organizations.rename, JAN, name=f"Zylker {number}")
        _acknowledge(line, "renamed", str(number))
    acts.store.close()


def _acknowledge(line: int, act: str, about: str) -> None:
    os.write(line, (json.dumps([act, about]) + "\n").encode())


def _command(job: dict[str, Any], line: int) -> None:
    os.environ.update(job["env"])
    Path(job["env"]["HOME"]).mkdir(parents=True, exist_ok=True)
    os.chdir(job["env"]["HOME"])
    out, err = io.StringIO(), io.StringIO()
    _arm(job)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = app.run(job["argv"])
    seen = ctypes.CDLL(None).fault_seen()
    os.write(line, (json.dumps([code, out.getvalue(), err.getvalue(), seen]) + "\n").encode())


def _run(job: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            (_command if "argv" in job else _acts)(job, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with open(reading, encoding="utf-8") as lines:  # noqa: PTH123 (a descriptor)
        told = [json.loads(line) for line in lines]
    status = os.waitpid(child, 0)[1]
    return {"told": told, "exit": os.waitstatus_to_exitcode(status)}


def main() -> None:
    """Serve jobs until standard input ends."""
    for name in ("alembic.command", "sqlalchemy", "orgctl.store.upkeep", "orgctl.cli.mailing", "argon2"):
        importlib.import_module(name)  # once, and not in each child
    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), flush=True)  # noqa: T201 (the answer)


if __name__ == "__main__":
    main()
