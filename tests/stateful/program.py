"""The program's acts under the model's names: use cases on a real store, their answers as plain facts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from orgctl.domain.refusals import Failure
from orgctl.domain.values import Edition, Role, Side
from orgctl.session.location import Choice
from orgctl.store.transaction import Store
from orgctl.text.addresses import parse_address
from orgctl.usecases import (
    accounts,
    answers,
    editions,
    integrations,
    invitations,
    members,
    organizations,
    sample_data,
    switching,
)
from orgctl.usecases.acting import Actor, impersonated, signed_in
from orgctl.usecases.expiry import write_down_expired

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from orgctl.store.transaction import Transaction
    from tests.stateful.model import Who

Facts = dict[str, Any]
NOBODY_SAID = Choice(None, None, None)

ALIKE: dict[str, Callable[..., Any]] = {
    "rename": organizations.rename,
    "set_url": organizations.set_url,
    "restrict_ip": organizations.restrict_ip,
    "subscribe": editions.subscribe,
    "set_licenses": editions.set_licenses,
    "transfer": organizations.transfer,
    "delete": organizations.delete,
    "switch": switching.switch,
    "set_default": switching.set_default,
    "set_role": members.set_role,
    "unlink": members.unlink,
    "leave": members.leave,
    "accept": answers.accept,
    "revoke": invitations.revoke,
    "add": integrations.add,
    "remove": integrations.remove,
    "load_sample_data": sample_data.load,
    "clear_sample_data": sample_data.clear,
}
"""Acts whose use case takes what the model takes, once it is put into the program's words."""

WORDS: dict[str, Callable[[str], object]] = {
    "email": parse_address,
    "role": Role,
    "edition": Edition,
    "side": Side,
}


class Said(str):
    """A refusal's code, with what was said beside it."""

    __slots__ = ("words",)
    words: str

    @classmethod
    def of(cls, code: str, message: object, hint: object) -> Said:
        """The code, message and hint of a failure."""
        said = cls(code)
        said.words = f"{message} {hint or ''}"
        return said


def facts(result: Any) -> Facts:
    """A result's fields by name."""
    if isinstance(result, answers.Accepted):
        return facts(result.invitation) | {"became_external": result.became_external}
    if isinstance(result, tuple):
        return {"modules": frozenset(record.module for record in result)}
    return {each.name: getattr(result, each.name) for each in dataclasses.fields(result)}


