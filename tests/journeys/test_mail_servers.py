"""Invitations through mail servers that fail: the invitation stands, one line says so, and nothing goes twice."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.journeys.stage import ANNA, EWA, JAN
from tests.mail.servers import (
    CUT,
    SILENCE,
    Inbox,
    a_certificate,
    a_scripted_server,
    a_server,
    free_port,
    polite,
)
from tests.session.file_keyring import FileKeyring

PASSWORD = "hunter2-żółw"
"""The one that the servers of these tests take."""


@pytest.fixture
def servers():
    """Where servers are entered that end with the test."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def anna(stage):
    """Anna, signed in."""
    return stage.person(ANNA, "zylker")


@pytest.fixture
def noon(stage):
    """Anna with a clock that stands still."""
    return stage.at(NOON).person(ANNA, "zylker")


def through(orgctl, port, *, scheme="smtp", user="", **variables):
    return orgctl.with_env(ORGCTL_MAIL=f"{scheme}://{user}localhost:{port}", **variables)


def warnings(done):
    return [line for line in done.err.splitlines() if line.startswith("warning: ")]


def outbox(stage):
    """What the outbox shows, to the store's owner."""
    return [
        (mail["to"], mail["state"], mail["attempts"], mail["error"])
        for mail in stage.orgctl.json("mail", "list")
    ]


def nobody_listens(servers, tmp_path):
    return free_port(), "smtp", "", "cannot be reached"


def a_certificate_that_signs_itself(servers, tmp_path):
    port = servers.enter_context(a_server(Inbox(), tls_context=a_certificate(tmp_path).context))
    return port, "smtp", "", "does not hold"


def the_same_from_the_first_octet(servers, tmp_path):
    port = servers.enter_context(a_server(Inbox(), ssl_context=a_certificate(tmp_path).context))
    return port, "smtps", "", "does not hold"


def no_tls_for_a_password(servers, tmp_path):
    inbox = Inbox()
    port = servers.enter_context(a_server(inbox, authenticator=inbox.authenticate, auth_require_tls=False))
    return port, "smtp", "me@", "no password was sent"


STOPPED = [
    nobody_listens,
    a_certificate_that_signs_itself,
    the_same_from_the_first_octet,
    no_tls_for_a_password,
]


@pytest.mark.parametrize("failing", STOPPED)
def test_a_server_that_cannot_be_used_leaves_the_invitation_and_one_line(
    anna, stage, servers, tmp_path, failing
):
    port, scheme, user, reason = failing(servers, tmp_path)
    orgctl = through(
        anna, port, scheme=scheme, user=user, ORGCTL_SMTP_PASSWORD=PASSWORD, ORGCTL_OUTPUT="json"
    )

    done = orgctl.ok("invite", "send", EWA)

    (warning,) = warnings(done)
    assert reason in warning
    assert "1 mail stays queued; orgctl mail send tries again." in warning
    assert [each["status"] for each in done.json()["sent"]] == ["pending"]
    assert PASSWORD not in done.out + done.err
    [(to, state, attempts, error)] = outbox(stage)
    assert (to, state, attempts) == (EWA, "queued", 0)
    assert reason in error
    # the outbox is the store's owner's, and is sent as soon as a server can be used
    inbox = Inbox()
    through(stage.orgctl, servers.enter_context(a_server(inbox))).ok("mail", "send")
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [[EWA]]
    assert outbox(stage) == [(EWA, "sent", 1, None)]


def test_a_refused_sign_in_shows_no_password(anna, stage, servers, tmp_path):
    inbox, certificate = Inbox(), a_certificate(tmp_path)

    def quoting(*conversation):
        answer = inbox.authenticate(*conversation)
        if not answer.success:
            answer.message = f"535 5.7.8 {inbox.sign_ins[-1][2].decode()} is wrong"
        return answer

    port = servers.enter_context(a_server(inbox, tls_context=certificate.context, authenticator=quoting))
    orgctl = through(anna, port, user="me%40corp.example@", SSL_CERT_FILE=str(certificate.file))

    done = orgctl.ok("invite", "send", EWA, env={"ORGCTL_SMTP_PASSWORD": "canary-password"})

    (warning,) = warnings(done)
    assert "refused the sign-in of me@corp.example" in warning
    assert "canary" not in done.out + done.err
    owner = through(stage.orgctl, port, user="me%40corp.example@", SSL_CERT_FILE=str(certificate.file))
    failed = owner.run("mail", "send", env={"ORGCTL_SMTP_PASSWORD": "canary-password"})
    assert failed.code == 1
    assert "canary" not in failed.out + failed.err
    owner.ok("mail", "send", env={"ORGCTL_SMTP_PASSWORD": PASSWORD})
    assert inbox.encrypted == [True]
    assert [over_tls for *_, over_tls in inbox.sign_ins] == [True, True, True]
    everything = b"".join(file.read_bytes() for file in stage.orgctl.home.parent.rglob("*") if file.is_file())
    assert b"canary" not in everything


def test_a_recipient_that_is_refused_for_good_is_marked_shown_and_not_tried_again(noon, stage, servers):
    inbox = Inbox(replies={("RCPT", EWA): "550 5.1.1 no such mailbox"})
    port = servers.enter_context(a_server(inbox))

    done = through(noon, port).ok("invite", "send", EWA, JAN)

    (warning,) = warnings(done)
    assert warning.startswith(f"warning: no mail for {EWA}, for good: ")
    assert "550 5.1.1 no such mailbox" in warning
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [[JAN]]
    (ewas, jans) = sorted(outbox(stage))
    assert ewas[:3] == (EWA, "failed", 1)
    assert "no such mailbox" in ewas[3]
    assert jans == (JAN, "sent", 1, None)
    owner = through(stage.at(NOON + timedelta(days=1)).orgctl, port)
    assert owner.json("mail", "send") == {"sent": 0, "undelivered": []}
    assert len(inbox.envelopes) == 1
    assert noon.json("invite", "list", "--sent")[0]["status"] == "pending"
    # an invitation that is sent again is another mail
    inbox.replies.clear()
    through(noon, port).ok("invite", "resend", EWA)
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [[JAN], [EWA]]


