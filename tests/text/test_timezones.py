from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from orgctl.domain.refusals import Code, InvalidInput
from orgctl.text.timezones import clean_timezone, timezone_names


@pytest.mark.parametrize(
    "name", ["Europe/Warsaw", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Asia/Kolkata"]
)
def test_an_iana_name_is_a_time_zone(name: str):
    assert clean_timezone(name) == name


def test_every_time_zone_that_is_accepted_can_be_used():
    assert [name for name in timezone_names() if ZoneInfo(name).key != name] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "europe/warsaw",
        "Europe/Warsaw ",
        "Warsaw",
        "CEST",
        "+01:00",
        "../../etc/passwd",
        "/etc/localtime",
        "localtime",
        "posix/Europe/Warsaw",
        "right/UTC",
        "Europe",
        "Europe/",
        "Europe/War\x00saw",
        "\udc80",
        "x" * 1_000_000,
        "tzdata.zi",
        "zone.tab",
        "Europe\\Warsaw",
        "Europe/Warsaw\n",
    ],
)
def test_anything_else_is_none(text: str):
    with pytest.raises(InvalidInput) as refused:
        clean_timezone(text)

    assert refused.value.code is Code.INPUT_TIMEZONE
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("text", ["europe/warsaw", "Europe/Warszawa", "EUROPE/WARSAW", "Europe/Warsw"])
def test_the_nearest_name_is_hinted_at(text: str):
    with pytest.raises(InvalidInput) as refused:
        clean_timezone(text)

    assert str(refused.value.hint) == "Did you mean Europe/Warsaw?"
