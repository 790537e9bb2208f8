"""Published faults of other programs, each of them tried on this one: tokens that are guessed, kept or used twice."""

from __future__ import annotations

import ast
import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

import orgctl
from orgctl.domain.refusals import Failure
from orgctl.session.tokens import new_invitation_token
from orgctl.store.transaction import Store
from tests.builders import NOON
from tests.journeys.stage import ANNA, EWA, JAN
from tests.usecases.acts import Acts, refused

SOURCES = sorted(Path(orgctl.__file__).parent.rglob("*.py"))


@pytest.fixture
def invited(acts):
    """Ewa, whom Anna has invited to zylker. Answers the token."""
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "ewas")
    acts.send(ANNA, EWA)
    return acts.tokens[-1]


def at_once(sqlite_url, works):
    """Each work on a connection of its own, all let go in the same moment; their answers, refusals by code."""
    barrier = Barrier(len(works))

    def one(work):
        store = Store.open(sqlite_url)
        try:
            barrier.wait()
            return work(store)
        except Failure as failure:
            return failure.code.value
        finally:
            store.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_cve_2026_1529_keycloak_a_token_that_was_changed_by_a_bit_opens_nothing(acts, invited):
    """CVE-2026-1529, Keycloak: tampered invitation tokens were accepted."""
    octets = base64.urlsafe_b64decode(invited.removeprefix("orgi_") + "=")
    number = int.from_bytes(octets, "big")
    assert len(octets) * 8 == 256

    for bit in range(256):
        changed = (number ^ (1 << bit)).to_bytes(32, "big")
        text = "orgi_" + base64.urlsafe_b64encode(changed).decode().rstrip("=")
        refused("not_found.invitation", acts.accept_by_token, text, who=EWA)

    # what the store has of it is a hash of the whole text, and nothing that the text says is believed
    digest = hashlib.sha256(invited.encode()).hexdigest()
    assert acts.rows("SELECT token_hash FROM invitations") == [(digest,)]
    refused("not_found.invitation", acts.accept_by_token, digest, who=EWA)
    acts.accept_by_token(invited, who=EWA)


def test_cve_2025_13324_mattermost_a_token_is_used_once(acts, invited, sqlite_url):
    """CVE-2025-13324, GHSA-x3r8-2hmh-89f5, Mattermost: a token still worked after it had been used."""

    def accept(store):
        return replace(acts, store=store).accept_by_token(invited, who=EWA).invitation.status

    answers = at_once(sqlite_url, [accept] * 8)

    assert sorted(answers) == ["accepted", *["invite.not_pending"] * 7]
    refused("invite.not_pending", acts.accept_by_token, invited, who=EWA)
    refused("invite.not_pending", acts.decline_by_token, invited)
    # nor does it after a declining, for anybody
    acts.send(ANNA, JAN)
    acts.decline_by_token(acts.tokens[-1])
    refused("invite.not_pending", acts.accept_by_token, acts.tokens[-1])


def test_cve_2022_26779_cloudstack_what_is_secret_comes_from_the_system_s_generator():
    """CVE-2022-26779, Apache CloudStack: invitations' tokens came from a generator that can be foreseen."""
    foreseeable = {"random", "uuid", "numpy"}
    imports = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imports.setdefault(path.name, set()).update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                imports.setdefault(path.name, set()).add(node.module.split(".")[0])

    assert {name: found & foreseeable for name, found in imports.items() if found & foreseeable} == {}
    assert "secrets" in imports["tokens.py"]
    tokens = [new_invitation_token() for _ in range(1000)]
    assert len(set(tokens)) == 1000
    # every bit of them is now this, now that
    octets = [base64.urlsafe_b64decode(token.removeprefix("orgi_") + "=") for token in tokens]
    counts = [sum(int.from_bytes(each, "big") >> bit & 1 for each in octets) for bit in range(256)]
    assert all(300 < count < 700 for count in counts)


def test_ghsa_pwx3_gogs_a_mail_that_is_read_or_followed_changes_nothing(stage):
    """GHSA-pwx3-qcgw-vh7h, Gogs: memberships changed by GET; scanners of mail follow every link there is."""
    anna, ewa = stage.person(ANNA, "zylker"), stage.person(EWA, "ewas")
    anna.ok("invite", "send", EWA)
    (letter,) = anna.mails()

    # there is nothing to follow but the mailbox of who invites, and nothing that loads or runs
    for part in (letter.text, letter.html):
        assert "://" not in part
    for mark in ("<a ", "<img", "<script", "<form", "<link", "<iframe", "url(", "http-equiv"):
        assert mark not in letter.html.lower().replace(f'<a href="mailto:{ANNA}"', "")
    ewa.ok("invite", "accept", "--token", letter.token, "--dry-run")
    ewa.ok("invite", "list")
    assert [each["status"] for each in anna.json("invite", "list", "--sent")] == ["pending"]


