from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from orgctl.domain.values import Role
from orgctl.text.addresses import parse_address
from orgctl.text.names import clean_name
from orgctl.usecases import organizations, reading, sample_data
from orgctl.usecases.sample_data import Module
from tests.usecases.acts import ANNA, EWA, JAN, refused

FICTIONAL = re.compile(
    # what each country's regulator keeps for films and books
    r"\+1 \d{3} 555 01\d\d"
    r"|\+44 (20 7946 0|1(13|17|61) 496 0|7700 900 )\d{3}"
    r"|\+33 (1 99 00|4 65 71|5 36 49) \d\d \d\d"
    r"|\+49 (30 23125|40 66969|69 90009|89 99998) \d{3}"
    r"|\+46 (8 465 004|31 390 06) \d\d"
    r"|\+61 [2378] 5550 \d{4}"
)


@pytest.fixture
def zylker(acts):
    """Anna's Zylker in Warsaw with Jan, a standard member; Ewa's Other."""
    acts.sign_up(ANNA, "zylker")
    acts.join(JAN, "zylker", by=ANNA)
    acts.sign_up(EWA, "other")
    return acts


def _load(acts, who=ANNA, **given):
    return acts.do(sample_data.load, who, **given)


def _clear(acts, module=None, *, who=ANNA, **given):
    return acts.do(sample_data.clear, who, module=module, **given)


def _listing(acts, module=None, *, who=ANNA, **given):
    return acts.ask(sample_data.listing, who, module=module, **given)


def _of(records, module):
    return [record for record in records if record.module == module]


def _history(acts):
    return [
        (line.action, line.subject, line.detail)
        for line in acts.ask(reading.read_audit, ANNA, org="zylker", limit=50)
        if ":sample-data:" in line.action
    ]


def _dates(records):
    return [
        (record.id, name, date.fromisoformat(value))
        for record in records
        for name, value in record.fields.items()
        if name.endswith("_on")
    ]


# what the records are


def test_there_are_some_dozens_of_records_in_four_modules(zylker):
    records = _load(zylker)

    assert Counter(record.module for record in records) == {
        "leads": 14,
        "accounts": 12,
        "contacts": 20,
        "deals": 16,
    }
    assert [record.module for record in records] == sorted(
        (record.module for record in records), key=["leads", "accounts", "contacts", "deals"].index
    )


def test_a_record_is_shown_whole(zylker):
    records = _load(zylker)

    deal = next(record for record in records if record.id == "deal-01")
    assert (deal.module, deal.name) == ("deals", "Fleet tracking for 80 trucks")
    assert deal.fields == {
        "stage": "Negotiation",
        "probability": 75,
        "amount": 64000,
        "currency": "EUR",
        "account_id": "account-01",
        "account": "Brightwater Logistics",
        "contact_id": "contact-01",
        "contact": "Annika Brandt",
        "closing_on": "2025-03-10",
        "created_on": "2025-01-02",
        "last_activity_on": "2025-02-26",
    }


def test_each_contact_has_an_account_and_each_deal_a_contact_of_its_account(zylker):
    by_id = {record.id: record for record in _load(zylker)}

    for contact in _of(by_id.values(), "contacts"):
        account = by_id[contact.fields["account_id"]]
        assert (account.module, account.name) == ("accounts", contact.fields["account"])
        assert contact.fields["email"].endswith(account.fields["website"].removeprefix("https://www")[1:])
    for deal in _of(by_id.values(), "deals"):
        contact = by_id[deal.fields["contact_id"]]
        assert (contact.module, contact.name) == ("contacts", deal.fields["contact"])
        assert contact.fields["account_id"] == deal.fields["account_id"]
        assert contact.fields["account"] == deal.fields["account"]


