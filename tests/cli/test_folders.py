"""Where orgctl's files belong: as platformdirs has it, also where it is not asked."""

from __future__ import annotations

import os

import platformdirs
import pytest

from orgctl.cli import folders

NAMES = ("XDG_DATA_HOME", "XDG_STATE_HOME", "HOME")


@pytest.mark.parametrize("is_linux", [True, False])
@pytest.mark.parametrize(
    "settings",
    [
        {"HOME": "/home/jan"},
        {"HOME": "/home/jan", "XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "/state"},
        {"HOME": "/home/jan", "XDG_DATA_HOME": "", "XDG_STATE_HOME": " "},
        {"HOME": "/home/jan", "XDG_DATA_HOME": " /data "},
        {"HOME": "/home/jan", "XDG_DATA_HOME": "relative/data"},
        {"HOME": "relative"},
        {},
    ],
)
def test_the_folders_are_those_of_platformdirs(is_linux, settings, monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    expected = {
        "data": platformdirs.user_data_dir("orgctl", appauthor=False),
        "state": platformdirs.user_state_dir("orgctl", appauthor=False),
    }
    monkeypatch.setattr(folders, "_IS_LINUX", is_linux)

    assert {kind: folders.own_folder(kind, os.environ) for kind in expected} == expected
