"""Small files that their owner alone may read: the keeper for machines without a keyring.

POSIX only, and by file descriptor where it matters: what was checked is what is read and replaced.
"""

from __future__ import annotations

import errno
import os
import stat

from orgctl.session.tokens import sha256_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "session"
"""The folder below the state directory; it is this module's alone, so its mode can be 0700."""

_ANYBODY_ELSE = 0o077
_MOST_BYTES = 4096
_REFERENCE_DIGITS = 32


class PrivateFiles:
    """One file for each store, named by a hash of the store's identity; mode 0600, in a folder of 0700.

    `state` is the user's state directory; it needn't exist. `kind` keeps apart what is kept of a store.
    """

    __slots__ = ("_folder", "_kind")

    def __init__(self, state: str, kind: str) -> None:
        self._folder = os.path.join(state, FOLDER)
        self._kind = kind

    def path(self, store_id: str) -> str:
        """The file of a store, whether it is there or not."""
        return os.path.join(self._folder, self._name(store_id))

    def get(self, store_id: str) -> str | None:
        """What is kept of a store; None: nothing, or a folder that this user may not look into.

        Raises Fault `auth.storage` if the file is no plain one of this user's, is open to others, or
        can't be read.
        """
        path = self.path(store_id)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if isinstance(error, PermissionError) and not _may_look(path):
                return None
            from orgctl.session import storage_faults as faults

            raise (
                faults.not_plain(path) if error.errno == errno.ELOOP else faults.unreadable(path, error)
            ) from error
        try:
            _require_private(path, os.fstat(descriptor))
            data = os.read(descriptor, _MOST_BYTES)
        except OSError as error:
            from orgctl.session import storage_faults as faults

            raise faults.unreadable(path, error) from error
        finally:
            os.close(descriptor)
        return data.decode("utf-8", "surrogateescape").removesuffix("\n") or None

    def set(self, store_id: str, text: str) -> None:
        """Keep a text of a store in place of the one before, which stays whole until then.

        Raises Fault `auth.storage` if the folder is not this user's, is a link, or can't be written.
        """
        name = self._name(store_id)
        fresh = f"{name}.new.{os.getpid()}"
        try:
            folder = self._open_folder()
            try:
                _remove_if_there(fresh, folder)
                try:
                    _write(fresh, f"{text}\n", folder)
                    os.replace(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)
                except BaseException:
                    _remove_if_there(fresh, folder)
                    raise
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            from orgctl.session import storage_faults as faults

            raise faults.unwritable(self.path(store_id), error) from error

    def delete(self, store_id: str) -> bool:
        """Forget what is kept of a store, and what a killed process left half-written; was there any?

        Raises Fault `auth.storage` if it can't be removed.
        """
        try:
            there = [self._remove(name) for name in self._files_of(store_id)]
        except OSError as error:
            from orgctl.session import storage_faults as faults

            raise faults.unwritable(self.path(store_id), error) from error
        return any(there)

    def _remove(self, name: str) -> bool:
        try:
            os.unlink(os.path.join(self._folder, name))
        except FileNotFoundError:
            return False
        return True

    def _files_of(self, store_id: str) -> Iterator[str]:
        name = self._name(store_id)
        try:
            names = os.listdir(self._folder)
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return
        yield from (each for each in names if each == name or each.startswith(f"{name}.new."))

    def _name(self, store_id: str) -> str:
        return f"{self._kind}-{sha256_hex(store_id)[:_REFERENCE_DIGITS]}"

    def _open_folder(self) -> int:
        os.makedirs(self._folder, mode=stat.S_IRWXU, exist_ok=True)
        try:
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                raise
            from orgctl.session import storage_faults as faults

            raise faults.not_plain(self._folder) from error
        try:
            facts = os.fstat(folder)
            _require_mine(self._folder, facts)
            if stat.S_IMODE(facts.st_mode) != stat.S_IRWXU:
                os.fchmod(folder, stat.S_IRWXU)
        except BaseException:
            os.close(folder)
            raise
        return folder


def _write(name: str, text: str, folder: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(name, flags, 0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)  # a umask may have taken more than it should
        file.write(text.encode("utf-8", "surrogateescape"))
        file.flush()
        os.fsync(descriptor)


def _remove_if_there(name: str, folder: int) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return


def _may_look(path: str) -> bool:
    try:
        os.lstat(path)
    except OSError:
        return False
    return True


def _require_mine(path: str, facts: os.stat_result) -> None:
    if facts.st_uid != os.geteuid():
        from orgctl.session import storage_faults as faults

        raise faults.foreign(path)


def _require_private(path: str, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        from orgctl.session import storage_faults as faults

        raise faults.not_plain(path)
    _require_mine(path, facts)
    if facts.st_mode & _ANYBODY_ELSE:
        from orgctl.session import storage_faults as faults

        raise faults.open_to_others(path)
