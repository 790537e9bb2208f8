"""A store with as many memberships as wanted, written by bulk SQL in the shape that orgctl leaves.

Each user has signed up an organization and joined four of others'; a thousand of them are in one large
organization too. Each organization waits for one answer and has had five. Emails, access URLs and token
hashes follow from a number, so that whoever measures finds any of them.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from orgctl.store.instants import to_us

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from orgctl.store.transaction import Store, Transaction

NOON = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
"""When everything in the crowd was done, unless said otherwise."""

MEMBERSHIPS_EACH = 5
LARGE = 1_000
LARGE_URL = "large"
_DAYS = 86_400_000_000
_HIDING = 9
"""Of ten organizations the one with a portal that hides its invitations (C4)."""


class Crowd(NamedTuple):
    """What was made: users 0 to `users` - 1, each with the organization of the same number."""

    users: int
    memberships: int
    rows: int

    def email(self, number: int) -> str:
        """The address of a user."""
        return f"user-{number % self.users}@crowd.example"

    def url(self, number: int) -> str:
        """The access URL of a user's own organization."""
        return f"org-{number % self.users}"

    def invited_by(self, number: int) -> str:
        """The access URL of an organization whose invitation waits for this user."""
        return self.url(number + MEMBERSHIPS_EACH)

    @property
    def listed(self) -> list[int]:
        """Who sees that invitation in the organization list: one organization in ten hides its own."""
        return [number for number in range(self.users) if (number + MEMBERSHIPS_EACH) % 10 != _HIDING]

    def token(self, number: int) -> str:
        """The token of that invitation."""
        return f"token-{(number + MEMBERSHIPS_EACH) % self.users}"

    def secret(self, number: int) -> str:
        """The secret of the user's sign-in."""
        return f"secret-{number % self.users}"


def hashed(text: str) -> str:
    """As the store knows a secret."""
    return hashlib.sha256(text.encode()).hexdigest()


