"""The server goes away: before a command, at each message of one, and while its last one is answered."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from orgctl.domain.values import Edition
from orgctl.store import checking
from orgctl.store.transaction import Store
from tests.faults.machinery import JAN
from tests.faults.wire import PASSWORD, a_wire
from tests.support.run import NO_KEYRING, Orgctl
from tests.usecases.acts import Acts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.postgres import Server
    from tests.support.run import Result

COMMANDS = {
    "invite send": ["invite", "send", "ola@x.example", "ewa@x.example"],
    "org create": ["org", "create", "Services", "--url", "services"],
}
TABLES = ["users", "organizations", "memberships", "invitations", "outbox", "audit", "sessions"]


@pytest.fixture
def acts(postgres_url: str) -> Iterator[Acts]:
    """Jan has Zylker."""
    store = Store.open(postgres_url)
    acts = Acts(store)
    acts.sign_up(JAN, "zylker")
    acts.subscribe(JAN, "zylker", Edition.ENTERPRISE)
    yield acts
    store.close()


@pytest.fixture
def jan(postgres_url: str, tmp_path: Path) -> Orgctl:
    return Orgctl(tmp_path / "home", postgres_url, as_=JAN).with_env(**NO_KEYRING, ORGCTL_OUTPUT="json")


def _everything(acts: Acts) -> list[list[tuple[Any, ...]]]:
    assert acts.read(checking.broken) == []
    return [acts.table(name) for name in TABLES]


def _error(result: Result) -> dict[str, str]:
    assert result.code == 1, str(result)
    assert result.out == "", str(result)
    assert PASSWORD not in result.err
    error: dict[str, str] = json.loads(result.err)["error"]
    return error


@pytest.mark.parametrize("command", COMMANDS)
def test_a_way_that_is_cut_at_the_nth_message_leaves_all_or_nothing_and_says_which(
    command: str, acts: Acts, jan: Orgctl, postgres_url: str
):
    before = _everything(acts)
    cut = 0
    for at in range(1, 60):
        with a_wire(postgres_url, at=at) as wire:
            result = jan.on(wire.url).run(*COMMANDS[command])

        if wire.messages < at:
            break
        if result.code == 0:
            # the mail is what was cut: it stays in the outbox
            assert _everything(acts) != before
            break
        error = _error(result)
        assert _everything(acts) == before
        if error["code"] == "store.fault":
            assert "may have been made, or not" in error["message"]
        else:
            assert error["code"] == "store.unavailable"
            assert "nothing was changed" in error["hint"]
        cut += 1

    assert result.code == 0
    assert cut >= 5


def test_a_change_whose_end_was_not_heard_is_not_called_undone(acts: Acts, jan: Orgctl, postgres_url: str):
    with a_wire(postgres_url, answer_to=b"COMMIT\0") as wire:
        error = _error(jan.on(wire.url).run("org", "rename", "Products"))

    assert error["code"] == "store.fault"
    assert "may have been made, or not" in error["message"]
    assert "orgctl audit" in error["hint"]
    assert acts.rows("SELECT name FROM organizations") == [("Products",)]


def test_a_server_that_is_not_there_is_named_without_the_password(jan: Orgctl):
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    url = f"postgresql+psycopg://jan:{PASSWORD}@127.0.0.1:{port}/crm"

    for argv in (["org", "list"], ["current"], ["switch", "zylker"], ["store", "info"]):
        error = _error(jan.on(url).run(*argv))

        assert error["code"] == "store.unavailable"
        assert f"127.0.0.1:{port}" in error["message"]


def test_a_database_that_may_only_be_read_is_read_and_not_written(
    acts: Acts, jan: Orgctl, postgres: Server, postgres_url: str
):
    name = urlsplit(postgres_url).path[1:]
    postgres.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')

    read = jan.run("org", "list")
    error = _error(jan.run("org", "rename", "Products"))

    assert (read.code, read.json()["organizations"][0]["url"]) == (0, "zylker"), str(read)
    assert error["code"] == "store.read_only"
    assert acts.rows("SELECT name FROM organizations") == [("Zylker",)]


def test_a_user_without_rights_is_told_so(acts: Acts, jan: Orgctl, postgres: Server, postgres_url: str):
    postgres.execute("DROP ROLE IF EXISTS stranger")
    postgres.execute("CREATE ROLE stranger LOGIN")
    try:
        stranger = jan.on(postgres_url.replace("//orgctl@", "//stranger@"))

        for argv in (["org", "list"], ["org", "rename", "Products"]):
            error = _error(stranger.run(*argv))

            assert error["code"] == "store.read_only"
            assert "permission denied" in error["message"]
    finally:
        postgres.execute("DROP ROLE stranger")
