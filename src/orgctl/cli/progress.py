"""How far a long command has come: a bar on standard error, on a terminal alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli import streams

if TYPE_CHECKING:
    from orgctl.cli.terminal import Terminal

_CELLS = 24


class Bar:
    """A bar of known length; `total` 0 counts without one. Draws only where something has changed to see."""

    def __init__(self, what: str, total: int, terminal: Terminal | None) -> None:
        self.what = what
        self.total = total
        self.terminal = terminal
        self._drawn = ""

    def at(self, done: int, total: int | None = None) -> None:
        """So many are done; `total` where it is known only now."""
        if self.terminal is None:
            return
        self.total = self.total if total is None else total
        line = self._line(done)
        if line != self._drawn:
            streams.write_err(f"\r{line}{' ' * max(0, len(self._drawn) - len(line))}")
            self._drawn = line

    def end(self) -> None:
        """Take the bar away: what was done is said elsewhere."""
        if self._drawn:
            streams.write_err(f"\r{' ' * len(self._drawn)}\r")
            self._drawn = ""

    def _line(self, done: int) -> str:
        if self.total <= 0:
            return f"{done} {self.what}"
        full, empty = ("█", "░") if self.terminal is not None and self.terminal.unicode else ("#", ".")
        filled = min(_CELLS, _CELLS * done // self.total)
        percent = min(100, 100 * done // self.total)
        # Whole percents only: a line for each of a million items would take longer than the items.
        return f"{full * filled}{empty * (_CELLS - filled)} {percent:>3} % {self.what}"
