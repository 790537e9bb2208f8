"""Where orgctl's own files belong on this system."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_IS_LINUX = sys.platform == "linux"
_ON_LINUX = {"data": ("XDG_DATA_HOME", ".local/share"), "state": ("XDG_STATE_HOME", ".local/state")}


def own_folder(kind: str, environ: Mapping[str, str]) -> str:
    """The folder for `data` or for `state`.

    As platformdirs finds it. On Linux without it, whose import costs a shell prompt more than all the
    rest; a test holds both equal.
    """
    if _IS_LINUX:
        variable, otherwise = _ON_LINUX[kind]
        for base in (environ.get(variable, ""), os.path.expanduser(f"~/{otherwise}")):
            if os.path.isabs(base):
                return os.path.join(base, "orgctl")
    import platformdirs

    folder = {"data": platformdirs.user_data_dir, "state": platformdirs.user_state_dir}[kind]
    return folder("orgctl", appauthor=False)
