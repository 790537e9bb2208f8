"""What a shell is answered at Tab: everything that this user may see, and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from orgctl.cli.completing import spot
from orgctl.cli.completing.line import Line
from orgctl.cli.completing.table import COMMANDS
from orgctl.domain.values import Edition, Role, Side
from orgctl.store.transaction import Store
from orgctl.usecases import integrations, organizations
from tests.journeys.stage import ANNA, EWA, JAN, OLA, Stage
from tests.usecases.acts import Acts

STD = "std@zylker.example"


@pytest.fixture
def stage(any_url, orgctl_any):
    store = Store.open(any_url)
    stage = Stage.today(store, orgctl_any)
    furnish(stage.acts)
    yield stage
    store.close()


def furnish(acts: Acts) -> None:
    acts.sign_up(ANNA, "zylker")
    acts.create(ANNA, "services")
    acts.join(JAN, "zylker", by=ANNA, role=Role.ADMIN)
    acts.join(STD, "zylker", by=ANNA)
    acts.run("UPDATE users SET name = 'Jan' WHERE email_key = :key", key=JAN)
    acts.send(ANNA, "waits@other.example", "gone@other.example", org="zylker")
    acts.run("UPDATE invitations SET status = 'revoked' WHERE email_key = 'gone@other.example'")
    acts.do(integrations.add, ANNA, org="zylker", app="desk", account="support", feature=None, side=Side.CRM)
    acts.do(integrations.add, ANNA, org="zylker", app="ms-teams", account="p/t", feature="tab", side=Side.APP)
    acts.sign_up(EWA, "ewas-plus")
    acts.subscribe(EWA, "ewas-plus", Edition.CRM_PLUS)
    acts.send(EWA, ANNA)
    acts.sign_up(OLA, "olas")
    acts.send(OLA, ANNA)


def completed(orgctl, *words, **options):
    """What is offered for the last word, with its description; nothing is ever said."""
    done = orgctl.run("--complete", "fish", "80", *words, **options)
    assert (done.code, done.err) == (0, ""), str(done)
    lines = done.out.splitlines()
    assert lines == [] or lines[0].startswith(("words", "files", "commands")), lines
    return dict(line.split("\t") for line in lines[1:])


def test_ones_organizations_and_none_else(stage):
    anna = stage.signed_in(ANNA)

    assert completed(anna, "switch", "") == {
        "-": "The one before.",
        "services": "Services, superadmin",
        "zylker": "Zylker, superadmin",
    }
    for words in (["org", "show"], ["org", "list", "--org"], ["default", "set"], ["pin"], ["org", "delete"],
                  ["exec"], ["login", "a@b.example", "--url"]):  # fmt: skip
        assert set(completed(anna, *words, "")) == {"services", "zylker"}
    assert completed(stage.signed_in(STD), "org", "show", "") == {"zylker": "Zylker, standard"}
    assert completed(anna, "--org=ser") == {"--org=services": "Services, superadmin"}


def test_inviting_organizations_are_those_of_the_list(stage):
    """C4: one that may not be listed is not offered either."""
    for word in ("accept", "decline"):
        offered = completed(stage.signed_in(ANNA), "invite", word, "")

        assert list(offered) == ["olas"]
        assert offered["olas"].startswith("Olas, standard, 6 days left") or "7 days left" in offered["olas"]


def test_an_invitation_that_stops_being_listed_is_offered_no_more(stage):
    stage.acts.do(organizations.restrict_ip, OLA, networks=("203.0.113.0/24",))

    assert completed(stage.signed_in(ANNA), "invite", "accept", "") == {}


def test_members_are_for_members_and_pending_addresses_for_administrators(stage):
    anna, std = stage.signed_in(ANNA), stage.signed_in(STD)
    in_zylker = {"ORGCTL_ORG": "zylker"}

    for who in (anna, std):
        assert completed(who, "member", "unlink", "", env=in_zylker) == {JAN: "Jan, admin", STD: "standard"}
    assert completed(anna, "org", "transfer", "", env=in_zylker) == {JAN: "Jan, admin"}
    for word in ("revoke", "resend"):
        assert list(completed(anna, "invite", word, "", env=in_zylker)) == ["waits@other.example"]
        assert completed(std, "invite", word, "", env=in_zylker) == {}
    for who in (anna, std):
        assert completed(who, "member", "unlink", "--org", "olas", "") == {}
        assert completed(who, "invite", "revoke", "--org", "ewas-plus", "") == {}


def test_people_of_another_organization_are_never_offered(stage):
    anna = stage.signed_in(ANNA)

    assert completed(anna, "member", "unlink", "--org", "services", "") == {}
    assert set(completed(anna, "member", "unlink", "--org", "zylker", "")) == {JAN, STD}


def test_apps_and_what_is_linked(stage):
    anna = stage.signed_in(ANNA).with_env(ORGCTL_ORG="zylker")

    assert completed(anna, "integrate", "add", "de") == {"desk": "Zoho Desk"}
    assert completed(anna, "integrate", "remove", "") == {"desk": "Zoho Desk", "ms-teams": "MS Teams"}
    assert completed(anna, "integrate", "remove", "ms-teams", "") == {"p/t": "ms-teams tab"}
    assert completed(anna, "integrate", "remove", "ms-teams", "--feature", "portal", "") == {}
    assert set(completed(anna, "integrate", "add", "ms-teams", "x", "--feature", "")) == {
        "portal", "tab", "message-extension"
    }  # fmt: skip
    assert set(completed(anna, "integrate", "add", "creator", "x", "--from", "")) == {"crm"}
    assert completed(stage.signed_in(OLA), "integrate", "remove", "desk", "") == {}


def test_everybody_is_offered_to_the_stores_owner_alone(stage):
    offered = completed(stage.orgctl, "--as", "")

    assert {ANNA, EWA, JAN, OLA, STD} <= set(offered)
    assert completed(stage.orgctl, "--as", "ew") == {EWA: "Ewa"}
    assert completed(stage.orgctl, "org", "list", "--as=ew") == {f"--as={EWA}": "Ewa"}
    assert set(completed(stage.orgctl, "--as", ANNA, "org", "show", "")) == {"services", "zylker"}


STATIC = [
    (["org", "subscribe", "crm"], ["crm-plus"]),
    (["member", "set-role", "a@b.example", ""], ["admin", "standard"]),
    (["invite", "list", "--status", "e"], ["expired"]),
    (["org", "list", "-o", "y"], ["yaml"]),
    (["org", "list", "-oj"], ["-ojson"]),
    (["org", "set-timezone", "europe/war"], ["Europe/Warsaw"]),
    (["explain", "b10"], []),
    (["explain", "b9"], ["B9"]),
    (["explain", "limit.c"], ["limit.created", "limit.crm_plus_created", "limit.crm_plus_invited"]),
    (["def"], ["default"]),
    (["default", "se"], ["set"]),
    (["org", "sample-data", "lo"], ["load"]),
    (["org", "sample-data", "load", "--module", "d"], ["deals"]),
    (["invite", "send", "a@b.example", "--e"], ["--external"]),
    (["member", "list", "--no-"], ["--no-input", "--no-color"]),
    (["completion", "install", "z"], ["zsh"]),
]


@pytest.mark.parametrize("words, offered", STATIC, ids=[" ".join(words) for words, _offered in STATIC])
def test_what_needs_no_store_is_offered_to_anybody(orgctl, tmp_path, words, offered):
    unborn = tmp_path / "unborn.db"

    found = completed(orgctl.on(unborn), *words)

    assert list(found) == offered
    assert all(found.values()) or words[0] == "completion"
    assert not unborn.exists()


def test_an_option_that_stands_there_already_is_not_offered_again(orgctl):
    assert "--role" not in completed(orgctl, "invite", "send", "--role", "admin", "--")
    assert "--org" in completed(orgctl, "export", "--org", "a", "--")


ASKING = [
    ["org", "show", ""],
    ["invite", "accept", ""],
    ["invite", "revoke", ""],
    ["member", "unlink", ""],
    ["integrate", "remove", "desk", ""],
    ["--as", ""],
    ["--as", "anna@zylker.example", "org", "show", ""],
]


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_without_a_store_nothing_is_offered_and_none_is_made(orgctl, tmp_path, words):
    unborn = tmp_path / "unborn" / "orgctl.db"

    for setting in (str(unborn), f"sqlite:///{unborn}"):
        assert completed(orgctl.on(setting), *words) == {}

    assert not unborn.parent.exists()


@pytest.mark.parametrize("words", ASKING[:5], ids=" ".join)
def test_signed_out_nothing_of_the_store_is_offered(stage, words):
    assert completed(stage.orgctl, *words) == {}
    assert completed(stage.orgctl.with_env(ORGCTL_TOKEN="orgs_wrong"), *words) == {}


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
@pytest.mark.parametrize("breaks", ["damaged", "another version", "no store", "in use", "refusing server"])
def test_a_store_that_cannot_be_asked_is_not_spoken_of(orgctl, tmp_path, store, words, breaks):
    furnish(Acts(store))
    path = Path(store.setting.removeprefix("sqlite:///"))
    store.close()
    target = orgctl.on(path)
    held = None
    match breaks:
        case "damaged":
            path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 3000)
        case "another version":
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA user_version=999")
            connection.close()
        case "no store":
            path.write_text("name,email\n")
        case "in use":
            held = sqlite3.connect(path, isolation_level=None)
            held.execute("PRAGMA locking_mode=EXCLUSIVE")
            held.execute("BEGIN EXCLUSIVE")
        case "refusing server":
            target = orgctl.on("postgresql://nobody@127.0.0.1:1/none")

    assert completed(target, *words) == {}

    if held is not None:
        held.close()


def test_an_outdated_store_is_not_migrated_at_a_tab(orgctl, store):
    path = store.setting.removeprefix("sqlite:///")
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=0")
    connection.close()

    assert completed(orgctl.on(path), "--as", "anna@zylker.example", "org", "show", "") == {}

    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


def test_an_empty_database_on_a_server_stays_empty(orgctl, postgres):
    import psycopg

    with postgres.fresh() as url:
        assert completed(orgctl.on(url), "--as", "anna@zylker.example", "org", "show", "") == {}

        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
            assert connection.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone() == (0,)


def test_completing_uses_no_sign_in_and_writes_nothing(stage):
    anna = stage.signed_in(ANNA)
    stage.acts.run("UPDATE sessions SET last_seen_at = last_seen_at - 86400000000")
    before = [stage.acts.table(name) for name in ("sessions", "invitations", "audit")]

    late = anna.at("+8d")
    for words in ASKING[:5]:
        completed(late, *words)

    assert [stage.acts.table(name) for name in ("sessions", "invitations", "audit")] == before


def test_an_idle_sign_in_shows_nothing(stage):
    assert completed(stage.signed_in(ANNA).at("+31d"), "org", "show", "") == {}


def test_the_quick_answer_is_the_full_programs(store, orgctl):
    """A path is answered by the quick lane, a URL by the use cases."""
    stage = Stage.today(store, orgctl)
    furnish(stage.acts)
    path = store.setting.removeprefix("sqlite:///")

    for email in (ANNA, JAN, STD, EWA, OLA):
        who = stage.signed_in(email)
        assert completed(who.on(path), "switch", "") == completed(who.on(f"sqlite:///{path}"), "switch", "")
        assert completed(who.on(path), "switch", "") != {}


def test_what_could_deceive_a_terminal_is_left_out_or_cleaned(stage):
    stage.acts.run("UPDATE organizations SET name = :name WHERE url = 'zylker'", name="a\tb\n\x1b[31m\u202ec")
    stage.acts.run("UPDATE links SET account = :name WHERE app = 'desk'", name="sup\x1b[31mport\n")
    anna = stage.signed_in(ANNA).with_env(ORGCTL_ORG="zylker")

    assert completed(anna, "org", "show", "z") == {
        "zylker": "a<U+0009>b<U+000A><U+001B>[31m<U+202E>c, superadmin"
    }  # fmt: skip
    assert completed(anna, "integrate", "remove", "desk", "") == {}


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["bash"],
        ["tcsh", "80", "org"],
        ["bash", "80"],
        ["zsh", "x", "org", "\udcff"],
        ["fish", "80", "no", "such", "x"],
    ],
)
def test_what_no_shell_asks_is_answered_with_nothing(orgctl, argv):
    done = orgctl.run("--complete", *argv)

    assert (done.code, done.err) == (0, "")
    assert not done.out or done.out.startswith("words")


FREE = {"EMAIL", "NAME", "SLUG", "N", "TOKEN", "TEXT", "CIDR", "ACCOUNT"}
"""What the user invents, or what no list has."""


def test_every_value_has_a_kind_or_is_the_users_to_invent():
    wanted = {
        name for _sentence, arguments, _options, _below in COMMANDS.values() for name, _many in arguments
    }
    wanted |= {option[1] for *_rest, options, _below in COMMANDS.values() for option in options if option[1]}
    unknown = {
        name.strip("[]").removesuffix("…") if not name.startswith("--") else name for name in wanted
    } - set(spot.KINDS)

    assert unknown <= FREE
    assert {path.rpartition(" ")[0] for path in spot.OWN_KINDS} <= set(COMMANDS)


@pytest.mark.parametrize(
    "line, word, value, written",
    [
        ("orgctl x ", "", "two words", "two\\ words"),
        ("orgctl x two\\ w", "two\\ w", "two words", "two\\ words"),
        ('orgctl x "two w', "two w", 'two "words"', 'two \\"words\\"'),
        ("orgctl x 'two w", "two w", "two'words", "two'\\''words"),
        ("orgctl x a:", "", "a:b", "b"),
        ("orgctl x --o=a", "a", "--o=ab", "ab"),
        ("orgctl x jan@zy", "zy", "jan@zylker", "zylker"),
        ("orgctl x JAN@zy", "zy", "jan@zylker", None),
        ("orgctl x ", "", "$(id)`id`!x", "\\$\\(id\\)\\`id\\`\\!x"),
        ("orgctl x ", "", "żółw日本", "żółw日本"),
        ("orgctl x ", "", "~root", "\\~root"),
    ],
)
def test_what_bash_puts_in_the_place_of_its_word(line, word, value, written):
    assert Line(line, word).written(value) == written


@pytest.mark.parametrize(
    "line, words, current, is_target",
    [
        ("orgctl ", [], "", False),
        ("A=1 B=2 orgctl org sh", ["org"], "sh", False),
        ("orgctl org list > fi", ["org", "list"], "", True),
        ("orgctl org list 2>err --o", ["org", "list"], "--o", False),
        ("orgctl a'b c'd \"e f\"g", ["ab cd"], "e fg", False),
        ("orgctl a\\\\b 'it'\\''s' x", ["a\\b", "it's"], "x", False),
    ],
)
def test_what_bash_has_typed(line, words, current, is_target):
    typed = Line(line, "")

    assert (typed.words, typed.is_target) == (words, is_target)
    assert is_target or typed.current == current
