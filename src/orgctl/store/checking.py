"""Whether a store is whole: the engine's own check, and every invariant of the policy as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.domain.catalogue import CATALOGUE
from orgctl.domain.limits import (
    CREATED_PER_USER,
    CRM_PLUS_CREATED_PER_USER,
    CRM_PLUS_JOINED_PER_USER,
    MEMBERSHIPS_PER_USER,
    ZOHO_ONE_INTERNAL_PER_USER,
)
from orgctl.domain.refusals import Sentence, say
from orgctl.domain.trial import TRIAL_EDITION

if TYPE_CHECKING:
    from orgctl.store.transaction import Transaction


class Finding(NamedTuple):
    """A row that breaks an invariant: which rule, what it is about, and what is wrong."""

    rule: str
    subject: str
    problem: Sentence


class Invariant(NamedTuple):
    """A query that answers the subject and a number of each row that breaks a rule; none where it holds."""

    rule: str
    problem: str
    sql: str
    values: dict[str, object] = {}  # noqa: RUF012 (read, never written)


INVARIANTS = (
    Invariant(
        "R1",
        "has {n} super administrators, not exactly one",
        "SELECT o.url, COUNT(m.user_id) FROM organizations o LEFT JOIN memberships m "
        "ON m.organization_id = o.id AND m.role = 'superadmin' GROUP BY o.url HAVING COUNT(m.user_id) <> 1",
    ),
    Invariant(
        "B2",
        "tries another edition than the trial's",
        "SELECT o.url, 1 FROM organizations o WHERE o.licenses IS NULL AND o.edition <> :edition",
        {"edition": TRIAL_EDITION.value},
    ),
    Invariant(
        "B4",
        "is the access URL of {n} organizations",
        "SELECT LOWER(o.url), COUNT(*) FROM organizations o GROUP BY LOWER(o.url) HAVING COUNT(*) > 1",
    ),
    Invariant(
        "B5",
        "belongs to {n} organizations",
        "SELECT u.email, COUNT(*) FROM memberships m JOIN users u ON u.id = m.user_id "
        "GROUP BY u.email HAVING COUNT(*) > :most",
        {"most": MEMBERSHIPS_PER_USER},
    ),
    Invariant(
        "B6",
        "has created {n} organizations as an administrator",
        "SELECT u.email, COUNT(*) FROM organizations o JOIN users u ON u.id = o.creator_id "
        "WHERE o.creator_slot IS NOT NULL GROUP BY u.email HAVING COUNT(*) > :most",
        {"most": CREATED_PER_USER},
    ),
    Invariant(
        "B7",
        "has created {n} CRM Plus organizations",
        "SELECT u.email, COUNT(*) FROM organizations o JOIN users u ON u.id = o.creator_id "
        "WHERE o.edition = 'crm-plus' GROUP BY u.email HAVING COUNT(*) > :most",
        {"most": CRM_PLUS_CREATED_PER_USER},
    ),
    Invariant(
        "B7",
        "is in {n} CRM Plus organizations created by others",
        "SELECT u.email, COUNT(*) FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "JOIN users u ON u.id = m.user_id WHERE o.edition = 'crm-plus' AND o.creator_id <> m.user_id "
        "GROUP BY u.email HAVING COUNT(*) > :most",
        {"most": CRM_PLUS_JOINED_PER_USER},
    ),
    Invariant(
        "B8",
        "is an internal member of {n} Zoho One organizations",
        "SELECT u.email, COUNT(*) FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "JOIN users u ON u.id = m.user_id WHERE o.edition = 'zoho-one' AND m.kind = 'internal' "
        "GROUP BY u.email HAVING COUNT(*) > :most",
        {"most": ZOHO_ONE_INTERNAL_PER_USER},
    ),
    Invariant(
        "B8",
        "has {n} external members who are not standard, or in an edition that has none",
        "SELECT o.url, COUNT(*) FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "WHERE m.kind = 'external' AND (o.edition <> 'zoho-one' OR m.role <> 'standard') GROUP BY o.url",
    ),
    Invariant(
        "B8",
        "has {n} memberships whose Zoho One mark is wrong",
        "SELECT o.url, COUNT(*) FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "WHERE m.zoho_one <> (m.kind = 'internal' AND o.edition = 'zoho-one') GROUP BY o.url",
    ),
    Invariant(
        "B3",
        "has {n} internal members, more than licenses",
        "SELECT o.url, COUNT(*) FROM memberships m JOIN organizations o ON o.id = m.organization_id "
        "WHERE m.kind = 'internal' AND o.licenses IS NOT NULL GROUP BY o.url, o.licenses "
        "HAVING COUNT(*) > o.licenses",
    ),
    Invariant(
        "B3",
        "counts {n} members, which is not what it has",
        "SELECT o.url, o.members FROM organizations o WHERE o.members <> "
        "(SELECT COUNT(*) FROM memberships m WHERE m.organization_id = o.id) OR o.internal_members <> "
        "(SELECT COUNT(*) FROM memberships m WHERE m.organization_id = o.id AND m.kind = 'internal')",
    ),
    Invariant(
        "D4",
        "has a default organization without being a member of it",
        "SELECT u.email, 1 FROM users u WHERE u.default_organization_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM memberships m WHERE m.user_id = u.id "
        "AND m.organization_id = u.default_organization_id)",
    ),
    Invariant(
        "D1",
        "has {n} sign-ins in organizations without being a member of them",
        "SELECT u.email, COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id "
        "WHERE s.active_organization_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM memberships m "
        "WHERE m.user_id = s.user_id AND m.organization_id = s.active_organization_id) GROUP BY u.email",
    ),
    Invariant(
        "A1",
        "is the address of {n} users",
        "SELECT LOWER(u.email_key), COUNT(*) FROM users u GROUP BY LOWER(u.email_key) HAVING COUNT(*) > 1",
    ),
    Invariant(
        "C1",
        "has {n} pending invitations to one organization",
        "SELECT MIN(i.email), COUNT(*) FROM invitations i WHERE i.status = 'pending' "
        "GROUP BY i.organization_id, i.email_key HAVING COUNT(*) > 1",
    ),
    Invariant(
        "C1",
        "has {n} pending invitations as a member already",
        "SELECT i.email, COUNT(*) FROM invitations i JOIN users u ON u.email_key = i.email_key "
        "JOIN memberships m ON m.user_id = u.id AND m.organization_id = i.organization_id "
        "WHERE i.status = 'pending' GROUP BY i.email",
    ),
    Invariant(
        "C2",
        "has {n} mails waiting for invitations that are over",
        "SELECT i.email, COUNT(*) FROM outbox b JOIN invitations i ON i.id = b.invitation_id "
        "WHERE b.state = 'queued' AND i.status NOT IN ('pending', 'expired') GROUP BY i.email",
    ),
    Invariant(
        "C3",
        "has {n} mails whose secret outlived them",
        "SELECT i.email, COUNT(*) FROM outbox b JOIN invitations i ON i.id = b.invitation_id "
        "WHERE b.state <> 'queued' AND b.sealed_token IS NOT NULL GROUP BY i.email",
    ),
)


def broken(tx: Transaction) -> list[Finding]:
    """Every row that breaks a rule of the policy."""
    found = [
        Finding(each.rule, str(row[0]), Sentence(each.problem, {"n": row[1]}))
        for each in INVARIANTS
        for row in tx.all(each.sql, **each.values)
    ]
    return found + _links(tx)


def _links(tx: Transaction) -> list[Finding]:
    """E2 and C4 over every row of the catalogue."""
    rows: list[tuple[Any, ...]] = tx.all(
        "SELECT l.app, l.feature, l.account, l.user_id, o.url, l.hides_invitations FROM links l "
        "JOIN organizations o ON o.id = l.organization_id ORDER BY o.url, l.app, l.feature, l.account"
    )
    entries = {(entry.app, entry.feature or ""): entry for entry in CATALOGUE}
    found: list[Finding] = []
    per_organization: dict[tuple[str, str, str], int] = {}
    holders: dict[tuple[str, str, str], str] = {}
    for app, feature, account, user_id, url, hides in rows:
        entry = entries.get((app, feature))
        if entry is None:
            found.append(
                Finding(
                    "E2",
                    url,
                    say(
                        "is linked with {app} {feature}, which is not in the catalogue",
                        app=app,
                        feature=feature,
                    ),
                )
            )
            continue
        if bool(hides) is not entry.hides_invitations:
            found.append(
                Finding("C4", url, say("has a link with {app} whose mark on invitations is wrong", app=app))
            )
        here = (url, app, feature)
        per_organization[here] = per_organization.get(here, 0) + 1
        most = entry.accounts_per_organization
        if most is not None and per_organization[here] > most:
            found.append(
                Finding(
                    "E2", url, say("is linked with {n} accounts of {app}", n=per_organization[here], app=app)
                )
            )
        if entry.exclusive is not None:
            holder = (app, feature, str(user_id) if entry.per_user else account.casefold())
            if holder in holders:
                found.append(
                    Finding(
                        "E2",
                        url,
                        say("shares {account} of {app} with another organization", account=account, app=app),
                    )
                )
            holders[holder] = url
    return found
