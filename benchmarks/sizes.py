"""The same commands in a small store and in a large one, as whole processes."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crowd import Crowd, fill
from benchmarks.processes import ORGCTL, Call, environment, interleaved
from benchmarks.table import Line
from orgctl.store.transaction import Store

if TYPE_CHECKING:
    from collections.abc import Callable

_GOAL = 1.15

_COMMANDS: dict[str, Callable[[Crowd, int], list[str]]] = {
    "`org list`": lambda _crowd, _number: ["org", "list"],
    "`switch ORG`": lambda crowd, number: ["switch", crowd.url(number + 1)],
    "`invite accept ORG`": lambda crowd, number: ["invite", "accept", crowd.invited_by(number)],
}


def measure(*, quick: bool, processor: bool) -> list[Line]:
    """Each by somebody else every time, in turns."""
    sizes, runs = ((10, 10_000), 5) if quick else ((10, 1_000_000), 31)
    programs: dict[str, Callable[[int], Call]] = {}
    with tempfile.TemporaryDirectory() as folder:
        crowds = {}
        now = datetime.now(tz=UTC)  # noqa: TID251 (the programs read the clock too)
        for size in sizes:
            store = Store.open(f"{folder}/{size}.db")
            # of the small one as many as are needed for everybody to be new to the command
            crowds[size] = fill(store, size if size > sizes[0] else 10 * runs, now)
            store.close()
        for shown, command in _COMMANDS.items():
            for size, crowd in crowds.items():
                programs[f"{shown} {size}"] = _program(Path(folder), size, crowd, command)
        took = interleaved(programs, runs)
    lines = []
    for shown in _COMMANDS:
        large, small = (
            1_000 * took[f"{shown} {size}"].seconds(processor=processor) for size in reversed(sizes)
        )
        job = f"{shown} at {crowds[sizes[1]].memberships:,} memberships"
        lines.append(Line(job, large, _GOAL, f"at {crowds[sizes[0]].memberships}", small))
    return lines


def _program(
    home: Path, size: int, crowd: Crowd, command: Callable[[Crowd, int], list[str]]
) -> Callable[[int], Call]:
    listed = crowd.listed

    def program(number: int) -> Call:
        who = listed[number]
        environ = environment(home, ORGCTL_STORE=f"{home}/{size}.db", ORGCTL_TOKEN=crowd.secret(who))
        return [ORGCTL, *command(crowd, who)], environ

    return program
