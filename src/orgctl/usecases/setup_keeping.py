"""Plans that are kept: shown today, approved tomorrow, and applied only if they still are what was shown.

A kept plan is a JSON document with the file's wishes, the options, who is to act, and two digests: of the
facts that it rests on, and of its changes. It holds addresses, but no secret. Applying works the plan out
again; unless both digests come out the same, it is refused: `plan.stale`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from orgctl.domain.planning.canonical import canonical, canonical_changes
from orgctl.domain.planning.scene import Options
from orgctl.domain.refusals import Code, InvalidInput, Refusal, Refused, say
from orgctl.domain.values import Edition, Kind, Role, Side
from orgctl.manifest.collector import unhurried_collector
from orgctl.manifest.values import (
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.text.addresses import Address
from orgctl.usecases.setup import Meter, carry_out, planned, result_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from orgctl.domain.planning.outcome import Plan
    from orgctl.domain.planning.state import State
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor
    from orgctl.usecases.invitations import Token
    from orgctl.usecases.results import AppliedResult, PlanResult

FORMAT: Final = "orgctl plan 1"
"""What a kept plan begins with, and files of other kinds don't."""

_MARK: Final = b'{"orgctl plan": 1,'


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan as it was kept. `acts_for` is the key of the user that it acts for, None for the owner."""

    manifest: Manifest
    options: Options
    acts_for: str | None
    facts: str
    changes: str


def keep(
    tx: Transaction,
    actor: Actor | None,
    manifest: Manifest,
    options: Options,
    *,
    progress: Callable[[int], None] | None = None,
    now: datetime,
) -> tuple[PlanResult, bytes]:
    """What `setup.plan` answers, and the same as a document to be kept."""
    with unhurried_collector():
        worked_out, facts = _worked_out(tx, actor, manifest, options, now, progress)
        kept = KeptPlan(
            manifest,
            options,
            actor.user.email_key if actor else None,
            facts,
            _digest(canonical_changes(worked_out)),
        )
        return result_of(worked_out, manifest), _written(kept)


def is_kept(data: bytes) -> bool:
    """Whether the bytes of a file are a kept plan."""
    return data.startswith(_MARK)


def read(data: bytes, name: str) -> KeptPlan:
    """A kept plan. Raises InvalidInput `input.file` where it was cut short or changed by hand."""
    try:
        document = json.loads(data)
        return KeptPlan(
            _manifest(document["wanted"]),
            Options(**document["options"]),
            document["acts_for"],
            document["facts"],
            document["changes"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InvalidInput(
            Code.INPUT_FILE,
            say("{name} is no plan any more: it was cut short or changed.", name=name),
            say("Make it again: orgctl plan FILE --save {name}", name=name),
        ) from problem


def apply_kept(
    tx: Transaction,
    actor: Actor | None,
    kept: KeptPlan,
    *,
    max_removals: int | None = None,
    operator: str | None,
    new_token: Callable[[], Token],
    progress: Callable[[int, int], None] | None = None,
    now: datetime,
) -> AppliedResult:
    """Do what a kept plan says, as `setup.apply` does; `max_removals` replaces the plan's own.

    Raises Refused `plan.stale` where the facts, the changes that come of them or who acts are others now.
    """
    if kept.acts_for != (actor.user.email_key if actor else None):
        raise Refused(_other_actor(kept, actor))
    options = kept.options if max_removals is None else kept.options._replace(max_removals=max_removals)
    with unhurried_collector():
        bar = Meter(kept.manifest, progress)
        worked_out, facts = _worked_out(tx, actor, kept.manifest, options, now, bar.looked_at)
        if (facts, _digest(canonical_changes(worked_out))) != (kept.facts, kept.changes):
            raise Refused(_stale())
        return carry_out(
            tx, actor, worked_out, kept.manifest, operator=operator, new_token=new_token, bar=bar
        )


def _worked_out(
    tx: Transaction,
    actor: Actor | None,
    manifest: Manifest,
    options: Options,
    now: datetime,
    progress: Callable[[int], None] | None,
) -> tuple[Plan, str]:
    facts: list[str] = []

    def seen(state: State) -> None:
        facts.append(_digest(canonical(state)))

    worked_out = planned(tx, actor, manifest, options=options, now=now, progress=progress, seen=seen)
    return worked_out, facts[0]


def _digest(lines: Iterable[str]) -> str:
    digest = sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _stale() -> Refusal:
    return Refusal(
        Code.PLAN_STALE,
        "",
        say("The plan is stale: what it rests on has changed since it was made."),
        say("Make it again and look at it: orgctl plan FILE --save PLAN"),
    )


def _other_actor(kept: KeptPlan, actor: Actor | None) -> Refusal:
    owner = say("the store's owner")
    return Refusal(
        Code.PLAN_STALE,
        "",
        say(
            "The plan was made for {planned}, and {acting} acts now.",
            planned=kept.acts_for or owner,
            acting=actor.user.email if actor else owner,
        ),
        say("Apply it as it was made (--as EMAIL, or --owner), or make it again."),
    )


def _written(kept: KeptPlan) -> bytes:
    document = {
        "options": kept.options._asdict(),
        "acts_for": kept.acts_for,
        "facts": kept.facts,
        "changes": kept.changes,
        "wanted": {
            "name": kept.manifest.name,
            "version": kept.manifest.version,
            "rosters": kept.manifest.rosters,
            "users": [_row(user) for user in kept.manifest.users],
            "organizations": [_organization_row(wanted) for wanted in kept.manifest.organizations],
        },
    }
    return _MARK + json.dumps(document, separators=(",", ":")).encode()[1:] + b"\n"


def _row(wanted: WantedUser | WantedInvitation | WantedLink | WantedOrganization) -> dict[str, object]:
    """What is asked for, with its place in the file; what the file is silent on is left out."""
    return {
        each.name: value
        for each in fields(wanted)
        if (value := getattr(wanted, each.name)) is not None and value != each.default
    }


def _organization_row(wanted: WantedOrganization) -> dict[str, object]:
    row = _row(wanted)
    for name in ("invitations", "integrations"):
        if name in row:
            row[name] = [_row(each) for each in getattr(wanted, name)]
    return row


def _manifest(document: dict[str, Any]) -> Manifest:
    return Manifest(
        users=tuple(WantedUser(**_typed(row)) for row in document["users"]),
        organizations=tuple(_organization(row) for row in document["organizations"]),
        version=document["version"],
        name=document["name"],
        rosters=document["rosters"],
    )


def _organization(row: dict[str, Any]) -> WantedOrganization:
    lists: dict[str, Any] = {
        name: tuple(row.pop(name)) for name in ("sample_data", "restrict_ip") if name in row
    }
    if "members" in row:
        lists["members"] = tuple(
            WantedMember(Address(*address), role and Role(role), kind and Kind(kind), line, column)
            for address, role, kind, line, column in row.pop("members")
        )
    if "invitations" in row:
        lists["invitations"] = tuple(WantedInvitation(**_typed(each)) for each in row.pop("invitations"))
    if "integrations" in row:
        lists["integrations"] = tuple(WantedLink(**_typed(each)) for each in row.pop("integrations"))
    return WantedOrganization(**_typed(row), **lists)


_TYPES: Final[dict[str, Callable[[Any], object]]] = {
    "address": lambda pair: Address(*pair),
    "invited_by": lambda pair: Address(*pair),
    "user": lambda pair: Address(*pair),
    "created_by": lambda pair: Address(*pair),
    "role": Role,
    "kind": Kind,
    "edition": Edition,
    "started_from": Side,
}


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _TYPES[name](value) if name in _TYPES else value for name, value in row.items()}
