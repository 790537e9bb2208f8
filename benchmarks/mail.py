"""Two thousand invitations, stored and mailed to a Maildir by one command, beside what starting costs.

Usage: .venv/bin/python benchmarks/mail.py [COUNT]

Prints seconds (medians of interleaved runs) and what the invitations take beyond the start. The goal is
start-up plus 2 s for 2,000 on two cores.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
GOAL_SECONDS = 2.0


def main(count: int) -> None:
    """Run and print."""
    starts: list[float] = []
    sends: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ORGCTL_")},
            "HOME": folder,
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "ORGCTL_AS": "anna@zylker.example",
        }

        def orgctl(*arguments: str, to: str = "") -> float:
            began = time.perf_counter()
            subprocess.run(  # noqa: S603 (our own program)
                [sys.executable, "-m", "orgctl", *arguments],
                env={**environment, "ORGCTL_MAIL": f"maildir:{home / 'mail'}{to}"},
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return time.perf_counter() - began

        orgctl(
            *[
                "signup",
                "anna@zylker.example",
                "--name",
                "Anna",
                "--org-name",
                "Zylker",
                "--org-url",
                "zylker",
                "--no-password",
            ]
        )
        for run in range(RUNS):
            people = home / f"people-{run}.csv"
            rows = (f"person-{run}-{number}@other.example,standard" for number in range(count))
            people.write_text("email,role\n" + "\n".join(rows) + "\n", encoding="utf-8")
            starts.append(orgctl("org", "show"))
            sends.append(orgctl("invite", "send", "--from-file", str(people), "-o", "json", to=f"-{run}"))
            mailed = len(list((home / f"mail-{run}" / "new").iterdir()))
            if mailed != count:
                raise SystemExit(f"{mailed} mails, not {count}")
    start, send = statistics.median(starts), statistics.median(sends)
    print(f"start-up              {start:6.2f} s")
    print(f"{count} invitations  {send:6.2f} s")
    print(f"beyond the start      {send - start:6.2f} s   goal {GOAL_SECONDS * count / 2000:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