def test_a_recipient_that_is_put_off_is_tried_again_after_pauses_that_grow(noon, stage, servers):
    inbox = Inbox(replies={"RCPT": "450 4.2.0 grey"})
    port = servers.enter_context(a_server(inbox))

    done = through(noon, port).ok("invite", "send", EWA)

    assert [line.partition(":")[2].partition(":")[0] for line in warnings(done)] == [
        f" no mail for {EWA} yet"
    ]

    def tried(minutes, seconds=0):
        at = stage.at(NOON + timedelta(minutes=minutes, seconds=seconds))
        return through(at.orgctl, port).run("mail", "send")

    early = tried(0, 59)
    assert (early.code, "1 mail waits for another attempt" in early.err) == (0, True)
    assert tried(1).code == 1
    assert outbox(stage)[0][1:3] == ("queued", 2)
    assert tried(5, 59).code == 0
    inbox.replies.clear()
    assert tried(6).code == 0
    assert outbox(stage) == [(EWA, "sent", 3, None)]
    assert len(inbox.envelopes) == 1


@pytest.mark.parametrize("where", [b"X-Orgctl", b".\r\n"], ids=["within the message", "after its end"])
def test_a_connection_that_is_cut_sends_the_same_message_again(noon, stage, servers, where):
    taken = []

    def answer(line, connection):
        if line.startswith(b"Message-ID"):
            taken.append(line)
        return CUT if connection == 0 and line.startswith(where) else polite(line)

    port, heard = servers.enter_context(a_scripted_server(answer))

    done = through(noon, port).ok("invite", "send", EWA)

    (warning,) = warnings(done)
    assert f"no mail for {EWA} yet" in warning
    assert outbox(stage)[0][1:3] == ("queued", 1)
    later = through(stage.at(NOON + timedelta(minutes=1)).orgctl, port)
    assert later.json("mail", "send")["sent"] == 1
    assert len(taken) == 2
    assert taken[0] == taken[1]
    # acknowledged, it never goes again
    before = len(heard)
    assert later.json("mail", "send") == {"sent": 0, "undelivered": []}
    assert len(heard) == before
    assert outbox(stage)[0][1] == "sent"


def test_what_was_acknowledged_before_a_cut_goes_only_once(noon, stage, servers):
    def answer(line, connection):
        return CUT if connection == 0 and line.startswith(b"RCPT TO:<jan") else polite(line)

    port, heard = servers.enter_context(a_scripted_server(answer))

    done = through(noon, port).ok("invite", "send", EWA, JAN)

    assert len(warnings(done)) == 1
    through(stage.at(NOON + timedelta(minutes=1)).orgctl, port).ok("mail", "send")
    recipients = [line for line in heard if line.startswith(b"RCPT")]
    finished = heard.count(b".\r\n")
    assert sorted(recipients) == [f"RCPT TO:<{to}>\r\n".encode() for to in (EWA, JAN, JAN)]
    assert finished == 2


def test_a_revoked_or_renewed_invitation_leaves_no_mail_that_waits(anna, stage, servers):
    down = through(anna, free_port())
    down.ok("invite", "send", EWA, JAN)
    down.ok("invite", "revoke", EWA)
    down.ok("invite", "resend", JAN)
    inbox = Inbox()

    through(stage.orgctl, servers.enter_context(a_server(inbox))).ok("mail", "send")

    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [[JAN]]
    assert sorted(mail[1] for mail in outbox(stage)) == ["cancelled", "cancelled", "sent"]


def test_the_smtp_password_comes_from_the_keyring_too(anna, servers, tmp_path):
    inbox, certificate = Inbox(), a_certificate(tmp_path)
    port = servers.enter_context(
        a_server(inbox, tls_context=certificate.context, authenticator=inbox.authenticate)
    )
    FileKeyring(anna.home / "keyring.json").set_password("orgctl-smtp", "me@localhost", PASSWORD)

    done = through(anna, port, user="me@", SSL_CERT_FILE=str(certificate.file)).ok("invite", "send", EWA)

    assert warnings(done) == []
    assert [(login, password.decode()) for _, login, password, _ in inbox.sign_ins] == [(b"me", PASSWORD)]


def test_a_server_is_told_apart_from_a_password_in_the_setting(anna):
    error = anna.refused(
        "mail.settings", "invite", "send", EWA, env={"ORGCTL_MAIL": "smtp://me:canary@localhost"}
    )

    assert "canary" not in str(error)
    assert anna.json("invite", "list", "--sent") == []


@pytest.mark.parametrize("number, exit_", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_gives_up_waiting_for_a_server_may_use_another_at_once(anna, stage, servers, number, exit_):
    port, heard = servers.enter_context(
        a_scripted_server(lambda line, _: SILENCE if line.startswith(b"RCPT") else polite(line))
    )
    process = through(anna, port).start("invite", "send", EWA)
    while not any(line.startswith(b"RCPT") for line in heard):
        assert process.poll() is None
        time.sleep(0.02)

    process.send_signal(number)

    _out, err = process.communicate(timeout=60)
    assert process.returncode == exit_
    assert b"Interrupted after the change was made." in err
    inbox = Inbox()
    through(stage.orgctl, servers.enter_context(a_server(inbox))).ok("mail", "send")
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [[EWA]]
