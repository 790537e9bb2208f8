"""Results as one JSON document, all ASCII: safe in any terminal and any encoding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from orgctl.cli.output.document import plain

if TYPE_CHECKING:
    from orgctl.cli.output.document import Plain


def rendered(result: object) -> str:
    """The document, ended by a line break."""
    return dumped(plain(result))


def dumped(document: Plain) -> str:
    """As `rendered`, of what is plain already."""
    return json.dumps(document, ensure_ascii=True, indent=2, allow_nan=False) + "\n"
