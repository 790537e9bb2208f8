from __future__ import annotations

import os
import subprocess
import sys

import keyring
import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError
from keyrings.alt.file import PlaintextKeyring

from orgctl.domain.refusals import Code, Fault, NotSignedIn
from orgctl.session.os_keyring import KeyringKeeper, NoKeyring
from orgctl.session.secrets import smtp_password
from tests.session.file_keyring import FileKeyring
from tests.support.run import PROJECT

STORE = "sqlite:////home/anna/orgctl.db"
OTHER = "postgresql://db.example/crm"


class ReadOnlyKeyring(KeyringBackend):
    """As those of package registries: it has passwords of its own and takes none."""

    priority = 0.1

    def get_password(self, service, username):
        return None

    def set_password(self, service, username, password):
        raise NotImplementedError

    def delete_password(self, service, username):
        raise NotImplementedError


class FailingKeyring(KeyringBackend):
    """Whatever is asked of it, it raises `error`."""

    priority = 0.1
    error: Exception = InitError("no session bus\nsecond line")

    def get_password(self, service, username):
        raise self.error

    def set_password(self, service, username, password):
        raise self.error

    def delete_password(self, service, username):
        raise self.error


class ClingingKeyring(FileKeyring):
    """It keeps, and does not let go."""

    def delete_password(self, service, username):
        raise PasswordDeleteError("refused by the user")


class ForgetfulKeyring(FileKeyring):
    """It pretends as the null backend does, under another name."""

    def set_password(self, service, username, password):
        return None


class UnmakeableKeyring(FileKeyring):
    def __init__(self):
        raise OSError("no display")


NOT_A_KEYRING = dict

HERE = "tests.session.test_os_keyring"


