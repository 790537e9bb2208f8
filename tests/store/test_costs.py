"""What a command costs the store: round trips, statements, and which indexes answer it."""

from __future__ import annotations

import contextlib
import re
from itertools import takewhile

import pytest

from benchmarks.crowd import fill
from orgctl.domain.values import Role
from orgctl.store.transaction import Store
from orgctl.usecases import reading
from tests.store.commands import COMMANDS, _send, prepare
from tests.store.recording import Rehearsing, recorded
from tests.usecases.acts import ANNA, EWA, Acts


@pytest.fixture
def prepared(acts: Acts) -> Acts:
    prepare(acts)
    return acts


@pytest.fixture
def remote(postgres_url):
    """The same in PostgreSQL only."""
    store = Store.open(postgres_url)
    acts = Acts(store)
    prepare(acts)
    yield acts
    store.close()


# round trips


@pytest.mark.parametrize("name", COMMANDS)
def test_round_trips_of_a_command(remote, name):
    command = COMMANDS[name]
    before = remote.store.driver.round_trips

    command.run(remote)

    trips = remote.store.driver.round_trips - before
    assert trips <= command.at_most


def test_switching_and_accepting_are_as_cheap_as_was_promised():
    assert COMMANDS["switch"].at_most < 6
    assert max(each.at_most for name, each in COMMANDS.items() if name.startswith("invite accept")) < 12


def test_a_round_trip_is_counted_for_each_message_to_the_server(remote, monkeypatch):
    """The counter against libpq: each statement, or pipeline, waits for the server once."""
    import psycopg

    waits = []
    real = psycopg.Connection.wait

    def waiting(self, generator, *args, **kwargs):
        waits.append(generator.__name__)
        return real(self, generator, *args, **kwargs)

    monkeypatch.setattr(psycopg.Connection, "wait", waiting)
    before = remote.store.driver.round_trips

    COMMANDS["switch"].run(remote)

    assert len(waits) == remote.store.driver.round_trips - before


# how much does not matter


def _count(acts: Acts, work) -> int:
    recording = recorded(acts.store)
    work(acts)
    return len(recording.statements)


def test_fifty_invitations_take_as_many_statements_as_one(prepared):
    one = _count(prepared, lambda acts: _send(acts, "one@x.example"))

    fifty = _count(prepared, lambda acts: _send(acts, *(f"many-{number}@x.example" for number in range(50))))

    assert fifty == one


def test_a_list_of_ten_organizations_takes_as_many_statements_as_of_one(acts):
    acts.sign_up(EWA, "ewas")

    def listing(acts: Acts) -> None:
        acts.ask(reading.list_organizations, EWA, now=acts.now)

    one = _count(acts, listing)
    for number in range(9):
        acts.sign_up(f"owner-{number}@x.example", f"no-{number}")
        acts.join(EWA, f"no-{number}", by=f"owner-{number}@x.example")
        acts.sign_up(f"inviter-{number}@x.example", f"inviter-{number}")
        acts.send(f"inviter-{number}@x.example", EWA)

    assert _count(acts, listing) == one


@pytest.mark.parametrize(
    "name",
    [
        "member list",
        "invite list --sent",
        "audit list",
        "org delete",
        "org subscribe",
        "member unlink",
        "switch",
    ],
)
def test_a_command_takes_as_many_statements_however_much_there_is(acts, request, name):
    few = _count(_another(acts, request), COMMANDS[name].run)
    prepare(acts)
    for number in range(20):
        acts.join(f"member-{number}@x.example", "zylker", by=ANNA)
        acts.send(ANNA, f"invited-{number}@x.example", org="zylker")
        acts.join(f"member-{number}@x.example", "services", by=ANNA, role=Role.ADMIN)

    assert _count(acts, COMMANDS[name].run) == few


def _another(acts: Acts, request) -> Acts:
    """A store of the same engine, in which there is little."""
    if acts.store.driver.dialect == "sqlite":
        store = Store.open(str(request.getfixturevalue("tmp_path") / "another.db"))
    else:
        store = Store.open(request.getfixturevalue("another_database"))
    request.addfinalizer(store.close)
    another = Acts(store)
    prepare(another)
    return another


@pytest.fixture
def another_database(postgres):
    with postgres.fresh() as url:
        yield url


