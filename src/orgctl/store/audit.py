"""History: one vocabulary of acts, written in the transaction of the act."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.store.instants import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from orgctl.domain.values import Organization
    from orgctl.store.transaction import Transaction


class Act(StrEnum):
    """Source, subject and what happened."""

    SIGNED_UP = "person:account:created"
    SIGNED_IN = "person:session:began"
    SIGNED_OUT = "person:session:ended"
    PASSWORD_SET = "person:password:changed"  # noqa: S105 (an act's name)
    DEFAULT_SET = "person:default:changed"
    CREATED = "organization:organization:created"
    RENAMED = "organization:organization:renamed"
    URL_CHANGED = "organization:url:changed"
    TIMEZONE_CHANGED = "organization:timezone:changed"
    SUBSCRIBED = "organization:subscription:changed"
    LICENSES_CHANGED = "organization:licenses:changed"
    NETWORKS_CHANGED = "organization:networks:changed"
    TRANSFERRED = "organization:superadmin:transferred"
    DELETED = "organization:organization:deleted"
    ROLE_CHANGED = "organization:member:role-changed"
    KIND_CHANGED = "organization:member:kind-changed"
    UNLINKED = "organization:member:unlinked"
    LEFT = "organization:member:left"
    INVITED = "organization:invitation:sent"
    RESENT = "organization:invitation:resent"
    REVOKED = "organization:invitation:revoked"
    ACCEPTED = "organization:invitation:accepted"
    DECLINED = "organization:invitation:declined"
    APP_LINKED = "organization:app:linked"
    APP_UNLINKED = "organization:app:unlinked"
    SAMPLE_DATA_LOADED = "organization:sample-data:loaded"
    SAMPLE_DATA_CLEARED = "organization:sample-data:cleared"


class Entry(NamedTuple):
    """One line of history."""

    at: datetime
    actor: str
    operator: str | None
    organization: str | None
    action: str
    subject: str | None
    detail: dict[str, object]


class Line(NamedTuple):
    """What one act leaves in history. Organization and person both get to see all of it."""

    act: Act
    organization: Organization | None = None
    person_id: int | None = None
    subject: str | None = None
    detail: Mapping[str, object] = MappingProxyType({})


def record(
    tx: Transaction, lines: Iterable[Line], *, actor: str, operator: str | None, now: datetime
) -> None:
    """Append lines; `operator` is who really typed it, under `--as`."""
    at = to_us(now)
    tx.many(
        "INSERT INTO audit (id, at, position, organization_id, person_id, organization, actor, operator, "
        "action, subject, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                tx.new_id(),
                at,
                tx.next_position(),
                line.organization.id if line.organization else None,
                line.person_id,
                line.organization.url if line.organization else None,
                actor,
                operator,
                line.act.value,
                line.subject,
                _written(line.detail),
            )
            for line in lines
        ],
    )


def _written(detail: Mapping[str, object]) -> str:
    if not detail:
        return "{}"
    import json

    return json.dumps(dict(detail), ensure_ascii=False)


_ENTRY = "SELECT at, actor, operator, organization, action, subject, detail FROM audit WHERE "
_OFFERED = ", ".join(f"'{act.value}'" for act in (Act.INVITED, Act.RESENT, Act.REVOKED))
_NOT_OFFERED = (
    f" AND (action NOT IN ({_OFFERED}) OR organization_id IN "
    "(SELECT m.organization_id FROM memberships m WHERE m.user_id = :user))"
)
_LATEST = " ORDER BY at DESC, position DESC LIMIT :limit"


def _entries(rows: list[tuple[Any, ...]]) -> list[Entry]:
    import json

    return [Entry._make((from_us(row[0]), *row[1:6], json.loads(row[6]))) for row in reversed(rows)]


def of_organization(tx: Transaction, organization_id: int, limit: int) -> list[Entry]:
    """The latest lines of an organization, oldest first."""
    rows = tx.all(
        f"{_ENTRY} organization_id = :organization{_LATEST}", organization=organization_id, limit=limit
    )
    return _entries(rows)


def of_person(
    tx: Transaction, user_id: int, limit: int, *, organization_id: int | None = None
) -> list[Entry]:
    """The latest lines about a person, in one organization or in all, oldest first.

    In all: but for what organizations that the person is not in did with invitations. Those may be ones
    that no list shows (C4), and what may be shown is in the organization list.
    """
    if organization_id is None:
        return _entries(
            tx.all(f"{_ENTRY} person_id = :user{_NOT_OFFERED}{_LATEST}", user=user_id, limit=limit)
        )
    rows = tx.all(
        f"{_ENTRY} person_id = :user AND organization_id = :organization{_LATEST}",
        user=user_id,
        organization=organization_id,
        limit=limit,
    )
    return _entries(rows)
