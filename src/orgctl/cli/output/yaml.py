"""Results as YAML that every reader takes the same way: YAML 1.1's `no` and `012` stay text."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from orgctl.cli.output.document import plain
from orgctl.cli.output.text import is_safe

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

_UNQUOTED = re.compile(r"[^\W\d_][\w./@+-]*(?: [\w./@+-]+)*")
_READ_AS_OTHER = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})


class _Representer(SafeRepresenter):
    """Texts unquoted only where no reader could take them for anything else."""


def _text(representer: _Representer, text: str) -> Node:
    bare = _UNQUOTED.fullmatch(text) and text.lower() not in _READ_AS_OTHER
    node: Node = representer.represent_scalar("tag:yaml.org,2002:str", text, style=None if bare else '"')
    return node


_Representer.add_representer(str, _text)


def rendered(result: object) -> str:
    """The document. Where any character of it could mislead a terminal, all beyond ASCII is escaped."""
    document = plain(result)
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel's own setting
    yaml.default_flow_style = False
    yaml.allow_unicode = _all_safe(document)
    yaml.width = 10_000
    buffer = io.StringIO()
    yaml.dump(document, buffer)
    return buffer.getvalue().removesuffix("...\n")


def _all_safe(document: object) -> bool:
    if isinstance(document, str):
        return is_safe(document)
    if isinstance(document, dict):
        return all(_all_safe(item) for item in document.values())
    return not isinstance(document, list) or all(map(_all_safe, document))
