"""Eight processes that are let go at the same instant, as often as a test needs them.

They are spawned, not forked: each has imported the program for itself and shares nothing but the store.
"""

from __future__ import annotations

import multiprocessing
import traceback
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier
    from types import TracebackType

SIZE = 8


class Crew:
    """A context. `run` gives each process a job and answers what they answered."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._barrier = context.Barrier(SIZE)  # kept: a process that is still starting needs it
        self._lines: list[Connection] = []
        self._processes = []
        for _ in range(SIZE):
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there, self._barrier), daemon=True)
            process.start()
            there.close()
            self._lines.append(here)
            self._processes.append(process)

    def run(self, work: Callable[..., Any], jobs: Sequence[tuple[Any, ...]]) -> list[Any]:
        """`work(*job)` of eight jobs, all at once; in the jobs' order. What one raises fails the test."""
        assert len(jobs) == SIZE
        for line, job in zip(self._lines, jobs, strict=True):
            line.send((work, job))
        answers = [line.recv() for line in self._lines]
        problems = [problem for problem, _ in answers if problem is not None]
        if problems:
            raise AssertionError(f"{len(problems)} of {SIZE} processes failed; the first:\n{problems[0]}")
        return [answer for _, answer in answers]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:
            line.close()
        for process in self._processes:
            process.join(10)


def _serve(line: Connection, barrier: Barrier) -> None:
    while True:
        try:
            work, job = line.recv()
        except EOFError:
            return
        barrier.wait()
        try:
            line.send((None, work(*job)))
        except BaseException:  # noqa: BLE001 (whatever it is, the test is to tell it)
            line.send((traceback.format_exc(), None))
