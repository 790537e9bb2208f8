"""Who acts: by `--as`, or by the secret that this machine keeps for the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output.sentence import filled, render
from orgctl.domain.refusals import Code, NotSignedIn, say
from orgctl.session import secrets
from orgctl.session.location import Choice
from orgctl.session.tokens import hash_token, new_session_secret
from orgctl.usecases import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgctl.cli.context import Run
    from orgctl.domain.refusals import Sentence
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor


class Signing:
    """The sign-in of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.token = run.variable("ORGCTL_TOKEN")
        self._objection: Sentence | None = None
        self._made: str | None = None

    @property
    def as_(self) -> str | None:
        """Whom the store's owner acts for: --as, else ORGCTL_AS. An empty --as names nobody and fails.

        A sign-in that this run has made acts for itself.
        """
        if self._made is not None:
            return None
        return self.run.variable("ORGCTL_AS") if self.run.flags.as_ is None else self.run.flags.as_

    @property
    def store_id(self) -> str:
        """What a sign-in of this store is kept under."""
        from orgctl.store.places import identity

        return identity(self.run.store_setting)

    @property
    def operator(self) -> str:
        """The operating system's user, for the history."""
        import os
        import pwd

        try:
            return pwd.getpwuid(os.geteuid()).pw_name
        except KeyError:
            return str(os.geteuid())

    def operator_of(self, tx: Transaction) -> str:
        """The same, having made sure that the store is theirs. Raises NotSignedIn auth.not_owner."""
        self.run.require_owner(tx)
        return self.operator

    @staticmethod
    def hashed(text: str) -> str:
        """The hash by which the store knows a secret, or counts attempts for an address."""
        return hash_token(text)

    def kept(self) -> str | None:
        """The hash of the kept secret, or of one that this run has made; None if nobody is signed in here."""
        if self._made is not None:
            return hash_token(self._made)
        found = secrets.find(self.store_id, token=self.token, state=self.run.folder("state"))
        return None if found is None else hash_token(found.secret)

    def kept_for_showing(self) -> str | None:
        """As `kept`, without waiting for a keyring where its hash is known."""
        return secrets.find_hash(self.store_id, token=self.token, state=self.run.folder("state"))

    def passing(self, *, located: bool) -> Callable[[Transaction], Actor] | None:
        """As `resolver`, for showing, by what can be had without asking a keyring; None if that is nobody."""
        choice = self.run.choice if located else Choice()
        if self.as_ is not None:
            return self._impersonating(self.as_, choice)
        secret_hash = secrets.find_noted(self.store_id, token=self.token, state=self.run.folder("state"))
        if secret_hash is None:
            return None
        return lambda tx: acting.signed_in(tx, secret_hash, choice=choice, now=self.run.now)

    def resolver(self, *, located: bool, showing: bool = False) -> Callable[[Transaction], Actor]:
        """What finds the actor inside a transaction; all that is outside of it is asked now.

        Raises NotSignedIn auth.required, InvalidInput input.email, NotFound for a broken pin.
        """
        choice = self.run.choice if located else Choice()
        if self.as_ is not None:
            return self._impersonating(self.as_, choice)
        secret_hash = self.kept_for_showing() if showing else self.kept()
        if secret_hash is None:
            raise NotSignedIn(
                Code.AUTH_REQUIRED,
                say("Nobody is signed in here."),
                say(
                    "Sign in: orgctl login EMAIL. New here: orgctl signup EMAIL --name NAME "
                    "--org-name NAME --org-url URL. As the store's owner: orgctl --as EMAIL …"
                ),
            )
        return lambda tx: acting.signed_in(tx, secret_hash, choice=choice, now=self.run.now)

    def someone(self) -> Callable[[Transaction], Actor | None]:
        """As `resolver`, for what needs no sign-in: a dead one is as good as none."""
        if self.as_ is not None:
            return self._impersonating(self.as_, Choice())
        try:
            secret_hash = self.kept()
        except NotSignedIn:
            secret_hash = None

        def resolve(tx: Transaction) -> Actor | None:
            if secret_hash is None:
                return None
            try:
                return acting.signed_in(tx, secret_hash, choice=Choice(), now=self.run.now)
            except NotSignedIn:
                return None

        return resolve

    def touch(self, tx: Transaction, actor: Actor) -> None:
        """Write down that a sign-in was used now: 30 days later it has expired."""
        from orgctl.store import sessions

        if actor.session is not None:
            sessions.touch(tx, actor.session.id, self.run.now)

    def secret_to_keep(self) -> str | None:
        """The secret of a new sign-in that this machine will keep; None where nothing keeps it.

        `warn_unless_kept` says so, once the account is made that it was for.
        """
        try:
            secrets.require_keeper(insecure=False)
        except NotSignedIn as problem:
            self._objection = problem.message
            return None
        return new_session_secret()

    def warn_unless_kept(self) -> None:
        """Say why nobody is signed in now, and how to be."""
        if self._objection is not None:
            ways_out = _("Not signed in, then: orgctl login EMAIL --insecure-storage, or --print-token.")
            self.run.warn(f"{render(self._objection)} {ways_out}")

    def keep(self, secret: str, *, insecure: bool) -> str:
        """Keep a new sign-in's secret; says where. The rest of this run acts by it.

        Warns where a variable goes before what is kept. Raises as `secrets.keep`.
        """
        kept_by = secrets.keep(self.store_id, secret, state=self.run.folder("state"), insecure=insecure)
        self._made = secret
        for name in ("ORGCTL_AS", "ORGCTL_TOKEN"):
            if self.run.variable(name) is not None:
                self.run.warn(filled("{name} is set, and goes before this sign-in.", name=name))
        return kept_by

    def forget(self) -> None:
        """Forget the sign-in of this store."""
        secrets.forget(self.store_id, token=self.token, state=self.run.folder("state"))

    def _impersonating(self, email: str, choice: Choice) -> Callable[[Transaction], Actor]:
        from orgctl.text.addresses import parse_address

        key = parse_address(email).key

        def resolve(tx: Transaction) -> Actor:
            self.run.require_owner(tx)
            return acting.impersonated(tx, key, operator=self.operator, choice=choice)

        return resolve
