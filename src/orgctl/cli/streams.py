"""The process's three streams and its signals: nothing is lost in silence, nothing is half done."""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, TextIO


class Terminated(BaseException):
    """SIGTERM arrived; unwinds like KeyboardInterrupt, so that an open transaction is rolled back."""


class Unwritable(OSError):  # noqa: N818 (what happened, not what kind of thing it is)
    """Standard output can't be written; the reason is the cause."""


class _Lost:
    """Stands for a standard output that was closed before the program began."""

    encoding = "utf-8"
    errors = "backslashreplace"
    closed = False

    def write(self, text: str) -> int:
        """Refuse anything but nothing."""
        if text:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return 0

    def flush(self) -> None:
        """Nothing was kept."""

    def isatty(self) -> bool:
        """Whether it is a terminal: no."""
        return False

    def fileno(self) -> int:
        """The number of what was closed."""
        return 1


def open_missing() -> None:
    """Open what is closed of descriptors 0 to 2 on /dev/null: a store opened there would be written to.

    Also makes the streams unable to fail over a character that their encoding hasn't; what was read so
    is refused where it is used.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number is given, which is this one.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (lives as long as the process)
    if sys.stdout is None:
        sys.stdout = _Lost()
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (as above)
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=errors)


def heed_termination() -> None:
    """Let SIGTERM unwind the program instead of ending it between two statements."""
    import signal

    signal.signal(signal.SIGTERM, _terminate)


def heed_like_others() -> None:
    """Give back the signals that Python ignores, which a program in this one's place would go on ignoring.

    Without this, `yes | head -1` in a shell that we become ends in complaints instead of in silence.
    """
    import signal

    for name in ("SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def _terminate(_number: int, _frame: object) -> NoReturn:
    raise Terminated


def write_out(text: str) -> None:
    """Write to standard output, all of it, now. Raises BrokenPipeError or Unwritable."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritable(*error.args) from error


def write_err(text: str) -> None:
    """Write to standard error, if anybody can still read it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        abandon(sys.stderr)


def finish() -> None:
    """Flush standard output while a failure can still be told. Raises as `write_out`."""
    write_out("")


def abandon(stream: TextIO) -> None:
    """Send what a broken stream still holds to /dev/null, or Python would complain when it exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()
    except (OSError, ValueError):
        pass
