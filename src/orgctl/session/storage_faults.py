"""What is wrong with a private file, in words; apart, so that a file in order costs nothing of this."""

from __future__ import annotations

from orgctl.domain.refusals import Code, Fault, say


def unreadable(path: str, error: OSError) -> Fault:
    """Raised for a file that is there and can't be opened or read."""
    return Fault(
        Code.AUTH_STORAGE,
        say("The file of your sign-in, {path}, can't be read: {reason}.", path=path, reason=error.strerror),
        say("Give it back to this user, or remove it and sign in again."),
    )


def unwritable(path: str, error: OSError) -> Fault:
    """Raised where a file can't be written or removed."""
    return Fault(
        Code.AUTH_STORAGE,
        say(
            "The file of your sign-in, {path}, can't be changed: {reason}.",
            path=path,
            reason=error.strerror,
        ),
        say("Check the folder's owner and mode, and the room on its disk."),
    )


def not_plain(path: str) -> Fault:
    """Raised for a link, or for something that is no file or no folder where there should be one."""
    return Fault(
        Code.AUTH_STORAGE,
        say("{path} is a link or another special file, and is not followed.", path=path),
        say("Remove it and sign in again."),
    )


def foreign(path: str) -> Fault:
    """Raised for what another user owns."""
    return Fault(
        Code.AUTH_STORAGE,
        say("{path} belongs to another user, and is not trusted.", path=path),
        say("Run the command as its owner, or remove it and sign in again."),
    )


def open_to_others(path: str) -> Fault:
    """Raised for a file that more than its owner may read or write."""
    return Fault(
        Code.AUTH_STORAGE,
        say("The file of your sign-in, {path}, is open to other users.", path=path),
        say("If nobody has read it, run: chmod 600 {path}. Else: orgctl logout --all.", path=path),
    )
