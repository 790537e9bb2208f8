"""Where races are run: stores in which many reach for the same places, written by bulk SQL."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import TYPE_CHECKING

from orgctl.session.tokens import hash_token
from orgctl.store.instants import to_us
from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgctl.store.transaction import Transaction

_WEEK = 604_800_000_000


class Scene:
    """Rows to be written by `write`, in which all is well."""

    def __init__(self) -> None:
        self._users: dict[str, int] = {}
        self._organizations: dict[str, tuple[int, str, str, str, int | None, int | None]] = {}
        self._members: dict[str, dict[str, str]] = {}
        self._invitations: list[tuple[str, str, str | None]] = []

    def organization(
        self,
        url: str,
        owner: str,
        *,
        admins: Iterable[str] = (),
        edition: str = "enterprise",
        licenses: int | None = None,
        creator_slot: int | None = None,
    ) -> None:
        """An organization of its creator, with administrators."""
        self._user(owner)
        key = secrets.randbits(62)
        self._organizations[url] = (key, owner, edition, url.title(), licenses, creator_slot)
        self._members[url] = {owner: "superadmin"}
        for admin in admins:
            self._user(admin)
            self._members[url][admin] = "admin"

    def invitation(self, url: str, email: str, token: str | None = None) -> None:
        """One that is pending, to somebody who has a login."""
        self._user(email)
        self._invitations.append((url, email, token))

    def _user(self, email: str) -> None:
        self._users.setdefault(email, secrets.randbits(62))

    def write(self, tx: Transaction) -> None:
        """Put it into an empty store."""
        at = to_us(NOON)
        tx.insert(
            "users",
            ("id", "email", "email_key", "name", "created_at"),
            [(key, email, email, email, at) for email, key in self._users.items()],
        )
        tx.insert(
            "organizations",
            (
                "id",
                "creator_id",
                "edition",
                "name",
                "licenses",
                "creator_slot",
                "url",
                "timezone",
                "trial_ends_at",
                "created_at",
                "restrict_ip",
                "members",
                "internal_members",
            ),
            [
                (key, self._users[owner], *rest, url, "UTC", at + _WEEK, at, "", count, count)
                for url, (key, owner, *rest) in self._organizations.items()
                for count in [len(self._members[url])]
            ],
        )
        tx.insert(
            "memberships",
            ("user_id", "organization_id", "role", "kind", "since", "slot", "zoho_one"),
            self._memberships(at),
        )
        tx.insert(
            "invitations",
            (
                "id",
                "organization_id",
                "email",
                "email_key",
                "role",
                "kind",
                "status",
                "token_hash",
                "sent_at",
                "expires_at",
                "inviter_id",
            ),
            [
                (
                    secrets.randbits(62),
                    self._organizations[url][0],
                    email,
                    email,
                    "standard",
                    "internal",
                    "pending",
                    None if token is None else hash_token(token),
                    at,
                    at + _WEEK,
                    self._users[self._organizations[url][1]],
                )
                for url, email, token in self._invitations
            ],
        )

    def _memberships(self, at: int) -> list[tuple[object, ...]]:
        slots: Counter[str] = Counter()
        rows = []
        for url, members in self._members.items():
            key, _, edition, *_ = self._organizations[url]
            for email, role in members.items():
                slots[email] += 1
                zoho_one = edition == "zoho-one"
                rows.append((self._users[email], key, role, "internal", at, slots[email], zoho_one))
        return rows
