"""Sheets drawn by Rich, for a terminal that has lines and emphasis. Text objects only: markup is never read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orgctl.cli.output.sheet import GAP, fit, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.cli.output.sheet import Fitted, Sheet
    from orgctl.cli.terminal import Terminal

STYLES = {
    "": "",
    "title": "bold",
    "strong": "bold",
    "good": "green",
    "soon": "yellow",
    "over": "red",
    "faint": "dim",
    "mark": "bold green",
}
"""Few, and of the sixteen colors that every theme has made readable, dark or light. None says anything alone."""


def drawn(sheets: Sequence[Sheet], terminal: Terminal) -> str:
    """All sheets, one below the other."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=terminal.columns or 10_000,
        force_terminal=True,
        color_system="standard",
        no_color=not terminal.color,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
    )
    for position, sheet in enumerate(sheets):
        if position:
            console.print()
        _draw(console, sheet, terminal)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _draw(console: Console, sheet: Sheet, terminal: Terminal) -> None:
    if sheet.heading is not None:
        console.print(Text(sheet.heading, STYLES["strong"]))
    if sheet.rows:
        console.print(_table(fit(sheet, terminal), titled=sheet.titled, lines=terminal.unicode))
    for line in wrapped(sheet.below, terminal):
        console.print(Text(line, STYLES[sheet.below_style]), soft_wrap=True)


def _table(fitted: Fitted, *, titled: bool, lines: bool) -> Table:
    table = Table(
        box=(box.SIMPLE_HEAD if lines else box.ASCII2) if titled else None,
        show_header=titled,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0) if titled else (0, GAP, 0, 0),
        header_style=STYLES["title"],
    )
    for title, columns, right in zip(fitted.titles, fitted.widths, fitted.right, strict=True):
        table.add_column(
            Text(title),
            width=columns,
            no_wrap=True,
            overflow="crop",
            justify="right" if right else "left",
        )
    for row in fitted.rows:
        table.add_row(*(Text(cell.text, STYLES[cell.style]) for cell in row))
    return table
