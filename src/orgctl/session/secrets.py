"""Where the secret of a sign-in is kept on this machine, and which place is asked first.

Asked in this order: ORGCTL_TOKEN, the private file, the keyring. The file is there only when somebody
signed in with `--insecure-storage`, and the last sign-in wins: signing in by one keeper takes away what
the other had of this store. So whoever has a token or a file never waits for the keyring's import.

When the keyring keeps the secret, a private file beside keeps its hash. The hash opens nothing, and it is
all that one needs to find one's session in a store that one can read anyway: `current` answers a shell
prompt by it, without the keyring. It is a help only: where it can't be written, the keyring is asked.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Protocol, Self

    KeptBy = Literal["environment", "file", "keyring"]

    class Keeper(Protocol):
        """Keeps one secret for each store; `store_id` says which store, and holds no password."""

        def get(self, store_id: str) -> str | None:
            """The secret, or None."""

        def set(self, store_id: str, secret: str) -> None:
            """Keep it in place of the one before."""

        def delete(self, store_id: str) -> bool:
            """Forget it; was there one?"""


class Found(tuple["str", "KeptBy"]):
    """A secret, and who kept it."""

    __slots__ = ()

    def __new__(cls, secret: str, kept_by: KeptBy) -> Self:
        """`secret` is whatever was kept, true or not."""
        return super().__new__(cls, (secret, kept_by))

    def __repr__(self) -> str:
        return f"Found(kept_by={self.kept_by!r})"  # the secret is for no log

    @property
    def secret(self) -> str:
        """The secret as it was kept; it may be out of date."""
        return self[0]

    @property
    def kept_by(self) -> KeptBy:
        """`environment`, `file` or `keyring`."""
        return self[1]


def find(store_id: str, *, token: str | None, state: str) -> Found | None:
    """The secret to sign in with, or None if nobody is signed in here.

    `token` is ORGCTL_TOKEN's value (an empty one is none; space around it is dropped), `state` the
    user's state directory. Raises Fault `auth.storage` for a private file that can't be trusted, and
    NotSignedIn `auth.no_keyring` for a keyring that may have the secret and does not work.
    """
    given = _given(token)
    if given is not None:
        return Found(given, "environment")
    kept = _file(state).get(store_id)
    if kept is not None:
        return Found(kept, "file")
    kept = _keyring().get(store_id)
    return None if kept is None else Found(kept, "keyring")


def find_hash(store_id: str, *, token: str | None, state: str) -> str | None:
    """The hash of the secret that `find` would find, without the keyring's 350 ms where they can be saved.

    For showing what a session has active, never for acting: a hash proves nothing. Raises as `find`.
    """
    from orgctl.session.tokens import hash_token

    noted = find_noted(store_id, token=token, state=state)
    if noted is not None:
        return noted
    kept = _keyring().get(store_id)
    return None if kept is None else hash_token(kept)


def find_noted(store_id: str, *, token: str | None, state: str) -> str | None:
    """As `find_hash`, but a keyring is never asked: it might ask the user, who has asked for nothing."""
    from orgctl.session.tokens import hash_token

    given = _given(token) or _file(state).get(store_id)
    return hash_token(given) if given is not None else _note(state).get(store_id)


def require_keeper(*, insecure: bool) -> None:
    """Raise NotSignedIn `auth.no_keyring`, which names the ways out, unless `keep` will find a keeper."""
    if insecure:
        return
    from orgctl.session.os_keyring import KeyringKeeper

    KeyringKeeper().require()


def keep(store_id: str, secret: str, *, state: str, insecure: bool) -> KeptBy:
    """Keep the secret of a new sign-in, in place of the one before, wherever that was; says where.

    `insecure`: in the private file rather than the keyring. Raises NotSignedIn `auth.no_keyring` or
    Fault `auth.storage` if it can't be kept; the sign-in before is then still the one in force.
    """
    from orgctl.session.tokens import hash_token

    file = _file(state)
    _note(state).delete(store_id)
    if insecure:
        file.set(store_id, secret)
        _forget_in_keyring(store_id)
        return "file"
    keyring = _keyring()
    keyring.set(store_id, secret)
    try:
        # while there is a file, it wins: its going is what makes the new sign-in the one in force
        file.delete(store_id)
    except BaseException:
        keyring.delete(store_id)
        raise
    _write_note(store_id, hash_token(secret), state)
    return "keyring"


def forget(store_id: str, *, token: str | None, state: str) -> None:
    """Forget what is kept of a store; where ORGCTL_TOKEN decides, nothing: what is kept is another's.

    Raises Fault `auth.storage` or NotSignedIn `auth.no_keyring` if it can't be forgotten.
    """
    if _given(token) is not None:
        return
    _note(state).delete(store_id)
    if _file(state).delete(store_id):
        _forget_in_keyring(store_id)
    else:
        _keyring().delete(store_id)


def smtp_password(user: str, host: str, environ_value: str | None) -> str | None:
    """The password for an SMTP server: ORGCTL_SMTP_PASSWORD's value, else the keyring's, else None.

    `keyring set orgctl-smtp USER@HOST` puts it there. Raises Fault `mail.settings` if the keyring does
    not work.
    """
    if environ_value:
        return environ_value
    from orgctl.session import os_keyring

    return os_keyring.smtp_password(user, host)


def _given(token: str | None) -> str | None:
    return (token or "").strip() or None


def _file(state: str) -> Keeper:
    from orgctl.session.private_files import PrivateFiles

    return PrivateFiles(state, "secret")


def _note(state: str) -> Keeper:
    from orgctl.session.private_files import PrivateFiles

    return PrivateFiles(state, "hash")


def _keyring() -> Keeper:
    from orgctl.session.os_keyring import KeyringKeeper

    return KeyringKeeper()


def _write_note(store_id: str, digest: str, state: str) -> None:
    from orgctl.domain.refusals import Fault

    try:
        _note(state).set(store_id, digest)
    except Fault:
        return  # a read-only state directory makes `current` slower, and nothing wrong


def _forget_in_keyring(store_id: str) -> None:
    """After a private file was written or removed; whoever uses one has perhaps no keyring that works."""
    from orgctl.domain.refusals import NotSignedIn

    try:
        _keyring().delete(store_id)
    except NotSignedIn:
        return