# plans


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def crowded(request, tmp_path_factory):
    """20,000 memberships, and among them the people that commands are run by; once on each engine."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            url = str(tmp_path_factory.mktemp("crowd") / "orgctl.db")
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").fresh())
        store = Store.open(url)
        stack.callback(store.close)
        fill(store, 20_000)
        acts = Acts(store)
        prepare(acts)
        if request.param == "postgresql":  # which does it by itself in time; SQLite does not
            store.write(lambda tx: tx.run("ANALYZE"))
        yield acts


@pytest.fixture
def explained(crowded):
    """Runs a command and answers how the engine went about each of its statements; nothing stays."""
    store = crowded.store
    real = store.driver
    store.driver = rehearsing = Rehearsing(real)

    def explain(name: str) -> list[tuple[str, str]]:
        COMMANDS[name].run(crowded)
        prefix = "EXPLAIN QUERY PLAN " if real.dialect == "sqlite" else "EXPLAIN "
        seen = dict.fromkeys(sql for sql, _ in rehearsing.statements)
        values = dict(rehearsing.statements)
        return [
            (sql, "\n".join(str(row[-1]) for row in real.all(prefix + sql, values[sql])))
            for sql in seen
            if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE")) and "?" not in sql
        ]

    yield explain
    rehearsing.end()
    store.driver = real


def _reads_a_whole_table(plan: str) -> bool:
    """Of PostgreSQL also: an index walked from end to end, without a condition on it."""
    lines = plan.splitlines()
    return any(
        "Seq Scan" in line
        or (re.search(r"\bSCAN\b", line) is not None and "json_each" not in line)
        or (
            re.search(r"Index.* Scan (using|on)", line) is not None
            and "Index Cond" not in _below(lines, at)
            # holds only the links that hide invitations, so reading all of it may be the cheaper way
            and "ix_links_hiding" not in line
        )
        for at, line in enumerate(lines)
    )


def _below(lines: list[str], at: int) -> str:
    """What a plan says of the node in a line, without the nodes under it."""
    rest = lines[at + 1 :]
    return "\n".join(takewhile(lambda line: "->" not in line, rest))


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_reads_a_whole_table(explained, name):
    plans = explained(name)

    assert [f"{sql}\n{plan}" for sql, plan in plans if _reads_a_whole_table(plan)] == []
    assert plans


@pytest.mark.parametrize(
    "name, on_sqlite, on_postgresql",
    [
        ("switch", "m USING PRIMARY KEY (user_id=? AND organization_id=?)", "on memberships m"),
        ("switch", "o USING INDEX sqlite_autoindex_organizations_1 (url=?)", "uq_organizations_url"),
        ("org list", "m USING PRIMARY KEY (user_id=?)", "using pk_memberships on memberships m"),
        ("invite list", "i USING INDEX ix_invitations_email", "ix_invitations_email"),
        (
            "invite accept --token",
            "i USING INDEX sqlite_autoindex_invitations_1 (token_hash=?)",
            "using uq_invitations_token_hash on invitations i",
        ),
        (
            "invite accept --token",
            "outbox USING INDEX ix_outbox_invitation (invitation_id=?)",
            "using ix_outbox_invitation on outbox",
        ),
        (
            "invite accept",
            "i USING INDEX ix_invitations_organization (organization_id=? AND email_key=?)",
            "on invitations i",
        ),
        (
            "invite revoke",
            "i USING INDEX ix_invitations_organization (organization_id=? AND email_key=?)",
            "on invitations i",
        ),
        (
            "member list",
            "m USING INDEX ix_memberships_organization",
            "ix_memberships_organization",
        ),
        ("audit list", "USING INDEX ix_audit_organization", "ix_audit_organization"),
        ("mail send", "USING INDEX ix_outbox_queued", "ix_outbox_queued"),
        ("a failed login", "ix_login_attempts_last_failed", "ix_login_attempts_last_failed"),
    ],
)
def test_which_index_answers(explained, crowded, name, on_sqlite, on_postgresql):
    wanted = on_sqlite if crowded.store.driver.dialect == "sqlite" else on_postgresql

    plans = "\n".join(f"{sql}\n{plan}" for sql, plan in explained(name))

    assert wanted in plans, plans


@pytest.mark.parametrize(
    "plan, whole",
    [
        ("SCAN m", True),
        ("SCAN json_each VIRTUAL TABLE INDEX 1:", False),
        ("SEARCH m USING PRIMARY KEY (user_id=?)", False),
        ("Nested Loop\n  ->  Seq Scan on memberships m", True),
        ("Index Scan using pk_users on users u\n  Index Cond: (id = 1)", False),
        ("Index Scan using pk_users on users u\n  Filter: (name = 'x')", True),
    ],
)
def test_what_counts_as_reading_a_whole_table(plan, whole):
    assert _reads_a_whole_table(plan) is whole
