"""The people and organizations of the authorization table, and commands run among them."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from orgctl.cli import app, quick, streams
from orgctl.cli.context import Run
from orgctl.domain.values import Edition, Role, Side
from orgctl.session.passwords import hash_password
from orgctl.store import sqlite
from orgctl.store.transaction import Store
from orgctl.usecases import integrations, organizations, sample_data
from tests.builders import NOON
from tests.support.run import PROJECT
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

ROLES = ("superadmin", "admin", "standard", "external", "invited", "stranger", "signed out", "owner")
"""Who acts. `owner` is the store's owner with nobody signed in; the others don't own the store."""

NOW = NOON + timedelta(minutes=5)
PASSWORD = "correct horse battery staple"
OTHER = "rival"

EMAILS = {role: f"{role.replace(' ', '-')}@x.example" for role in ROLES[:6]}
SECRETS = {role: f"orgs_{role:-<43}" for role in EMAILS}
OWN = {role: "one" if role == "external" else "zylker" for role in ROLES}
"""Each role's organization; that of who is in none is the one that the invited person is invited to."""

TARGET, WAITING, RIVALS_GUEST = "target@x.example", "waiting@x.example", "rivals-guest@x.example"


class Ran(NamedTuple):
    """What a command left; `code` is its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Worlds:
    """Two stores: as it is, and the same in which the other organization never was."""

    whole: Path
    without_other: Path


def build(template: Path, folder: Path) -> Worlds:
    """Zylker (enterprise) and One (Zoho One) with a person of each role, and Rival with none of them."""
    without = folder / "without.db"
    shutil.copyfile(template, without)
    acts = _open(without)
    _people(acts)
    _close(acts)
    whole = folder / "whole.db"
    shutil.copyfile(without, whole)
    acts = _open(whole)
    _rival(acts)
    _close(acts)
    return Worlds(whole, without)


def _open(path: Path) -> Acts:
    return Acts(Store.open(str(path)))


def _close(acts: Acts) -> None:
    acts.store.driver.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
    acts.store.close()


def _people(acts: Acts) -> None:
    known = hash_password(PASSWORD)
    super_, admin, standard, external, invited, stranger = EMAILS.values()
    acts.sign_up(super_, "zylker", password_hash=known)
    acts.create(super_, "one")
    acts.subscribe(super_, "zylker", Edition.ENTERPRISE)
    acts.subscribe(super_, "one", Edition.ZOHO_ONE)
    acts.sign_up(invited, "guesthouse", password_hash=known)
    acts.sign_up(stranger, "strangers", password_hash=known)
    acts.sign_up(external, "elsewhere", password_hash=known)
    for email, role in ((admin, Role.ADMIN), (standard, Role.STANDARD), (TARGET, Role.STANDARD)):
        acts.join(email, "zylker", by=super_, role=role)
    for email in (admin, standard):
        acts.write(
            lambda tx, email=email: tx.run(
                "UPDATE users SET password_hash = :hash WHERE email_key = :key", hash=known, key=email
            )
        )
    acts.send(super_, external, org="one", external=True)
    acts.accept_by_token(acts.tokens[-1])
    acts.send(super_, WAITING, invited, org="zylker")
    acts.send(super_, WAITING, org="one")
    for org in ("zylker", "one"):
        acts.do(integrations.add, super_, org=org, app="slack", account=org, feature=None, side=Side.CRM)
        acts.do(sample_data.load, super_, org=org)
    for role, email in EMAILS.items():
        acts.sign_in(email, SECRETS[role], url=None if role in {"invited", "stranger"} else OWN[role])


def _rival(acts: Acts) -> None:
    acts.sign_up("rival@rival.example", OTHER)
    acts.join("member@rival.example", OTHER, by="rival@rival.example")
    acts.send("rival@rival.example", RIVALS_GUEST, org=OTHER)
    acts.do(
        integrations.add,
        "rival@rival.example",
        org=OTHER,
        app="slack",
        account="rivals",
        feature=None,
        side=Side.CRM,
    )
    acts.do(organizations.restrict_ip, "rival@rival.example", networks=("10.0.0.0/8",))


class Stage:
    """Runs commands in this process as each role, on a store of their own each time."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.store = folder / "store" / "orgctl.db"
        self.store.parent.mkdir(mode=0o700)
        self._patch = patch
        for name in [name for name in os.environ if name.startswith("ORGCTL_")]:
            patch.delenv(name)
        settings = {
            "ORGCTL_STORE": str(self.store),
            "ORGCTL_MAIL": f"maildir:{folder / 'mail'}",
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "COLUMNS": "80",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "PYTHONPATH": str(PROJECT),
        }
        for name, value in settings.items():
            patch.setenv(name, value)
        (folder / "work").mkdir()
        patch.chdir(folder / "work")
        patch.setattr(Run, "now", NOW)
        patch.setattr(quick, "_now", lambda: round(NOW.timestamp() * 1_000_000))
        patch.setattr(os, "execvpe", _executed)
        patch.setattr(streams, "heed_like_others", lambda: None)

    def run(self, role: str, argv: Iterable[str], world: Path, *, stdin: str = "", **environ: str) -> Ran:
        """A command line as this role, from a fresh copy of a world."""
        self.fresh(world)
        return self.again(role, argv, stdin=stdin, **environ)

    def fresh(self, world: Path) -> None:
        """The store as that world is."""
        for leftover in self.store.parent.iterdir():
            leftover.unlink()
        for leftover in (self.folder / "work").iterdir():
            leftover.unlink()
        shutil.copyfile(world, self.store)

    def again(self, role: str, argv: Iterable[str], *, stdin: str = "", **environ: str) -> Ran:
        """A command line as this role, on the store as it is."""
        with self._patch.context() as patch:
            patch.setattr(sqlite.SqliteDriver, "is_mine", lambda _self: role == "owner")
            if role in SECRETS:
                patch.setenv("ORGCTL_TOKEN", SECRETS[role])
            for name, value in environ.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                given = list(argv)
                code = quick.answer(given, os.environ)
                if code is None:
                    code = app.run(given)
        return Ran(code, out.getvalue(), err.getvalue())


def _executed(_file: str, _args: list[str], environ: dict[str, Any]) -> None:
    print(environ["ORGCTL_ORG"])  # noqa: T201 (what the program that is run would see)
    raise SystemExit(0)
