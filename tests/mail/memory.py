"""A transport that keeps messages, for tests of what sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class MemoryTransport:
    """`delivered` holds what was flushed, as (address, Message-ID, message).

    `fail`, asked before each message with its address, may raise what a transport raises.
    """

    def __init__(self, *, batch: int = 100, fail: Callable[[str], None] = lambda _address: None) -> None:
        self.sender = "orgctl@corp.example"
        self.batch = batch
        self.delivered: list[tuple[str, str, bytes]] = []
        self.open = False
        self._fail = fail
        self._taken: list[tuple[str, str, bytes]] = []

    def send(self, envelope_to: str, message: bytes, *, message_id: str) -> None:
        assert self.open
        self._fail(envelope_to)
        self._taken.append((envelope_to, message_id, message))

    def flush(self) -> None:
        self.delivered += self._taken
        self._taken = []

    def __enter__(self) -> Self:
        self.open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open = False
        self._taken = []
