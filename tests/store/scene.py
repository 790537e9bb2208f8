"""A store with a row of every kind, for what treats all tables alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from orgctl.domain.values import Edition, Role, Side
from orgctl.session.tokens import hash_token
from orgctl.usecases import accounts, integrations, organizations, sample_data, switching
from orgctl.usecases.answers import Newcomer
from tests.usecases.acts import ANNA, EWA, JAN, OLA, Acts

if TYPE_CHECKING:
    from orgctl.store.transaction import Store

TABLES = (
    "audit",
    "invitations",
    "links",
    "login_attempts",
    "memberships",
    "organizations",
    "outbox",
    "records",
    "sessions",
    "users",
)


def furnish(store: Store) -> Acts:
    """Some people, organizations and what they did, with names from more than one script."""
    acts = Acts(store)
    acts.sign_up(ANNA, "zylker", name="Анна", organization_name="Zylker ÅÄÖ 株式会社 '\"\\%:x?")
    acts.create(ANNA, "services")
    acts.sign_up(OLA, "olas", password_hash="hash", secret_hash=hash_token("orgs_ola"))
    acts.send(ANNA, EWA, JAN, "wanted@x.example", org="zylker", role=Role.ADMIN)
    acts.accept_by_token(acts.tokens[0], newcomer=Newcomer("Ewa", "hash", hash_token("orgs_ewa")))
    acts.decline_by_token(acts.tokens[1])
    acts.join(JAN, "olas", by=OLA)
    acts.subscribe(ANNA, "services", Edition.ZOHO_ONE, 5)
    acts.send(ANNA, JAN, org="services", external=True)
    acts.accept_by_token(acts.tokens[-1])
    acts.do(integrations.add, ANNA, org="zylker", app="cliq", account="Zespół", feature=None, side=Side.CRM)
    acts.do(sample_data.load, OLA)
    acts.do(organizations.restrict_ip, OLA, networks=("10.0.0.0/8", "2001:db8::/32"))
    acts.do(switching.switch, JAN, organization="services")
    acts.at(timedelta(days=8)).send(ANNA, "wanted@x.example", org="zylker")
    acts.write(lambda tx: accounts.note_failure(tx, hash_token("nobody@x.example"), acts.now))
    return acts


def rows(acts: Acts) -> dict[str, list[object]]:
    """All rows of all tables, alike on both engines."""
    return {
        name: [
            tuple(int(value) if isinstance(value, bool) else value for value in row)
            for row in acts.table(name)
        ]
        for name in TABLES
    }
