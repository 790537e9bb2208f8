"""The keyring of the operating system as keeper, and why there may be none.

Importing `keyring` costs 250 ms and its search for backends 100 more; nothing here does so before it
is called. Backends are other people's code: whatever they raise becomes a `NoKeyring`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orgctl.domain.refusals import Code, Fault, NotSignedIn, Sentence, say

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "orgctl"
"""The keyring's service of sign-ins; the user name there is the store's identity."""

SMTP_SERVICE: Final = "orgctl-smtp"
"""The keyring's service of SMTP passwords; the user name there is `USER@HOST`."""

_NO_BACKEND: Final = "keyring.backends.fail"
_NULL_BACKEND: Final = "keyring.backends.null"


class NoKeyring(NotSignedIn):
    """No keyring keeps the sign-in (exit 4, `auth.no_keyring`); the hint names the three ways out."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(
            Code.AUTH_NO_KEYRING,
            why,
            say(
                "orgctl login EMAIL --print-token prints a token for ORGCTL_TOKEN and keeps nothing; "
                "orgctl login EMAIL --insecure-storage keeps it in a file that only you can read."
            ),
        )


class KeyringKeeper:
    """Keeps the sign-in of each store in the keyring.

    A backend that only pretends to keep, or keeps in plain text, is as good as none. Where the backend
    is a chain of several, those are passed over and the others are asked in the chain's order.
    """

    def require(self) -> None:
        """Raise NoKeyring unless something can be kept: a word is written, read back and removed.

        Worth doing before a password is asked for, or a sign-in made that nobody could keep.
        """
        import secrets

        # a name of its own, so that two sign-ins at once don't take each other's word away
        probe = f"probe {secrets.token_hex(8)}"
        self.set(probe, "probe")
        self.delete(probe)

    def get(self, store_id: str) -> str | None:
        """The secret of a store's sign-in; None if there is none, or no keyring that could have kept one.

        Raises NoKeyring if there is a keyring, or was to be one, and it does not work.
        """
        for backend in _split(_backends())[0]:
            secret = _ask(backend, SERVICE, store_id)
            if secret is not None:
                return secret
        return None

    def set(self, store_id: str, secret: str) -> None:
        """Keep the secret of a store's sign-in and read it back. Raises NoKeyring if nothing keeps it."""
        usable, objections = _split(_backends())
        for backend in usable:
            try:
                backend.set_password(SERVICE, store_id, secret)
            except NotImplementedError:
                continue  # one that only reads, as those of package registries do
            except Exception as error:
                raise _does_not_work(backend, error) from error
            if _ask(backend, SERVICE, store_id) != secret:
                raise NoKeyring(_pretends(backend))
            return
        raise NoKeyring(objections[0] if objections else _none_found())

    def delete(self, store_id: str) -> bool:
        """Forget a store's sign-in; was there one? Raises NoKeyring if the keyring does not work."""
        found = False
        for backend in _split(_backends())[0]:
            if _ask(backend, SERVICE, store_id) is None:
                continue
            found = True
            try:
                backend.delete_password(SERVICE, store_id)
            except Exception as error:
                raise _does_not_work(backend, error) from error
        return found


def smtp_password(user: str, host: str) -> str | None:
    """What the keyring has for `USER@HOST` under `orgctl-smtp`; None if it has nothing, or there is none.

    Plain-text keyrings are read too: whoever put a password there has seen to it. Raises Fault
    `mail.settings` if the keyring does not work.
    """
    try:
        for backend in _backends():
            if _module(backend) == _NO_BACKEND:
                continue
            password = _ask(backend, SMTP_SERVICE, f"{user}@{host}")
            if password is not None:
                return password
    except NoKeyring as failure:
        raise Fault(
            Code.MAIL_SETTINGS,
            failure.message,
            say("Make it work, or set ORGCTL_SMTP_PASSWORD."),
        ) from failure
    return None


def _backends() -> list[KeyringBackend]:
    """The chosen backend, or those of the chosen chain."""
    import logging

    # else a backend that can't be loaded prints its traceback to standard error
    logger = logging.getLogger("keyring")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    try:
        import keyring
        from keyring.backends.chainer import ChainerBackend

        chosen = keyring.get_keyring()
        return list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    except Exception as error:
        raise NoKeyring(
            say(
                "The keyring can't be loaded (PYTHON_KEYRING_BACKEND, keyringrc.cfg): {reason}.",
                reason=_reason(error),
            )
        ) from error


def _split(backends: list[KeyringBackend]) -> tuple[list[KeyringBackend], list[Sentence]]:
    """Those to be relied on, and what there is against the others."""
    judged = [(backend, _objection(backend)) for backend in backends]
    usable = [backend for backend, objection in judged if objection is None]
    return usable, [objection for _, objection in judged if objection is not None]


def _objection(backend: KeyringBackend) -> Sentence | None:
    module = _module(backend)
    if module == _NO_BACKEND:
        return _none_found()
    if module == _NULL_BACKEND:
        return _pretends(backend)
    if module.startswith("keyrings.alt.") and "Plaintext" in type(backend).__name__:
        return say("The keyring here, {name}, would keep your sign-in in plain text.", name=_name(backend))
    return None


def _ask(backend: KeyringBackend, service: str, name: str) -> str | None:
    try:
        return backend.get_password(service, name)
    except NotImplementedError:
        return None
    except Exception as error:
        raise _does_not_work(backend, error) from error


def _does_not_work(backend: KeyringBackend, error: Exception) -> NoKeyring:
    """For what backends raise: locked, no D-Bus, a prompt dismissed, a bug."""
    return NoKeyring(
        say(
            "The keyring here, {name}, does not work: {reason}.",
            name=_name(backend),
            reason=_reason(error),
        )
    )


def _none_found() -> Sentence:
    return say("There is no keyring here that could keep your sign-in.")


def _pretends(backend: KeyringBackend) -> Sentence:
    return say("The keyring here, {name}, does not keep what it is given.", name=_name(backend))


def _module(backend: KeyringBackend) -> str:
    return type(backend).__module__


def _name(backend: KeyringBackend) -> str:
    return f"{_module(backend)}.{type(backend).__name__}"


def _reason(error: Exception) -> str:
    """One line that says what was wrong; an exception without words is named by its type."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".!") if lines else type(error).__name__
