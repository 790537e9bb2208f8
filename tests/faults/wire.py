"""The way to a PostgreSQL server, through this process: it counts what clients send, and can be cut."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "canary-word"


class Wire:
    """A port that leads to the server of a URL, for one client after the other.

    It is cut before the `at`-th message of a client reaches the server, or when the server has answered
    `answer_to` and the client has not heard it.
    """

    def __init__(self, url: str, *, at: int | None, answer_to: bytes | None) -> None:
        there = conninfo_to_dict("postgresql:" + url.split(":", 1)[1])
        self._host, self._port = str(there["host"]), int(there.get("port") or 5432)
        self._at, self._answer_to = at, answer_to
        self._muted = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        netloc = f"{there['user']}:{PASSWORD}@127.0.0.1:{port}"
        self.url = urlsplit(url)._replace(netloc=netloc, query="sslmode=disable&gssencmode=disable").geturl()
        self.messages = 0

    def serve(self) -> None:
        """Until it is closed."""
        with suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                with client, self._server() as server:
                    answers = threading.Thread(target=self._answer, args=(server, client))
                    answers.start()
                    with suppress(OSError):
                        self._ask(client, server)
                    for end in (server, client):
                        with suppress(OSError):
                            end.shutdown(socket.SHUT_RDWR)
                    answers.join()

    def close(self) -> None:
        """Nobody is let through any more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _server(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, self._port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        return server

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        while message := client.recv(65536):
            self.messages += 1
            if self.messages == self._at:
                return
            if self._answer_to is not None and self._answer_to in message:
                self._muted.set()
            server.sendall(message)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while answer := server.recv(65536):
                if self._muted.is_set():
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(answer)


@contextmanager
def a_wire(url: str, *, at: int | None = None, answer_to: bytes | None = None) -> Iterator[Wire]:
    """A wire to a server, until the block ends."""
    wire = Wire(url, at=at, answer_to=answer_to)
    serving = threading.Thread(target=wire.serve)
    serving.start()
    try:
        yield wire
    finally:
        wire.close()
        serving.join()
