"""Wrong usage is told in our own words, with what was meant, before any store is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_help import LEAVES


@pytest.mark.parametrize(
    "argv, code, message, hint",
    [
        (["org", "lst"], "usage.argument", "There is no command orgctl org lst.", "Did you mean orgctl org list?"),
        (["invit"], "usage.argument", "There is no command orgctl invit.", "Did you mean orgctl invite?"),
        (["rename"], "usage.argument", "There is no command orgctl rename.", "Did you mean orgctl org rename?"),
        (["org", "switch"], "usage.argument", "There is no command orgctl org switch.", "Did you mean orgctl switch?"),
        (["org", "unlink"], "usage.argument", "There is no command orgctl org unlink.", "Did you mean orgctl member unlink?"),
        (["org", "sample-data", "lod"], "usage.argument", "There is no command orgctl org sample-data lod.", "Did you mean orgctl org sample-data load?"),
        (["xyzzy"], "usage.argument", "There is no command orgctl xyzzy.", "See: orgctl --help"),
        (["org", "list", "--qiet"], "usage.argument", "There is no option --qiet here.", "Did you mean --quiet?"),
        (
            ["org", "create", "X", "--ulr", "x"],
            "usage.argument",
            "There is no option --ulr here.",
            "Did you mean --url?",
        ),
        (["org", "list", "-o", "jsn"], "usage.argument", "jsn is no --output; there are table, json, csv, yaml.", "Did you mean json?"),
        (["org", "create"], "usage.missing", "NAME is missing.", "See: orgctl org create --help"),
        (["org", "create", "X"], "usage.missing", "--url is missing.", "See: orgctl org create --help"),
        (["org", "list", "-o"], "usage.missing", "-o needs a value.", None),
        (["org", "list", "--as"], "usage.missing", "--as needs a value.", None),
        (["org", "list", "a", "b"], "usage.argument", "There is nothing to do with a b here.", "See: orgctl org list --help"),
        (["default"], "usage.missing", "orgctl default needs one of: set, show.", "See: orgctl default --help"),
        (["org", "licenses", "x"], "usage.argument", "N: 'x' is not a valid int.", "See: orgctl org licenses --help"),
        (["org", "restrict-ip"], "usage.missing", "CIDR or --off is missing.", None),
        (["org", "restrict-ip", "10.0.0.0/8", "--off"], "usage.argument", "Networks and --off exclude each other.", None),
        (["org", "show", "a", "--org", "b"], "usage.argument", "ORG and --org exclude each other.", None),
        (["invite", "send"], "usage.missing", "EMAIL or --from-file is missing.", None),
        (["invite", "list", "--sent", "--received"], "usage.argument", "--sent and --received exclude each other.", None),
        (["invite", "accept", "a", "--token", "b"], "usage.argument", "ORG and --token exclude each other.", None),
        (["pin", "a", "--off"], "usage.argument", "ORG and --off exclude each other.", None),
        (["--store", "", "org", "list"], "usage.argument", "--store names nothing.", None),
        (["signup", "a@b.example", "--name", "A", "--org-name", "B", "--org-url", "bb", "--no-password", "--password-stdin"],
         "usage.argument", "--password-stdin and --no-password exclude each other.", None),
        (["login", "a@b.example", "--print-token", "--insecure-storage"],
         "usage.argument", "--print-token and --insecure-storage exclude each other.", None),
        (["org", "licenses", "2147483648"], "input.licenses", "2147483648 is no number of licenses: it is a whole number up to 2147483647.", None),
        (["org", "set-timezone", "Mars/Olympus"], "input.timezone", None, None),
        (["org", "set-url", "-x-"], "usage.argument", "There is no option -x here.", "See: orgctl org set-url --help"),
        (["org", "set-url", "a--b"], "url.invalid", None, None),
        (["org", "transfer", "nobody"], "input.email", None, None),
    ],
)  # fmt: skip
def test_what_is_wrong_and_what_was_meant(run, tmp_path, argv, code, message, hint):
    unborn = tmp_path / "unborn.db"

    done = run(*argv, ORGCTL_OUTPUT="json", ORGCTL_STORE=str(unborn))

    assert done.code == 2
    assert done.out == ""
    # A format that is none is no JSON either.
    error = {"code": code, **_lines(done.err)} if "jsn" in argv else done.error()
    assert error["code"] == code
    if message is not None:
        assert error["message"] == message
        assert error["hint"] == hint
    assert not unborn.exists()


def _lines(text: str) -> dict[str, str | None]:
    first, _, second = text.strip().partition("\n")
    return {
        "message": first.removeprefix("error: "),
        "hint": second.removeprefix("hint: ") if second else None,
    }


def test_a_variable_that_is_no_format_is_told_before_anything_is_done(run, tmp_path):
    done = run("org", "list", ORGCTL_OUTPUT="xml", ORGCTL_STORE=str(tmp_path / "unborn.db"))

    assert (done.code, done.err) == (
        2, "error: ORGCTL_OUTPUT is xml, which is none of table, json, csv, yaml.\n"
    )  # fmt: skip
    assert not Path(tmp_path / "unborn.db").exists()


@pytest.mark.parametrize(
    "argv",
    [
        ["org", "delete", "zylker"],
        ["org", "transfer", "ewa@zylker.example"],
        ["member", "unlink", "ewa@zylker.example"],
        ["member", "leave"],
        ["store", "restore", "backup.db"],
    ],
)
def test_without_a_terminal_a_confirmation_needs_its_flag(run, argv):
    done = run("--as", "jan@zylker.example", "-o", "json", *argv)

    assert done.code == 2
    assert done.error()["code"] == "usage.confirm"
    assert "--yes" in done.error()["hint"]


@pytest.mark.parametrize(
    "argv, flag",
    [
        (["signup", "a@b.example", "--name", "A", "--org-name", "B", "--org-url", "bb"], "--no-password"),
        (["login", "a@b.example", "--print-token"], "--password-stdin"),
        (["password"], "--password-stdin"),
        (["switch"], "ORG"),
        (["invite", "accept"], "--token"),
        (["invite", "decline"], "--token"),
    ],
)
def test_without_a_terminal_what_would_be_asked_for_is_wrong_usage(run, argv, flag):
    done = run("-o", "json", *argv)

    assert done.code == 2
    assert done.error()["code"] == "usage.prompt"
    assert flag in done.error()["hint"]


def test_a_password_is_no_value_of_an_option(run):
    done = run("login", "a@b.example", "--password", "secret")

    assert done.code == 2
    assert "secret" not in done.err


def _misspelt(word: str) -> str:
    """Two letters in the middle have changed places; with two letters there is one too many."""
    middle = len(word) // 2
    return (
        word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
        if len(word) > 2
        else word + "x"
    )


PLACES = [
    (*path[1:-1], _misspelt(path[-1]), path[-1])
    for path, _command in LEAVES
    if _misspelt(path[-1]) not in path[-1] and _misspelt(path[-1]) != path[-1]
]


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_a_misspelt_command_is_suggested_at_every_level(run, place):
    *before, misspelt, meant = place

    error = run(*before, misspelt, "-o", "json").error()

    assert error["hint"] == f"Did you mean {' '.join(['orgctl', *before, meant])}?"


FLAGS = sorted(
    {
        (path, option)
        for path, command in LEAVES
        for param in command.params
        for option in param.opts
        if option.startswith("--")
    }
)


@pytest.mark.parametrize("path, option", FLAGS, ids=[f"{' '.join(path)} {option}" for path, option in FLAGS])
def test_a_misspelt_flag_is_suggested(run, path, option):
    misspelt = f"--{_misspelt(option[2:])}"

    done = run(*path[1:], misspelt)

    assert (done.code, done.err.splitlines()[-1]) == (2, f"hint: Did you mean {option}?")


@pytest.mark.parametrize("option", ["--stroe", "--aas", "--otuput", "--qiuet", "--hlep", "--no-colour"])
def test_a_misspelt_flag_before_the_command_is_suggested_too(run, option):
    assert "hint: Did you mean --" in run(option, "org", "list").err
