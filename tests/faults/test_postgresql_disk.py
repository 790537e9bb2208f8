"""A PostgreSQL server whose disk is full: a tablespace on a file system of 24 MiB, and what fills it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg
import pytest

from orgctl.domain.values import Edition
from orgctl.store import checking
from orgctl.store.transaction import Store
from tests.faults.machinery import JAN, OWN_MOUNTS, require_mounts
from tests.support.postgres import Cluster, Server, unprivileged
from tests.support.run import NO_KEYRING, UNTESTABLE, Orgctl
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MUCH = ["invite", "send", *(f"person-{number}@x.example" for number in range(200))]
TABLES = ["invitations", "outbox", "audit"]

_CRAMPED = (
    'mount -t tmpfs -o "size=24m,mode=0700,uid=$0,gid=$1" tmpfs cramped; user=$0 group=$1; shift\n'
    'exec setpriv --reuid "$user" --regid "$group" --clear-groups "$@"'
)


@pytest.fixture
def cramped() -> Iterator[Server]:
    """A server with a database of that name, which lies where there is little room."""
    if os.geteuid() != 0:
        pytest.skip(reason=f"{UNTESTABLE}: a server that is not root's on a file system of root's needs root")
    require_mounts()
    cluster = Cluster()
    try:
        cluster.make()
        (cluster.root / "cramped").mkdir()
        user = unprivileged()
        script = [*OWN_MOUNTS, "sh", "-ec", _CRAMPED, str(user.pw_uid), str(user.pw_gid)]
        cluster.start(through=script)
        server = Server(cluster.url)
        server.execute(f"CREATE TABLESPACE cramped LOCATION '{cluster.root}/cramped'")
        server.execute("CREATE DATABASE cramped TABLESPACE cramped")
        yield server
    finally:
        cluster.remove()


def _fill(server: Server, url: str) -> None:
    server.execute("CREATE TABLE filler (text text)", on=url)
    for rows in (1000, 1):
        with pytest.raises(psycopg.errors.DiskFull):
            _insert_on_and_on(server, url, rows)


def _insert_on_and_on(server: Server, url: str, rows: int) -> None:
    while True:
        server.execute(
            "INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, %s)", [rows], on=url
        )


def test_a_server_without_room_refuses_what_is_too_much_and_goes_on_reading(cramped: Server, tmp_path: Path):
    url = cramped.database("cramped")
    acts = Acts(Store.open(url))
    acts.sign_up(JAN, "zylker")
    acts.subscribe(JAN, "zylker", Edition.ENTERPRISE)
    jan = Orgctl(tmp_path / "home", url, as_=JAN).with_env(**NO_KEYRING)
    _fill(cramped, url)
    before = [acts.table(name) for name in TABLES]

    error = jan.refused("store.full", *MUCH)
    read = jan.json("org", "list")

    assert "nothing was changed" in error["message"]
    assert [each["url"] for each in read["organizations"]] == ["zylker"]
    assert acts.read(checking.broken) == []
    assert [acts.table(name) for name in TABLES] == before
    assert jan.mails() == []

    cramped.execute("DROP TABLE filler", on=url)
    assert len(jan.json(*MUCH)["sent"]) == 200
    acts.store.close()
