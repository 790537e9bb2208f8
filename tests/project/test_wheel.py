"""What people install."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    [path] = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile):
    source = PROJECT / "src"
    files = {str(path.relative_to(source)) for path in (source / "orgctl").rglob("*") if path.is_file()}

    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == {name for name in files if "__pycache__" not in name}


def test_the_wheel_brings_the_licence_and_the_program(wheel: zipfile.ZipFile):
    by_name = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}

    assert wheel.read(by_name["LICENSE"]) == (PROJECT / "LICENSE").read_bytes()
    assert wheel.read(by_name["entry_points.txt"]).split() == (
        [b"[console_scripts]", b"orgctl", b"=", b"orgctl.__main__:main"]
    )
