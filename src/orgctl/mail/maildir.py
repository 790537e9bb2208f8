"""Delivery into a folder, as maildir(5) has it: written in tmp, made durable, renamed into new.

A message's file is named after its Message-ID, so that delivering it again after a crash replaces what
is in new, and does nothing where a mail program has moved it to cur.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, Self

from orgctl.mail.failures import unwritable
from orgctl.mail.settings import LOCAL_SENDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import TracebackType

    from orgctl.mail.failures import Stopped

BATCH: Final = 1000
"""Messages to a flush: a crash costs nothing, since delivering again duplicates nothing."""

_FEW: Final = 16
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
_NO_BRACKETS: Final = str.maketrans("", "", "<>[]")
_PARTS: Final = ("tmp", "new", "cur")


class MaildirTransport:
    """A Maildir, made at the first message: folders 0700, messages 0600."""

    batch: Final = BATCH

    def __init__(self, path: Path, *, sender: str = LOCAL_SENDER) -> None:
        self.sender = sender
        self._path = path
        # Text, not Path: an object for each of thousands of files is half of what writing them takes.
        self._tmp, self._new = f"{path / 'tmp'}/", f"{path / 'new'}/"
        self._root: int | None = None
        self._written: dict[str, str] = {}
        self._seen: set[str] = set()
        self._failure: Stopped | None = None

    def send(self, envelope_to: str, message: bytes, *, message_id: str) -> None:  # noqa: ARG002 (a folder has one reader: its protocol's envelope says nothing here)
        """Write one message into tmp; `flush` delivers it.

        Raises `Stopped` where it cannot be written; those before it can still be flushed.
        """
        draft = None
        try:
            if self._root is None:
                self._open()
            name = _file_name(message_id)
            if name in self._seen:
                return
            # Another process may be at the same message, its claim having run out: each writes its own.
            draft = f"{self._tmp}{name}.{os.getpid()}"
            _write(draft, message)
        except OSError as problem:
            _discard([draft] if draft else [])
            raise unwritable(self._path, problem) from problem
        self._written[draft] = name

    def flush(self) -> None:
        """Make the written messages durable and move them to new.

        Raises `Stopped` where that fails, and again at every later call: what a disk has failed to keep
        it may keep quiet about when asked again, and none of it may be taken for delivered.
        """
        if self._failure is not None:
            raise self._failure
        if not self._written or self._root is None:
            return
        try:
            self._sync_written(self._root)
            for draft, name in self._written.items():
                os.rename(draft, self._new + name)
            self._sync_directory(self._new)
        except OSError as problem:
            self._failure = unwritable(self._path, problem)
            raise self._failure from problem
        self._written.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What was sent and never flushed was never acknowledged, and its row is still queued.
        _discard(self._written)
        self._written.clear()
        if self._root is not None:
            os.close(self._root)
            self._root = None

    def _open(self) -> None:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in _PARTS:
            (self._path / part).mkdir(mode=0o700, exist_ok=True)
        self._root = os.open(self._path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._seen = {name.partition(":")[0] for name in os.listdir(self._path / "cur")}

    def _sync_written(self, root: int) -> None:
        sync_whole = _syncfs() if len(self._written) > _FEW else None
        if sync_whole is not None:
            sync_whole(root)
            return
        for draft in self._written:
            descriptor = os.open(draft, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _sync_directory(self, path: str) -> None:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _discard(drafts: Iterable[str]) -> None:
    for draft in drafts:
        # Gone to new already, or the folder is beyond reach: mail programs clear tmp of old files.
        with suppress(OSError):
            os.unlink(draft)


def _file_name(message_id: str) -> str:
    name = message_id.translate(_NO_BRACKETS).replace("@", ".")
    if _PLAIN_NAME.fullmatch(name):
        return name
    return f"{hashlib.sha256(message_id.encode()).hexdigest()[:40]}.orgctl"


def _write(path: str, message: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        os.unlink(path)
        descriptor = os.open(path, flags, 0o600)
    try:
        # A disk that fills up takes a part and says so by its length only.
        view = memoryview(message)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


@cache
def _syncfs() -> Callable[[int], None] | None:
    """Linux's syncfs(2), or None.

    One call makes a thousand files durable in the time of a hundred calls of fsync: one commit of the
    file system's journal instead of one for each file. It reports failed writes since Linux 5.8.
    """
    import ctypes
    import sys

    if not sys.platform.startswith("linux") or tuple(map(int, _release().split(".")[:2])) < (5, 8):
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None

    def sync(descriptor: int) -> None:
        if call(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    return sync


def _release() -> str:
    found = re.match(r"\d+\.\d+", os.uname().release)
    return found.group() if found else "0.0"
