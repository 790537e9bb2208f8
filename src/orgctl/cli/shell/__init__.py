"""What orgctl gives to each shell: files beside this one, printed and installed as they are."""

from __future__ import annotations

from enum import StrEnum


class Shell(StrEnum):
    """The shells that there is something for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def script(what: str, shell: Shell) -> str:
    """The text of `completion` or `prompt` for a shell."""
    from importlib.resources import files

    return files(__name__).joinpath(f"{what}.{shell.value}").read_text(encoding="utf-8")
