"""How fast orgctl is, beside what it is to be compared with.

    .venv/bin/python -m benchmarks [JOB …] [--quick] [--processor]

Everything is run here and now, in turns; a line of the table is a median, beside the median of the reference.
`floor` is what the least does that does the same: bare sqlite3, COPY, or an interpreter that starts and ends.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import mail, pairs, rosters, sizes, starting
from benchmarks.table import drawn

_LEGEND = """
ratio, goal, floor: so many times the reference in brackets. floor: the bare program that does just that.
kubectx and az: stand-ins for programs that aren't run here: 1.26 and 3.20 times `python -c pass` and
`python -c 'import typer'` together, which is what they took on the machine where all four were measured.
"""


def main() -> None:
    """Measure what was asked for, and print a table."""
    jobs = [*starting.JOBS, "pairs", "apply", "million", "postgresql", "sizes", "mail"]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("jobs", nargs="*", choices=[*jobs, []], metavar="JOB", help=", ".join(jobs))
    parser.add_argument("--quick", action="store_true", help="less of everything: a glance, no measurement")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="the processor's time, not the clock's: where others use the machine",
    )
    asked = parser.parse_args()
    wanted = asked.jobs or jobs
    how = {"quick": asked.quick, "processor": asked.processor}
    lines = []
    if starts := [name for name in starting.JOBS if name in wanted]:
        lines += starting.measure(starts, **how)
    for name, measure in (("sizes", sizes.measure), ("pairs", pairs.measure), ("mail", mail.measure)):
        if name in wanted:
            lines += measure(**how)
    if rows := [name for name in ("apply", "million", "postgresql") if name in wanted]:
        lines += rosters.measure(rows, **how)
    print(drawn(lines))
    print(_LEGEND.rstrip())
    if asked.quick:
        print(
            "A quick run: sizes and runs are a tenth, and the ratios of small jobs say little.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