class Program:
    """A store in a file, in which each act says who does it and when."""

    def __init__(self, path: str) -> None:
        self.store = Store.open(path)
        # whether the disk has it is the matter of other tests
        self.store.driver.connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """A query of the test's own."""
        return self.store.driver.all(sql, values)

    def do(
        self, act: str, who: Who | None, now: datetime, *, dry: bool = False, **given: Any
    ) -> Facts | Said:
        """One act in one transaction, rolled back where it is a dry run; then what a command does at its end."""
        special = getattr(self, f"_{act}", None)

        def work(tx: Transaction) -> Facts:
            if special is not None:
                return special(tx, who, now, **given)  # type: ignore[no-any-return]
            assert who is not None
            words = {name: WORDS[name](value) if name in WORDS else value for name, value in given.items()}
            return facts(ALIKE[act](tx, actor(tx, who, now), now=now, **words))

        try:
            answer: Facts | Said = self.store.write(work, commit=not dry)
        except Failure as failure:
            answer = Said.of(failure.code.value, failure.message, failure.hint)
        if self.store.seen_expired:
            self.store.write(lambda tx: write_down_expired(tx, now))
            self.store.seen_expired.clear()
        return answer

    def ask(self, question: Callable[..., Any], who: Who, at: datetime, /, **given: Any) -> Any:
        """A question that changes nothing, or the code of its refusal."""
        try:
            return self.store.read(lambda tx: question(tx, actor(tx, who, at), **given))
        except Failure as failure:
            return Said.of(failure.code.value, failure.message, failure.hint)

    # acts whose use case takes more or less than the model's

    @staticmethod
    def _sign_up(tx: Transaction, who: Who, now: datetime, *, url: str, name: str) -> Facts:
        return facts(
            accounts.sign_up(
                tx,
                address=parse_address(who.email),
                name=who.email,
                organization_name=name,
                url=url,
                timezone="Europe/Warsaw",
                language=None,
                password_hash=None,
                secret_hash=None,
                operator="tester",
                choice=NOBODY_SAID,
                now=now,
            )
        )

    @staticmethod
    def _create(tx: Transaction, who: Who, now: datetime, **given: Any) -> Facts:
        return facts(
            organizations.create(tx, actor(tx, who, now), timezone="Europe/Warsaw", now=now, **given)
        )

    @staticmethod
    def _sign_in(tx: Transaction, who: Who, now: datetime, *, url: str | None, number: int) -> Facts:
        return facts(
            accounts.sign_in(
                tx,
                address=parse_address(who.email),
                attempts_key=who.email,
                secret_hash=f"secret-{number}",
                url=url,
                rehash=None,
                choice=NOBODY_SAID,
                now=now,
            )
        )

    @staticmethod
    def _send(
        tx: Transaction,
        who: Who,
        now: datetime,
        *,
        emails: tuple[str, ...],
        role: str,
        external: bool,
        tokens: tuple[str, ...],
    ) -> Facts:
        result = invitations.send(
            tx,
            actor(tx, who, now),
            items=[(parse_address(email), Role(role)) for email in emails],
            external=external,
            language=None,
            new_token=_each(tokens),
            now=now,
        )
        return {
            "sent": [facts(each) for each in result.sent],
            "failed": [(each.email, Said.of(each.code, each.message, each.hint)) for each in result.failed],
        }

    @staticmethod
    def _accept_by_token(tx: Transaction, who: Who | None, now: datetime, *, token: str) -> Facts:
        without_login = "SELECT 1 FROM invitations i LEFT JOIN users u ON u.email_key = i.email_key "
        newcomer = None
        if who is None and tx.one(
            f"{without_login} WHERE i.token_hash = :token AND u.id IS NULL", token=token
        ):
            newcomer = answers.Newcomer("A newcomer", None, None)
        signed_in_as = None if who is None else actor(tx, who, now)
        return facts(answers.accept_by_token(tx, signed_in_as, token_hash=token, newcomer=newcomer, now=now))

    @staticmethod
    def _decline(tx: Transaction, who: Who, now: datetime, *, organization: str) -> Facts:
        return facts(
            answers.decline(
                tx, actor(tx, who, now), organization=organization, token_hash=None, reason="No", now=now
            )
        )

    @staticmethod
    def _decline_by_token(tx: Transaction, who: Who | None, now: datetime, *, token: str) -> Facts:
        signed_in_as = None if who is None else actor(tx, who, now)
        return facts(
            answers.decline(tx, signed_in_as, organization=None, token_hash=token, reason=None, now=now)
        )

    @staticmethod
    def _resend(tx: Transaction, who: Who, now: datetime, *, email: str, token: str) -> Facts:
        return facts(
            invitations.resend(
                tx, actor(tx, who, now), email=parse_address(email), new_token=_each((token,)), now=now
            )
        )


def actor(tx: Transaction, who: Who, now: datetime) -> Actor:
    """Who acts: by a sign-in where there is one, else as the store's owner lets them."""
    choice = NOBODY_SAID if who.org is None else Choice("flag", who.org, "--org")
    if who.session is not None:
        return signed_in(tx, f"secret-{who.session}", choice=choice, now=now)
    return impersonated(tx, who.email, operator="tester", choice=choice)


def _each(tokens: tuple[str, ...]) -> Callable[[], invitations.Token]:
    left = iter(tokens)

    def new_token() -> invitations.Token:
        token = next(left)
        return invitations.Token(token, f"sealed {token}")

    return new_token