@pytest.fixture(autouse=True)
def own_keyring(monkeypatch):
    """No test meets the developer's keyring, and each begins without one."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def ring(tmp_path):
    """A keyring that works."""
    backend = FileKeyring(tmp_path / "keyring.json")
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def plaintext(tmp_path):
    backend = PlaintextKeyring()
    backend.file_path = str(tmp_path / "plain.cfg")
    return backend


def chain(*backends):
    """A chain of exactly these backends."""
    keyring.set_keyring(type("Chain", (ChainerBackend,), {"backends": list(backends)})())


def nothing_keeps(act):
    """What the failure says that the act ends with."""
    with pytest.raises(NotSignedIn) as caught:
        act()
    assert caught.value.code is Code.AUTH_NO_KEYRING
    assert isinstance(caught.value, NoKeyring)
    for way_out in ("--print-token", "--insecure-storage", "ORGCTL_TOKEN"):
        assert way_out in str(caught.value.hint)
    return str(caught.value)


# one that works


def test_what_was_set_is_got(ring):
    KeyringKeeper().set(STORE, "orgs_1")

    assert KeyringKeeper().get(STORE) == "orgs_1"
    assert ring.entries() == {"orgctl": {STORE: "orgs_1"}}


@pytest.mark.usefixtures("ring")
def test_nothing_is_kept_before_it_was_set():
    assert KeyringKeeper().get(STORE) is None
    assert not KeyringKeeper().delete(STORE)


@pytest.mark.usefixtures("ring")
def test_what_was_deleted_is_gone():
    KeyringKeeper().set(STORE, "orgs_1")

    assert KeyringKeeper().delete(STORE)
    assert KeyringKeeper().get(STORE) is None


@pytest.mark.usefixtures("ring")
def test_stores_are_kept_apart():
    KeyringKeeper().set(STORE, "orgs_1")
    KeyringKeeper().set(OTHER, "orgs_2")
    KeyringKeeper().delete(OTHER)

    assert KeyringKeeper().get(STORE) == "orgs_1"


def test_asking_whether_it_works_leaves_nothing_behind(ring):
    KeyringKeeper().set(STORE, "orgs_1")

    KeyringKeeper().require()

    assert ring.entries() == {"orgctl": {STORE: "orgs_1"}}


# none, or as good as none


@pytest.mark.parametrize(
    "backend,says",
    [
        ("keyring.backends.fail.Keyring", "There is no keyring here"),
        ("keyring.backends.null.Keyring", "null.Keyring, does not keep what it is given."),
        ("keyrings.alt.file.PlaintextKeyring", "PlaintextKeyring, would keep your sign-in in plain text."),
        (f"{HERE}.ForgetfulKeyring", "ForgetfulKeyring, does not keep what it is given."),
    ],
)
def test_where_nothing_keeps_a_sign_in_that_is_said_and_nobody_is_signed_in(
    backend, says, monkeypatch, tmp_path
):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    monkeypatch.setenv("FILE_KEYRING", str(tmp_path / "keyring.json"))
    keeper = KeyringKeeper()

    assert says in nothing_keeps(lambda: keeper.set(STORE, "orgs_1"))
    assert says in nothing_keeps(keeper.require)
    assert keeper.get(STORE) is None
    assert not keeper.delete(STORE)


def test_a_plain_text_keyring_is_not_written_to(plaintext, tmp_path):
    keyring.set_keyring(plaintext)

    nothing_keeps(KeyringKeeper().require)
    nothing_keeps(lambda: KeyringKeeper().set(STORE, "orgs_1"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "backend,reason",
    [
        ("", "Empty module name"),
        ("nonsense", "Empty module name"),
        ("no_such_module.Keyring", "No module named 'no_such_module'"),
        ("keyring.backends.null.Nothing", "has no attribute 'Nothing'"),
        (f"{HERE}.NOT_A_KEYRING", "has no attribute 'priority'"),
        (f"{HERE}.UnmakeableKeyring", "no display"),
    ],
)
def test_a_keyring_that_cannot_be_loaded_is_said_whatever_is_asked_of_it(backend, reason, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    keeper = KeyringKeeper()

    for act in (
        keeper.require,
        lambda: keeper.get(STORE),
        lambda: keeper.set(STORE, "orgs_1"),
        lambda: keeper.delete(STORE),
    ):
        assert reason in nothing_keeps(act)


@pytest.mark.parametrize(
    "error,reason",
    [
        (KeyringLocked("Failed to unlock the collection!"), "Failed to unlock the collection."),
        (InitError("no session bus\nsecond line"), "no session bus."),
        (RuntimeError(), "RuntimeError."),
        (OSError(5, "Input/output error"), "[Errno 5] Input/output error."),
    ],
)
def test_a_keyring_that_does_not_work_is_said_in_one_line_whatever_is_asked_of_it(error, reason):
    backend = FailingKeyring()
    backend.error = error
    keyring.set_keyring(backend)
    keeper = KeyringKeeper()

    for act in (
        keeper.require,
        lambda: keeper.get(STORE),
        lambda: keeper.set(STORE, "orgs_1"),
        lambda: keeper.delete(STORE),
    ):
        assert nothing_keeps(act) == f"The keyring here, {HERE}.FailingKeyring, does not work: {reason}"


def test_a_keyring_that_does_not_let_go_is_said(tmp_path):
    keyring.set_keyring(ClingingKeyring(tmp_path / "keyring.json"))
    KeyringKeeper().set(STORE, "orgs_1")

    assert "refused by the user" in nothing_keeps(lambda: KeyringKeeper().delete(STORE))


# chains


def test_a_chain_is_asked_in_its_order(tmp_path):
    first, second = FileKeyring(tmp_path / "first.json"), FileKeyring(tmp_path / "second.json")
    chain(first, second)

    KeyringKeeper().set(STORE, "orgs_1")

    assert first.entries() == {"orgctl": {STORE: "orgs_1"}}
    assert second.entries() == {}


def test_what_keeps_in_plain_text_pretends_or_only_reads_is_passed_over_in_a_chain(plaintext, tmp_path):
    real = FileKeyring(tmp_path / "keyring.json")
    chain(ReadOnlyKeyring(), plaintext, NullKeyring(), real)

    KeyringKeeper().require()
    KeyringKeeper().set(STORE, "orgs_1")

    assert real.entries() == {"orgctl": {STORE: "orgs_1"}}
    assert KeyringKeeper().get(STORE) == "orgs_1"
    assert KeyringKeeper().delete(STORE)
    assert real.entries() == {"orgctl": {}}
    assert not (tmp_path / "plain.cfg").exists()


def test_a_chain_of_nothing_else_is_as_good_as_none(plaintext):
    chain(plaintext, NullKeyring(), ReadOnlyKeyring())

    assert "in plain text" in nothing_keeps(KeyringKeeper().require)
    assert KeyringKeeper().get(STORE) is None


def test_an_empty_chain_is_as_good_as_none():
    chain()

    assert "There is no keyring here" in nothing_keeps(KeyringKeeper().require)


def test_what_an_earlier_sign_in_left_further_down_a_chain_is_forgotten_too(tmp_path):
    first, second = FileKeyring(tmp_path / "first.json"), FileKeyring(tmp_path / "second.json")
    second.set_password("orgctl", STORE, "orgs_0")
    chain(first, second)
    KeyringKeeper().set(STORE, "orgs_1")

    KeyringKeeper().delete(STORE)

    assert KeyringKeeper().get(STORE) is None


# as processes meet it

REQUIRE = """
from orgctl.domain.refusals import Failure
from orgctl.session.secrets import find, require_keeper
import sys
try:
    print(find("store", token=None, state=sys.argv[1]))
    require_keeper(insecure=False)
