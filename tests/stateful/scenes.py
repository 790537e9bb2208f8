"""Where runs begin: worlds a few acts before an edge, made once a process and copied for each run."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.stateful.model import World
from tests.stateful.twins import Twins

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PEOPLE = tuple(
    f"{name}@people.example"
    for name in (
        "anna",
        "ben",
        "carla",
        "dmitri",
        "elif",
        "farid",
        "greta",
        "hugo",
        "ines",
        "jan",
        "kofi",
        "lena",
    )
)
ANNA, BEN, CARLA, DMITRI, ELIF, FARID, GRETA, HUGO, INES, JAN, KOFI, LENA = PEOPLE
START = datetime(2025, 3, 20, 23, 59, 30, 250_000, tzinfo=UTC)
"""Not on a whole second; a week later, clocks in Warsaw have been put forward."""


def beginning(twins: Twins) -> None:
    """Four newcomers, each alone in an organization on trial."""
    for number, email in enumerate((ANNA, BEN, CARLA, DMITRI)):
        twins.sign_up(email, f"first-{number}")


def nine_memberships(twins: Twins) -> None:
    """Anna has 1 of her sign-up, 4 created, 4 by invitation, and 2 more invitations."""
    twins.sign_up(ANNA, "anna-0")
    for number in range(4):
        twins.create(ANNA, f"anna-{number + 1}")
    for number, email in enumerate((BEN, CARLA, DMITRI, ELIF, FARID, GRETA)):
        host = twins.sign_up(email, f"host-{number}")
        if number < 4:
            twins.join(host, ANNA)
        else:
            twins.invite(host, ANNA)


def eight_crm_plus(twins: Twins) -> None:
    """Anna is in eight CRM Plus organizations of others and in Lena's, which is none; two more invite her."""
    for number, email in enumerate(PEOPLE[1:11]):
        host = twins.sign_up(email, f"plus-{number}")
        twins.subscribe(host, "crm-plus", 3)
        if number < 8:
            twins.join(host, ANNA)
        else:
            twins.invite(host, ANNA)
    host = twins.sign_up(LENA, "lena-0")
    twins.join(host, ANNA)
    twins.create(BEN, "plus-second")


def zoho_one(twins: Twins) -> None:
    """Anna and Elif are internal in one Zoho One organization, and wanted in others."""
    first = twins.sign_up(BEN, "one-0")
    twins.subscribe(first, "zoho-one", 3)
    twins.join(first, ANNA)
    twins.join(first, ELIF, role="admin")
    second = twins.sign_up(CARLA, "one-1")
    twins.subscribe(second, "zoho-one", 2)
    twins.invite(second, ANNA, role="admin")
    twins.invite(second, ELIF, FARID, external=True)
    third = twins.sign_up(DMITRI, "plain-0")
    twins.subscribe(third, "enterprise", 5)
    twins.join(third, ANNA)
    twins.join(third, GRETA, role="admin")
    fourth = twins.sign_up(HUGO, "plain-1")
    twins.join(fourth, ELIF, role="admin")


def last_license(twins: Twins) -> None:
    """One license is free in Ben's organization, and two people are invited."""
    host = twins.sign_up(BEN, "licensed-0")
    twins.sign_up(ANNA, "anna-0")
    twins.subscribe(host, "professional", 3)
    twins.join(host, CARLA, role="admin")
    twins.invite(host, ANNA, DMITRI)


def trial_ending(twins: Twins) -> None:
    """Two organizations whose trials end within a day; the third has just begun."""
    host = twins.sign_up(BEN, "trial-0")
    twins.sign_up(CARLA, "trial-1")
    twins.join(host, ELIF, role="admin")
    twins.until(START + timedelta(days=14))
    twins.sign_up(ANNA, "anna-0")
    twins.invite(host, ANNA, DMITRI)


SCENES: dict[str, Callable[[Twins], None]] = {
    "beginning": beginning,
    "nine memberships": nine_memberships,
    "eight CRM Plus": eight_crm_plus,
    "Zoho One": zoho_one,
    "last license": last_license,
    "trial ending": trial_ending,
}


def empty(template: Path, path: Path, counts: Counter[str]) -> Twins:
    """Twins without anything, in a copy of an empty store."""
    shutil.copyfile(template, path)
    return Twins(World(START), path, counts)


def make(name: str, template: Path, path: Path) -> tuple[bytes, Path]:
    """Make a scene in a store that is a copy of an empty one; for `Twins.copy`."""
    twins = empty(template, path, Counter())
    SCENES[name](twins)
    twins.check(f"the scene {name}")
    return twins.save()
