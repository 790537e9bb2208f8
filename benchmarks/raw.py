"""The floor of setting up: the rows that orgctl has written, put into an empty store by the bare driver.

    python -m benchmarks.raw FULL EMPTY

Both are SQLite files or both PostgreSQL databases, of this program's schema. The rows are read first; printed
are the seconds that the one transaction takes, by the clock and the processor's, which writes them as they
lie in the full store: in the order of their keys. SQLite gets them by `executemany`, PostgreSQL by COPY, ready-made.
"""

from __future__ import annotations

import gc
import sqlite3
import sys

from benchmarks.processes import Took, timed
from orgctl.store.places import conninfo

TABLES = ("users", "organizations", "memberships", "invitations", "audit")
_CACHE_KIB = 65_536


def sqlite(full: str, empty: str) -> Took:
    """What it takes."""
    rows = {}
    with sqlite3.connect(full) as source:
        for table in TABLES:
            cursor = source.execute(f"SELECT * FROM {table}")
            rows[table] = len(cursor.description), cursor.fetchall()
    store = sqlite3.connect(empty, isolation_level=None)
    for setting in ("synchronous = FULL", "foreign_keys = ON", f"cache_size = -{_CACHE_KIB}"):
        store.execute(f"PRAGMA {setting}")
    gc.disable()

    def write() -> None:
        store.execute("BEGIN IMMEDIATE")
        for table, (width, lines) in rows.items():
            store.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", lines)
        store.execute("COMMIT")

    return timed(write)


def postgresql(full: str, empty: str) -> Took:
    """What it takes."""
    import psycopg

    rows = {}
    with psycopg.connect(conninfo(full)) as source:
        for table in TABLES:
            with source.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                rows[table] = b"".join(bytes(block) for block in copy)

    def write() -> None:
        with psycopg.connect(conninfo(empty)) as store:
            for table, text in rows.items():
                with store.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(text)

    return timed(write)


if __name__ == "__main__":
    took = (postgresql if "://" in sys.argv[1] else sqlite)(*sys.argv[1:])
    print(took.wall, took.processor)
