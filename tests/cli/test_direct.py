"""The direct lane: what it runs without the parser ends as it does with it, to the letter."""

from __future__ import annotations

import pytest

from orgctl.cli import app, direct

JAN = "jan@zylker.example"
PLAIN = [
    ["org", "list"],
    ["integrate", "list"],
    ["default", "set", "ZYLKER"],
    ["default", "set", "https://crm.example/labs/"],
    ["default", "set", "zylkr"],
    ["default", "set", ""],
    ["default", "set", "Zylker Labs"],
    ["integrate", "list", "--org", "labs"],
    ["integrate", "list", "--org", "nowhere"],
    ["org", "list", "--org", "nowhere"],
]
OTHERS = [
    ["default", "set", "labs", "--org", "nowhere"],
    ["--org", "nowhere", "default", "set", "labs"],
    ["org", "list", "--quiet"],
    ["org", "list", "-ojson"],
    ["org", "list", "--output=json"],
    ["org", "list", "-o", "xml"],
    ["org", "list", "-o"],
    ["org", "list", "-o", "json", "-o", "csv"],
    ["org", "list", "labs"],
    ["org", "list", "--help"],
    ["org"],
    ["integrate", "list", "--app", "desk"],
    ["default", "set"],
    ["default", "set", "--dry-run", "zylker"],
    ["default", "set", "zylker", "--", "labs"],
    ["default", "set", "--", "-"],
    ["--as", "--quiet", "org", "list"],
    ["org", "list", "--store", "elsewhere.db"],
    ["org", "create", "Labs"],
]


@pytest.fixture
def jan(jan):
    assert jan("org", "create", "Zylker Labs", "--url", "labs").code == 0
    assert jan("integrate", "add", "desk", "support").code == 0
    return jan


@pytest.mark.parametrize("output", [[], ["-o", "json"], ["--output", "csv"], ["-o", "yaml"]])
@pytest.mark.parametrize("argv", PLAIN)
def test_a_plain_use_ends_as_in_the_full_program(jan, capsys, argv, output):
    whole = ["--as", JAN, *argv, *output]

    expected = jan(*argv, *output)
    code = direct.answer(whole)

    assert code is not None
    assert (code, *capsys.readouterr()) == expected


@pytest.mark.parametrize("argv", OTHERS)
@pytest.mark.usefixtures("jan")
def test_whatever_is_not_plain_is_left_to_the_full_program(capsys, argv):
    assert direct.answer(argv) is None
    assert capsys.readouterr() == ("", "")


def test_nobody_signed_in_is_told_so_by_either(run, capsys):
    expected = run("org", "list")

    assert (direct.answer(["org", "list"]), *capsys.readouterr()) == expected
    assert expected.code == 4


def test_a_variable_that_is_no_format_is_told_by_either(jan, capsys, monkeypatch):
    monkeypatch.setenv("ORGCTL_OUTPUT", "xml")
    expected = (app.run(["--as", JAN, "org", "list"]), *capsys.readouterr())

    assert (direct.answer(["--as", JAN, "org", "list"]), *capsys.readouterr()) == expected
    assert expected[0] == 2
