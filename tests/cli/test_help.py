"""Help that teaches: each command has a sentence, an example that can be parsed, and rules that there are."""

from __future__ import annotations

import shlex

import pytest
import typer
from typer._click.core import Context

from orgctl.cli import front, tree
from orgctl.cli.app import app
from orgctl.cli.argv import hoisted
from orgctl.cli.commands import Branch, Leaf
from orgctl.domain.rulebook import RULES

ROOT = typer.main.get_group(app)


def leaves():
    """Every command with the words that it is typed by."""
    context = Context(ROOT, info_name="orgctl", help_option_names=["-h", "--help"])
    waiting = [(("orgctl", name), ROOT.get_command(context, name)) for name in ROOT.list_commands(context)]
    while waiting:
        path, command = waiting.pop(0)
        if isinstance(command, Branch):
            waiting += [
                ((*path, name), command.get_command(context, name)) for name in command.list_commands(context)
            ]
        else:
            yield path, command


LEAVES = list(leaves())
IDS = [" ".join(path) for path, _command in LEAVES]


def test_the_commands_are_those_that_scripts_may_rely_on():
    promised = """
        signup login logout whoami password
        org create, org list, org show, org rename, org set-url, org set-timezone, org subscribe, org licenses,
        org restrict-ip, org transfer, org delete,
        org sample-data load, org sample-data list, org sample-data clear,
        member list, member set-role, member unlink, member leave,
        invite send, invite list, invite accept, invite decline, invite revoke, invite resend,
        switch, current, pin, exec, default set, default show,
        integrate add, integrate list, integrate remove, integrate apps,
        plan, apply, schema, export, audit, mail list, mail send,
        store info, store check, store backup, store restore, store migrate, explain, limits
    """
    first, rest = promised.strip().split("\n", 1)
    wanted = {*first.split(), *(" ".join(each.split()) for each in rest.split(","))}

    assert wanted <= {name.removeprefix("orgctl ") for name in IDS}


@pytest.mark.parametrize("command", [command for _path, command in LEAVES], ids=IDS)
def test_each_command_has_one_sentence_an_example_and_rules_that_there_are(command):
    sentence = command.help.partition("\n")[0]
    lesson = command.callback.lesson

    assert isinstance(command, Leaf)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert lesson.examples
    assert {rule.id for rule in RULES} >= set(lesson.rules)


@pytest.mark.parametrize("path", [path for path, _command in LEAVES], ids=IDS)
def test_help_shows_the_example_and_says_which_rules_there_are(run, path):
    shown = run(*path[1:], "--help").out

    assert shown.count("\nExample:\n  ") == 1
    assert shown.count("\nRules: ") == 1


@pytest.mark.parametrize("path, command", LEAVES, ids=IDS)
def test_each_example_is_a_command_line_that_this_command_takes(path, command):
    for example in command.callback.lesson.examples:
        if not example.startswith("orgctl "):
            continue
        words = shlex.split(example.partition(" > ")[0])

        assert tuple(words[: len(path)]) == path
        arguments = hoisted(words[len(path) :])
        command.make_context(path[-1], arguments, obj=None)


@pytest.mark.parametrize("command", [command for _path, command in LEAVES], ids=IDS)
def test_each_option_and_argument_is_explained(command):
    for param in command.params:
        assert param.help, param.name


def test_every_change_can_be_rehearsed():
    without = {
        name.removeprefix("orgctl ")
        for name, (_path, command) in zip(IDS, LEAVES, strict=True)
        if "--dry-run" not in [option for param in command.params for option in param.opts]
    }

    assert without == {
        "whoami", "org list", "org show", "org sample-data list", "member list", "invite list", "current", "exec",
        "default show", "integrate list", "integrate apps", "plan", "export", "schema", "limits", "explain",
        "audit", "mail list", "store info", "store check",
        "completion bash", "completion zsh", "completion fish", "prompt",
    }  # fmt: skip


def test_whatever_removes_or_hands_over_takes_a_yes():
    taking = {
        name.removeprefix("orgctl ")
        for name, (_path, command) in zip(IDS, LEAVES, strict=True)
        if "--yes" in [option for param in command.params for option in param.opts]
    }

    assert {"org delete", "org transfer", "member unlink", "member leave", "store restore", "apply"} <= taking


def test_the_first_page_says_the_same_as_the_commands():
    context = Context(ROOT, info_name="orgctl", help_option_names=["-h", "--help"])

    for word in tree.words():
        command = ROOT.get_command(context, word.name)
        assert command.help.partition("\n")[0] == word.sentence
        if word.below:
            assert tuple(command.list_commands(context)) == word.below


def test_the_first_page_has_every_word_in_the_order_in_which_people_work(run):
    shown = run("--help").out

    assert shown == front.page(80)
    titles = [line for line in shown.split("\n") if line.endswith(":") and not line.startswith(" ")]
    assert titles[:7] == [
        "Signing in:",
        "Organizations:",
        "Invitations:",
        "Switching:",
        "Integrations:",
        "Set-up by file:",
        "Looking after it:",
    ]
    assert max(map(len, shown.split("\n"))) <= 80


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_of_one_command(run, option):
    done = run("org", "set-url", option)

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Usage: orgctl org set-url SLUG [OPTIONS]\n"
        "\n"
        "Give an organization another access URL, as its super administrator.\n"
        "\n"
        "Arguments:\n"
        "  SLUG       The new access URL: a-z, 0-9 and hyphens. [required]\n"
        "\n"
        "Options:\n"
        "  --org ORG            The organization to act in, by access URL or name.\n"
        "  --dry-run            Check and show everything, change and mail nothing.\n"
        "  -o, --output FORMAT  table, json, csv or yaml; else what ORGCTL_OUTPUT says.\n"
        "  -h, --help           Show this help.\n"
        "\n"
        "Options that hold everywhere: orgctl --help\n"
        "\n"
        "Example:\n"
        "  orgctl org set-url zylker-products\n"
        "\n"
        "Rules: B4 (orgctl explain B4)\n"
    )


def test_help_of_a_group_names_its_commands(run):
    done = run("member", "--help")

    assert done.out == (
        "Usage: orgctl member COMMAND …\n"
        "\n"
        "List, change and unlink members.\n"
        "\n"
        "Commands:\n"
        "  list       List everybody in an organization.\n"
        "  set-role   Change a member's role.\n"
        "  unlink     Unlink a member from an organization.\n"
        "  leave      Leave an organization.\n"
        "\n"
        "orgctl member COMMAND --help teaches one of them.\n"
    )
