"""Published faults of other programs, each of them tried on this one: what was shown to whom it does not concern."""

from __future__ import annotations

import json

import pytest

from orgctl.domain.values import Edition, Role
from orgctl.text.addresses import parse_address
from orgctl.usecases import members
from tests.builders import NOON
from tests.journeys.stage import ANNA, EWA, JAN, OLA, PASSWORD
from tests.usecases.acts import refused

READING = [
    ("org", "list"),
    ("org", "show"),
    ("member", "list"),
    ("invite", "list"),
    ("audit",),
    ("limits",),
    ("export",),
    ("whoami",),
]


@pytest.fixture
def anna(stage):
    """Anna, super administrator of zylker."""
    return stage.person(ANNA, "zylker")


def told(orgctl, *argv, **options):
    """All that a command says, on both streams, in its fullest form."""
    done = orgctl.run(*argv, "-o", "json", "--debug", **options)
    return done.out + done.err


def test_cve_2026_2463_mattermost_invitations_are_shown_to_nobody_without_rights(anna, stage):
    """CVE-2026-2463, GHSA-fx49-m253-27jj, Mattermost: invitations' ids were shown to users without rights."""
    stage.acts.join(JAN, "zylker", by=ANNA)
    stage.person(OLA, "olas")
    sent = anna.json("invite", "send", EWA)["sent"][0]
    member, outsider = stage.signed_in(JAN), stage.signed_in(OLA)

    seen = "".join(told(member, *argv) for argv in READING)
    seen += "".join(told(outsider, *argv) for argv in (("invite", "list", "--sent"), ("audit",)))
    seen += told(outsider, "invite", "list", "--sent", "--org", "zylker")
    refusal = member.refused("role.not_admin", "invite", "list", "--sent")

    for secret in (sent["id"], EWA, anna.token(EWA)):
        assert secret not in seen + str(refusal)
    # administrators see whom they have invited, and still no token
    admins = "".join(told(anna, *argv) for argv in (("invite", "list", "--sent"), ("audit",), ("export",)))
    assert sent["id"] in admins
    assert anna.token(EWA) not in admins


def test_cve_2022_39307_grafana_inviting_does_not_tell_who_has_an_account(stage):
    """CVE-2022-39307, GHSA-3p62-42x7-gxg5, Grafana: "user not found" told which addresses have accounts."""
    stage = stage.at(NOON)
    anna = stage.person(ANNA, "zylker")
    stage.acts.sign_up(EWA, "ewas")

    def invited(email):
        done = anna.run("invite", "send", email, "-o", "json")
        document = done.json()
        for each in document["sent"]:
            each.update(id="…")
        return done.code, json.dumps(document).replace(email, "…"), done.err.replace(email, "…")

    known, unknown = invited(EWA), invited("ewq@zylker.example")

    assert known == unknown
    again = [
        anna.run("invite", "send", email).err.replace(email, "…") for email in (EWA, "ewq@zylker.example")
    ]
    assert again[0] == again[1]
    # and so it is for a stranger at the door
    login = ("login", "--password-stdin", "--print-token")
    doors = [stage.orgctl.run(*login, email, stdin="wrong") for email in (EWA, "ewq@zylker.example")]
    assert len({(done.code, done.out, done.err) for done in doors}) == 1


