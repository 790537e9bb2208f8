"""What was measured: a line of the table for each goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Line(NamedTuple):
    """A job, and what it is to be compared with; all in `unit`. `floor` is what the least would take."""

    job: str
    took: float
    goal: float
    beside: str
    reference: float
    floor: float | None = None
    unit: str = "ms"

    @property
    def cells(self) -> tuple[str, ...]:
        """As people read it."""
        ratio = self.took / self.reference
        floor = "" if self.floor is None else f"{self.floor / self.reference:.2f}"
        met = "met" if ratio <= self.goal else "missed"
        took, reference = (_amount(each, self.unit) for each in (self.took, self.reference))
        return (
            self.job,
            took,
            f"{ratio:.2f}",
            f"{self.beside} ({reference})",
            f"{self.goal:.2f}",
            floor,
            met,
        )


_HEADER = ("job", "took", "ratio", "to", "goal", "floor", "")


def _amount(number: float, unit: str) -> str:
    return f"{number:,.0f} {unit}" if number >= 10 else f"{number:.2f} {unit}"  # noqa: PLR2004 (three digits)


def drawn(lines: Iterable[Line]) -> str:
    """A Markdown table."""
    rows = [_HEADER, *(line.cells for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in rows
    )
