"""The door: answers what needs no parser, else hands over to the full command line.

Imports nothing heavy, because a shell prompt comes through here at every line.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line of this process; answers its exit code."""
    from orgctl.cli import language, streams

    argv = sys.argv[1:]
    language.choose(os.environ)
    streams.open_missing()
    try:
        code = _answer(argv)
        streams.finish()
    except BaseException as error:  # noqa: BLE001 (the last one who can tell the user)
        from orgctl.cli import quick
        from orgctl.cli.context import Run
        from orgctl.cli.exits import report

        code = report(error, Run(argv).manner._replace(committed=quick.committed))
    return code


def _answer(argv: list[str]) -> int:
    from orgctl.cli import streams

    if argv == ["--version"]:
        from orgctl import __version__

        streams.write_out(f"orgctl {__version__}\n")
        return 0
    if argv[:1] == ["--complete"]:
        from orgctl.cli.completing import lane

        return lane.answer(argv[1:], os.environ)
    from orgctl.cli import quick

    code = quick.answer(argv, os.environ)
    if code is not None:
        return code
    # The hot lane needs no handler: ended anywhere, it leaves the store as it was or as it is to be.
    streams.heed_termination()
    if argv in (["--help"], ["-h"]):
        from orgctl.cli import front
        from orgctl.cli.context import Run

        streams.write_out(front.page(Run(argv).help_columns))
        return 0
    from orgctl.cli import direct

    code = direct.answer(argv)
    if code is not None:
        return code
    from orgctl.cli import app

    return app.run(argv)


if __name__ == "__main__":
    sys.exit(main())
