"""What can be shown where output goes: how wide, in which characters, with which means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


class Terminal(NamedTuple):
    """`columns` None: as wide as it takes (a pipe). `styled`: lines and emphasis; `color`: colors too."""

    columns: int | None = None
    unicode: bool = True
    styled: bool = False
    color: bool = False

    @property
    def ellipsis(self) -> str:
        """What stands for text that was left out."""
        return "…" if self.unicode else "..."


def terminal_of(stream: TextIO, environ: Mapping[str, str], *, no_color: bool) -> Terminal:
    """What a stream shows, by its kind, TERM, COLUMNS, NO_COLOR and FORCE_COLOR."""
    dumb = environ.get("TERM", "") == "dumb"
    is_terminal = stream.isatty()
    forced = bool(environ.get("FORCE_COLOR"))
    styled = (is_terminal and not dumb and bool(environ.get("TERM"))) or forced
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
    return Terminal(
        columns=_columns(stream, environ, is_terminal=is_terminal),
        unicode=encoding == "utf8" and not dumb,
        styled=styled,
        color=styled and not no_color and not environ.get("NO_COLOR"),
    )


def _columns(stream: TextIO, environ: Mapping[str, str], *, is_terminal: bool) -> int | None:
    asked = environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    if not is_terminal:
        return None
    import os

    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
