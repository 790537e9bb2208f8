"""Sample data: some dozens of records to explore an organization with, dated from the day of loading."""

from __future__ import annotations

import json
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from orgctl.domain.refusals import require
from orgctl.domain.roles import Act
from orgctl.domain.trial import Paused, refuse_after_trial
from orgctl.store import audit, sample_data
from orgctl.store.sample_data import Record
from orgctl.usecases.acting import acting_place, administered_place, record
from orgctl.usecases.results import RecordResult

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date, datetime
    from typing import Any

    from orgctl.domain.values import Organization
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.acting import Actor


class Module(StrEnum):
    """The kinds of records, in the order that they are listed in."""

    LEADS = "leads"
    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    DEALS = "deals"


_DATA = "sample_records.json"
_ID = "id"
_RELATION = "_id"
"""What the name of a field ends in that holds another record's id; beside it is that record's name."""
_SATURDAY = 5
"""As date.weekday() counts."""


def fill(
    tx: Transaction, actor: Actor, organization: Organization, now: datetime, module: Module | None = None
) -> tuple[RecordResult, ...]:
    """B9: load the modules, or the one, that have no records; answers what was loaded, perhaps nothing.

    The same instant and time zone give the same records, their ids included: what a script refers to
    is there after the next loading too. Dates are days of the organization's time zone.
    """
    known = _known(tx, organization)
    wanted = Module if module is None else (module,)
    missing = [one for one in wanted if all(each.module != one for each in known)]
    if not missing:
        return ()
    fresh = _read(missing, now.astimezone(ZoneInfo(organization.timezone)).date())
    sample_data.add(tx, organization.id, [each._replace(id=tx.new_id()) for each in fresh])
    _record(tx, actor, now, organization, audit.Act.SAMPLE_DATA_LOADED, fresh)
    return _shown(fresh, {*_ids(known), *_ids(fresh)})


def made(modules: Iterable[str], timezone: str, now: datetime) -> list[Record]:
    """The records that `fill` would load, kept nowhere yet: their keys are 0."""
    return _read([Module(module) for module in modules], now.astimezone(ZoneInfo(timezone)).date())


def load(
    tx: Transaction, actor: Actor, *, module: Module | None = None, now: datetime
) -> tuple[RecordResult, ...]:
    """B9, R2: load the modules, or the one, that have no records; answers every record of them there then.

    Where all of them have some, nothing is changed, and the dates stay those of their loading.
    Raises Refused: role.not_admin, trial.expired; NotFound not_found.organization.
    """
    its = administered_place(tx, actor, Act.SAMPLE_DATA).organization
    require(refuse_after_trial(its, now, Paused.SAMPLE_DATA))
    fill(tx, actor, its, now, module)
    known = _known(tx, its)
    return _shown([each for each in known if module in (None, each.module)], _ids(known))


def listing(tx: Transaction, actor: Actor, *, module: Module | None) -> tuple[RecordResult, ...]:
    """R3, A3: the records of the organization, of one module or of all, for any member.

    A relation whose other end is not there (its module was cleared) has an id of None and keeps the name.
    Raises NotFound not_found.organization.
    """
    known = _known(tx, acting_place(tx, actor).organization)
    return _shown([each for each in known if module in (None, each.module)], _ids(known))


def clear(tx: Transaction, actor: Actor, *, module: Module | None, now: datetime) -> tuple[RecordResult, ...]:
    """R2: remove the records of one module or of all, the trial's end or not; answers what is gone.

    Records of other modules stay, with what they say of those that went: their names. Loading again
    brings the cleared module back, and the relations with it.
    Raises Refused role.not_admin; NotFound not_found.organization.
    """
    its = administered_place(tx, actor, Act.SAMPLE_DATA).organization
    known = _known(tx, its)
    gone = [each for each in known if module in (None, each.module)]
    if gone:
        sample_data.clear(tx, its.id, module)
        _record(tx, actor, now, its, audit.Act.SAMPLE_DATA_CLEARED, gone)
    return _shown(gone, _ids(known))


def _known(tx: Transaction, organization: Organization) -> list[Record]:
    order = list(Module)
    known = sample_data.of_organization(tx, organization.id, None)
    return sorted(known, key=lambda each: (order.index(Module(each.module)), str(each.fields[_ID])))


def _read(modules: list[Module], today: date) -> list[Record]:
    from importlib.resources import files

    data = json.loads(files("orgctl.usecases").joinpath(_DATA).read_text(encoding="utf-8"))
    return [
        Record(0, module.value, raw.pop("name"), {name: _dated(value, today) for name, value in raw.items()})
        for module in modules
        for raw in data[module]
    ]


def _dated(value: Any, today: date) -> object:  # noqa: ANN401 (whatever JSON has)
    """`{"days": -3}` as the date three days ago, or the working day next to it on the same side."""
    if not isinstance(value, dict):
        return value
    days: int = value["days"]
    day = today + timedelta(days=days)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1 if days > 0 else -1)
    return day.isoformat()


def _ids(records: list[Record]) -> set[object]:
    return {each.fields[_ID] for each in records}


def _shown(records: list[Record], present: Container[object]) -> tuple[RecordResult, ...]:
    return tuple(
        RecordResult(
            each.module,
            str(each.fields[_ID]),
            each.name,
            {
                name: None if name.endswith(_RELATION) and value not in present else value
                for name, value in each.fields.items()
                if name != _ID
            },
        )
        for each in records
    )


def _record(
    tx: Transaction,
    actor: Actor,
    now: datetime,
    organization: Organization,
    act: audit.Act,
    records: list[Record],
) -> None:
    counts = {
        module.value: count for module in Module if (count := sum(each.module == module for each in records))
    }
    record(tx, actor, now, audit.Line(act, organization, actor.user.id, organization.url, counts))
