"""Programs as whole processes, one after the other in turns, so that what else the machine does meets all."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ORGCTL = str(Path(sys.executable).with_name("orgctl"))
"""The script that people run."""

Call = tuple[list[str], dict[str, str]]
"""Arguments and environment."""


class Took(NamedTuple):
    """What a process took: seconds by the clock, seconds of processor time, and MiB at its largest (`weighed`)."""

    wall: float
    processor: float
    peak: float = 0

    def seconds(self, *, processor: bool) -> float:
        """By the clock, or the processor's alone, where others use the machine too."""
        return self.processor if processor else self.wall


def environment(home: Path, **more: str) -> dict[str, str]:
    """A person with an own home, without a keyring, and with modules that are compiled once."""
    unwanted = ("ORGCTL_", "XDG_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    own = {"HOME": str(home), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    return {**kept, **own, **more}


def run(argv: list[str], environ: Mapping[str, str]) -> Took:
    """Run a program whose output nobody reads. Raises SystemExit, with what it complained of, if it fails."""
    with tempfile.TemporaryFile() as errors:
        status, took = _run(argv, environ, errors.fileno())
        if status != 0:
            errors.seek(0)
            raise SystemExit(f"{' '.join(argv)}\n{errors.read().decode()}")
    return took


def weighed(argv: list[str], environ: Mapping[str, str]) -> Took:
    """As `run`, with a peak of memory that is the program's own. Raises CalledProcessError if it fails."""
    meter = str(Path(__file__).with_name("meter.py"))
    told = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, meter, *argv],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Took(*map(float, told.stdout.split()))


def _run(argv: list[str], environ: Mapping[str, str], errors: int) -> tuple[int, Took]:
    begun = perf_counter()
    process = os.posix_spawn(
        argv[0],
        argv,
        environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, errors, 2),
        ],
    )
    _, status, used = os.wait4(process, 0)
    wall = perf_counter() - begun
    return status, Took(wall, used.ru_utime + used.ru_stime)


def interleaved(programs: Mapping[str, Callable[[int], Call]], runs: int) -> dict[str, Took]:
    """Medians of each; the first run, which warms the caches, doesn't count."""
    took: dict[str, list[Took]] = {name: [] for name in programs}
    for number in range(runs + 1):
        for name, program in programs.items():
            took[name].append(run(*program(number)))
    return {name: median(each[1:]) for name, each in took.items()}


def median(took: Iterable[Took]) -> Took:
    """Of each number by itself."""
    return Took(*map(statistics.median, zip(*took, strict=True)))


def timed(work: Callable[[], object]) -> Took:
    """What something takes in this process."""
    begun, processor = perf_counter(), process_time()
    work()
    return Took(perf_counter() - begun, process_time() - processor)


def python(code: str, *arguments: str) -> list[str]:
    """The interpreter that runs orgctl, with a program of a few lines."""
    return [sys.executable, "-c", code, *arguments]
