"""A keyring that works without a desktop: real entries in a real file, for tests that run processes.

    PYTHON_KEYRING_BACKEND=tests.session.file_keyring.FileKeyring   (the project's folder on PYTHONPATH)
    FILE_KEYRING=/path/to/the.json                                  (else keyring.json in HOME)
    FILE_KEYRING_LOCKED=1                                           (refuses everything, as a locked one does)

In the same process: `keyring.set_keyring(FileKeyring(path))`. Each change is one atomic replacement under
a lock, so processes may race for it.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

if TYPE_CHECKING:
    from collections.abc import Iterator

Entries = dict[str, dict[str, str]]


class FileKeyring(KeyringBackend):
    """Service → user name → password, as JSON."""

    priority: ClassVar[float] = 1

    def __init__(self, path: Path | str | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring has no types there
        self.path = Path(path or os.environ.get("FILE_KEYRING") or Path.home() / "keyring.json")

    def get_password(self, service: str, username: str) -> str | None:
        _require_unlocked()
        return self.entries().get(service, {}).get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        _require_unlocked()
        with self._changing() as entries:
            entries.setdefault(service, {})[username] = password

    def delete_password(self, service: str, username: str) -> None:
        _require_unlocked()
        with self._changing() as entries:
            if entries.get(service, {}).pop(username, None) is None:
                msg = "no such password"
                raise PasswordDeleteError(msg)

    def entries(self) -> Entries:
        """All that is kept."""
        try:
            entries: Entries = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return entries

    @contextmanager
    def _changing(self) -> Iterator[Entries]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            entries = self.entries()
            yield entries
            fresh = self.path.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(json.dumps(entries), encoding="utf-8")
            fresh.replace(self.path)


def _require_unlocked() -> None:
    if os.environ.get("FILE_KEYRING_LOCKED"):
        msg = "The collection is locked"
        raise KeyringLocked(msg)
