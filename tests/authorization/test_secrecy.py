"""What one may not learn: each test compares two stores that differ in the secret alone."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.session.passwords import hash_password
from orgctl.store.transaction import Store
from orgctl.usecases import integrations, members, organizations
from tests.authorization.scene import PASSWORD, SECRETS
from tests.support import stores
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.authorization.scene import Ran, Stage

GUEST, LONELY, HOST = "guest@x.example", "lonely@x.example", "host@h.example"
HIDDEN = ("hidden-plus", "hidden-one", "hidden-cliq", "hidden-ip")
EVERYBODY = {"guest": GUEST, "lonely": LONELY, "host": HOST}
OUTPUTS = ("table", "json")


class Pair(NamedTuple):
    """The store in which it happened, and the one in which it did not."""

    with_it: Path
    without: Path


def _pair(template: Path, folder: Path, common: Callable[[Acts], object], secret: Callable[[Acts], object]):
    folder.mkdir()
    pair = Pair(folder / "with.db", folder / "without.db")
    for path, before, act in ((pair.without, template, common), (pair.with_it, pair.without, secret)):
        shutil.copyfile(before, path)
        acts = Acts(Store.open(str(path)))
        act(acts)
        acts.store.driver.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        acts.store.close()
    return pair


def _hosts(acts: Acts) -> None:
    """Four organizations whose invitations are not listed, one whose are; nobody hidden has invited anybody."""
    acts.sign_up(HOST, "open")
    for url in HIDDEN:
        acts.create(HOST, url)
    acts.subscribe(HOST, "hidden-plus", Edition.CRM_PLUS)
    acts.subscribe(HOST, "hidden-one", Edition.ZOHO_ONE)
    link = {"app": "cliq", "account": "team", "feature": None, "side": Side.CRM}
    acts.do(integrations.add, HOST, org="hidden-cliq", **link)
    acts.do(organizations.restrict_ip, HOST, org="hidden-ip", networks=("10.0.0.0/8",))
    acts.sign_up(GUEST, "guests", password_hash=hash_password(PASSWORD))
    acts.join(LONELY, "guests", by=GUEST)
    acts.do(members.leave, LONELY, org="guests")
    acts.send(HOST, GUEST, LONELY, org="open")
    for who, email in EVERYBODY.items():
        acts.sign_in(email, SECRETS.setdefault(who, f"orgs_{who:-<43}"))


def _invite_in_secret(acts: Acts) -> None:
    for url in HIDDEN:
        acts.send(HOST, GUEST, LONELY, org=url, role=Role.ADMIN)


@pytest.fixture(scope="module")
def unlisted(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Guest and Lonely are invited by four organizations whose invitations are not listed, or are not."""
    template = stores.sqlite_template(run_folder)
    return _pair(template, tmp_path_factory.mktemp("unlisted") / "pair", _hosts, _invite_in_secret)


ASKED = (
    "org list",
    "invite list",
    "invite list --received",
    *(
        f"invite list --status {status}"
        for status in ("pending", "accepted", "declined", "revoked", "expired")
    ),
    "limits",
    "whoami",
    "current",
    "audit",
    "audit --limit 1000",
    "default show",
    "export",
    "org show",
    "org show hidden",
    "org show hidden-plu",
    "switch hidden-one",
    "default set hidden-cliq",
    "pin hidden-ip",
    "exec hidden-ip -- true",
    "invite accept hidden",
    "invite accept hidden-cli",
    "invite decline hidden-onee",
    "invite accept",
    "invite decline --no-input",
    "member list",
    "invite list --sent",
    "integrate list",
    "org sample-data list",
)


@pytest.mark.parametrize("who", ["guest", "lonely"])
@pytest.mark.parametrize("asked", ASKED)
def test_an_invitation_that_is_not_listed_appears_nowhere(asked: str, who: str, stage: Stage, unlisted: Pair):
    for output in OUTPUTS:
        argv = asked.split()
        with_it = stage.run(who, argv, unlisted.with_it, ORGCTL_OUTPUT=output)
        without = stage.run(who, argv, unlisted.without, ORGCTL_OUTPUT=output)

        assert with_it == without
        shown = with_it.out + with_it.err
        named = {url for url in HIDDEN if url in shown}
        assert all(url in asked for url in named)
        if output == "json" and asked in {"org list", "invite list"}:
            assert '"open"' in shown


def test_an_invitation_appears_once_its_organization_no_longer_restricts_networks(
    stage: Stage, unlisted: Pair
):
    before = stage.run("guest", ["invite", "list"], unlisted.with_it)
    lifted = stage.again("host", ["org", "restrict-ip", "--off", "--org", "hidden-ip"])
    after = stage.again("guest", ["invite", "list"])

    assert "hidden-ip" not in before.out
    assert lifted.code == 0
    assert "hidden-ip" in after.out


def _known_elsewhere(acts: Acts) -> None:
    acts.sign_up("known@k.example", "knowns")
    for url in ("knowns-two", "knowns-three"):
        acts.create("known@k.example", url)
    acts.sign_up("unknown-host@k.example", "far")
    acts.join("known@k.example", "far", by="unknown-host@k.example")


@pytest.fixture(scope="module")
def elsewhere(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """An address that has a login and is in four organizations, or that nobody has heard of."""
    template = stores.sqlite_template(run_folder)
    return _pair(template, tmp_path_factory.mktemp("elsewhere") / "pair", _hosts, _known_elsewhere)


def _comparable(ran: Ran) -> tuple[int, list[str], str]:
    """Without keys, which are random; in any order, since all of history happens at one instant here."""
    return ran.code, sorted(re.sub(r"\d{10,}", "ID", ran.out).replace(",\n", "\n").splitlines()), ran.err


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_inviter_can_not_tell_whom_others_know(output: str, stage: Stage, elsewhere: Pair):
    told = []
    for world in elsewhere:
        stage.fresh(world)
        told.append(
            [
                _comparable(stage.again("host", f"{argv} --org open".split(), ORGCTL_OUTPUT=output))
                for argv in (
                    "member set-role known@k.example admin",
                    "member unlink known@k.example --yes",
                    "org transfer known@k.example --yes",
                    "invite revoke known@k.example",
                    "invite resend known@k.example",
                    "invite send known@k.example --dry-run",
                    "invite send known@k.example",
                    "invite send known@k.example",
                    "invite list --sent",
                    "invite resend known@k.example",
                    "member list",
                    "audit",
                    "export",
                    "invite revoke known@k.example",
                )
            ]
        )

    known, unknown = told
    assert known == unknown


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_failed_sign_in_does_not_tell_whether_there_is_such_a_user(
    output: str, stage: Stage, unlisted: Pair
):
    answers = [
        stage.run(
            "signed out",
            ["login", email, "--password-stdin", "--insecure-storage"],
            unlisted.with_it,
            stdin="not the password\n",
            ORGCTL_OUTPUT=output,
        )
        for email in (GUEST, LONELY, "nobody@x.example")
    ]

    assert answers[0].code == 4
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_a_token_of_nobody_answers_as_one_that_never_was(act: str, stage: Stage, unlisted: Pair):
    for who in ("guest", "signed out"):
        answers = [
            stage.run(who, ["invite", act, "--token", token], unlisted.with_it, ORGCTL_OUTPUT="json")
            for token in ("orgi_" + "a" * 43, "x", SECRETS["host"])
        ]

        assert answers[0].code == 5
        assert answers[0] == answers[1] == answers[2]