def test_dust_12140_calls_at_once_do_not_pass_a_limit(acts, sqlite_url):
    """dust-tt/dust #12140 (two reports): calls at the same time passed the limits of spaces and invitations."""
    acts.sign_up(EWA, "ewas")
    hosts = [f"host{number}@zylker.example" for number in range(12)]
    for number, host in enumerate(hosts):
        acts.sign_up(host, f"host-{number}")
    for number in range(8):
        acts.join(EWA, f"host-{number}", by=hosts[number])
    for number in range(8, 12):
        acts.send(hosts[number], EWA)
    tokens = acts.tokens[-4:]

    def accept(token):
        return lambda store: replace(acts, store=store).accept_by_token(token, who=EWA).invitation.status

    # ten memberships are allowed and she has nine
    answers = at_once(sqlite_url, [accept(token) for token in tokens] * 2)

    assert answers.count("accepted") == 1
    assert set(answers) == {"accepted", "limit.memberships", "invite.not_pending"} - (
        set() if "invite.not_pending" in answers else {"invite.not_pending"}
    )
    assert acts.rows(
        "SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = :ewa", ewa=EWA
    ) == [(10,)]

    def invite(store):
        result = Acts(store, acts.now).send(hosts[0], JAN, org="host-0")
        return [each.code for each in result.failed] or "sent"

    sent = at_once(sqlite_url, [invite] * 8)
    assert sent.count("sent") == 1
    assert sent.count(["invite.already_pending"]) == 7


def test_keycloak_36569_a_second_answer_is_told_what_became_of_the_first(stage):
    """Keycloak #36569: whoever clicked twice got an undefined page."""
    anna, ewa = stage.person(ANNA, "zylker"), stage.person(EWA, "ewas")
    anna.ok("invite", "send", EWA)
    token = anna.token(EWA)
    ewa.ok("invite", "accept", "--token", token)

    done = ewa.run("invite", "accept", "--token", token)

    assert done.code == 3
    error = done.err.splitlines()[0]
    assert error.startswith("error: ")
    assert "accepted" in error
    assert "Zylker" in error


@pytest.mark.parametrize("seconds, code", [(-1, None), (0, "invite.expired"), (1, "invite.expired")])
def test_gitlab_222349_an_invitation_ends_by_itself_after_seven_days(stage, seconds, code):
    """GitLab #222349: invitations never expired."""
    acts = stage.at(NOON).acts
    acts.sign_up(ANNA, "zylker")
    acts.sign_up(EWA, "ewas")
    acts.send(ANNA, EWA)
    then = acts.at(timedelta(days=7, seconds=seconds))

    if code is None:
        assert then.accept_by_token(acts.tokens[-1], who=EWA).invitation.status == "accepted"
    else:
        refused(code, then.accept_by_token, acts.tokens[-1], who=EWA)
        refused(code, then.decline_by_token, acts.tokens[-1])
        assert then.rows("SELECT status FROM invitations") == [("expired",)]


def test_rapidpro_615_an_invitation_that_is_sent_again_has_another_token(acts, invited):
    """rapidpro #615: whoever was invited again got the code of the first invitation."""
    acts.resend(ANNA, EWA)
    resent = acts.tokens[-1]
    acts.decline_by_token(resent)
    acts.send(ANNA, EWA)
    again = acts.tokens[-1]

    assert len({invited, resent, again}) == 3
    refused("not_found.invitation", acts.accept_by_token, invited, who=EWA)
    refused("invite.not_pending", acts.accept_by_token, resent, who=EWA)
    assert acts.accept_by_token(again, who=EWA).invitation.status == "accepted"


def test_dust_4554_nothing_can_be_counted_through(acts):
    """dust #4554: invitations had ascending numbers, by which addresses could be read one after the other."""
    acts.sign_up(ANNA, "zylker")
    for number in range(64):
        acts.send(ANNA, f"person{number}@zylker.example")

    ids = [id_ for (id_,) in acts.rows("SELECT id FROM invitations ORDER BY email")]

    assert len(set(ids)) == 64
    gaps = [after - before for before, after in zip(sorted(ids), sorted(ids)[1:], strict=False)]
    assert min(gaps) > 1 << 32
    assert ids != sorted(ids)