def fill(store: Store, memberships: int, at: datetime = NOON) -> Crowd:
    """Fill an empty store; the exact number of memberships is in the answer."""
    users = max(memberships // MEMBERSHIPS_EACH, 2 * MEMBERSHIPS_EACH)
    return store.write(lambda tx: _Filling(tx, users, to_us(at)).fill())


class _Filling:
    def __init__(self, tx: Transaction, users: int, at: int) -> None:
        self.tx = tx
        self.count = users
        self.users = _keys(users)
        self.organizations = _keys(users)
        self.large = secrets.randbits(62)
        self.at = at
        self.rows = 0

    def fill(self) -> Crowd:
        self._put("users", _USERS, zip(self.users, map(self._user, range(self.count)), strict=True))
        self._put("organizations", _ORGANIZATIONS, self._organizations())
        memberships = self._put("memberships", _MEMBERSHIPS, self._memberships())
        self._put("invitations", _INVITATIONS, self._invitations())
        self._put("sessions", _SESSIONS, self._sessions())
        self._put("links", _LINKS, self._links())
        self._put("records", _RECORDS, self._records())
        self._put("login_attempts", _ATTEMPTS, self._attempts())
        self._put("audit", _AUDIT, self._audit())
        self._put("outbox", _OUTBOX, self._outbox())
        return Crowd(self.count, memberships, self.rows)

    def _put(self, table: str, columns: str, rows: Iterable[tuple[object, tuple[object, ...]]]) -> int:
        """Rows by their first key, which is random: in its order they find their places fastest."""
        ordered = sorted(rows, key=lambda row: row[0])  # type: ignore[arg-type,return-value] # keys are numbers
        self.tx.insert(table, columns.split(), ((key, *rest) for key, rest in ordered))
        self.rows += len(ordered)
        return len(ordered)

    def _user(self, number: int) -> tuple[object, ...]:
        email = f"user-{number}@crowd.example"
        return email, email, f"User {number}", self.at, self.organizations[number]

    def _organizations(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        for number, (key, user) in enumerate(zip(self.organizations, self.users, strict=True)):
            yield key, self._organization(f"org-{number}", user, MEMBERSHIPS_EACH, None)
        members = min(LARGE, self.count)
        yield self.large, self._organization(LARGE_URL, self.users[0], members, 1)

    def _organization(self, url: str, creator: int, members: int, slot: int | None) -> tuple[object, ...]:
        terms = ("enterprise", 100_000, self.at + 15 * _DAYS, self.at)
        return url, f"Name of {url}", "UTC", *terms, creator, slot, "", members, members

    def _memberships(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        for number, user in enumerate(self.users):
            for slot in range(1, MEMBERSHIPS_EACH + 1):
                its = self.organizations[(number + slot - 1) % self.count]
                role = "superadmin" if slot == 1 else "admin" if slot == 2 else "standard"  # noqa: PLR2004 (the second place)
                yield user, (its, role, "internal", self.at, slot, False)
            if number < LARGE:
                role = "superadmin" if number == 0 else "standard"
                yield user, (self.large, role, "internal", self.at, MEMBERSHIPS_EACH + 1, False)

    def _invitations(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        """Of each organization: one pending to a user who is no member, and those of its members."""
        self.pending = _keys(self.count)
        for number, its in enumerate(self.organizations):
            invited = (number - MEMBERSHIPS_EACH) % self.count
            yield self._invitation(self.pending[number], its, invited, "pending", hashed(f"token-{number}"))
            for member in range(1, MEMBERSHIPS_EACH):
                yield self._invitation(
                    secrets.randbits(62), its, (number - member) % self.count, "accepted", None
                )

    def _invitation(
        self, key: int, its: int, invited: int, status: str, token_hash: str | None
    ) -> tuple[int, tuple[object, ...]]:
        email = f"user-{invited}@crowd.example"
        sent = self.at if status == "pending" else self.at - 30 * _DAYS
        ended = None if status == "pending" else sent + _DAYS
        what = (its, email, email, "standard", "internal", status, token_hash)
        return key, (*what, sent, sent + 7 * _DAYS, ended, self.users[invited])

    def _sessions(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        for number, user in enumerate(self.users):
            rest = (self.organizations[number], self.at, self.at)
            yield secrets.randbits(62), (user, hashed(f"secret-{number}"), *rest)
            if number % 10 == 0:  # the store's owner has acted for them
                yield secrets.randbits(62), (user, None, *rest)

    def _links(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        """A workspace each, and of one in ten a portal."""
        for number, (its, user) in enumerate(zip(self.organizations, self.users, strict=True)):
            for app, hides in (("slack", False), ("cliq", True)):
                if not hides or number % 10 == _HIDING:
                    account = f"team-{number}"
                    what = (app, "", account, its, user, 0, "crm", self.at, account, 1, hides)
                    yield secrets.randbits(62), what

    def _records(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        for its in self.organizations:
            yield secrets.randbits(62), (its, "leads", 1, "A lead", "{}")

    def _attempts(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """One in ten has just failed to sign in."""
        for number in range(0, self.count, 10):
            yield hashed(f"user-{number}@crowd.example"), (1, self.at)

    def _audit(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        for number, user in enumerate(self.users):
            for slot in range(MEMBERSHIPS_EACH):
                its = (number + slot) % self.count
                line = (self.organizations[its], user, f"org-{its}", f"user-{number}@crowd.example")
                yield (
                    secrets.randbits(62),
                    (self.at - slot * _DAYS, 1, *line, "organization:invitation:accepted", "{}"),
                )

    def _outbox(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        """The mails of what is pending: one in a hundred still waits."""
        for number, (key, its) in enumerate(zip(_keys(self.count), self.pending, strict=True)):
            waits = number % 100 == 0
            state = ("queued", "00000000.sealed", 0) if waits else ("sent", None, 1)
            yield key, (its, *state, self.at, self.at)


def _keys(count: int) -> Sequence[int]:
    return [secrets.randbits(62) for _ in range(count)]


_USERS = "id email email_key name created_at default_organization_id"
_ORGANIZATIONS = (
    "id url name timezone edition licenses trial_ends_at created_at creator_id creator_slot restrict_ip "
    "members internal_members"
)
_MEMBERSHIPS = "user_id organization_id role kind since slot zoho_one"
_INVITATIONS = (
    "id organization_id email email_key role kind status token_hash sent_at expires_at ended_at inviter_id"
)
_SESSIONS = "id user_id secret_hash active_organization_id created_at last_seen_at"
_LINKS = (
    "id app feature account organization_id user_id holder_id started_from since exclusive slot "
    "hides_invitations"
)
_AUDIT = "id at position organization_id person_id organization actor action detail"
_RECORDS = "id organization_id module position name fields"
_ATTEMPTS = "key_hash failures last_failed_at"
_OUTBOX = "id invitation_id state sealed_token attempts queued_at next_attempt_at"
