"""What somebody found who tried to break the program with nothing but its promises at hand."""

from __future__ import annotations

import pytest

from tests.journeys.stage import ANNA, EWA


@pytest.fixture
def anna(stage):
    """Anna, in zylker, on trial."""
    return stage.person(ANNA, "zylker")


def test_a_pin_that_is_dead_is_not_taken_for_another_organizations_name(anna):
    anna.ok("org", "create", "Products", "--url", "prod")
    anna.ok("pin", "prod")
    anna.ok("org", "set-url", "prod-2")
    anna.ok("org", "create", "Prod", "--url", "other")

    anna.refused("not_found.organization", "org", "rename", "Oops")
    assert anna.ok("-o", "json").json()["organization"] is None

    assert [each["name"] for each in anna.json("org", "list")["organizations"]] == [
        "Prod",
        "Products",
        "Zylker",
    ]


def test_a_pin_that_was_written_by_hand_may_name_an_organization(anna):
    anna.ok("org", "create", "Products", "--url", "prod")
    (anna.folder / ".orgctl").write_text("Products\n")
    anna.ok("switch", "zylker")

    assert anna.ok("current").out == "prod\n"


def test_creating_in_a_pinned_folder_says_where_commands_still_act(anna):
    anna.ok("pin", "zylker")

    assert "still decides here" in anna.ok("org", "create", "Labs", "--url", "labs").err


def test_no_licenses_are_too_few_for_anybody(anna):
    anna.refused("license.on_trial", "org", "licenses", "0")
    anna.refused("license.too_few", "org", "subscribe", "enterprise", "--licenses", "0")
    anna.ok("org", "subscribe", "enterprise", "--licenses", "2")

    anna.refused("license.too_few", "org", "licenses", "0")


def test_a_file_with_nobody_in_it_invites_nobody(anna):
    done = anna.ok("invite", "send", "--from-file", "-", "-o", "json", stdin="email,role\n")

    assert done.json() == {"sent": [], "failed": []}


def test_an_invitation_from_what_was_zoho_one_is_exported_as_what_it_has_become(anna, tmp_path):
    anna.ok("org", "subscribe", "zoho-one", "--licenses", "2")
    anna.ok("invite", "send", EWA, "--external")
    anna.ok("org", "subscribe", "enterprise", "--licenses", "2")
    exported = anna.ok("export", "--owner").out
    (anna.folder / "export.yaml").write_text(exported)
    empty = anna.on(tmp_path / "empty.db")

    empty.ok("apply", "export.yaml", "--owner", "--yes")

    assert empty.ok("export", "--owner").out == exported
    assert anna.run("plan", "export.yaml", "--owner", "--prune", "--check").code == 0


@pytest.mark.parametrize("options", [[], ["--no-input"]])
def test_a_newcomer_without_a_password_is_told_how_to_get_one(anna, stage, options):
    anna.ok("invite", "send", EWA)
    [letter] = anna.mails()

    done = stage.orgctl.ok("invite", "accept", "--token", letter.token, *options)

    assert f"orgctl --as {EWA} password" in done.err


def test_a_roster_adds_members_to_an_organization_that_exists(anna):
    anna.ok("current")
    (anna.folder / "more.csv").write_text(f"org,email,role\nzylker,{EWA},standard\n")

    anna.ok("apply", "more.csv", "--owner", "--yes")

    assert {each["email"]: each["role"] for each in anna.json("member", "list")} == {
        ANNA: "superadmin",
        EWA: "standard",
    }


def test_a_roster_makes_no_organization_without_a_super_administrator(anna):
    anna.ok("current")
    (anna.folder / "new.csv").write_text(f"org,email,role\nlabs,{EWA},standard\n")

    anna.refused("role.superadmin_required", "plan", "new.csv", "--owner")
