"""Sample data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RecordResult:
    """One record of the sample data."""

    module: str
    id: str
    name: str
    fields: Mapping[str, object]
