"""Every secret of one long journey, looked for everywhere: store, folders, output, process list.

A secret may be where its keeper is (the keyring, a file for its owner alone), in the one output that was
asked to print it, and in the mail that brings it; a token goes by standard input here, as it should.
"""

from __future__ import annotations

import base64
import shutil
import stat
import threading
from pathlib import Path

import pytest

from tests.journeys.stage import ANNA, EWA, JAN
from tests.mail.servers import free_port
from tests.session.file_keyring import FileKeyring

PASSWORDS = {
    name: f"canary-{name}-7Xq" for name in ("first", "wrong", "second", "newcomer", "smtp", "refused")
}


class Watch:
    """Command lines of all processes that there are while it lasts."""

    def __init__(self):
        self.seen = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _look(self):
        while not self._over.wait(0.02):
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(file.read_bytes())
                except OSError:
                    continue


class Journey:
    """Runs the program and keeps all that it says."""

    def __init__(self, orgctl):
        self.orgctl = orgctl
        self.said = []

    def __call__(self, *argv, stdin=None, code=0, **env):
        done = self.orgctl.run(*argv, "--debug", "-o", "json", stdin=stdin, env=env)
        assert done.code == code, done
        self.said.append(done.out + done.err)
        return done


def forms(secret):
    """What a secret could look like."""
    text = secret.encode()
    return {text, base64.b64encode(text).rstrip(b"="), text.hex().encode(), secret.encode("utf-16-le")}


def places(folder, secret):
    """The files below a folder in which a secret is, in any form."""
    return {
        file
        for file in folder.rglob("*")
        if file.is_file() and any(form in file.read_bytes() for form in forms(secret))
    }


@pytest.fixture(scope="module")
def journey(tmp_path_factory, run_folder):
    """All that happens; the tests look at what is left of it."""
    from tests.support import stores
    from tests.support.run import Orgctl

    home = tmp_path_factory.mktemp("journey")
    store = stores.copy_sqlite(stores.sqlite_template(run_folder), home / "data" / "orgctl" / "orgctl.db")
    go = Journey(Orgctl(home, str(store)))
    with Watch() as watch:
        # sign-ins
        go(
            "signup",
            ANNA,
            "--name",
            "Anna",
            "--org-name",
            "Zylker",
            "--org-url",
            "zylker",
            "--password-stdin",
            stdin=PASSWORDS["first"],
        )
        go("login", ANNA, "--password-stdin", stdin=PASSWORDS["wrong"], code=4)
        go(
            "signup",
            ANNA,
            "--name",
            "Anna",
            "--org-name",
            "Z",
            "--org-url",
            "z2",
            "--password-stdin",
            stdin=PASSWORDS["refused"],
            code=2,
        )
        keyring = FileKeyring(home / "keyring.json")
        go.in_keyring = list(keyring.entries()["orgctl"].values())
        printed = go("login", ANNA, "--print-token", "--password-stdin", stdin=PASSWORDS["first"])
        go.printed = printed.json()["token"]
        go.said.pop()
        go("password", "--password-stdin", stdin=PASSWORDS["second"], ORGCTL_TOKEN=go.printed)
        go("login", ANNA, "--insecure-storage", "--password-stdin", stdin=PASSWORDS["second"])
        # invitations: one waits for a server, one goes out at once
        down = {
            "ORGCTL_MAIL": f"smtp://me@127.0.0.1:{free_port()}",
            "ORGCTL_SMTP_PASSWORD": PASSWORDS["smtp"],
        }
        go("invite", "send", EWA, JAN, **down)
        go("mail", "send", code=1, **down)
        go("mail", "list")
        # a folder of its own each time: a worker may set this journey up twice
        go.waiting = tmp_path_factory.mktemp("waiting") / "home"
        shutil.copytree(home, go.waiting)
        go("mail", "send")
        go.tokens = [go.orgctl.token(EWA), go.orgctl.token(JAN)]
        go("invite", "resend", JAN)
        go.tokens.append(go.orgctl.token(JAN))
        go("invite", "accept", "--token", "-", stdin=go.tokens[0] + "x", code=5)
        go(
            "invite",
            "accept",
            "--token",
            "-",
            "--name",
            "Ewa",
            "--password-stdin",
            stdin=f"{go.tokens[0]}\n{PASSWORDS['newcomer']}",
            XDG_STATE_HOME=str(home / "ewas"),
            FILE_KEYRING=str(home / "ewas.json"),
        )
        go("invite", "decline", "--token", "-", stdin=go.tokens[1], code=5)
        go("invite", "decline", "--token", "-", stdin=go.tokens[2], code=3)
        go("invite", "list", "--sent")
        go("audit")
        go("store", "check")
        go("store", "backup", str(home / "backup.db"))
        go("export", "--owner")
    go.home, go.cmdlines = home, watch.seen
    (go.in_file,) = places(home / "state", "orgs_")
    go.kept_in_file = go.in_file.read_text().strip()
    go.ewas = next(iter(FileKeyring(home / "ewas.json").entries()["orgctl"].values()))
    return go


def test_a_password_is_nowhere(journey):
    for name, password in PASSWORDS.items():
        assert places(journey.home, password) == set(), name
        assert not any(password in said for said in journey.said), name


def test_a_sign_ins_secret_is_with_its_keeper_alone(journey):
    first, *_ = journey.in_keyring
    assert first.startswith("orgs_")
    # signing in by a file took the keyring's away
    assert places(journey.home, first) == set()
    assert places(journey.home, journey.ewas) == {journey.home / "ewas.json"}
    assert places(journey.home, journey.printed) == set()
    assert places(journey.home, journey.kept_in_file) == {journey.in_file}
    assert stat.S_IMODE(journey.in_file.stat().st_mode) == 0o600
    for secret in (first, journey.ewas, journey.printed, journey.kept_in_file):
        assert not any(secret in said for said in journey.said)


def test_an_invitations_token_is_in_its_mail_alone(journey):
    maildir = journey.home / "mail"
    for token in journey.tokens:
        found = places(journey.home, token)
        assert len(found) == 1
        assert all(file.is_relative_to(maildir) for file in found)
        assert not any(token in said for said in journey.said)


def test_a_token_that_waits_for_its_mail_is_sealed(journey):
    assert b"queued" in b"".join(file.read_bytes() for file in journey.waiting.rglob("orgctl.db*"))
    for token in journey.tokens[:2]:
        assert places(journey.waiting, token) == set()


def test_mails_and_state_are_for_their_owner_alone(journey):
    state = journey.home / "state" / "orgctl"
    for folder in (journey.home / "mail", state / "session"):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0, folder
    for file in [
        *(journey.home / "mail" / "new").iterdir(),
        *state.rglob("*.key"),
        journey.home / "backup.db",
    ]:
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file


def test_no_secret_was_ever_in_the_process_list(journey):
    secrets = [*PASSWORDS.values(), *journey.in_keyring, *journey.tokens]
    secrets += [journey.printed, journey.kept_in_file, journey.ewas]

    assert any(b"--print-token" in line for line in journey.cmdlines)
    assert [secret for secret in secrets for line in journey.cmdlines if secret.encode() in line] == []
