"""Which store this program reads and writes. Imports nothing: a shell prompt asks it at every line."""

from __future__ import annotations

SCHEMA = 1
"""The schema's version that this program reads and writes; the newest migration's number."""

APPLICATION_ID = 0x6F726763
"""Marks a SQLite file as an orgctl store ("orgc" in ASCII)."""

BUSY_SECONDS = 10
"""How long a writer waits for another one."""