def test_nobody_real_is_called_or_written_to(zylker):
    records = _load(zylker)

    with_phone = [record for record in records if record.module != "deals"]
    assert [record.id for record in with_phone if not FICTIONAL.fullmatch(record.fields["phone"])] == []
    assert len({record.fields["phone"] for record in with_phone}) == len(with_phone)
    people = _of(records, "contacts") + _of(records, "leads")
    assert all(parse_address(record.fields["email"]).key.endswith(".example") for record in people)
    assert len({record.fields["email"] for record in people}) == len(people)
    assert all(record.fields["website"].endswith(".example") for record in _of(records, "accounts"))


def test_names_are_such_as_people_may_type(zylker):
    records = _load(zylker)

    assert [record.name for record in records if clean_name(record.name) != record.name] == []
    assert len({record.id for record in records}) == len(records)


# when they are dated


@pytest.mark.parametrize("later", range(7))
def test_open_deals_close_in_the_coming_weeks_and_closed_ones_did_in_the_past(zylker, later):
    today = date(2025, 3, 1) + timedelta(days=later)
    records = _load(zylker.at(timedelta(days=later)))

    for deal in _of(records, "deals"):
        closing = date.fromisoformat(deal.fields["closing_on"])
        assert (closing < today) == deal.fields["stage"].startswith("Closed"), deal
        assert abs(closing - today) < timedelta(weeks=12)
    for record in records:
        created, last = (
            date.fromisoformat(record.fields[f"{name}_on"]) for name in ("created", "last_activity")
        )
        assert created <= last <= today, record
    assert [each for each in _dates(records) if each[2].weekday() >= 5] == []


def test_a_week_later_everything_is_dated_a_week_later(zylker):
    records = _load(zylker, org="zylker")

    later = _load(zylker.at(timedelta(days=7)), EWA, org="other")

    assert _dates(later) == [(id_, name, day + timedelta(days=7)) for id_, name, day in _dates(records)]


def test_it_is_the_day_that_it_is_in_the_organizations_time_zone(zylker):
    zylker.do(organizations.set_timezone, ANNA, timezone="Pacific/Auckland")
    zylker.do(organizations.set_timezone, EWA, timezone="Pacific/Honolulu")
    noon_of_a_tuesday = zylker.at(timedelta(days=3))

    auckland = _load(noon_of_a_tuesday)
    honolulu = _load(noon_of_a_tuesday, EWA)

    # it is 01:00 on Wednesday the 5th there, and 02:00 on Tuesday the 4th
    since_yesterday = [
        next(each for each in records if each.id == "lead-05") for records in (auckland, honolulu)
    ]
    assert [lead.fields["created_on"] for lead in since_yesterday] == ["2025-03-04", "2025-03-03"]


def test_the_same_instant_gives_the_same_records(zylker):
    assert _load(zylker) == _load(zylker, EWA)


# loading


def test_loading_is_told_in_the_organizations_history(zylker):
    _load(zylker)

    counts = {"leads": 14, "accounts": 12, "contacts": 20, "deals": 16}
    assert _history(zylker) == [("organization:sample-data:loaded", "zylker", counts)]


def test_loading_twice_changes_nothing_and_answers_what_is_there(zylker):
    first = _load(zylker)
    kept, history = zylker.table("records"), _history(zylker)

    again = _load(zylker.at(timedelta(days=3)))

    assert again == first
    assert (zylker.table("records"), _history(zylker)) == (kept, history)


def test_one_module_may_be_loaded_alone_and_the_rest_later(zylker):
    deals = _load(zylker, module=Module.DEALS)

    assert {(deal.module, deal.fields["account_id"], deal.fields["account"]) for deal in deals[:1]} == {
        ("deals", None, "Brightwater Logistics")
    }
    _load(zylker.at(timedelta(seconds=1)))
    assert _listing(zylker, Module.DEALS)[0].fields["account_id"] == "account-01"
    assert [detail for *_, detail in _history(zylker)] == [
        {"deals": 16},
        {"leads": 14, "accounts": 12, "contacts": 20},
    ]


