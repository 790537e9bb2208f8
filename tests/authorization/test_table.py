from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from orgctl.cli import tree
from tests.authorization.scene import EMAILS, OTHER, OWN, Ran
from tests.authorization.table import TABLE, Row, markdown
from tests.support.run import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.authorization.scene import Stage, Worlds

BY_COMMAND = [pytest.param(row, id=row.command) for row in TABLE]


def _command(row: Row, role: str, where: str, store: str) -> tuple[list[str], str]:
    org = OWN[role] if where == "own" else OTHER
    facts = {"org": org, "me": EMAILS.get(role, "nobody@x.example"), "store": store}
    return [word.format(**facts) for word in row.argv.split()], row.stdin.format(**facts)


def _code(ran: Ran) -> str:
    if ran.code == 0:
        return "yes"
    assert "Traceback" not in ran.err
    return str(json.loads(ran.err)["error"]["code"])


def _run(stage: Stage, world: Path, row: Row, role: str, where: str) -> Ran:
    argv, stdin = _command(row, role, where, str(stage.store))
    return stage.run(role, argv, world, stdin=stdin, ORGCTL_OUTPUT="json")


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("row", BY_COMMAND)
def test_each_cell_answers_as_the_table_says(row: Row, stage: Stage, worlds: Worlds):
    """And what is refused changes nothing, and tells nothing of an organization that is not one's own."""
    found = {}
    for role, where, code in row.cells():
        ran = _run(stage, worlds.whole, row, role, where)
        found[role, where] = _code(ran)

        # a failed login is counted: that is what it is to change
        if code != "yes" and row.command != "login":
            assert _dump(stage.store) == _dump(worlds.whole), f"{role}, {where}"
        # an access URL that is taken is told to who would take it (B4); the store's owner sees all
        if where == "other" and role != "owner" and row.command not in {"plan", "apply"}:
            assert ran == _run(stage, worlds.without_other, row, role, where), f"{role}, {where}"

    assert found == {(role, where): code for role, where, code in row.cells()}


def test_the_table_has_every_command():
    commands = set()
    for word in tree.words():
        nested = {below.name: below.below for below in tree.NESTED.get(word.name, ())}
        for below in word.below:
            commands |= {f"{word.name} {below} {last}" for last in nested.get(below, ())}
            commands |= set() if below in nested else {f"{word.name} {below}"}
        commands |= set() if word.below else {word.name}

    assert {row.command.partition(" --")[0] for row in TABLE} == commands


def test_the_table_in_the_documentation_is_this_one():
    page = (PROJECT / "docs" / "security.md").read_text()

    assert markdown() in page, "docs/security.md shows another table: python -m tests.authorization.table"
