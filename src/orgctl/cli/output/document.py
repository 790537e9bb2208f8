"""A result as plain dictionaries, lists and scalars: what JSON, YAML and CSV are made of."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from orgctl.cli.output.when import rfc3339
from orgctl.domain.refusals import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
_PLAIN = frozenset({type(None), bool, int, float, str})


def key(field: str) -> str:
    """The promised key of a field: without the underscore that Python's own words need."""
    return field.rstrip("_")


@cache
def _keys(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((key(field.name), field.name) for field in fields(kind))


def plain(value: object) -> Plain:
    """A result value without our types, in English. Instants are RFC 3339 in UTC; no key is left out."""
    if type(value) in _PLAIN:  # most are, and a set-up has them by the million
        return value  # type: ignore[return-value] # it is one of those
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str | Sentence):
        return str(value)
    if isinstance(value, datetime):
        return rfc3339(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {promised: plain(getattr(value, name)) for promised, name in _keys(type(value))}
    return _collected(value)


def _collected(value: object) -> Plain:
    from collections.abc import Mapping, Sequence

    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, Sequence):
        return _sequence(value)
    raise TypeError(f"no plain form of {type(value).__name__}")


def _mapping(value: Mapping[str, object]) -> Plain:
    return {str(name): plain(item) for name, item in value.items()}


def _sequence(value: Sequence[object]) -> Plain:
    return [plain(item) for item in value]
