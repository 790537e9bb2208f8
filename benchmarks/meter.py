"""Run a program from a small process: its peak of memory would else be no less than that of whoever starts it.

Prints seconds by the clock, seconds of processor time and MiB at its largest.
"""

import os
import sys
from time import perf_counter

if __name__ == "__main__":
    program = sys.argv[1:]
    begun = perf_counter()
    process = os.posix_spawn(
        program[0], program, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    )
    _, status, used = os.wait4(process, 0)
    print(perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    sys.exit(os.waitstatus_to_exitcode(status))
