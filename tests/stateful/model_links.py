"""Section 6 of the policy: its table, written out once more, and the three rules that read it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.stateful.model import (
    NO_ORGANIZATION,
    Either,
    Link,
    No,
    Who,
    World,
    link_seen,
    refused,
)

Answer = No | Either | dict[str, object]


@dataclass(frozen=True)
class Row:
    """A row of the table; None is "many". A tab is an account of its own and shows one organization."""

    accounts_per_organization: int | None
    organizations_per_account: int | None
    sides: tuple[str, ...]
    per_user: bool = False


BOTH = ("crm", "app")
TABLE: dict[tuple[str, str | None], Row] = {
    ("desk", None): Row(1, 1, BOTH),
    ("projects", None): Row(1, 1, ("crm",)),
    ("survey", None): Row(1, 1, ("crm",)),
    ("webinar", None): Row(1, 1, ("crm",)),
    ("backstage", None): Row(1, 1, BOTH),
    ("cliq", None): Row(1, 1, ("crm",)),
    ("meeting", None): Row(1, 1, BOTH),
    ("forms", None): Row(1, 1, BOTH),
    ("social", None): Row(1, 1, ("crm",)),
    ("finance", None): Row(1, 1, BOTH),
    ("campaigns", None): Row(1, None, BOTH),
    ("creator", None): Row(1, None, ("crm",)),
    ("cisco-teams", None): Row(1, None, ("crm",)),
    ("analytics", None): Row(None, None, BOTH),
    ("google", None): Row(1, 1, ("crm",)),
    ("office-365", None): Row(1, 1, ("crm",)),
    ("ms-teams", "portal"): Row(1, 1, ("app",)),
    ("ms-teams", "tab"): Row(None, 1, ("app",)),
    ("ms-teams", "message-extension"): Row(None, None, ("app",), per_user=True),
    ("slack", None): Row(1, 1, BOTH),
    ("salesiq", None): Row(5, 1, BOTH),
}


def _named(app: str, feature: str | None) -> str | None:
    """Of the app with several features, the portal is meant where none is named."""
    return "portal" if app == "ms-teams" and feature is None else feature


def add(world: World, who: Who, *, app: str, feature: str | None, account: str, side: str) -> Answer:
    """E1 to E3 and the trial's end. The same pair again changes nothing and succeeds."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    feature = _named(app, feature)
    row = TABLE[app, feature]
    alike = [link for link in world.links if (link.app, link.feature) == (app, feature)]
    if row.per_user:
        alike = [link for link in alike if link.user == who.email]
    here = [link for link in alike if link.organization == its.handle]
    same = [link for link in here if link.account == account]
    # The app speaks of an organization, not of an account, where each user has one: it is replaced.
    accounts = 0 if row.per_user else len(here)
    organizations = 0 if row.per_user else len([link for link in alike if link.account == account])
    no = refused(
        ("role.not_admin", its.members[who.email].role == "standard"),
        ("trial.expired", world.trial_over(its)),
        ("integrate.wrong_side", side not in row.sides),
        (
            "integrate.cardinality",
            not same
            and (
                (row.accounts_per_organization is not None and accounts >= row.accounts_per_organization)
                or (
                    row.organizations_per_account is not None
                    and organizations >= row.organizations_per_account
                )
            ),
        ),
    )
    if same and its.members[who.email].role != "standard":
        seen = link_seen(world, same[0])
        return Either((no, seen)) if no else seen
    if no:
        return no
    if row.per_user:
        world.links = [link for link in world.links if link not in alike]
    link = Link(app, feature, account, its.handle, who.email, side, world.second)
    world.links.append(link)
    return link_seen(world, link)


def remove(world: World, who: Who, *, app: str, feature: str | None, account: str) -> Answer:
    """R2. Of links that each user has of their own, the caller's goes first."""
    its = world.place(who)
    if its is None:
        return NO_ORGANIZATION
    feature = _named(app, feature)
    found = [
        link
        for link in world.links
        if (link.app, link.feature, link.account, link.organization) == (app, feature, account, its.handle)
    ]
    no = refused(
        ("role.not_admin", its.members[who.email].role == "standard"),
        ("not_found.link", not found),
    )
    if no:
        return no
    found.sort(key=lambda link: (link.user != who.email, link.user))
    world.links.remove(found[0])
    return link_seen(world, found[0])
