"""An invitation and its acceptance, each a durable transaction, use cases called in this process."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crowd import MEMBERSHIPS_EACH, NOON, Crowd, fill, hashed
from benchmarks.processes import median, timed
from benchmarks.scale import Bench
from benchmarks.table import Line
from orgctl.domain.values import Role
from orgctl.session.tokens import hash_token, new_invitation_token
from orgctl.store.instants import to_us
from orgctl.store.transaction import Store
from orgctl.text.addresses import parse_address
from orgctl.usecases import answers, invitations

if TYPE_CHECKING:
    from collections.abc import Iterable

_AT_ONCE = 50
"""Pairs between one turn and the next."""

_AWAY = MEMBERSHIPS_EACH + 10
"""User n is no member of the organization n + 15, not invited by it, and it hides no invitation of the listed."""


def measure(*, quick: bool, processor: bool) -> list[Line]:
    """Medians of fifty pairs at a time, in turns with the same rows through the bare driver."""
    pairs = 100 if quick else 1_000
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / name) for name in ("ours.db", "raw.db")]
        store = Store.open(paths[0])
        crowd = fill(store, MEMBERSHIPS_EACH * 2 * (pairs + _AT_ONCE))
        store.close()
        shutil.copy(*paths)
        store, raw = Store.open(paths[0]), _Raw(paths[1], crowd)
        bench = Bench(store, crowd)
        ours, bare = [], []
        for first in range(0, pairs + _AT_ONCE, _AT_ONCE):
            numbers = crowd.listed[first : first + _AT_ONCE]
            ours.append(timed(lambda numbers=numbers: _pairs(bench, numbers)))  # type: ignore[misc] # a list
            bare.append(timed(lambda numbers=numbers: raw.pairs(numbers)))  # type: ignore[misc] # a list
        store.close()
    took, floor = (1_000 * median(each[1:]).seconds(processor=processor) / _AT_ONCE for each in (ours, bare))
    return [Line("`invite send` and `invite accept`, a pair", took, 2.5, "raw sqlite3", floor, floor)]


def _pairs(bench: Bench, numbers: Iterable[int]) -> None:
    crowd = bench.crowd
    for number in numbers:
        bench.do(
            invitations.send,
            number + _AWAY,
            items=[(parse_address(crowd.email(number)), Role.STANDARD)],
            external=False,
            language=None,
            new_token=_token,
        )
        bench.do(answers.accept, number, organization=crowd.url(number + _AWAY))


def _token() -> invitations.Token:
    return invitations.Token(hash_token(new_invitation_token()), "00000000.sealed")


class _Raw:
    """The same rows, without a question asked."""

    def __init__(self, path: str, crowd: Crowd) -> None:
        self.crowd = crowd
        self.store = sqlite3.connect(path, isolation_level=None)
        for setting in ("synchronous = FULL", "foreign_keys = ON"):
            self.store.execute(f"PRAGMA {setting}")
        self.users = dict(self.store.execute("SELECT email, id FROM users"))
        self.organizations = dict(self.store.execute("SELECT url, id FROM organizations"))
        self.at = to_us(NOON)

    def pairs(self, numbers: Iterable[int]) -> None:
        """For each one transaction to invite and one to accept."""
        for number in numbers:
            self._pair(number)

    def _pair(self, number: int) -> None:
        email, host = self.crowd.email(number), number + _AWAY
        user, inviter = self.users[email], self.users[self.crowd.email(host)]
        url = self.crowd.url(host)
        its, invitation, mail = self.organizations[url], secrets.randbits(62), secrets.randbits(62)
        run, at = self.store.execute, self.at
        line = ("{}", its, user, url, email)
        run("BEGIN IMMEDIATE")
        token_hash = hashed(new_invitation_token())
        run(
            "INSERT INTO invitations (id, organization_id, email, email_key, role, kind, status, token_hash, "
            "sent_at, expires_at, inviter_id) VALUES (?, ?, ?, ?, 'standard', 'internal', 'pending', ?, ?, ?, ?)",
            (invitation, its, email, email, token_hash, at, at, inviter),
        )
        run(
            "INSERT INTO outbox (id, invitation_id, state, sealed_token, attempts, queued_at, next_attempt_at) "
            "VALUES (?, ?, 'queued', '00000000.sealed', 0, ?, ?)",
            (mail, invitation, at, at),
        )
        self._note("organization:invitation:sent", line)
        run("COMMIT")
        run("BEGIN IMMEDIATE")
        run(
            "INSERT INTO memberships (user_id, organization_id, role, kind, since, slot, zoho_one) "
            "VALUES (?, ?, 'standard', 'internal', ?, 7, FALSE)",
            (user, its, at),
        )
        run(
            "UPDATE organizations SET members = members + 1, internal_members = internal_members + 1 WHERE id = ?",
            (its,),
        )
        run("UPDATE invitations SET status = 'accepted', ended_at = ? WHERE id = ?", (at, invitation))
        run("UPDATE outbox SET state = 'cancelled', sealed_token = NULL WHERE id = ?", (mail,))
        self._note("organization:invitation:accepted", line)
        run("COMMIT")

    def _note(self, action: str, line: tuple[str, int, int, str, str]) -> None:
        self.store.execute(
            "INSERT INTO audit (id, at, position, detail, organization_id, person_id, organization, actor, action) "
            "VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)",
            (secrets.randbits(62), self.at, *line, action),
        )
