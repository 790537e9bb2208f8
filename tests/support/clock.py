"""Another process's clock, moved by libfaketime: offsets, instants, and instants that stand still."""

from __future__ import annotations

import importlib.util
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_STEP = re.compile(r"([+-])(\d+)([smhd])")


def moment(text: str) -> datetime | timedelta:
    """`+7d`, `-1s`, `+7d-1s` as a span; anything else as an RFC 3339 instant."""
    if text[:1] not in "+-":
        return datetime.fromisoformat(text)
    if not re.fullmatch(f"(?:{_STEP.pattern})+", text):
        msg = f"no span of time: {text}"
        raise ValueError(msg)
    seconds = sum(int(sign + number) * _UNITS[unit] for sign, number, unit in _STEP.findall(text))
    return timedelta(seconds=seconds)


def environment(when: datetime | timedelta, *, ticking: bool) -> dict[str, str]:
    """The variables that move a child's clock: by a span in seconds, or to an instant.

    Only the wall clock moves: waiting still takes its time, and files keep their times (Python compares
    those of its byte code).
    """
    if isinstance(when, timedelta):
        faked = f"{when.total_seconds():+.0f}"
    else:
        faked = f"{'@' if ticking else ''}{when.timestamp():.6f}"
    return {
        "LD_PRELOAD": _library(),
        "FAKETIME": faked,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FMT": "%s",  # seconds since 1970: the same in every time zone
        "NO_FAKE_STAT": "1",
    }


def _library() -> str:
    package = importlib.util.find_spec("libfaketime")
    if package is None or not package.origin:
        pytest.fail("libfaketime is missing; tools/test brings it")
    # its own build, not Debian's: under that one (0.9.10), with waiting left alone, time.sleep fails
    return str(Path(package.origin).parent / "vendor" / "libfaketime" / "src" / "libfaketime.so.1")
