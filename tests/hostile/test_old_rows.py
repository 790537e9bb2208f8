"""Rows that hold what input refuses: from an older program, or from whoever else writes the file."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.authorization.scene import EMAILS, NOW
from tests.support.letters import read_maildir
from tests.support.run import UNTESTABLE
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.authorization.scene import Stage

_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

BAD = (
    "Zylker\r\nBcc: evil@evil.example\r\n\r\nbody",
    "\x1b]0;pwned\x07\x1b[2J",
    "x\u202egpj.exe",
    "[/nope][link=https://evil.example]",
    "=cmd|'/C calc'!A0",
)


def _spoiled(stage: Stage, world: Path, text: str) -> None:
    from orgctl.store.transaction import Store

    stage.fresh(world)
    acts = Acts(Store.open(str(stage.store)), NOW)
    acts.run("UPDATE organizations SET name = :text WHERE url = 'zylker'", text=text)
    acts.run("UPDATE users SET name = :text WHERE email = :email", text=text, email=EMAILS["superadmin"])
    acts.run("UPDATE links SET account = :text", text=text)
    acts.store.close()


@pytest.mark.parametrize("text", BAD, ids=ascii)
@pytest.mark.parametrize("output", ["table", "json", "csv", "yaml"])
def test_they_are_shown_harmless(output: str, text: str, stage: Stage, world: Path):
    _spoiled(stage, world, text)

    for argv in (
        "org list",
        "org show",
        "member list",
        "integrate list",
        "whoami",
        "switch zylker",
        "current",
    ):
        ran = stage.again("superadmin", argv.split(), ORGCTL_OUTPUT=output)

        assert ran.code == 0, ran.err
        assert not _UNFIT.search(ran.out + ran.err), f"{argv}: {ran.out!r}"
        if output == "csv":
            cells = [cell for row in csv.reader(io.StringIO(ran.out)) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("text", BAD, ids=ascii)
def test_they_put_nothing_into_a_mails_headers(text: str, stage: Stage, world: Path):
    _spoiled(stage, world, text)

    ran = stage.again("superadmin", ["invite", "send", "guest@x.example", "--org", "zylker"])
    letters = read_maildir(stage.folder / "mail")

    assert ran.code == 0, ran.err
    for letter in letters:
        assert letter.to == "guest@x.example"
        assert len(letter.message["To"].addresses) == 1
        assert letter.message["Bcc"] is None
        assert "evil@evil.example" not in str(letter.message["To"])
        assert letter.accept
    assert letters or "stays queued" in ran.err


def test_addresses_that_look_like_formulas_leave_guarded_and_come_back_unharmed(stage: Stage, world: Path):
    from orgctl.store.transaction import Store

    emails = ["=sum@x.example", "+plus@x.example", "-minus@x.example", "'quote@x.example"]
    stage.fresh(world)
    acts = Acts(Store.open(str(stage.store)), NOW)
    for email in emails:
        acts.join(email, "zylker", by=EMAILS["superadmin"])
    acts.store.close()

    exported = stage.again("owner", ["export", "--org", "zylker", "-o", "csv"])
    listed = stage.again("superadmin", ["member", "list", "-o", "csv"])
    (stage.folder / "work" / "again.csv").write_text(exported.out)
    planned = stage.again("owner", ["plan", "again.csv", "--check"])

    for text in (exported.out, listed.out):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert {f"'{email}" for email in emails[:3]} <= set(cells)
    assert planned.code == 0, planned.out + planned.err


@pytest.mark.skipif(os.geteuid() != 0, reason=f"{UNTESTABLE}: only root gives links away")
def test_somebody_elses_link_in_the_stores_place_is_not_followed(stage: Stage, world: Path):
    target = stage.folder / "target.db"
    shutil.copyfile(world, target)
    stage.fresh(world)
    stage.store.unlink()
    stage.store.symlink_to(target)
    os.lchown(stage.store, 65534, 65534)
    before = target.read_bytes()

    for argv in (["org", "list"], ["org", "rename", "New"], ["switch", "zylker"], ["store", "check"]):
        ran = stage.again("superadmin", argv)

        assert ran.code == 1
        assert "somebody else made" in ran.err
    assert target.read_bytes() == before
    assert list(stage.store.parent.iterdir()) == [stage.store]
