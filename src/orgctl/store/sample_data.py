"""Records of sample data, kept per organization."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from orgctl.store.transaction import Transaction


class Record(NamedTuple):
    """One record as the store has it."""

    id: int
    module: str
    name: str
    fields: Mapping[str, object]


def add(tx: Transaction, organization_id: int, records: Sequence[Record]) -> None:
    """Keep records in their order."""
    tx.many(
        "INSERT INTO records (id, organization_id, module, position, name, fields) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (record.id, organization_id, record.module, position, record.name, json.dumps(record.fields))
            for position, record in enumerate(records, start=1)
        ],
    )


def of_organization(tx: Transaction, organization_id: int, module: str | None) -> list[Record]:
    """The records of an organization, of one module or of all."""
    rows = tx.all(
        "SELECT id, module, name, fields FROM records WHERE organization_id = :organization "
        "AND (CAST(:module AS text) IS NULL OR module = :module) ORDER BY position",
        organization=organization_id,
        module=module,
    )
    return [Record(row[0], row[1], row[2], json.loads(row[3])) for row in rows]


def clear(tx: Transaction, organization_id: int, module: str | None) -> int:
    """Remove records; answers how many."""
    return tx.run(
        "DELETE FROM records WHERE organization_id = :organization "
        "AND (CAST(:module AS text) IS NULL OR module = :module)",
        organization=organization_id,
        module=module,
    )