def test_an_organization_may_be_created_with_it(zylker):
    facts = {"name": "Services", "url": "services", "timezone": "UTC", "if_not_exists": False}

    zylker.do(organizations.create, ANNA, sample_data=True, **facts)

    assert len(_listing(zylker, org="services")) == 62
    assert _listing(zylker, org="zylker") == ()


# whose it is


def test_any_member_may_list_it(zylker):
    loaded = _load(zylker)

    assert _listing(zylker, who=JAN) == loaded
    assert _listing(zylker, Module.LEADS, who=JAN) == tuple(_of(loaded, "leads"))


def test_a_standard_member_neither_loads_nor_clears_it(zylker):
    refused("role.not_admin", _load, zylker, JAN)
    loaded = _load(zylker)

    refused("role.not_admin", _clear, zylker, who=JAN)
    assert _listing(zylker) == loaded


def test_an_administrator_loads_and_clears_it(zylker):
    ola = "ola@zylker.example"
    zylker.join(ola, "zylker", by=ANNA, role=Role.ADMIN)

    loaded = _load(zylker, ola)

    assert _clear(zylker, who=ola) == loaded


def test_it_is_there_for_its_own_organization_alone(zylker):
    loaded = _load(zylker)

    assert _listing(zylker, who=EWA) == ()
    assert _clear(zylker, who=EWA) == ()
    assert _listing(zylker) == loaded
    for act in (_load, _clear, _listing):
        refused("not_found.organization", act, zylker, who=EWA, org="zylker")


def test_a_deleted_organization_leaves_none_behind(zylker):
    _load(zylker)

    zylker.do(organizations.delete, ANNA, organization="zylker")

    assert zylker.table("records") == []


def test_after_the_trial_it_can_be_listed_and_cleared_but_not_loaded(zylker):
    loaded = _load(zylker)
    ended = zylker.at(timedelta(days=15))

    assert _listing(ended) == loaded
    assert _clear(ended, Module.LEADS) == tuple(_of(loaded, "leads"))
    refused("trial.expired", _load, ended)
    assert _listing(ended, Module.LEADS) == ()


def test_a_second_before_the_trials_end_it_can_be_loaded(zylker):
    assert len(_load(zylker.at(timedelta(days=15, seconds=-1)))) == 62


# clearing


def test_clearing_answers_what_is_gone_and_tells_the_history(zylker):
    loaded = _load(zylker)

    gone = _clear(zylker.at(timedelta(seconds=1)), Module.CONTACTS)

    assert gone == tuple(_of(loaded, "contacts"))
    assert _history(zylker)[-1] == ("organization:sample-data:cleared", "zylker", {"contacts": 20})


def test_clearing_what_is_not_there_changes_nothing(zylker):
    assert _clear(zylker) == ()
    assert _clear(zylker, Module.DEALS) == ()

    assert _history(zylker) == []


def test_what_refers_to_a_cleared_module_keeps_the_name_and_no_id(zylker):
    loaded = _load(zylker)

    _clear(zylker, Module.ACCOUNTS)

    left = _listing(zylker)
    assert {record.fields["account_id"] for record in left if "account_id" in record.fields} == {None}
    assert [record.fields["account"] for record in _of(left, "deals")] == [
        record.fields["account"] for record in _of(loaded, "deals")
    ]
    assert [record.fields["contact_id"] for record in _of(left, "deals")] == [
        record.fields["contact_id"] for record in _of(loaded, "deals")
    ]


def test_loading_again_brings_a_cleared_module_back_and_the_relations_with_it(zylker):
    loaded = _load(zylker)
    _clear(zylker, Module.ACCOUNTS)

    assert _load(zylker) == loaded


def test_everything_is_cleared_where_no_module_is_named(zylker):
    loaded = _load(zylker)

    assert _clear(zylker) == loaded
    assert zylker.table("records") == []
