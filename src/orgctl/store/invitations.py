"""Invitations: found by organization and address, or by the hash of their token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.domain.values import Invitation, Kind, Organization, Role, Status
from orgctl.store import organizations
from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from orgctl.store.transaction import Transaction

COLUMNS = (
    "i.id, i.organization_id, i.email, i.email_key, i.role, i.kind, i.status, i.sent_at, i.expires_at, "
    "i.inviter_id"
)
WIDTH = 10


class Offer(NamedTuple):
    """An invitation with what is shown beside it."""

    invitation: Invitation
    organization: Organization
    inviter_email: str


def from_row(row: tuple[Any, ...]) -> Invitation:
    """An invitation of the first columns of a row."""
    return Invitation(
        row[0],
        row[1],
        row[2],
        row[3],
        Role(row[4]),
        Kind(row[5]),
        Status(row[6]),
        from_us(row[7]),
        from_us(row[8]),
        row[9],
    )


def _offer(row: tuple[Any, ...]) -> Offer:
    end = WIDTH + organizations.WIDTH
    return Offer(from_row(row), organizations.from_row(row[WIDTH:end]), row[end])


_OFFERS = (
    f"SELECT {COLUMNS}, {organizations.COLUMNS}, w.email FROM invitations i "
    "JOIN organizations o ON o.id = i.organization_id JOIN users w ON w.id = i.inviter_id WHERE "
)


def by_token(tx: Transaction, token_hash: str) -> Offer | None:
    """The invitation that a token belongs to, and its organization, both held: the organization first."""
    row = tx.one(f"{_OFFERS} i.token_hash = :hash" + tx.hold("o, i"), hash=token_hash)
    return _offer(row) if row else None


def received(tx: Transaction, email_key: str) -> list[Offer]:
    """Every invitation of an address, the latest first; whether it may be listed is for rules to say."""
    rows = tx.all(f"{_OFFERS} i.email_key = :key ORDER BY i.sent_at DESC, o.url, i.id", key=email_key)
    return [_offer(row) for row in rows]


def latest_by_url(tx: Transaction, url: str, email_key: str) -> Offer | None:
    """The latest invitation of an address to the organization with this access URL, held."""
    return _latest(tx, "o.url = :organization", url, email_key)


def pending_of(tx: Transaction, email_key: str) -> list[Offer]:
    """Invitations of an address that nobody has answered, in the order of access URLs."""
    rows = tx.all(f"{_OFFERS} i.email_key = :key AND i.status = 'pending' ORDER BY o.url", key=email_key)
    return [_offer(row) for row in rows]


def latest(tx: Transaction, organization_id: int, email_key: str) -> Offer | None:
    """The latest invitation of an address to an organization, held."""
    return _latest(tx, "i.organization_id = :organization", organization_id, email_key)


def _latest(tx: Transaction, condition: str, organization: int | str, email_key: str) -> Offer | None:
    row = tx.one(
        f"{_OFFERS} {condition} AND i.email_key = :key "
        "ORDER BY CASE i.status WHEN 'pending' THEN 0 ELSE 1 END, i.sent_at DESC, i.ended_at DESC LIMIT 1"
        + tx.hold("o, i"),
        organization=organization,
        key=email_key,
    )
    return _offer(row) if row else None


def sent(tx: Transaction, organization_id: int) -> list[Offer]:
    """Every invitation of an organization that went to somebody, the latest first."""
    rows = tx.all(
        f"{_OFFERS} i.organization_id = :organization ORDER BY i.sent_at DESC, i.email_key, i.id",
        organization=organization_id,
    )
    return [_offer(row) for row in rows]


class Invitee(NamedTuple):
    """What sending needs to know of an address: who has it, whether a member, and what is pending."""

    user_id: int | None = None
    is_member: bool = False
    pending: Invitation | None = None


def invitees(tx: Transaction, organization_id: int, email_keys: Sequence[str]) -> dict[str, Invitee]:
    """Facts about addresses and one organization; an address that nobody knows is left out."""
    values = {"organization": organization_id, "keys": tx.texts(email_keys)}
    people = tx.all(
        "SELECT u.email_key, u.id, m.user_id FROM users u LEFT JOIN memberships m "
        "ON m.user_id = u.id AND m.organization_id = :organization "
        f"WHERE u.email_key {tx.among_texts('keys')}",
        **values,
    )
    found = {row[0]: Invitee(row[1], row[2] is not None) for row in people}
    waiting = tx.all(
        f"SELECT {COLUMNS} FROM invitations i WHERE i.organization_id = :organization "
        f"AND i.status = 'pending' AND i.email_key {tx.among_texts('keys')}",
        **values,
    )
    for row in waiting:
        invitation = from_row(row)
        found[invitation.email_key] = found.get(invitation.email_key, Invitee())._replace(pending=invitation)
    return found


def add(
    tx: Transaction, invitations: Sequence[tuple[Invitation, str | None]], *, language: str | None
) -> None:
    """New offers, each with its token's hash, which is all that is kept of the token."""
    tx.many(
        "INSERT INTO invitations (id, organization_id, email, email_key, role, kind, status, sent_at, "
        "expires_at, inviter_id, token_hash, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                offer.id,
                offer.organization_id,
                offer.email,
                offer.email_key,
                offer.role.value,
                offer.kind.value,
                offer.status.value,
                to_us(offer.sent_at),
                to_us(offer.expires_at),
                offer.inviter_id,
                token_hash,
                language,
            )
            for offer, token_hash in invitations
        ],
    )


def end(tx: Transaction, offer: Offer, status: Status, now: datetime, *, reason: str | None = None) -> None:
    """A final state: its token is dead, and a mail that still waits is not sent any more."""
    values = {"status": status.value, "now": to_us(now), "reason": reason, "id": offer.invitation.id}
    tx.together(
        (
            "UPDATE invitations SET status = :status, ended_at = :now, reason = :reason WHERE id = :id",
            values,
        ),
        _cancelling_mail(offer.invitation.id),
    )


def _cancelling_mail(invitation_id: int) -> tuple[str, dict[str, object]]:
    """A message of this invitation that was not sent yet never will be."""
    return (
        (
            "UPDATE outbox SET state = 'cancelled', sealed_token = NULL WHERE state = 'queued' "
            "AND invitation_id = :id"
        ),
        {"id": invitation_id},
    )


def renew(tx: Transaction, invitation: Invitation, *, token_hash: str) -> None:
    """A new token and new days for the same offer; the old token is dead, and a mail that waits with it."""
    values = {
        "hash": token_hash,
        "sent": to_us(invitation.sent_at),
        "expires": to_us(invitation.expires_at),
        "inviter": invitation.inviter_id,
        "id": invitation.id,
    }
    tx.together(
        _cancelling_mail(invitation.id),
        (
            (
                "UPDATE invitations SET token_hash = :hash, sent_at = :sent, expires_at = :expires, "
                "inviter_id = :inviter WHERE id = :id"
            ),
            values,
        ),
    )


def mark_expired(tx: Transaction, now: datetime, invitation_ids: Iterable[int]) -> None:
    """Write down what was seen to be expired, so that a clock set back revives nothing."""
    tx.run(
        "UPDATE invitations SET status = 'expired', ended_at = :now WHERE status = 'pending' "
        f"AND id {tx.among('ids')}",
        now=to_us(now),
        ids=tx.array(list(invitation_ids)),
    )
