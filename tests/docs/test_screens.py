"""The pictures in the documentation are what the program shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_the_pictures_are_what_the_program_shows_now():
    checked = subprocess.run(
        [sys.executable, PROJECT / "tools" / "screens", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr


def test_no_picture_asks_another_host_for_anything():
    for picture in (PROJECT / "docs" / "screens").glob("*.svg"):
        assert re.findall(r"(?:url\(|href=|src=)[\"']?https?:", picture.read_text()) == []
