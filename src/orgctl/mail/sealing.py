"""Invitation tokens on their way to the mail: sealed in the store, with the key outside it.

The store keeps an invitation's token as a hash only. A message that waits for delivery needs the token
itself, so the outbox holds it sealed, and a copy of the store alone opens nothing. The cipher is a
keystream of HMAC-SHA256 blocks (counter mode) and an HMAC tag over all of it, encrypt then authenticate,
under two keys derived from one. Standard library only: a cipher package would cost every installation
more than these forty lines.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import stat
from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Code, Fault, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 16
_TAG_BYTES: Final = 16
_BLOCK_BYTES: Final = 32
_LARGEST_KEY_FILE: Final = 200


def load_key(path: Path, environ_value: str | None, *, random_bytes: Callable[[int], bytes]) -> bytes:
    """The key of this installation: `environ_value` (ORGCTL_OUTBOX_KEY) where it is set, else the file.

    The file is made at the first call, with mode 0600, complete before it has its name, so that of
    several processes that start at once all come back with the same key. Its text is what
    ORGCTL_OUTBOX_KEY takes.

    Raises `Fault` mail.settings: a value or file that holds no key, a file that others may read, a link;
    mail.unavailable: a folder that cannot be written.
    """
    if environ_value:
        key = _decoded(environ_value)
        if key is None:
            raise Fault(
                Code.MAIL_SETTINGS,
                say("ORGCTL_OUTBOX_KEY holds no key."),
                say("Set it to the text of another installation's outbox.key, or unset it."),
            )
        return key
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    except OSError as problem:
        raise _unusable(path, problem) from problem
    try:
        _create(path, random_bytes)
        return _read(path)
    except OSError as problem:
        raise _unusable(path, problem) from problem


def key_id(key: bytes) -> str:
    """What a sealed text says of its key: eight hexadecimal digits, no secret."""
    return hashlib.sha256(key).hexdigest()[:8]


def sealed_by(sealed: str) -> str | None:
    """The id of the key that a text was sealed with, or None where it is no sealed text.

    Where it is not the own `key_id`, another installation sealed the text, and only that one (or one
    with its key) can send the message.
    """
    parts = _parts(sealed)
    return parts[0] if parts else None


def seal(key: bytes, token: str, nonce: bytes) -> str:
    """Seal a token. `nonce`: 16 random bytes, never used before with this key."""
    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError("a key has 32 bytes and a nonce 16")
    hidden = _keystream_xor(key, nonce, token.encode())
    name = key_id(key)
    tag = _tag(key, name, nonce, hidden)
    return f"{name}.{base64.urlsafe_b64encode(nonce + hidden + tag).decode()}"


def unseal(key: bytes, sealed: str) -> str | None:
    """The token, or None: sealed with another key (see `sealed_by`), or changed since."""
    parts = _parts(sealed)
    if parts is None:
        return None
    name, nonce, hidden, tag = parts
    if not hmac.compare_digest(tag, _tag(key, name, nonce, hidden)):
        return None
    return _keystream_xor(key, nonce, hidden).decode()


def _subkey(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"orgctl outbox " + purpose, "sha256")


def _keystream_xor(key: bytes, nonce: bytes, data: bytes) -> bytes:
    subkey = _subkey(key, b"encrypt")
    blocks = range(-(-len(data) // _BLOCK_BYTES))
    stream = b"".join(hmac.digest(subkey, nonce + block.to_bytes(4, "big"), "sha256") for block in blocks)
    mask = int.from_bytes(stream[: len(data)], "big")
    return (int.from_bytes(data, "big") ^ mask).to_bytes(len(data), "big")


def _tag(key: bytes, name: str, nonce: bytes, hidden: bytes) -> bytes:
    return hmac.digest(_subkey(key, b"authenticate"), name.encode() + nonce + hidden, "sha256")[:_TAG_BYTES]


def _parts(sealed: str) -> tuple[str, bytes, bytes, bytes] | None:
    name, dot, body = sealed.partition(".")
    if not dot or not name.isascii():
        return None
    try:
        raw = base64.b64decode(body.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    if len(raw) < NONCE_BYTES + _TAG_BYTES or base64.urlsafe_b64encode(raw) != body.encode():
        return None
    return name, raw[:NONCE_BYTES], raw[NONCE_BYTES:-_TAG_BYTES], raw[-_TAG_BYTES:]


def _decoded(text: str) -> bytes | None:
    text = text.strip()
    try:
        key = bytes.fromhex(text) if len(text) == 2 * KEY_BYTES else base64.urlsafe_b64decode(text + "=")
    except (ValueError, binascii.Error):
        return None
    return key if len(key) == KEY_BYTES else None


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        facts = os.fstat(descriptor)
        if stat.S_ISREG(facts.st_mode) and facts.st_mode & 0o077:
            raise Fault(
                Code.MAIL_SETTINGS,
                say("The key of the outbox can be read by others: {path}", path=path),
                say("Run `chmod 600 {path}`, or set ORGCTL_OUTBOX_KEY instead.", path=path),
            )
        key = None
        if stat.S_ISREG(facts.st_mode):
            key = _decoded(os.read(descriptor, _LARGEST_KEY_FILE).decode("ascii", "replace"))
    finally:
        os.close(descriptor)
    if key is None:
        raise Fault(
            Code.MAIL_SETTINGS,
            say("The key of the outbox is damaged: {path}", path=path),
            say("Restore the file. Or remove it and resend the invitations that are still queued."),
        )
    return key


def _create(path: Path, random_bytes: Callable[[int], bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = base64.urlsafe_b64encode(random_bytes(KEY_BYTES)).rstrip(b"=") + b"\n"
    draft = path.with_name(f".{path.name}.{random_bytes(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, text)
        os.fsync(descriptor)
        # A link, not a rename: of two processes that make a key, the second must find the first's.
        os.link(draft, path)
        _sync_directory(path.parent)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        draft.unlink()


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unusable(path: Path, problem: OSError) -> Fault:
    return Fault(
        Code.MAIL_UNAVAILABLE,
        say("The key of the outbox cannot be used: {path} ({reason})", path=path, reason=problem.strerror),
        say("Make its folder writable, or set ORGCTL_OUTBOX_KEY."),
    )
