"""Which organization a command acts in, as far as it is said from outside: flag, variable, pin.

Where none of the three speaks, the session's active organization is meant; the store knows that one.
A shell prompt runs this at every line, so it is made of `os` alone and imports the rest when it fails.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Self

    Source = Literal["flag", "env", "directory"]

PIN_NAME = ".orgctl"
PIN_BYTES = 1024
"""A pin is a line and perhaps a comment; whatever is longer is something else of the same name."""

FLAG = "--org"
VARIABLE = "ORGCTL_ORG"

_BYTE_ORDER_MARK = "\ufeff"


class Pin(tuple[str, str]):
    """A folder's pin: the absolute path of its file, and the organization that it names."""

    __slots__ = ()

    def __new__(cls, path: str, text: str) -> Self:
        """`path` is absolute."""
        return super().__new__(cls, (path, text))

    def __getnewargs__(self) -> tuple[str, str]:
        return (self.path, self.text)

    @property
    def path(self) -> str:
        """The file, absolute."""
        return self[0]

    @property
    def text(self) -> str:
        """What it says, as it stands there; the store knows whether there is such an organization."""
        return self[1]


class Choice(tuple["Source | None", "str | None", "str | None"]):
    """What decided on the organization: where it was said, what was said, and the place to name.

    `source` None, with no text: nobody said anything, and the session decides. `text` may be empty or
    name no organization at all; then there is none (`not_found.organization`), never another one.
    `origin` is `--org`, `ORGCTL_ORG` or the pin's path. Choices are values: frozen and hashable.
    """

    __slots__ = ()

    def __new__(
        cls, source: Source | None = None, text: str | None = None, origin: str | None = None
    ) -> Self:
        """Without arguments: nobody said anything."""
        return super().__new__(cls, (source, text, origin))

    def __getnewargs__(self) -> tuple[Source | None, str | None, str | None]:
        return (self.source, self.text, self.origin)

    @property
    def source(self) -> Source | None:
        """`flag`, `env`, `directory`, or None."""
        return self[0]

    @property
    def text(self) -> str | None:
        """The organization as it was named, without space around it."""
        return self[1]

    @property
    def origin(self) -> str | None:
        """Where a message says that it was named."""
        return self[2]


def choose(flag: str | None, env: str | None, pin: Pin | None) -> Choice:
    """What decides: the flag, else the variable, else the pin, else (a choice of None) the session.

    An empty flag still decides, since a script's empty variable must not act elsewhere; an empty
    ORGCTL_ORG is as good as none, as with every variable.
    """
    if flag is not None:
        return Choice("flag", flag.strip(), FLAG)
    if env:
        return Choice("env", env.strip(), VARIABLE)
    if pin is not None:
        return Choice("directory", pin.text, pin.path)
    return Choice()


def locate(flag: str | None, env: str | None, start: str | None) -> Choice:
    """As `choose`, looking for a pin only where neither flag nor variable speaks.

    `start` is the absolute path of the folder that the command runs in; None: it is gone, and has no
    pin. Raises what `find_pin` raises.
    """
    if flag is not None or env or start is None:
        return choose(flag, env, None)
    return choose(flag, env, find_pin(start))


def find_pin(start: str | os.PathLike[str]) -> Pin | None:
    """The nearest pin in `start` or a folder above it, up to the root of the file system.

    A folder that happens to be called `.orgctl` is no pin, nor is what lies in a folder that this user
    may not look into. Everything else of that name is meant, and decides or fails: raises NotFound
    `not_found.organization` if it can't be read, is no plain file, has more than 1024 bytes, is no
    UTF-8, names no organization or several, or was put by somebody else into a folder that everybody
    may write to.
    """
    folder = os.path.abspath(start)
    while True:
        path = os.path.join(folder, PIN_NAME)
        if _is_pin(path):
            return Pin(path, _read(path, folder))
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def write_pin(folder: str | os.PathLike[str], organization: str) -> Pin:
    """Pin an existing organization (its access URL) to a folder, in place of the pin it has.

    The old pin stays whole until the new one is. Raises Fault `output.failed` if it can't be written.
    """
    directory = os.path.abspath(folder)
    path = os.path.join(directory, PIN_NAME)
    fresh = f"{path}.{os.getpid()}"
    try:
        descriptor = os.open(
            fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666
        )
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{organization}\n")
            os.replace(fresh, path)
        except BaseException:
            os.unlink(fresh)
            raise
    except OSError as error:
        from orgctl.session import pin_faults

        raise pin_faults.unwritable(path, error) from error
    return Pin(path, organization)


def remove_pin(folder: str | os.PathLike[str]) -> bool:
    """Take a folder's own pin away, broken or not; False if it has none (one above it may still hold).

    Raises Fault `output.failed` if it can't be removed.
    """
    path = os.path.join(os.path.abspath(folder), PIN_NAME)
    if not _is_pin(path):
        return False
    try:
        os.unlink(path)
    except OSError as error:
        from orgctl.session import pin_faults

        raise pin_faults.unwritable(path, error) from error
    return True


def _is_pin(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        # a link that leads nowhere is a pin that no longer works, not the absence of one
        return os.path.lexists(path)
    return not stat.S_ISDIR(mode)


def _read(path: str, folder: str) -> str:
    try:
        # not to wait for somebody to write into a named pipe
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            facts = os.fstat(descriptor)
            around = os.stat(folder)
            planted = is_planted(
                owner=facts.st_uid,
                me=os.geteuid(),
                folder_owner=around.st_uid,
                folder_mode=around.st_mode,
            )
            data = os.read(descriptor, PIN_BYTES + 1) if stat.S_ISREG(facts.st_mode) else None
        finally:
            os.close(descriptor)
    except OSError as error:
        from orgctl.session import pin_faults

        raise pin_faults.unreadable(path, error) from error
    if data is None or planted:
        from orgctl.session import pin_faults

        raise pin_faults.not_a_file(path) if data is None else pin_faults.planted(path)
    return _parse(data, path)


def is_planted(*, owner: int, me: int, folder_owner: int, folder_mode: int) -> bool:
    """Whether a pin is a stranger's, in a folder like /tmp where any stranger could have put it.

    By user ids; root's and the folder's owner's pins are trusted, as are colleagues' where only a group
    may write.
    """
    return owner not in {me, 0, folder_owner} and bool(folder_mode & stat.S_IWOTH)


def _parse(data: bytes, path: str) -> str:
    """The one line that is neither blank nor a comment."""
    try:
        text = data.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError:
        text = None
    lines = [] if text is None else [line.strip() for line in text.split("\n")]
    named = [line for line in lines if line and not line.startswith("#")]
    if len(data) <= PIN_BYTES and len(named) == 1 and named[0].isprintable():
        return named[0]

    from orgctl.session import pin_faults

    if len(data) > PIN_BYTES:
        raise pin_faults.too_long(path, PIN_BYTES)
    if text is None or not all(line.isprintable() for line in named):
        raise pin_faults.not_text(path)
    raise pin_faults.several(path, len(named)) if named else pin_faults.empty(path)