except Failure as failure:
    print(failure.code, failure)
"""


def require(tmp_path, **env):
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHONPATH": f"{PROJECT}{os.pathsep}{tmp_path}",
    }
    done = subprocess.run(
        [sys.executable, "-c", REQUIRE, tmp_path / "state"],
        env=clean | env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_a_plain_text_keyring_that_happens_to_be_installed_is_not_taken(tmp_path):
    printed = require(tmp_path)

    assert printed.startswith("None\nauth.no_keyring The keyring here, keyrings.alt.file.PlaintextKeyring")
    assert not (tmp_path / "data").exists()


def test_a_locked_keyring_is_said_without_a_traceback(tmp_path):
    printed = require(
        tmp_path,
        PYTHON_KEYRING_BACKEND="tests.session.file_keyring.FileKeyring",
        FILE_KEYRING_LOCKED="1",
    )

    assert printed.startswith("auth.no_keyring The keyring here, ")
    assert printed.endswith("does not work: The collection is locked.\n")


def test_a_plugin_of_the_keyring_that_is_broken_prints_no_traceback(tmp_path):
    plugin = tmp_path / "broken_plugin-1.dist-info"
    plugin.mkdir()
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plugin\nVersion: 1\n")
    (plugin / "entry_points.txt").write_text("[keyring.backends]\nbroken = broken_plugin\n")
    (tmp_path / "broken_plugin.py").write_text("raise OSError('broken')\n")

    printed = require(tmp_path)

    assert "auth.no_keyring" in printed


# the password of the mail server


def test_the_smtp_password_is_the_variables_before_the_keyrings(ring):
    ring.set_password("orgctl-smtp", "anna@mail.example", "from the keyring")

    assert smtp_password("anna", "mail.example", "from the variable") == "from the variable"
    assert smtp_password("anna", "mail.example", None) == "from the keyring"
    assert smtp_password("anna", "mail.example", "") == "from the keyring"


def test_the_smtp_password_is_that_of_the_user_at_the_host(ring):
    ring.set_password("orgctl-smtp", "anna@mail.example", "annas")

    assert smtp_password("jan", "mail.example", None) is None
    assert smtp_password("anna", "other.example", None) is None


@pytest.mark.parametrize("backend", ["fail", "null"])
def test_without_a_keyring_there_is_no_smtp_password(backend, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{backend}.Keyring")

    assert smtp_password("anna", "mail.example", None) is None


def test_an_smtp_password_that_somebody_keeps_in_plain_text_is_read(plaintext):
    plaintext.set_password("orgctl-smtp", "anna@mail.example", "plain")
    keyring.set_keyring(plaintext)

    assert smtp_password("anna", "mail.example", None) == "plain"


def test_a_keyring_that_does_not_work_is_a_fault_of_the_mails_settings():
    keyring.set_keyring(FailingKeyring())

    with pytest.raises(Fault) as caught:
        smtp_password("anna", "mail.example", None)

    assert caught.value.code is Code.MAIL_SETTINGS
    assert "ORGCTL_SMTP_PASSWORD" in str(caught.value.hint)