def test_cve_2026_25712_gitea_what_is_hidden_is_in_no_list_count_or_suggestion(stage):
    """CVE-2026-25712, GHSA-37w2-86g3-h4qh, Gitea and CVE-2026-9791, Keycloak: hidden organizations and
    memberships showed in lists beside the one that was mended."""
    ewa = stage.person(EWA, "ewas")
    lists = [("org", "list"), ("invite", "list"), ("limits",), ("export",)]
    before = [told(ewa, *argv) for argv in lists]
    tokens = []
    for number in range(4):
        host, url = f"host{number}@zylker.example", f"hidden-{number}"
        stage.acts.sign_up(host, url, organization_name="Canary")
        stage.acts.send(host, EWA, org=url)
        tokens.append(stage.acts.tokens[-1])
    assert told(ewa, "invite", "list").count("Canary") == 4
    stage.acts.subscribe("host0@zylker.example", "hidden-0", Edition.CRM_PLUS)
    stage.acts.subscribe("host1@zylker.example", "hidden-1", Edition.ZOHO_ONE)
    stage.orgctl.acting("host2@zylker.example").ok("integrate", "add", "cliq", "team")
    stage.orgctl.acting("host3@zylker.example").ok("org", "restrict-ip", "203.0.113.0/24")

    after = [told(ewa, *argv) for argv in lists]
    more = told(ewa, "switch", "hidden") + told(ewa, "--org", "hidden-0", "org", "show")
    more += told(ewa, "invite", "list", "--status", "expired")
    # somebody who is in no organization sees what concerns them anywhere
    stage.acts.run("UPDATE users SET default_organization_id = NULL WHERE email = :ewa", ewa=EWA)
    homeless = stage.signed_in(EWA)
    more += told(homeless, "audit") + told(homeless, "org", "list")

    assert after == before
    assert "Canary" not in more
    assert "host" not in more
    assert "hidden-1" not in more
    # the mail alone answers each
    for number, token in enumerate(tokens):
        failure = refused("invite.email_only", stage.acts.accept, EWA, f"hidden-{number}")
        assert "Canary" in str(failure.message)
        stage.acts.accept_by_token(token, who=EWA)
    assert told(ewa, "org", "list").count("Canary") == 4


def test_cve_2022_39328_grafana_nobody_is_somebody_else_while_many_commands_run(anna, stage):
    """CVE-2022-39328, Grafana: under load, a race gave one request another request's user."""
    stage.acts.create(ANNA, "services")
    stage.acts.sign_up(JAN, "jans", password_hash=None)
    orgctl = stage.orgctl
    orgctl.ok("login", ANNA, "--password-stdin", stdin=PASSWORD)

    asking = [orgctl.start("current" if number % 2 else "whoami", "-o", "json") for number in range(8)]
    # meanwhile she switches, and signs out
    changes = [orgctl.start("switch", "services"), orgctl.start("logout")]
    answers = [(*process.communicate(timeout=120), process.returncode) for process in [*asking, *changes]]

    for out, err, code in answers[:8]:
        assert code in {0, 4}, err
        if code == 0:
            who = json.loads(out)
            assert who["email"] == ANNA
            assert who["active"] in {"zylker", "services"}
        else:
            assert json.loads(err)["error"]["code"] in {"auth.required", "auth.expired"}
    assert all(b"Traceback" not in err for _, err, _ in answers)
    assert answers[-1][2] == 0
    orgctl.refused("auth.required", "whoami")
    assert anna.json("whoami")["email"] == ANNA


def test_kinbot_102_neither_lists_nor_errors_say_tokens_or_addresses_of_others(anna, stage):
    """kinbot #102: tokens in a list of invitations; langwatch #5281: an error that told both addresses."""
    stage.acts.join(OLA, "zylker", by=ANNA)
    stage.acts.do(members.set_role, ANNA, email=parse_address(OLA), role=Role.ADMIN)
    jan = stage.person(JAN, "jans")
    anna.ok("invite", "send", EWA)
    token = anna.token(EWA)
    admin = stage.signed_in(OLA)

    lists = "".join(told(anna, *argv) for argv in (("invite", "list", "--sent"), ("audit",), ("export",)))
    lists += told(admin, "invite", "list", "--sent")
    outbox = told(stage.orgctl, "mail", "list")
    errors = [
        told(jan, "invite", answer, "--token", given)
        for answer in ("accept", "decline")
        for given in (token, token[:-2])
    ]

    assert EWA in lists
    assert EWA in outbox
    assert "orgi_" not in lists + outbox
    for error in errors:
        assert json.loads(error[error.index('{\n  "error"') :])["error"]["message"]
        assert EWA not in error
        assert token[:-2] not in error
