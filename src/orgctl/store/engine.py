"""The two engines behind one small face. Every difference between them lives in this module.

Queries are plain SQL with `:name` parameters, run by the standard library's sqlite3 or by psycopg:
importing an ORM would cost a command more than everything else that it does (docs/decisions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from orgctl.domain.refusals import Fault, Sentence


class Facts(NamedTuple):
    """The engine's version, and what the store takes on disk."""

    version: str
    bytes: int


class Driver(Protocol):
    """What a transaction needs from an engine."""

    dialect: str
    locks_rows: bool
    """Whether writers hold rows; if not, one of them at a time holds the whole store."""

    def begin(self, *, write: bool) -> int:
        """Begin a transaction and answer the schema's version as seen inside it."""

    def commit(self) -> None:
        """Make it durable."""

    def is_idle(self) -> bool:
        """Whether no transaction is open: what a commit that a signal came into has left."""

    def rollback(self) -> None:
        """Undo it; does nothing where nothing is open."""

    def all(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Rows of a query."""

    def run(self, sql: str, values: Mapping[str, object]) -> int:
        """Rows changed by a statement."""

    def together(self, statements: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """Several changes, one after the other, in one round trip."""

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement with `?` placeholders for many rows."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows to a table, the fastest way that the engine has."""

    def array(self, numbers: Sequence[int]) -> object:
        """A list of numbers as the value of a parameter that `among` compares with."""

    def among(self, name: str) -> str:
        """SQL that is true where what stands before it is among the parameter's numbers."""

    def texts(self, texts: Sequence[str]) -> object:
        """A list of texts as the value of a parameter that `among_texts` compares with."""

    def among_texts(self, name: str) -> str:
        """SQL that is true where what stands before it is among the parameter's texts."""

    def hold(self, aliases: str, *, skip_held: bool = False) -> str:
        """SQL that makes a SELECT lock the rows of the tables with these aliases, in that order.

        What others hold is waited for, or passed over.
        """

    def lock(self, table: str, ids: Sequence[int]) -> None:
        """Hold these rows of a table until the transaction ends, taken in the order of their keys."""

    def fault(self, error: Exception) -> Fault | None:
        """What an engine's error means to a person; None if it is not the engine's."""

    def is_conflict(self, error: Exception) -> bool:
        """Whether another transaction got in the way, so that trying again may work."""

    def unique_violation(self, error: Exception) -> str | None:
        """The columns or the name of the unique constraint that an error speaks of."""

    def is_mine(self) -> bool:
        """Whether the operating system's (or the server's) user who asks owns the store."""

    def facts(self) -> Facts:
        """What the engine says of itself."""

    def integrity(self) -> list[Sentence]:
        """What the engine's own check finds; empty where all is well."""

    def in_byte_order(self, column: str) -> str:
        """SQL that orders a text column alike on both engines."""

    def close(self) -> None:
        """Let go of the connection."""
