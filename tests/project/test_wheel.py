"""What people install, and that it does its job with nothing of this folder in reach."""

from __future__ import annotations

import dataclasses
import email
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from trove_classifiers import classifiers

import orgctl as package
from tests.support.run import NO_KEYRING, Orgctl

PROJECT = Path(__file__).parents[2]


def built(folder: Path, source: Path = PROJECT, **variables: str) -> tuple[Path, Path]:
    """The wheel and the source archive, built from a folder."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", folder],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1774440000", **variables},
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    [wheel], [archive] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, archive


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return built(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(release: tuple[Path, Path]) -> zipfile.ZipFile:
    return zipfile.ZipFile(release[0])


@pytest.fixture(scope="module")
def unpacked(release: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked."""
    folder = tmp_path_factory.mktemp("source")
    # not by tarfile: its filters came with Python 3.11.4, and without one it warns from 3.12 on
    subprocess.run(["tar", "-xzf", release[1], "-C", folder], check=True)
    [source] = folder.iterdir()
    return source


@pytest.fixture(scope="module")
def installed(release: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the wheel, and from the tests' environment what it needs, but not orgctl."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    site = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python]  # into there, not here
    subprocess.run([*pip, "install", "--no-index", "--no-deps", release[0]], check=True, capture_output=True)
    # a folder that is named so is searched, but its own .pth, which leads to src, is not read
    Path(site, "needed.pth").write_text(sysconfig.get_path("purelib"))
    return folder


def test_the_wheel_holds_the_package_and_the_manual_pages_and_nothing_else(wheel: zipfile.ZipFile):
    source = PROJECT / "src"
    files = {str(path.relative_to(source)) for path in (source / "orgctl").rglob("*") if path.is_file()}
    data = f"orgctl-{package.__version__}.data/data/share/man"
    manuals = {f"{data}/man1/orgctl.1": "man/orgctl.1", f"{data}/pl/man1/orgctl.1": "man/pl/orgctl.1"}

    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == {name for name in files if "__pycache__" not in name} | {*manuals}
    for packed_as, source_name in manuals.items():
        assert wheel.read(packed_as) == (PROJECT / source_name).read_bytes()


def test_the_wheel_brings_the_licence_and_the_program(wheel: zipfile.ZipFile):
    by_name = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}

    assert wheel.read(by_name["LICENSE"]) == (PROJECT / "LICENSE").read_bytes()
    assert wheel.read(by_name["entry_points.txt"]).split() == (
        [b"[console_scripts]", b"orgctl", b"=", b"orgctl.__main__:main"]
    )


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile):
    [name] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    described = email.message_from_bytes(wheel.read(name))

    assert (described["Name"], described["Version"]) == ("orgctl", package.__version__)
    assert described["License-Expression"] == "MIT"
    assert described["Requires-Python"] == ">=3.11"
    assert described["Description-Content-Type"] == "text/markdown"
    assert set(described.get_all("Classifier", [])) <= classifiers


def test_the_same_tree_gives_the_same_bytes_whenever_and_by_whomever_it_is_built(
    release: tuple[Path, Path], unpacked: Path, tmp_path: Path
):
    for path in unpacked.rglob("*"):
        os.utime(path, (0, 0))

    again = built(tmp_path, unpacked, TZ="Asia/Kathmandu", LC_ALL="C")

    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in release]


def test_the_source_has_all_that_a_stranger_needs_to_test_it(unpacked: Path):
    for name in [
        *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", ".importlinter"),
        *("tools/demo", "tools/test", "tools/environment", "requirements/dev.txt", "examples/holding.csv"),
        *("tests/conftest.py", "docs/start.md", "zensical.toml", "man/orgctl.1", ".ci/run"),
    ]:
        assert (unpacked / name).is_file(), name


def test_what_is_installed_does_the_main_job(installed: Path, orgctl: Orgctl, tmp_path: Path):
    program = dataclasses.replace(orgctl, command=(str(installed / "bin" / "orgctl"),)).with_env(
        PYTHONPATH=None
    )
    program = program.with_env(PYTHONPATH=None, **NO_KEYRING)
    roster = tmp_path / "roster.csv"
    roster.write_bytes((PROJECT / "examples" / "holding.csv").read_bytes())

    applied = program.json("apply", str(roster), "--yes")

    assert len({change["organization"] for change in applied["changes"]}) == 5
    assert program.ok("plan", str(roster), "--check").code == 0
    assert program.ok("--version").out == f"orgctl {package.__version__}\n"
    where = subprocess.check_output(
        [installed / "bin" / "python", "-c", "import orgctl; print(orgctl.__file__)"]
    )
    assert Path(where.decode().strip()).is_relative_to(installed)
    assert (installed / "share" / "man" / "man1" / "orgctl.1").is_file()
