"""The use cases on one store, each in a transaction of its own, as a command would run them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from orgctl.domain.refusals import Failure
from orgctl.domain.values import Edition, Role
from orgctl.mail.sealing import seal
from orgctl.session.location import Choice
from orgctl.session.tokens import hash_token, new_invitation_token
from orgctl.text.addresses import parse_address
from orgctl.usecases import accounts, answers, editions, invitations, members, organizations
from orgctl.usecases.acting import Actor, impersonated, signed_in
from orgctl.usecases.expiry import write_down_expired
from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from orgctl.store.transaction import Store, Transaction
    from orgctl.usecases.answers import Accepted, Newcomer
    from orgctl.usecases.results import InvitationResult, OrganizationResult, SentResult

T = TypeVar("T")

KEY = b"k" * 32
"""What this machine seals tokens with."""

ANNA, EWA, JAN, OLA = (f"{name}@zylker.example" for name in ("anna", "ewa", "jan", "ola"))


@dataclass(frozen=True)
class Acts:
    """A store at an instant. `tokens` are those of the invitations that were sent, the oldest first."""

    store: Store
    now: datetime = NOON
    tokens: list[str] = field(default_factory=list)

    def at(self, since_noon: timedelta) -> Acts:
        """The same store at another time."""
        return replace(self, now=NOON + since_noon)

    def do(self, act: Callable[..., T], who: str, *, org: str | None = None, **given: Any) -> T:
        """An act of somebody, in the organization named or else the active one."""
        return self.write(lambda tx: act(tx, _impersonated(tx, who, org), now=self.now, **given))

    def ask(self, question: Callable[..., T], who: str, *, org: str | None = None, **given: Any) -> T:
        """A question of somebody."""
        return self.read(lambda tx: question(tx, _impersonated(tx, who, org), **given))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """A transaction, and what each command does at its end."""
        try:
            return self.store.write(work)
        finally:
            self._note_expiry()

    def read(self, work: Callable[[Transaction], T]) -> T:
        """As `write`, for what changes nothing."""
        try:
            return self.store.read(work)
        finally:
            self._note_expiry()

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What is in the store."""
        return self.store.read(lambda tx: tx.all(sql, **values))

    def statuses(self) -> list[str]:
        """Of all invitations, the oldest first."""
        return [row[0] for row in self.rows("SELECT status FROM invitations ORDER BY sent_at, id")]

    def table(self, name: str) -> list[tuple[Any, ...]]:
        """All rows of a table."""
        return sorted(self.rows(f"SELECT * FROM {name}"), key=repr)

    def run(self, sql: str, **values: object) -> int:
        """Change the store past the program."""
        return self.store.write(lambda tx: tx.run(sql, **values))

    # what many tests begin with

    def sign_up(self, email: str, url: str, **given: Any) -> OrganizationResult:
        """A person with an organization of this access URL."""
        facts: dict[str, Any] = {
            "name": email.split("@", maxsplit=1)[0].title(),
            "organization_name": url.title(),
            "timezone": "Europe/Warsaw",
            "language": None,
            "password_hash": None,
            "secret_hash": None,
            "operator": "root",
            "choice": Choice(),
        } | given
        address = parse_address(email)
        return self.write(lambda tx: accounts.sign_up(tx, address=address, url=url, now=self.now, **facts))

    def sign_in(self, email: str, secret: str, *, url: str | None = None) -> accounts.WhoResult:
        """A sign-in with this secret."""
        return self.write(
            lambda tx: accounts.sign_in(
                tx,
                address=parse_address(email),
                attempts_key=hash_token(email),
                secret_hash=hash_token(secret),
                url=url,
                rehash=None,
                choice=Choice(),
                now=self.now,
            )
        )

    def signed_in(self, secret: str, work: Callable[[Transaction, Actor], T], *, org: str | None = None) -> T:
        """What somebody does by a sign-in instead of `--as`."""
        return self.write(
            lambda tx: work(tx, signed_in(tx, hash_token(secret), choice=_choice(org), now=self.now))
        )

    def create(self, who: str, url: str) -> OrganizationResult:
        """One more organization."""
        facts = {"name": url.title(), "timezone": "UTC", "sample_data": False, "if_not_exists": False}
        return self.do(organizations.create, who, url=url, **facts)

    def subscribe(self, who: str, url: str, edition: Edition, licenses: int = 100) -> Any:
        """Another edition, or other licenses."""
        return self.do(editions.subscribe, who, org=url, edition=edition, licenses=licenses)

    def send(
        self,
        who: str,
        *emails: str,
        org: str | None = None,
        role: Role = Role.STANDARD,
        external: bool = False,
    ) -> SentResult:
        """Invitations, with tokens that can be opened by KEY."""
        return self.do(
            invitations.send,
            who,
            org=org,
            items=[(parse_address(email), role) for email in emails],
            external=external,
            language=None,
            new_token=self.new_token,
        )

    def resend(self, who: str, email: str, *, org: str | None = None) -> InvitationResult:
        """The same invitation again."""
        return self.do(invitations.resend, who, org=org, email=parse_address(email), new_token=self.new_token)

    def new_token(self) -> invitations.Token:
        """A token as the store may have it; the secret goes to `tokens`."""
        self.tokens.append(token := new_invitation_token())
        return invitations.Token(hash_token(token), seal(KEY, token, len(self.tokens).to_bytes(16, "big")))

    def accept(self, who: str, url: str) -> Accepted:
        """From the list."""
        return self.do(answers.accept, who, organization=url)

    def accept_by_token(
        self, token: str, *, who: str | None = None, newcomer: Newcomer | None = None
    ) -> Accepted:
        """With a mailed token, signed in or not."""
        return self.write(
            lambda tx: answers.accept_by_token(
                tx,
                None if who is None else _impersonated(tx, who, None),
                token_hash=hash_token(token),
                newcomer=newcomer,
                now=self.now,
            )
        )

    def decline_by_token(self, token: str, *, who: str | None = None) -> InvitationResult:
        """With a mailed token, signed in or not."""
        return self.write(
            lambda tx: answers.decline(
                tx,
                None if who is None else _impersonated(tx, who, None),
                organization=None,
                token_hash=hash_token(token),
                reason=None,
                now=self.now,
            )
        )

    def join(self, email: str, url: str, *, by: str, role: Role = Role.STANDARD) -> Accepted:
        """Somebody, new or not, becomes a member by invitation."""
        sent = self.send(by, email, org=url, role=role)
        assert not sent.failed, sent
        return self.accept_by_token(self.tokens[-1])

    def unlink(self, who: str, email: str, *, org: str | None = None) -> Any:
        """A member is out."""
        return self.do(members.unlink, who, org=org, email=parse_address(email))

    def _note_expiry(self) -> None:
        if self.store.seen_expired:
            self.store.write(lambda tx: write_down_expired(tx, self.now))
            self.store.seen_expired.clear()


def refused(code: str, act: Callable[..., object], *args: object, **given: object) -> Failure:
    """What must fail with this code; the failure."""
    with pytest.raises(Failure) as caught:
        act(*args, **given)
    failure = caught.value
    assert failure.code.value == code, f"expected {code}, not {failure.code.value}: {failure.message}"
    return failure


def _choice(org: str | None) -> Choice:
    return Choice() if org is None else Choice("flag", org, "--org")


def _impersonated(tx: Transaction, who: str, org: str | None) -> Actor:
    return impersonated(tx, parse_address(who).key, operator="root", choice=_choice(org))
