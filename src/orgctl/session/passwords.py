"""Passwords: what counts as one, and their hashes by argon2id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from orgctl.domain.refusals import Code, Fault, InvalidInput, say

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST: Final = 1024
"""Characters of a password; enough for any phrase, and no way to make the program hash megabytes."""

_SALT_BYTES: Final = 16
_TAG_BYTES: Final = 32


class Cost(NamedTuple):
    """What one hash costs: passes over the memory, its size in KiB, and threads that fill it."""

    passes: int
    memory_kib: int
    lanes: int


RFC_9106_LOW_MEMORY: Final = Cost(passes=3, memory_kib=65_536, lanes=4)
"""RFC 9106, section 4, second recommended option: t=3, m=2^16 KiB, p=4, salt 128 and tag 256 bits."""


class Verified(NamedTuple):
    """The answer to a password. `rehash` is a hash to keep instead, where the old one is out of date."""

    ok: bool
    rehash: str | None


def clean_password(text: str) -> str:
    """The password as it is hashed: NFC, with every kind of space as U+0020 (RFC 8265, OpaqueString).

    So a password typed on another system, which composes its letters differently, is still the same.
    There is no shortest length beyond one character, and nothing about which characters it must mix.
    Whoever reads it from standard input has taken off the one line break at its end.

    Raises InvalidInput `input.password` if it is empty, has more than 1024 characters, holds control
    characters (a line break: more was piped in than the password), or was no text.
    """
    import unicodedata

    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidInput(
            Code.INPUT_PASSWORD,
            say("The password is no text in UTF-8."),
            say("Check what writes it to standard input."),
        )
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)
    password = unicodedata.normalize("NFC", spaced)
    if not password:
        raise InvalidInput(
            Code.INPUT_PASSWORD, say("The password is empty."), say("Give one of 1 character at least.")
        )
    if len(password) > LONGEST:
        raise InvalidInput(
            Code.INPUT_PASSWORD,
            say("The password has {count} characters.", count=len(password)),
            say("Give one of {limit} characters at most.", limit=LONGEST),
        )
    if any(unicodedata.category(character) == "Cc" for character in password):
        raise InvalidInput(
            Code.INPUT_PASSWORD,
            say("The password holds a line break or another control character."),
            say("Give it alone, on one line."),
        )
    return password


def hash_password(password: str, cost: Cost = RFC_9106_LOW_MEMORY) -> str:
    """The argon2id hash of a cleaned password, with its salt and its cost, as PHC text."""
    return _hasher(cost).hash(password)


def verify(stored: str | None, password: str, cost: Cost = RFC_9106_LOW_MEMORY) -> Verified:
    """Whether a cleaned password is the one behind a hash; `stored` is None where there is no hash.

    No hash means an unknown user or one without a password: never right, and as slow as a wrong
    password, so that time doesn't tell who has an account. (A hash of another cost takes its own time,
    until its owner signs in and it is made anew.)

    Raises Fault `store.damaged` if `stored` is no argon2id hash.
    """
    from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

    hasher = _hasher(cost)
    try:
        hasher.verify(_unmatched(cost) if stored is None else stored, password)
    except VerifyMismatchError:
        return Verified(ok=False, rehash=None)
    except (InvalidHashError, VerificationError) as error:
        raise Fault(
            Code.STORE_DAMAGED,
            say(
                "The hash that the store keeps of this user's password is of no use: {reason}.", reason=error
            ),
            say("Run: orgctl store check."),
        ) from error
    if stored is None:
        return Verified(ok=False, rehash=None)
    return Verified(ok=True, rehash=hasher.hash(password) if hasher.check_needs_rehash(stored) else None)


def _hasher(cost: Cost) -> PasswordHasher:
    from argon2 import PasswordHasher, Type

    return PasswordHasher(
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=_TAG_BYTES,
        salt_len=_SALT_BYTES,
        type=Type.ID,
    )


def _unmatched(cost: Cost) -> str:
    """A hash of nothing at this cost: salt and tag are zeros, and no password is known to give them."""
    import base64

    salt = base64.b64encode(bytes(_SALT_BYTES)).decode().rstrip("=")
    tag = base64.b64encode(bytes(_TAG_BYTES)).decode().rstrip("=")
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${tag}"
