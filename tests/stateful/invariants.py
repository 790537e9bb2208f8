"""What no sequence of acts may leave in the store, each as a query for what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.stateful.model_links import TABLE

if TYPE_CHECKING:
    from tests.stateful.program import Program


def _literal(value: str | int | None) -> str:
    return "NULL" if value is None else repr(value)


_CATALOGUE = ", ".join(
    f"({_literal(app)}, {_literal(feature or '')}, {_literal(row.accounts_per_organization)}, "
    f"{_literal(row.organizations_per_account)}, {int(row.per_user)})"
    for (app, feature), row in TABLE.items()
)

_WITH = f"WITH catalogue (app, feature, accounts, organizations, per_user) AS (VALUES {_CATALOGUE}) "

INVARIANTS = {
    "R1: exactly one super administrator": "SELECT o.url FROM organizations o LEFT JOIN memberships m "
    "ON m.organization_id = o.id AND m.role = 'superadmin' GROUP BY o.id HAVING count(m.user_id) <> 1",
    "B5: at most ten memberships": "SELECT user_id FROM memberships GROUP BY user_id HAVING count(*) > 10",
    "B6: at most five created": "SELECT creator_id FROM organizations WHERE creator_slot IS NOT NULL "
    "GROUP BY creator_id HAVING count(*) > 5",
    "B6: one sign-up": "SELECT creator_id FROM organizations WHERE creator_slot IS NULL "
    "GROUP BY creator_id HAVING count(*) > 1",
    "B4: unique access URLs": "SELECT lower(url) FROM organizations GROUP BY lower(url) HAVING count(*) > 1",
    "B3: no more internal members than licenses": "SELECT o.url FROM organizations o WHERE licenses < "
    "(SELECT count(*) FROM memberships m WHERE m.organization_id = o.id AND m.kind = 'internal')",
    "B7: one CRM Plus created": "SELECT creator_id FROM organizations WHERE edition = 'crm-plus' "
    "GROUP BY creator_id HAVING count(*) > 1",
    "B7: nine CRM Plus of others": "SELECT m.user_id FROM memberships m JOIN organizations o "
    "ON o.id = m.organization_id WHERE o.edition = 'crm-plus' AND o.creator_id <> m.user_id "
    "GROUP BY m.user_id HAVING count(*) > 9",
    "B8: one internal Zoho One": "SELECT m.user_id FROM memberships m JOIN organizations o "
    "ON o.id = m.organization_id WHERE o.edition = 'zoho-one' AND m.kind = 'internal' "
    "GROUP BY m.user_id HAVING count(*) > 1",
    "B8: external only standard": "SELECT user_id FROM memberships "
    "WHERE kind = 'external' AND role <> 'standard'",
    "B8: external only in Zoho One": "SELECT m.user_id FROM memberships m JOIN organizations o "
    "ON o.id = m.organization_id WHERE m.kind = 'external' AND o.edition <> 'zoho-one'",
    "D4: no default outside the memberships": "SELECT u.email FROM users u WHERE default_organization_id "
    "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id "
    "AND m.organization_id = u.default_organization_id)",
    "D4: none active outside the memberships": "SELECT s.user_id FROM sessions s "
    "WHERE active_organization_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM memberships m "
    "WHERE m.user_id = s.user_id AND m.organization_id = s.active_organization_id)",
    "C4: one pending invitation": "SELECT email_key FROM invitations WHERE status = 'pending' "
    "GROUP BY organization_id, email_key HAVING count(*) > 1",
    "C4: none pending for a member": "SELECT i.email_key FROM invitations i JOIN users u "
    "ON u.email_key = i.email_key JOIN memberships m ON m.user_id = u.id "
    "AND m.organization_id = i.organization_id WHERE i.status = 'pending'",
    "E2: accounts of an organization": "SELECT l.account FROM links l JOIN catalogue c ON c.app = l.app "
    "AND c.feature = l.feature WHERE c.accounts IS NOT NULL "
    "GROUP BY l.app, l.feature, l.organization_id HAVING count(*) > c.accounts",
    "E2: organizations of an account": "SELECT l.account FROM links l JOIN catalogue c ON c.app = l.app "
    "AND c.feature = l.feature WHERE c.organizations IS NOT NULL "
    "GROUP BY l.app, l.feature, l.account HAVING count(*) > c.organizations",
    "E2: one organization of a user's own": "SELECT l.account FROM links l JOIN catalogue c "
    "ON c.app = l.app AND c.feature = l.feature AND c.per_user GROUP BY l.app, l.feature, l.user_id "
    "HAVING count(*) > 1",
    "E2: no pair twice": "SELECT l.account FROM links l JOIN catalogue c ON c.app = l.app "
    "AND c.feature = l.feature WHERE NOT c.per_user "
    "GROUP BY l.app, l.feature, l.account, l.organization_id HAVING count(*) > 1",
    "counted: members": "SELECT o.url FROM organizations o WHERE members <> "
    "(SELECT count(*) FROM memberships m WHERE m.organization_id = o.id)",
    "counted: internal members": "SELECT o.url FROM organizations o WHERE internal_members <> "
    "(SELECT count(*) FROM memberships m WHERE m.organization_id = o.id AND m.kind = 'internal')",
}
"""Rule and sentence of each; some are backed by the schema too, which these queries don't rely on."""

_ALL = _WITH + " UNION ALL ".join(
    f"SELECT {_literal(name)}, * FROM ({query})" for name, query in INVARIANTS.items()
)


def broken(program: Program) -> list[tuple[Any, ...]]:
    """The name of each invariant that does not hold, and what breaks it."""
    return program.rows(_ALL)
