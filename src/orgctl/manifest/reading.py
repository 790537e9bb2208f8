"""Reading a set-up file, whatever it is written in: values, or everything that is wrong with it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.manifest.checking import Checks
from orgctl.manifest.collector import unhurried_collector
from orgctl.manifest.flaws import Flaws
from orgctl.text.characters import visible

if TYPE_CHECKING:
    from orgctl.manifest.values import Manifest

Format = Literal["yaml", "json", "csv"]

_ENDINGS: Final[dict[str, Format]] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".csv": "csv"}
_MEBIBYTE: Final = 1 << 20

MEBIBYTES: Final[dict[Format, int]] = {"yaml": 16, "json": 16, "csv": 64}
"""How large a file of each format may be: no rule, but a bound on memory and patience."""


def format_of(name: str) -> Format:
    """The format that a file's name stands for; `-`, standard input, is YAML.

    Raises InvalidInput `input.file` for another ending.
    """
    if name == "-":
        return "yaml"
    for ending, known in _ENDINGS.items():
        if name.lower().endswith(ending):
            return known
    raise InvalidInput(
        Code.INPUT_FILE,
        say("{name} is no set-up file by its name.", name=visible(name)),
        say("Its name ends in {endings}.", endings=", ".join(_ENDINGS)),
    )


def read(data: bytes, *, name: str, format: Format | None = None) -> Manifest:  # noqa: A002 (the word for it)
    """What the file asks for. The format is told by the name's ending unless it is given.

    Raises ManifestError with all flaws, or with those up to the one after which nothing can be read: no
    UTF-8, a syntax error, too large, too deep. Raises InvalidInput if the name tells no format.
    """
    kind = format or format_of(name)
    flaws = Flaws(name)
    if len(data) > MEBIBYTES[kind] * _MEBIBYTE:
        raise flaws.stop(1, 1, say("The file is larger than {limit} MiB.", limit=MEBIBYTES[kind]))
    with unhurried_collector():
        manifest = _read(data, kind, name, flaws)
    if manifest is None or len(flaws):
        raise flaws.error()
    return manifest


def _read(data: bytes, kind: Format, name: str, flaws: Flaws) -> Manifest | None:
    checks = Checks(flaws)
    text = _decoded(data, flaws)
    if kind == "csv":
        from orgctl.manifest.csv_reading import read_roster

        del text
        return read_roster(data, name, checks, flaws)
    if kind == "json":
        from orgctl.manifest.json_reading import read_tree
    else:
        from orgctl.manifest.yaml_reading import read_tree
    from orgctl.manifest.shaping import shape

    root = read_tree(text, flaws)
    if root is None:
        raise flaws.stop(1, 1, say("The file is empty."), say("The least there can be is: version: 1"))
    return shape(root, name, checks, flaws)


def _decoded(data: bytes, flaws: Flaws) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        # `problem.object` lacks a byte-order mark that was there, and `start` counts without it.
        read = problem.object[: problem.start]
        line_start = read.rfind(b"\n") + 1
        line, column = read.count(b"\n") + 1, len(read[line_start:].decode("utf-8")) + 1
        byte = f"0x{problem.object[problem.start]:02X}"
        raise flaws.stop(
            line, column, say("The byte {byte} is not UTF-8.", byte=byte), say("Save the file as UTF-8.")
        ) from None
