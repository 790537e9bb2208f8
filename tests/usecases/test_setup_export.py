"""Exports: ordered, whole, and telling a user no more than a user may see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from orgctl.domain.refusals import NotFound
from orgctl.domain.values import Edition, Role
from orgctl.manifest.writing import to_csv, to_yaml
from orgctl.text.addresses import parse_address
from orgctl.usecases import organizations, sample_data, setup_export
from tests.usecases.acts import ANNA, EWA, JAN, OLA
from tests.usecases.setup_help import acting, done

if TYPE_CHECKING:
    from tests.usecases.acts import Acts


def export(acts: Acts, *chosen: str, who: str | None = None) -> str:
    """Without the line that editors look for."""
    exported = acts.read(lambda tx: setup_export.export(tx, acting(tx, who), chosen=chosen, now=acts.now))
    return to_yaml(exported).split("\n", 1)[1]


def seeded(acts: Acts) -> None:
    """Zylker by sign-up of Jan, who handed it to Anna and left; a second one of Anna's, on the trial."""
    acts.sign_up(JAN, "zylker")
    acts.join(ANNA, "zylker", by=JAN, role=Role.ADMIN)
    acts.do(organizations.transfer, JAN, org="zylker", email=parse_address(ANNA))
    acts.join(EWA, "zylker", by=ANNA)
    acts.unlink(ANNA, JAN, org="zylker")
    acts.subscribe(ANNA, "zylker", Edition.PROFESSIONAL, 5)
    acts.do(sample_data.load, ANNA, org="zylker")
    acts.create(ANNA, "apple")
    acts.join(EWA, "apple", by=ANNA, role=Role.ADMIN)
    acts.send(EWA, OLA, org="apple")


def test_an_export_is_the_whole_store_in_order(acts: Acts):
    seeded(acts)

    assert export(acts) == (
        "version: 1\n"
        "users:\n"
        "  - {email: anna@zylker.example, name: anna@zylker.example, default: zylker}\n"
        "  - {email: ewa@zylker.example, name: ewa@zylker.example, default: zylker}\n"
        "  - {email: jan@zylker.example, name: Jan}\n"
        "organizations:\n"
        "  - url: apple\n"
        "    name: Apple\n"
        "    timezone: UTC\n"
        "    members:\n"
        "      - {email: anna@zylker.example, role: superadmin}\n"
        "      - {email: ewa@zylker.example, role: admin}\n"
        "    invitations:\n"
        "      - {email: ola@zylker.example, role: standard, invited_by: ewa@zylker.example}\n"
        "  - url: zylker\n"
        "    name: Zylker\n"
        "    timezone: Europe/Warsaw\n"
        "    edition: professional\n"
        "    licenses: 5\n"
        "    sample_data: true\n"
        "    created_by: jan@zylker.example\n"
        "    members:\n"
        "      - {email: anna@zylker.example, role: superadmin}\n"
        "      - {email: ewa@zylker.example, role: standard}\n"
    )


def test_six_organizations_of_one_person_can_be_made_again_the_sign_up_first(acts: Acts):
    acts.sign_up(ANNA, "zylker")
    for number in range(5):
        acts.create(ANNA, f"org-{number}")

    exported = export(acts)

    assert exported.count("sign_up: true") == 1
    assert "url: zylker\n    name: Zylker\n    timezone: Europe/Warsaw\n    sign_up: true\n" in exported
    assert done(acts, exported) == []


def test_a_lost_default_is_exported_as_none(acts: Acts):
    seeded(acts)
    acts.unlink(ANNA, EWA, org="zylker")

    assert "{email: ewa@zylker.example, name: ewa@zylker.example, default: null}" in export(acts)


def test_invitations_that_nobody_can_answer_any_more_are_left_out(acts: Acts):
    seeded(acts)

    assert "ola@" not in export(acts.at(timedelta(days=7)))


def test_some_organizations_are_named_by_access_url_or_by_name(acts: Acts):
    seeded(acts)

    some = export(acts, "Apple")

    assert some == export(acts, "apple")
    assert some.startswith(
        "version: 1\nusers:\n"
        "  - {email: anna@zylker.example, name: anna@zylker.example}\n"
        "  - {email: ewa@zylker.example, name: ewa@zylker.example}\n"
        "organizations:\n  - url: apple\n"
    )
    assert "zylker\n" not in some
    with pytest.raises(NotFound):
        export(acts, "pear")


def test_a_user_exports_what_that_user_may_see(acts: Acts):
    seeded(acts)
    acts.sign_up(OLA, "secret")
    acts.join(EWA, "secret", by=OLA)
    acts.send(OLA, ANNA, org="secret")

    exported = export(acts, who=EWA)

    assert [line for line in exported.splitlines() if "url:" in line] == [
        "  - url: apple",
        "  - url: secret",
        "  - url: zylker",
    ]
    assert "jan@" not in exported
    assert "default" not in exported
    assert exported.count("invitations:") == 1
    assert "secret" not in export(acts, who=ANNA)
    with pytest.raises(NotFound):
        export(acts, "secret", who=ANNA)


def test_the_members_alone_are_a_roster(acts: Acts):
    seeded(acts)

    exported = acts.read(lambda tx: setup_export.export(tx, None, now=acts.now))

    assert to_csv(exported) == (
        "org,email,role\n"
        "apple,anna@zylker.example,superadmin\n"
        "apple,ewa@zylker.example,admin\n"
        "zylker,anna@zylker.example,superadmin\n"
        "zylker,ewa@zylker.example,standard\n"
    )
