"""The active organization in real prompts: there when there is one, and nothing else ever."""

from __future__ import annotations

import pytest

from tests.shells.shell import ESCAPES, SHELLS, begun


@pytest.fixture(params=SHELLS)
def shell(request, anna):
    shell = begun(request.param, anna)
    real = " ".join(anna.command)
    if request.param == "fish":
        shell.line(f"{real} prompt fish | source")
    else:
        shell.line(f'eval "$({real} prompt {request.param})"')
    yield shell
    shell.process.close(force=True)


def prompt_after(shell, command):
    """What stands before READY once a command is done."""
    shell.process.send(f"{command}; printf 'do%s\\n' ne\r")
    shell.process.expect("done\r*\n")
    shell.process.expect_exact("READY> ")
    return ESCAPES.sub("", str(shell.process.before))


def test_the_prompt_shows_where_commands_act_and_nothing_where_they_do_not(shell):
    assert "(zylker) " in prompt_after(shell, "true")
    assert "(zylker-services) " in prompt_after(shell, "export ORGCTL_ORG=zylker-services")
    assert "(zylker-services) " in prompt_after(shell, "export ORGCTL_OUTPUT=json")
    gone = prompt_after(shell, "export ORGCTL_ORG=gone")
    assert "(" not in gone
    assert "error" not in gone


def test_it_is_set_once_however_often_it_is_loaded(shell, anna):
    real = " ".join(anna.command)
    again = (
        f"{real} prompt fish | source" if shell.name == "fish" else f'eval "$({real} prompt {shell.name})"'
    )

    assert prompt_after(shell, again).count("zylker") == 1


def test_the_last_commands_exit_code_is_kept(shell):
    asked = "echo was:$status" if shell.name == "fish" else "echo was:$?"
    shell.process.send("false\r")
    shell.process.expect_exact("READY> ")
    shell.process.send(f"{asked}\r")
    shell.process.expect("was:([0-9]+)")

    assert shell.process.match[1] == "1"


def test_what_an_organization_is_called_by_is_never_obeyed(shell, anna):
    """A pin may say anything; here the stand-in does: it is shown as it is, in every shell."""
    stand_in = anna.home / "bin" / "orgctl"
    stand_in.write_text(
        "#!/bin/sh\nprintf '%s\\n' '$(touch planted) `touch planted` %d \\w %F{red} \\$HOME'\n"
    )

    shown = prompt_after(shell, "true")

    assert "($(touch planted) `touch planted` %d \\w %F{red} \\$HOME) " in shown
    assert not (anna.folder / "planted").exists()
