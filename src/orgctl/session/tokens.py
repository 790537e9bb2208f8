"""Secrets that the program makes up, and the hashes by which the store knows them.

A token is a prefix that says what it opens and 256 random bits as 43 characters of base64url. It is
never decoded: what is hashed is the text as given, prefix included. Were the bytes behind it hashed,
the two spare bits of the last character could change and the token would still open its door.
"""

from __future__ import annotations

import sys

SESSION_PREFIX = "orgs_"
INVITATION_PREFIX = "orgi_"

_RANDOM_BYTES = 32
_RANDOM_CHARACTERS = 43
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def new_session_secret() -> str:
    """The secret of a new sign-in; the store keeps its hash only (A1)."""
    return SESSION_PREFIX + _random_text()


def new_invitation_token() -> str:
    """The secret of a new invitation, for the mail alone; the store keeps its hash only (C2)."""
    return INVITATION_PREFIX + _random_text()


def hash_token(text: str) -> str:
    """SHA-256 of the text exactly as given, as 64 hexadecimal digits; any text has one.

    No salt and no stretching: a token has 256 random bits, so there is nothing to guess, and the store
    must find its row by the hash. Bytes of an argument that were no UTF-8 are hashed too, and match
    nothing.
    """
    return sha256_hex(text)


def sha256_hex(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits; surrogates are hashed as they stand.

    By the interpreter's own code where it has some, as `random` does it: `hashlib` loads all of OpenSSL,
    which costs each prompt more than the question that it asks.
    """
    try:
        if sys.version_info >= (3, 12):
            from _sha2 import sha256
        else:
            from _sha256 import sha256  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import sha256
    digest: str = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return digest


def looks_like_token(text: str) -> bool:
    """Whether the text has the shape of a token of ours; says nothing about its being valid."""
    prefix, rest = text[: len(SESSION_PREFIX)], text[len(SESSION_PREFIX) :]
    return (
        prefix in (SESSION_PREFIX, INVITATION_PREFIX)
        and len(rest) == _RANDOM_CHARACTERS
        and _ALPHABET.issuperset(rest)
    )


def _random_text() -> str:
    import secrets  # brings `random` and `hmac`, for those who make a token only

    return secrets.token_urlsafe(_RANDOM_BYTES)
