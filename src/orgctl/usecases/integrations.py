"""Linking app accounts with organizations, and unlinking them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.domain import integrations as rules
from orgctl.domain.catalogue import CATALOGUE, Entry, entry
from orgctl.domain.instants import whole_second
from orgctl.domain.refusals import Code, InvalidInput, NotFound, Refused, require, say
from orgctl.domain.roles import Act
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.domain.values import Link
from orgctl.store import audit, integrations
from orgctl.store.integrations import LinkSeen
from orgctl.usecases import views
from orgctl.usecases.acting import administered_place, record

if TYPE_CHECKING:
    from datetime import datetime

    from orgctl.domain.values import Side
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.results import LinkResult


def find_entry(app: str, feature: str | None) -> Entry:
    """The catalogue's row. Raises NotFound not_found.app, InvalidInput usage.argument for a feature."""
    apps = sorted({row.app for row in CATALOGUE})
    if app not in apps:
        raise NotFound(
            Code.NOT_FOUND_APP,
            say("There is no app {app} in the catalogue.", app=app),
            say("orgctl integrate apps lists it."),
        )
    row = entry(app, feature)
    if row is None:
        features = ", ".join(row.feature or "portal" for row in CATALOGUE if row.app == app)
        raise InvalidInput(
            Code.USAGE_ARGUMENT,
            say("{app} has no feature {feature}.", app=app, feature=feature),
            say("Its features: {features}.", features=features),
        )
    return row


def add(
    tx: Transaction, actor: Actor, *, app: str, account: str, feature: str | None, side: Side, now: datetime
) -> LinkResult:
    """E1 to E3, B2: link an account with the organization; the same again changes nothing.

    Raises Refused: role.not_admin, trial.expired, integrate.wrong_side, integrate.cardinality;
    NotFound not_found.app; InvalidInput usage.argument, input.account.
    """
    row = find_entry(app, feature)
    account = rules.clean_account(row, account)
    its = administered_place(tx, actor, Act.LINK_APP).organization
    require(refuse_after_trial(its, now, Paused.LINKING))
    here = [
        seen
        for seen in integrations.of_organization(tx, its.id)
        if (seen.link.app, seen.link.feature) == (row.app, row.feature)
    ]
    same = next((seen for seen in here if _is_same(row, seen.link, account, actor.user.id)), None)
    key = rules.exclusive_key(row, account, actor.user.id)
    holder = integrations.exclusive_holder(tx, row.app, row.feature, key) if key is not None else None
    plan = rules.plan_linking(
        row,
        side,
        rules.LinkFacts(
            organization_name=its.name,
            account=account,
            user_id=actor.user.id,
            already=same is not None,
            taken_slots=tuple(seen.link.slot for seen in here if seen.link.slot is not None),
            exclusive_link_id=holder.id if holder else None,
        ),
    )
    if not isinstance(plan, rules.LinkPlan):
        raise Refused(plan)
    if same is not None:
        return views.link(same, its.url)
    if plan.replaces is not None:
        integrations.remove(tx, plan.replaces)
    link = Link(
        tx.new_id(), row.app, row.feature, account, its.id, actor.user.id, side, whole_second(now), plan.slot
    )
    write(tx, row, link, plan.exclusive)
    detail: dict[str, object] = {"app": row.app, "feature": row.feature, "account": account}
    record(tx, actor, now, audit.Line(audit.Act.APP_LINKED, its, actor.user.id, row.app, detail))
    return views.link(LinkSeen(link, actor.user.email), its.url)


def write(tx: Transaction, row: Entry, link: Link, exclusive: str | None) -> None:
    """Keep a link that the rules have let pass, with the columns that back them."""
    integrations.add(
        tx,
        link,
        exclusive=exclusive,
        holder_id=link.user_id if row.per_user else 0,
        hides_invitations=row.hides_invitations,
    )


def remove(
    tx: Transaction, actor: Actor, *, app: str, account: str, feature: str | None, now: datetime
) -> LinkResult:
    """R2: unlink an account. Raises Refused role.not_admin; NotFound not_found.app, not_found.link."""
    row = find_entry(app, feature)
    account = rules.clean_account(row, account)
    its = administered_place(tx, actor, Act.UNLINK_APP).organization
    candidates = [
        seen
        for seen in integrations.of_organization(tx, its.id)
        if (seen.link.app, seen.link.feature) == (row.app, row.feature)
        and seen.link.account.casefold() == account.casefold()
    ]
    # Of links that each user has of their own, one's own goes first.
    candidates.sort(key=lambda seen: seen.link.user_id != actor.user.id)
    if not candidates:
        raise NotFound(
            Code.NOT_FOUND_LINK,
            say(
                "{organization} is not linked with {account} of {app}.",
                organization=its.name,
                account=account,
                app=app,
            ),
            say("orgctl integrate list --org {url} shows its links.", url=its.url),
        )
    seen = candidates[0]
    integrations.remove(tx, seen.link.id)
    detail: dict[str, object] = {"app": row.app, "feature": row.feature, "account": seen.link.account}
    record(tx, actor, now, audit.Line(audit.Act.APP_UNLINKED, its, actor.user.id, row.app, detail))
    return views.link(seen, its.url)


def _is_same(row: Entry, link: Link, account: str, user_id: int) -> bool:
    same_user = not row.per_user or link.user_id == user_id
    return same_user and link.account.casefold() == account.casefold()
