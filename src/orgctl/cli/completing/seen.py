"""What this user may see, by the same use cases that answer the commands: a list shows it, or nothing does.

Nothing is made, migrated, written or waited for, and no keyring is asked; nobody signed in sees nothing.
"""

from __future__ import annotations

from orgctl.cli import quick
from orgctl.cli.language import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from orgctl.cli.completing.spot import Spot
    from orgctl.cli.context import Run
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor

    Candidates = list[tuple[str, str]]

_USERS_AT_MOST = 200


def of(spot: Spot, environ: Mapping[str, str]) -> Candidates:
    """The candidates of a kind, for whoever acts by the line and the environment."""
    if spot.kind == "organizations":
        found = quick.organizations(environ, as_=spot.given.get("--as"), store=spot.given.get("--store"))
        if found is not None:
            return _before(spot) + [(url, _named(name, role)) for url, name, role in found]
    from orgctl.cli.context import Flags, Run

    run = Run([], environ)
    run.flags = Flags(as_=spot.given.get("--as"), store=spot.given.get("--store"))
    run.org = spot.given.get("--org")
    if spot.kind == "timezones":
        return _timezones(spot, run)
    if spot.kind == "users":
        return _asked(run, lambda tx, _actor: _users(tx, spot), anybody=True)
    answer = _ANSWERS[spot.kind]
    located = spot.kind not in {"organizations", "inviting"}
    return _before(spot) + _asked(run, lambda tx, actor: answer(tx, actor, spot, run), located=located)


def _before(spot: Spot) -> Candidates:
    return [("-", _("The one before."))] if spot.path == "switch" and not spot.typed else []


def _named(name: str, role: str) -> str:
    return f"{name}, {role}"


def _person(name: str, email: str, role: str) -> str:
    """Who was invited and has given no name is called by the address."""
    return role if name == email else _named(name, role)


def _asked(
    run: Run,
    work: Callable[[Transaction, Any], Candidates],
    *,
    anybody: bool = False,
    located: bool = True,
) -> Candidates:
    """What the store answers; a failure of any kind is for `lane.answer`, which has nothing to say of it."""
    from orgctl.store.transaction import Store

    resolve = None if anybody else run.signing.passing(located=located)
    if resolve is None and not anybody:
        return []
    store = Store.open(run.store_setting, passing=True)
    try:
        return store.read(lambda tx: work(tx, None if resolve is None else resolve(tx)))
    finally:
        store.close()


def _users(tx: Transaction, spot: Spot) -> Candidates:
    """Everybody, for who owns the store."""
    if not tx.is_mine():
        return []
    from orgctl.store import users

    return users.beginning(tx, spot.typed.casefold(), limit=_USERS_AT_MOST)


def _organizations(tx: Transaction, actor: Actor, _spot: Spot, run: Run) -> Candidates:
    from orgctl.usecases import reading

    found = reading.list_organizations(tx, actor, now=run.now).organizations
    return [(each.url, _named(each.name, each.role or "")) for each in found]


def _inviting(tx: Transaction, actor: Actor, _spot: Spot, run: Run) -> Candidates:
    from orgctl.cli.output.when import expires
    from orgctl.usecases import reading

    found = reading.list_organizations(tx, actor, now=run.now).invitations
    return [
        (each.url, f"{each.organization}, {each.role}, {expires(each.expires_at, run.now)}") for each in found
    ]


def _invited(tx: Transaction, actor: Actor, _spot: Spot, run: Run) -> Candidates:
    from orgctl.cli.output.when import expires
    from orgctl.domain.values import Status
    from orgctl.usecases import reading

    found = reading.list_invitations(tx, actor, sent=True, status=Status.PENDING, now=run.now)
    return [(each.email, f"{each.role}, {expires(each.expires_at, run.now)}") for each in found]


def _members(tx: Transaction, actor: Actor, _spot: Spot, _run: Run) -> Candidates:
    from orgctl.usecases import reading

    return [
        (each.email, _person(each.name, each.email, each.role if each.kind == "internal" else _("external")))
        for each in reading.list_members(tx, actor)
        if each.role != "superadmin"
    ]


def _heirs(tx: Transaction, actor: Actor, _spot: Spot, _run: Run) -> Candidates:
    """R1: internal administrators."""
    from orgctl.usecases import reading

    return [
        (each.email, _person(each.name, each.email, each.role))
        for each in reading.list_members(tx, actor)
        if each.role == "admin" and each.kind == "internal"
    ]


def _linked_apps(tx: Transaction, actor: Actor, _spot: Spot, _run: Run) -> Candidates:
    from orgctl.domain.catalogue import CATALOGUE
    from orgctl.usecases import reading

    products = {row.app: row.product for row in CATALOGUE}
    return [(each.app, products.get(each.app, "")) for each in reading.list_links(tx, actor, app=None)]


def _accounts(tx: Transaction, actor: Actor, spot: Spot, _run: Run) -> Candidates:
    from orgctl.usecases import reading

    feature = spot.given.get("--feature")
    return [
        (each.account, " ".join(filter(None, (each.app, each.feature))))
        for each in reading.list_links(tx, actor, app=spot.arguments[0])
        if feature in {None, each.feature}
    ]


def _timezones(spot: Spot, run: Run) -> Candidates:
    """Every IANA name with what its clocks show now."""
    from zoneinfo import ZoneInfo

    from orgctl.text.timezones import timezone_names

    wanted = spot.typed.casefold()
    names = sorted(name for name in timezone_names() if name.casefold().startswith(wanted))
    return [(name, _clock(run.now.astimezone(ZoneInfo(name)))) for name in names]


def _clock(at: datetime) -> str:
    offset = f"{at:%z}"
    return f"{at:%H:%M}, UTC{offset[:3]}:{offset[3:5]}"


_ANSWERS: dict[str, Callable[[Transaction, Actor, Spot, Run], Candidates]] = {
    "organizations": _organizations,
    "inviting": _inviting,
    "invited": _invited,
    "members": _members,
    "heirs": _heirs,
    "linked apps": _linked_apps,
    "accounts": _accounts,
}
