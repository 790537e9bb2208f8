"""A real shell on a terminal, in which `orgctl` is completed for good and otherwise only shows its words."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.support.run import UNTESTABLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.run import Orgctl

SHELLS = ["bash", "zsh", "fish"]
READY = "READY> "
ESCAPES = re.compile(r"\x1b(\[[0-9;?>=]*[A-Za-z]|[=>()][AB0]?|\][^\x07\x1b]*(\x07|\x1b\\))|\r|\x0f")
_STARTS = {
    "bash": ["bash", "--noprofile", "-i"],
    "zsh": ["zsh", "-d", "-i"],
    "fish": ["fish", "-i"],
}
_RC = {
    "bash": (".bashrc", f"PS1='{READY}'\nunset PROMPT_COMMAND\nbind 'set bell-style none'\n"),
    "zsh": (".zshrc", f"PROMPT='{READY}'\nunsetopt prompt_sp prompt_cr\nzle_bracketed_paste=()\n"),
    "fish": (
        "config/fish/config.fish",
        f"function fish_prompt; printf '{READY}'; end\nset -g fish_greeting\n",
    ),
}
_STAND_IN = """#!{python}
import sys
if sys.argv[1:2] in (["--complete"], ["current"]):
    sys.argv[0] = "orgctl"
    from orgctl.__main__ import main
    sys.exit(main())
print("\\n".join(["<words>", *map(ascii, sys.argv[1:]), "<end>"]))
"""


@dataclass
class Shell:
    """`words` answers what a line is when it is typed, completed and entered."""

    name: str
    process: pexpect.spawn[str]

    def words(self, typed: str, keys: str = "\t") -> list[str]:
        """The words that the program gets, each as Python writes it without anything beyond ASCII."""
        self.process.send(typed + keys + "\r")
        self.process.expect("<words>\r*\n(.*?)<end>")
        shown = ESCAPES.sub("", self.process.match[1]).split("\n")
        self._ready()
        return [line.strip() for line in shown if line.strip()]

    def listed(self, typed: str, wanted: str) -> str:
        """What is shown below a line of which several things could become, up to what is wanted of it."""
        self.process.send(typed)
        self.process.send("\t\t")
        self.process.expect_exact(wanted)
        shown = ESCAPES.sub("", str(self.process.before)) + wanted
        return shown + self._given_up()

    def complained(self, typed: str) -> str:
        """All that is shown when a line is completed and given up."""
        self.process.send(f"{typed}\t\t")
        return self._given_up()

    def _given_up(self) -> str:
        self.process.send("\x15printf 'do%s\\n' ne\r")
        self.process.expect("done\r*\n")
        shown = ESCAPES.sub("", str(self.process.before))
        self._ready()
        return shown

    def line(self, typed: str) -> str:
        """What a command prints."""
        self.process.send(typed + "\r")
        self.process.expect_exact("\n")
        self.process.expect_exact(READY)
        return ESCAPES.sub("", str(self.process.before))

    def _ready(self) -> None:
        self.process.expect_exact(READY)


def is_there(name: str) -> bool:
    return shutil.which(name) is not None


def require(name: str) -> None:
    """Skip where the shell is missing; tools/test brings them as root, and bash is everywhere."""
    if not is_there(name) and name != "bash":
        pytest.skip(reason=f"{UNTESTABLE}: there is no {name}, and only root could install it")


def begun(name: str, orgctl: Orgctl, *, rc: str = "", columns: int = 120) -> Shell:
    """A shell with its own home, in which completion was installed by the one command for it."""
    require(name)
    home = orgctl.home
    orgctl.env()
    file, text = _RC[name]
    (home / file).parent.mkdir(parents=True, exist_ok=True)
    (home / file).write_text(text + rc)
    orgctl.ok("completion", "install", name)
    return spawned(name, orgctl, columns=columns)


def spawned(name: str, orgctl: Orgctl, *, columns: int = 120) -> Shell:
    """As `begun`, with whatever is in its home already."""
    require(name)
    program = stand_in(orgctl.home)
    environment = orgctl.env(TERM="xterm", COLUMNS=None, NO_COLOR=None, LANG="C.UTF-8", LC_ALL="C.UTF-8")
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    # without this folder, fish begins by reading every manual page there is, and goes on when the test has ended
    (orgctl.home / "data" / "fish" / "generated_completions").mkdir(parents=True, exist_ok=True)
    first, *rest = _STARTS[name]
    process = pexpect.spawn(
        first,
        rest,
        cwd=str(orgctl.folder),
        env=environment,
        dimensions=(60, columns),
        encoding="utf-8",
        timeout=60,
    )
    process.delaybeforesend = 0.1
    shell = Shell(name, process)
    process.expect_exact(READY)
    return shell


def stand_in(home: Path) -> Path:
    """An `orgctl` that answers shells as the real one does, and shows its words for all else."""
    program = home / "bin" / "orgctl"
    program.parent.mkdir(exist_ok=True)
    program.write_text(_STAND_IN.format(python=sys.executable))
    program.chmod(0o755)
    return program
