"""Sheets drawn: plain text for pipes and plain terminals, with lines and colors by Rich for the others.

Both have the same cells in the same places. Rich is imported for a styled terminal only: it costs a
command more than all the rest of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.output.sheet import GAP, fit, wrapped
from orgctl.cli.output.text import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgctl.cli.output.sheet import Fitted, Sheet
    from orgctl.cli.terminal import Terminal


def drawn(sheets: Sequence[Sheet], terminal: Terminal) -> str:
    """All sheets, one below the other, each line within the terminal's width."""
    if terminal.styled:
        from orgctl.cli.output.rich_table import drawn as drawn_by_rich

        return drawn_by_rich(sheets, terminal)
    return "\n".join("".join(f"{line}\n" for line in _lines(sheet, terminal)) for sheet in sheets)


def _lines(sheet: Sheet, terminal: Terminal) -> list[str]:
    lines = [] if sheet.heading is None else [sheet.heading]
    if sheet.rows:
        fitted = fit(sheet, terminal)
        if sheet.titled:
            lines.append(_line(fitted, [title.upper() for title in fitted.titles]))
        lines += [_line(fitted, [cell.text for cell in row]) for row in fitted.rows]
    return [*lines, *wrapped(sheet.below, terminal)]


def _line(fitted: Fitted, texts: Sequence[str]) -> str:
    padded = (
        " " * (columns - width(text)) + text if right else text + " " * (columns - width(text))
        for text, columns, right in zip(texts, fitted.widths, fitted.right, strict=True)
    )
    return (" " * GAP).join(padded).rstrip()
