"""What is wrong with a folder's pin, in words; apart, so that a pin in order costs nothing of this."""

from __future__ import annotations

from orgctl.domain.refusals import Code, Fault, NotFound, Sentence, say


def unreadable(path: str, error: OSError) -> NotFound:
    """Raised for a pin that is there and can't be opened or read."""
    return _broken(say("The pin {path} can't be read: {reason}.", path=path, reason=error.strerror))


def not_a_file(path: str) -> NotFound:
    """Raised for a pipe, a socket or a device of that name."""
    return _broken(say("The pin {path} is no plain file.", path=path))


def planted(path: str) -> NotFound:
    """Raised for a stranger's pin in a folder that everybody may write to."""
    return NotFound(
        Code.NOT_FOUND_ORGANIZATION,
        say("The pin {path} is another user's, in a folder that everybody may write to.", path=path),
        say("Remove it, or name the organization with --org."),
    )


def too_long(path: str, limit: int) -> NotFound:
    """Raised for a file that holds more than a pin does."""
    return _broken(say("The pin {path} has more than {limit} bytes.", path=path, limit=limit))


def not_text(path: str) -> NotFound:
    """Raised for bytes that are no UTF-8, and for control characters."""
    return _broken(say("The pin {path} is not a line of plain text.", path=path))


def several(path: str, count: int) -> NotFound:
    """Raised for more than one line that is no comment."""
    return _broken(say("The pin {path} names {count} organizations, not one.", path=path, count=count))


def empty(path: str) -> NotFound:
    """Raised for a pin of blank lines and comments only."""
    return _broken(say("The pin {path} names no organization.", path=path))


def unwritable(path: str, error: OSError) -> Fault:
    """Raised where a pin can't be written or removed."""
    return Fault(
        Code.OUTPUT_FAILED,
        say("The pin {path} can't be changed: {reason}.", path=path, reason=error.strerror),
        say("Check the folder's owner and mode, and the room on its disk."),
    )


def _broken(message: Sentence) -> NotFound:
    return NotFound(
        Code.NOT_FOUND_ORGANIZATION,
        message,
        say("In its folder, run: orgctl pin ORG. Or: orgctl pin --off."),
    )
