"""Invitations, stored and mailed to a Maildir by one command, beside what starting costs."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.processes import ORGCTL, environment, run
from benchmarks.table import Line

_COUNT = 2_000
_SECONDS = 2.0


def measure(*, quick: bool, processor: bool) -> list[Line]:
    """Seconds beyond those of a command that only looks; medians of runs in turns."""
    count, runs = (_COUNT // 10, 1) if quick else (_COUNT, 3)
    starts: list[float] = []
    sends: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)

        def orgctl(*argv: str, to: str = "") -> float:
            mail = f"maildir:{home / 'mail'}{to}"
            environ = environment(home, ORGCTL_AS="anna@zylker.example", ORGCTL_MAIL=mail)
            return run([ORGCTL, *argv], environ).seconds(processor=processor)

        sign_up = "signup anna@zylker.example --name Anna --org-name Zylker --org-url zylker --no-password"
        orgctl(*sign_up.split())
        for number in range(runs):
            people = home / f"people-{number}.csv"
            rows = (f"person-{number}-{each}@other.example,standard\n" for each in range(count))
            people.write_text("email,role\n" + "".join(rows), encoding="utf-8")
            starts.append(orgctl("org", "show"))
            sends.append(orgctl("invite", "send", "--from-file", str(people), "-o", "json", to=f"-{number}"))
            mailed = len(list((home / f"mail-{number}" / "new").iterdir()))
            if mailed != count:
                raise SystemExit(f"{mailed} mails, not {count}")
    beyond = statistics.median(sends) - statistics.median(starts)
    job = f"{count:,} invitations mailed to a Maildir, beyond the start"
    return [Line(job, beyond, 1, "the goal", _SECONDS * count / _COUNT, unit="s")]
