"""The roster that orgctl ships, which the README's first command applies."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROSTER = Path(__file__).parents[2] / "examples" / "holding.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with ROSTER.open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_a_holding_with_four_subsidiaries_and_forty_people(rows):
    assert len({row["org"] for row in rows}) == 5
    assert len({row["email"] for row in rows}) == 40


def test_it_keeps_the_limits_with_room_to_try_things(rows):
    memberships = Counter(row["email"] for row in rows)
    superadmins = Counter(row["email"] for row in rows if row["role"] == "superadmin")

    assert max(memberships.values()) == 5
    assert max(superadmins.values()) == 1
    assert Counter(row["org"] for row in rows if row["role"] == "superadmin") == Counter(
        {row["org"] for row in rows}
    )


def test_nobody_is_twice_in_an_organization(rows):
    assert max(Counter((row["org"], row["email"]) for row in rows).values()) == 1


def test_its_addresses_can_belong_to_nobody(rows):
    assert [row for row in rows if not re.fullmatch(r"[a-z]+\.[a-z]+@[a-z-]+\.example", row["email"])] == []
