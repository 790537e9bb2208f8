"""`orgctl` alone: where you are, what waits, what to do next; in under ten lines, whatever there is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orgctl.cli.output.formats import Format, rendered
from orgctl.cli.output.text import width
from orgctl.cli.terminal import Terminal
from orgctl.usecases import overview, results
from tests.cli.results import NOW, an_invitation, an_organization, on_trial
from tests.cli.test_tables import ESCAPES
from tests.journeys.conftest import stage  # noqa: F401 (a fixture)
from tests.usecases.acts import ANNA

WHO = results.WhoResult(ANNA, "Anna Nowak", "zylker", "zylker", "session", None)
LONG = "a-very-long-access-url-as-long-as-they-may-be-sixty-three-long"


def an_overview(**changes):
    return results.OverviewResult(
        **{
            "who": WHO,
            "organization": an_organization(active=True),
            "organizations": 3,
            "invitations": (),
            "trials": (),
            "licenses": (),
        }
        | changes
    )


def shown(result, columns=80, **terminal):
    return rendered(result, Format.TABLE, Terminal(columns, **terminal), now=NOW)


BUSY = an_overview(
    invitations=(an_invitation(),),
    trials=(on_trial(timedelta(days=2), name="Services", url="services"), on_trial(timedelta(0))),
    licenses=(results.LicensesResult("Zylker", "zylker", 25, 25),),
)


def test_where_one_is_what_waits_and_what_to_do():
    assert shown(BUSY) == (
        "you      Anna Nowak (anna@zylker.example)\n"
        "in       Zylker (zylker), superadmin, enterprise\n"
        "waiting  Acme (acme) invites you as admin, 6 days left\n"
        "         trial, 2 days left: Services (services)\n"
        "         and 2 more\n"
        "next     orgctl invite accept acme\n"
        "         orgctl org subscribe EDITION --licenses N --org services\n"
        "         orgctl org licenses N --org zylker\n"
        "help     orgctl --help\n"
    )


def test_where_nothing_waits_it_says_what_people_do_most():
    assert shown(an_overview()) == (
        "you   Anna Nowak (anna@zylker.example)\n"
        "in    Zylker (zylker), superadmin, enterprise\n"
        "next  orgctl invite send EMAIL\n"
        "      orgctl org list\n"
        "help  orgctl --help\n"
    )


def test_signed_out_it_says_how_to_begin_also_where_there_is_little_room():
    assert shown(overview.nobody(), 60) == (
        "Nobody is signed in here.\n"
        "new here  orgctl signup EMAIL --name NAME --org-name NAME\n"
        "            --org-url URL\n"
        "sign in   orgctl login EMAIL\n"
        "help      orgctl --help\n"
    )


@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("columns", [50, 60, 72, 80, 160])
@pytest.mark.parametrize("url", ["zylker", LONG])
def test_it_takes_under_ten_lines_and_no_more_than_the_terminal_has(columns, styled, url):
    much = an_overview(
        organization=on_trial(timedelta(days=2), name="N" * 120, url=url, active=True),
        invitations=(an_invitation(organization="O" * 120, url=url),) * 9,
        trials=(on_trial(timedelta(days=2), url=url),) * 9,
        licenses=(results.LicensesResult("L" * 120, url, 25, 25),) * 9,
    )

    lines = ESCAPES.sub("", shown(much, columns, styled=styled)).rstrip("\n").split("\n")

    assert len(lines) < 10
    assert max(width(line) for line in lines) <= max(columns, len(url) + 11)
    # What is to be typed is never cut; what is called by a URL keeps it.
    assert url in "".join(line for line in lines if "accept" in line or line.startswith("       "))


# as people run it


def test_alone_and_with_options_it_is_the_same_page(stage):  # noqa: F811 (the fixture)
    anna = stage.person(ANNA, "zylker")

    for argv in ([], ["--no-color"], ["--org", "zylker"]):
        assert "in    Zylker (zylker), superadmin, enterprise trial, 15 days left\n" in anna.ok(*argv).out
    document = anna.json()
    assert (document["who"]["active"], document["organization"]["url"]) == ("zylker", "zylker")
    assert set(document) == {"who", "organization", "organizations", "invitations", "trials", "licenses"}


@pytest.mark.parametrize("argv", [[], ["--as", "anna@zylker.example"]], ids=["nobody", "as"])
def test_without_a_store_it_says_how_to_begin_and_makes_none(orgctl, tmp_path, argv):
    unborn = tmp_path / "unborn" / "orgctl.db"

    done = orgctl.on(unborn).ok(*argv)

    assert done.out.startswith("Nobody is signed in here.\nnew here  orgctl signup EMAIL")
    assert done.err == ""
    assert not unborn.parent.exists()
    assert orgctl.on(unborn).json()["who"] is None


def test_an_expired_sign_in_says_so_and_how_to_begin_again(stage):  # noqa: F811
    done = stage.person(ANNA, "zylker").at("+31d").ok()

    assert "orgctl login EMAIL" in done.out
    assert done.err == f"The sign-in of {ANNA} was not used for 30 days and has expired.\n"


def test_a_variable_or_pin_that_names_nothing_is_said_and_nothing_else_taken(stage):  # noqa: F811
    anna = stage.person(ANNA, "zylker")

    gone = anna.ok(env={"ORGCTL_ORG": "gone"})
    (anna.folder / ".orgctl").write_text("two\nlines\n")
    broken = anna.ok()

    assert gone.err == "warning: ORGCTL_ORG names gone, which is none of your organizations.\n"
    assert "in    none of your organizations; there is 1\n" in gone.out
    assert "warning:" in broken.err


def test_a_store_that_is_broken_is_an_error_as_ever(orgctl, tmp_path):
    path = tmp_path / "no.db"
    path.write_text("no store")

    orgctl.on(path).acting(ANNA).refused("store.not_a_store")
