"""Where journeys begin: people, organizations and sign-ins in a store, without a process for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from orgctl.session.passwords import hash_password
from orgctl.session.tokens import new_session_secret
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from orgctl.store.transaction import Store
    from tests.support.run import Orgctl

ANNA, EWA, JAN, OLA = (f"{name}@zylker.example" for name in ("anna", "ewa", "jan", "ola"))

PASSWORD = "correct horse 7 battery"
"""Everybody's, who has one."""


@cache
def hashed() -> str:
    """The hash of PASSWORD, which takes a while."""
    return hash_password(PASSWORD)


@dataclass(frozen=True)
class Stage:
    """A store, the acts on it in this process, and the program on it in others."""

    acts: Acts
    orgctl: Orgctl

    @classmethod
    def today(cls, store: Store, orgctl: Orgctl) -> Stage:
        """With the real clock."""
        now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 (other processes read the same clock)
        return cls(Acts(store, now), orgctl)

    def at(self, when: datetime) -> Stage:
        """With a clock that stands at an instant, in this process and the others."""
        return Stage(replace(self.acts, now=when), self.orgctl.at(when))

    def person(self, email: str, url: str, **given: Any) -> Orgctl:
        """Somebody with an organization; the program signed in as them."""
        self.acts.sign_up(email, url, **{"password_hash": hashed(), **given})
        return self.signed_in(email)

    def signed_in(self, email: str) -> Orgctl:
        """The program with a sign-in of its own."""
        return self.orgctl.with_env(ORGCTL_TOKEN=self.secret(email))

    def secret(self, email: str) -> str:
        """A new sign-in's secret."""
        secret = new_session_secret()
        self.acts.sign_in(email, secret)
        return secret
