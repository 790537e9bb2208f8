"""Setting up by a roster: whole processes, beside the same rows put in by the bare driver."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.processes import ORGCTL, Took, environment, median, run, weighed
from benchmarks.table import Line
from tests.support.postgres import Cluster, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    Fresh = Callable[[], str]

EACH = 1_000
"""Members of an organization."""

THOUSANDS, MILLION = 100_000, 1_000_000
_MEBIBYTES = 400


class Runs(NamedTuple):
    """Medians of what an apply took, the same again, and the bare rows."""

    first: Took
    again: Took
    raw: Took


def measure(names: Collection[str], *, quick: bool, processor: bool) -> list[Line]:
    """The jobs `apply`, `million` and `postgresql`; quick ones are a tenth of the size, run once."""
    lines: list[Line] = []
    size, runs = (THOUSANDS // 10, 1) if quick else (THOUSANDS, 3)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        few = None
        if {"apply", "million"} & set(names):
            few = _applied(home, _files(home), size, runs)
        if few is not None and "apply" in names:
            lines += _compared(few, size, 3, "raw sqlite3", processor=processor)
            again, first = (each.seconds(processor=processor) for each in (few.again, few.first))
            lines.append(Line(f"`apply` of {size:,} again", again, 0.6, "the first", first, unit="s"))
            if not quick:
                lines.append(_memory(few.first.peak, _MEBIBYTES, f"peak memory, {size:,}", "the goal"))
        if few is not None and "million" in names:
            many = _applied(home, _files(home), 10 * size, 1)
            lines += _compared(many, 10 * size, 3, "raw sqlite3", processor=processor)
            of_few = 10 * few.first.peak
            lines.append(_memory(many.first.peak, of_few, f"peak memory, {10 * size:,}", f"ten of {size:,}"))
        if "postgresql" in names:
            with _databases() as fresh:
                lines += _compared(_applied(home, fresh, size, runs), size, 5, "COPY", processor=False)
    return lines


def _compared(runs: Runs, size: int, goal: float, beside: str, *, processor: bool) -> list[Line]:
    job = f"`apply` of {size:,}" + (" to PostgreSQL" if beside == "COPY" else "")
    took, floor = (each.seconds(processor=processor) for each in (runs.first, runs.raw))
    return [Line(job, took, goal, beside, floor, floor, unit="s")]


def _memory(peak: float, most: float, job: str, beside: str) -> Line:
    return Line(job, peak, 1, beside, most, unit="MiB")


def _applied(home: Path, fresh: Fresh, size: int, runs: int) -> Runs:
    roster = home / f"{size}.csv"
    roster.write_text("org,email,role\n" + "".join(map(_row, range(size))), encoding="utf-8")
    first, again, raw = [], [], []
    for _ in range(runs):
        full, empty = fresh(), fresh()
        argv = [ORGCTL, "apply", str(roster), "--yes", "-o", "json"]
        first.append(weighed(argv, environment(home, ORGCTL_STORE=full)))
        again.append(weighed(argv, environment(home, ORGCTL_STORE=full)))
        told = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-m", "benchmarks.raw", full, empty], check=True, capture_output=True, text=True
        )
        raw.append(Took(*map(float, told.stdout.split())))
        for path in (full, empty):
            if "://" not in path:  # a million memberships take a gigabyte
                Path(path).unlink()
    return Runs(median(first), median(again), median(raw))


def _row(number: int) -> str:
    role = ("superadmin", "admin", *["standard"] * (EACH - 2))[number % EACH]
    return f"org-{number // EACH},person-{number}@crowd.example,{role}\n"


def _made(home: Path, setting: str) -> str:
    """An empty store: laying the schema is no part of what is measured."""
    run([ORGCTL, "store", "info"], environment(home, ORGCTL_STORE=setting))
    return setting


def _files(home: Path) -> Fresh:
    return lambda: _made(home, f"{tempfile.mkdtemp(dir=home)}/orgctl.db")


@contextlib.contextmanager
def _databases() -> Iterator[Fresh]:
    cluster = Cluster()
    try:
        cluster.make()
        cluster.start()
        server = Server(cluster.url)
        numbers = count()

        def fresh() -> str:
            name = f"roster_{next(numbers)}"
            server.execute(f"CREATE DATABASE {name}")
            return _made(cluster.root, server.database(name))

        yield fresh
    finally:
        cluster.remove()
