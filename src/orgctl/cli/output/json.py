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
    return _indented(document, "\n") + "\n"


def _indented(document: Plain, margin: str) -> str:
    """As the library's `indent=2`, which keeps every comma until the end: 70 MB for a plan of 100,000."""
    if not isinstance(document, dict | list) or not document:
        return _encoded(document)
    inner = margin + "  "
    if isinstance(document, list):
        items = [_indented(item, inner) for item in document]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]"
    items = [f"{_encoded(name)}: {_indented(item, inner)}" for name, item in document.items()]
    return f"{{{inner}{f',{inner}'.join(items)}{margin}}}"


_encoded = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
