"""Every text field of every command, with everything that no field takes and everything that one must."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.authorization.scene import PASSWORD
from tests.hostile.corpus import HARMLESS, NETWORKS, PATHS, REFUSED, TIME_ZONES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.authorization.scene import Ran, Stage

_SIGN_UP = ["signup", "new@x.example", "--name", "N", "--org-name", "N", "--org-url", "new", "--no-password"]


def _signup(flag: str) -> list[str]:
    argv = list(_SIGN_UP)
    argv[argv.index(flag) + 1] = "{}"
    return argv


FIELDS = {
    "signup EMAIL": ["signup", "{}", *_SIGN_UP[2:]],
    "signup --name": _signup("--name"),
    "signup --org-name": _signup("--org-name"),
    "signup --org-url": _signup("--org-url"),
    "signup --timezone": [*_SIGN_UP, "--timezone", "{}"],
    "login EMAIL": ["login", "{}", "--password-stdin", "--insecure-storage"],
    "login --url": ["login", "superadmin@x.example", "--password-stdin", "--insecure-storage", "--url", "{}"],
    "--as": ["--as", "{}", "whoami"],
    "--org": ["org", "show", "--org", "{}"],
    "org create NAME": ["org", "create", "{}", "--url", "new"],
    "org create --url": ["org", "create", "New", "--url", "{}"],
    "org create --timezone": ["org", "create", "New", "--url", "new", "--timezone", "{}"],
    "org show": ["org", "show", "{}"],
    "org rename": ["org", "rename", "{}"],
    "org set-url": ["org", "set-url", "{}"],
    "org set-timezone": ["org", "set-timezone", "{}"],
    "org subscribe": ["org", "subscribe", "{}", "--licenses", "10"],
    "org licenses": ["org", "licenses", "{}"],
    "org restrict-ip": ["org", "restrict-ip", "{}"],
    "org transfer": ["org", "transfer", "{}", "--yes"],
    "org delete": ["org", "delete", "{}", "--yes"],
    "org sample-data": ["org", "sample-data", "list", "--module", "{}"],
    "member set-role EMAIL": ["member", "set-role", "{}", "admin"],
    "member set-role ROLE": ["member", "set-role", "target@x.example", "{}"],
    "member unlink": ["member", "unlink", "{}", "--yes"],
    "invite send": ["invite", "send", "{}"],
    "invite send --role": ["invite", "send", "new@x.example", "--role", "{}"],
    "invite send --language": ["invite", "send", "new@x.example", "--language", "{}"],
    "invite send --from-file": ["invite", "send", "--from-file", "{}"],
    "invite list": ["invite", "list", "--status", "{}"],
    "invite accept": ["invite", "accept", "{}"],
    "invite accept --token": ["invite", "accept", "--token", "{}"],
    "invite decline": ["invite", "decline", "{}"],
    "invite decline --reason": ["invite", "decline", "zylker", "--reason", "{}"],
    "invite revoke": ["invite", "revoke", "{}"],
    "invite resend": ["invite", "resend", "{}"],
    "switch": ["switch", "{}"],
    "pin": ["pin", "{}"],
    "exec": ["exec", "{}", "--", "true"],
    "default set": ["default", "set", "{}"],
    "integrate add APP": ["integrate", "add", "{}", "account"],
    "integrate add ACCOUNT": ["integrate", "add", "desk", "{}"],
    "integrate add --feature": ["integrate", "add", "ms-teams", "account", "--feature", "{}"],
    "integrate list": ["integrate", "list", "--app", "{}"],
    "integrate remove": ["integrate", "remove", "slack", "{}"],
    "plan": ["plan", "{}"],
    "apply": ["apply", "{}", "--yes"],
    "export": ["export", "--org", "{}"],
    "explain": ["explain", "{}"],
    "audit --limit": ["audit", "--limit", "{}"],
    "a command": ["{}"],
    "an option": ["org", "list", "--{}"],
    "an output": ["org", "list", "-o", "{}"],
}
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LONGEST = 20_000


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def _run(stage: Stage, world: Path, argv: list[str], text: str, **environ: str) -> Ran:
    given = [word.replace("{}", text) for word in argv]
    role = "owner" if argv[0] == "--as" else "superadmin"
    return stage.run(role, given, world, stdin=f"{PASSWORD}\n", **environ)


@pytest.mark.parametrize("field", FIELDS)
def test_what_no_field_takes_is_refused_in_words_that_harm_nobody(field: str, stage: Stage, world: Path):
    before = _dump(world)
    for kind, text in REFUSED.items():
        for output in ("table", "json"):
            # one of each kind is enough where each costs the hash of a password
            if (output == "json" or field == "login --url") and kind not in {
                "escape",
                "half a pair",
                "nothing",
            }:
                continue

            ran = _run(stage, world, FIELDS[field], text, ORGCTL_OUTPUT=output)

            said = ran.out + ran.err
            about = f"{field}, {kind}, {output}: exit {ran.code}, {said[:400]!r}"
            assert ran.code in {2, 5} or (kind in {"nothing", "spaces"} and ran.code == 0), about
            assert not _UNFIT.search(said), about
            assert len(said) < _LONGEST, about
            assert "Traceback" not in said, about
            assert "fault in orgctl" not in said, about
        if field not in {"login EMAIL", "login --url"}:  # which count failures
            assert _dump(stage.store) == before, f"{field}, {kind}"


@pytest.mark.parametrize(
    "field",
    ["signup --name", "signup --org-name", "org create NAME", "org rename", "invite decline --reason"],
)
def test_ten_megabytes_are_no_name(field: str, stage: Stage, world: Path):
    ran = _run(stage, world, FIELDS[field], "Z" * 10_000_000)

    assert ran.code == 2
    assert len(ran.err) < 500


NAMES = ("signup --name", "signup --org-name", "org create NAME", "org rename")


@pytest.mark.parametrize("field", NAMES)
@pytest.mark.parametrize("kind", HARMLESS)
def test_a_name_comes_out_as_it_went_in(field: str, kind: str, stage: Stage, world: Path):
    text = HARMLESS[kind]

    ran = _run(stage, world, FIELDS[field], text)
    role, who = ("owner", ["--as", "new@x.example"]) if field.startswith("signup") else ("superadmin", [])

    assert ran.code == 0, ran.err
    listing = "member list" if field == "signup --name" else "org list"
    for output in ("table", "csv", "yaml", "json"):
        shown = stage.again(role, [*who, *listing.split()], ORGCTL_OUTPUT=output, COLUMNS="400")
        assert shown.code == 0, shown.err
        assert not _UNFIT.search(shown.out)
        if output == "table":
            assert text in shown.out
        if output == "json":
            document = json.loads(shown.out)
            items = document if isinstance(document, list) else document["organizations"]
            assert text in {item["name"] for item in items}
        if output == "csv":
            assert not re.search(r"(?m)(^|,)\"?[=+@-]", shown.out)


@pytest.mark.parametrize("field", ["signup --org-url", "org create --url", "org set-url"])
@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_no_access_url(field: str, path: str, stage: Stage, world: Path):
    ran = _run(stage, world, FIELDS[field], path, ORGCTL_OUTPUT="json")

    assert ran.code == 2
    code = json.loads(ran.err)["error"]["code"]
    assert code == "url.invalid" or (path.startswith("-") and code.startswith("usage."))


@pytest.mark.parametrize("network", NETWORKS)
def test_what_is_no_network_is_refused(network: str, stage: Stage, world: Path):
    ran = _run(stage, world, FIELDS["org restrict-ip"], network, ORGCTL_OUTPUT="json")

    assert (ran.code, json.loads(ran.err)["error"]["code"]) == (2, "input.network")


@pytest.mark.parametrize("zone", TIME_ZONES)
@pytest.mark.parametrize("field", ["signup --timezone", "org create --timezone", "org set-timezone"])
def test_what_is_no_time_zone_is_refused(field: str, zone: str, stage: Stage, world: Path):
    ran = _run(stage, world, FIELDS[field], zone, ORGCTL_OUTPUT="json")

    assert (ran.code, json.loads(ran.err)["error"]["code"]) == (2, "input.timezone")


@pytest.mark.parametrize(
    "argv",
    [
        ["login", "superadmin@x.example", "--password", "hunter2-hunter2"],
        ["login", "superadmin@x.example", "--password=hunter2-hunter2"],
        ["signup", "new@x.example", "--password", "hunter2-hunter2", *_SIGN_UP[2:8]],
        ["password", "--password", "hunter2-hunter2"],
        ["password", "hunter2-hunter2"],
    ],
    ids=" ".join,
)
def test_a_password_is_taken_from_no_argument_and_never_repeated(argv: list[str], stage: Stage, world: Path):
    ran = stage.run("superadmin", argv, world)

    assert ran.code == 2
    assert "hunter2" not in ran.out + ran.err
    assert "--password-stdin" in ran.err
