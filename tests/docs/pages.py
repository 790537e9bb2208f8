"""A page of the documentation as a script: its commands typed on a terminal, what they print compared."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.run import Orgctl

PASSWORD = "correct horse battery"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENDING = re.compile(r"^(.*?)\s+# exit (\d+)$")
_NAMED = re.compile(r"(?:as|like) `([\w.-]+)`[^`]*$")
_ASKING = r"(?:[Pp]assword[^\r\n]*|The same again): "
_UNSEEN = re.compile(r"[^\n\r\x1e]*\r|\x1b\[[\d;]*m")  # progress that is over, bold
_MARK = "\x1e"


@dataclass(frozen=True)
class Step:
    """Commands that stand together, and what the page says that they print, if it does."""

    commands: str
    shown: str | None


def steps(text: str) -> Iterator[Step]:
    """Each `sh` block; a `text` block with nothing between is what it prints."""
    blocks = list(_BLOCK.finditer(text))
    for block, following in itertools.pairwise([*blocks, None]):
        if block[1] != "sh":
            continue
        shown = following and following[1] == "text" and not text[block.end() : following.start()].strip()
        yield Step(block[2], following[2] if following and shown else None)


def files(text: str) -> Iterator[tuple[str, str]]:
    """Each file that the page asks to save: its name, its content."""
    for block in _BLOCK.finditer(text):
        before = text[: block.start()].rstrip().removesuffix(":").rpartition("```\n")[2]
        named = _NAMED.search(before.rpartition("\n\n")[2].replace("\n", " "))
        if block[1] not in {"sh", "text"} and named:
            yield named[1], block[2]


def follow(
    page: Path, orgctl: Orgctl, *, beginning: str = "", typed: Callable[[str], str] = str
) -> list[str]:
    """Save the page's files, type its commands; answers what each step printed.

    `beginning` is the heading from which on it is followed; `typed` makes of a line of the page what is typed for it here.
    """
    text = page.read_text(encoding="utf-8")
    text = text[text.index(beginning) :]
    orgctl.env()
    for name, content in files(text):
        (orgctl.folder / name).write_text(content, encoding="utf-8")
    followed = list(steps(text))
    assert followed
    lines = [
        "\n".join(_judged(typed(line)) for line in step.commands.splitlines()) + f"\nprintf '{_MARK}'"
        for step in followed
    ]
    code, printed = bash(orgctl, "\n".join(lines))
    assert code == 0, printed
    answers = printed.split(_MARK)[:-1]
    for step, answer in zip(followed, answers, strict=True):
        assert step.shown in {None, answer}, f"{page.name} says\n{step.shown}\nbut it is\n{answer}"
    return answers


def bash(orgctl: Orgctl, script: str) -> tuple[int | None, str]:
    """Run a script on a terminal, give the password where one is asked for; its exit code, what was shown."""
    path = orgctl.home / "script"
    path.write_text(script, encoding="utf-8")
    shell = pexpect.spawn(
        "bash",
        ["-euo", "pipefail", str(path)],
        cwd=str(orgctl.folder),
        env=orgctl.env(TERM="xterm"),
        dimensions=(40, 80),
        encoding="utf-8",
        timeout=60,
        echo=False,
    )
    shown = ""
    while shell.expect([_ASKING, pexpect.EOF]) == 0:
        shown += shell.before or ""
        shell.sendline(PASSWORD)
        shell.expect("\r\n")
    shell.wait()
    shell.close()
    shown = (shown + (shell.before or "")).replace("\r\n", "\n")
    return shell.exitstatus, re.sub(" +$", "", _UNSEEN.sub("", shown), flags=re.MULTILINE)


def _judged(line: str) -> str:
    """A line that has to end as it says."""
    ending = _ENDING.match(line)
    if ending is None:
        return line
    return f"code=0; {ending[1]} || code=$?; [ $code = {ending[2]} ]"
