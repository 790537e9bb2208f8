"""What commands cost in stores of different sizes, on both engines; the numbers of docs/scale.md.

    .venv/bin/python -m benchmarks.scale 1000 100000 1000000 [--engine postgresql] [--plans]

Each store is made by bulk SQL (benchmarks/crowd.py), then commands are run in this process, one after the
other, each in a transaction of its own, as somebody else each time. Times are of the transaction alone:
starting the program is not in them. PostgreSQL is a server of its own on this machine, with fsync off.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.crowd import LARGE, LARGE_URL, NOON, Crowd, fill, hashed
from orgctl.domain.values import Edition, Role, Side
from orgctl.session.location import Choice
from orgctl.store import outbox
from orgctl.store.transaction import Store
from orgctl.text.addresses import parse_address
from orgctl.usecases import (
    accounts,
    answers,
    editions,
    integrations,
    invitations,
    members,
    organizations,
    reading,
    switching,
)
from orgctl.usecases.acting import Actor, impersonated, signed_in
from tests.support.postgres import Cluster, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from orgctl.store.engine import Driver
    from orgctl.store.transaction import Transaction

RUNS = 30


_TABLES = ("users", "sessions", "organizations", "memberships", "invitations", "outbox", "links")


class Counting:
    """Stands for a driver, and counts rows answered and changed, and with `holds` those that it keeps."""

    def __init__(self, driver: Driver, holds: Callable[[], int] | None) -> None:
        self._driver = driver
        self._holds = holds
        self.rows = 0
        self.held = 0
        self.seen: dict[str, Mapping[str, object]] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the driver has)
        return getattr(self._driver, name)

    def all(self, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """See Driver."""
        self.seen[sql] = values
        found = self._driver.all(sql, values)
        self.rows += len(found)
        return found

    def run(self, sql: str, values: Mapping[str, object]) -> int:
        """See Driver."""
        self.seen[sql] = values
        changed = self._driver.run(sql, values)
        self.rows += changed
        return changed

    def together(self, statements: Sequence[tuple[str, Mapping[str, object]]]) -> None:
        """See Driver; one by one, so that rows are known, counted as the one round trip that it is."""
        trips = getattr(self._driver, "round_trips", 0)
        for sql, values in statements:
            self.run(sql, values)
        if hasattr(self._driver, "round_trips"):
            self._driver.round_trips = trips + 1

    def commit(self) -> None:
        """See Driver; what is held is held by now."""
        if self._holds is not None:
            self.held += self._holds()
        self._driver.commit()

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """See Driver."""
        self.rows += len(rows)
        self._driver.many(sql, rows)


@dataclass
class Cost:
    """What a command took: milliseconds of each run, and what one run counted."""

    milliseconds: list[float] = field(default_factory=list)
    round_trips: int = 0
    rows: int = 0
    held: int = 0

    def __str__(self) -> str:
        return f"{min(self.milliseconds):.1f}"


@dataclass
class Bench:
    """A filled store, and the commands on it; `number` says who runs one."""

    store: Store
    crowd: Crowd
    tokens: int = 0
    editions: int = 0

    def do(self, act: Callable[..., object], number: int, *, org: str | None = None, **given: object) -> None:
        """A command that changes something, by a sign-in."""
        choice = Choice() if org is None else Choice("flag", org, "--org")
        secret = hashed(self.crowd.secret(number))
        self.store.write(
            lambda tx: act(tx, signed_in(tx, secret, choice=choice, now=NOON), now=NOON, **given)
        )

    def ask(
        self, question: Callable[[Transaction, Actor], object], number: int, org: str | None = None
    ) -> None:
        """A command that looks something up."""
        choice = Choice() if org is None else Choice("flag", org, "--org")
        secret = hashed(self.crowd.secret(number))
        self.store.read(lambda tx: question(tx, signed_in(tx, secret, choice=choice, now=NOON)))

    def another_edition(self) -> Edition:
        """Not the one of the last time, so that it is a change."""
        self.editions += 1
        return Edition.ULTIMATE if self.editions % 2 else Edition.PROFESSIONAL

    def new_token(self) -> invitations.Token:
        """One that no invitation has."""
        self.tokens += 1
        return invitations.Token(hashed(f"new-{self.tokens}"), "00000000.sealed")

    def send(self, number: int, count: int) -> None:
        """Invitations to people whom nobody knows."""
        self.do(
            invitations.send,
            number,
            items=[
                (parse_address(f"new-{number}-{count}-{each}@x.example"), Role.STANDARD)
                for each in range(count)
            ],
            external=False,
            language=None,
            new_token=self.new_token,
        )

    def create(self, number: int) -> None:
        """One more organization."""
        self.do(
            organizations.create,
            number,
            name="New",
            url=f"new-{number}",
            timezone="UTC",
            sample_data=False,
            if_not_exists=False,
        )

    def as_owner(self, act: Callable[..., object], email: str, org: str, **given: object) -> None:
        """What the store's owner does for somebody."""
        choice = Choice("flag", org, "--org")
        self.store.write(
            lambda tx: act(tx, impersonated(tx, email, operator="bench", choice=choice), now=NOON, **given)
        )

    def deliver(self) -> None:
        """Claim a hundred mails, read them, and mark them as sent."""
        claimed = self.store.write(lambda tx: outbox.claim(tx, NOON, NOON, key_id="00000000", limit=100))
        self.store.write(lambda tx: outbox.read(tx, claimed))
        self.store.write(lambda tx: outbox.mark_sent(tx, claimed, NOON))


COMMANDS: dict[str, Callable[[Bench, int], object]] = {
    "`current`": lambda b, n: b.ask(accounts.who, n),
    "`switch ORG`": lambda b, n: b.do(switching.switch, n, organization=b.crowd.url(n + 1)),
    "`org list`": lambda b, n: b.ask(lambda tx, a: reading.list_organizations(tx, a, now=NOON), n),
    "`org show`": lambda b, n: b.ask(lambda tx, a: reading.show_organization(tx, a, organization=None), n),
    "`member list`, 5 members": lambda b, n: b.ask(reading.list_members, n),
    f"`member list`, {LARGE:,} members": lambda b, n: b.ask(reading.list_members, n % LARGE, LARGE_URL),
    "`invite list`": lambda b, n: b.ask(
        lambda tx, a: reading.list_invitations(tx, a, sent=False, status=None, now=NOON), n
    ),
    "`audit list`": lambda b, n: b.ask(lambda tx, a: reading.read_audit(tx, a, limit=50), n),
    "`limits`": lambda b, n: b.ask(reading.limits, n),
    "`invite send`, 1 address": lambda b, n: b.send(n, 1),
    "`invite send`, 100 addresses": lambda b, n: b.send(n, 100),
    "`invite accept ORG`": lambda b, n: b.do(answers.accept, n, organization=b.crowd.invited_by(n)),
    "`invite accept --token`": lambda b, n: b.store.write(
        lambda tx: answers.accept_by_token(
            tx, None, token_hash=hashed(b.crowd.token(n)), newcomer=None, now=NOON
        )
    ),
    "`org create`": Bench.create,
    "`integrate add`": lambda b, n: b.do(
        integrations.add, n, app="desk", account=f"desk-{n}", feature=None, side=Side.CRM
    ),
    "`member set-role`": lambda b, n: b.do(
        members.set_role, n, org=b.crowd.url(n), email=parse_address(b.crowd.email(n - 3)), role=Role.ADMIN
    ),
    "`member unlink`": lambda b, n: b.do(
        members.unlink, n, org=b.crowd.url(n), email=parse_address(b.crowd.email(n - 2))
    ),
    "`org transfer`": lambda b, n: b.do(
        organizations.transfer, n, org=b.crowd.url(n), email=parse_address(b.crowd.email(n - 1))
    ),
    "`org subscribe`, 5 members": lambda b, n: b.do(
        editions.subscribe, n, org=b.crowd.url(n), edition=Edition.ULTIMATE, licenses=50
    ),
    f"`org subscribe`, {LARGE:,} members": lambda b, _: b.as_owner(
        editions.subscribe,
        b.crowd.email(0),
        LARGE_URL,
        edition=b.another_edition(),
        licenses=100_000,
    ),
    "`org delete`, 5 members": lambda b, n: b.do(organizations.delete, n, organization=b.crowd.url(n)),
    "`mail send`, 100 mails": lambda b, _: b.deliver(),
}
"""Each is run by RUNS people of its own, so that none meets what another has done."""


def measure(
    store: Store, crowd: Crowd, plans: dict[str, str] | None, holds: Callable[[], int] | None
) -> dict[str, Cost]:
    """All commands, once each to warm up and count, then timed."""
    bench = Bench(store, crowd)
    costs: dict[str, Cost] = {}
    # everybody once, none of the large organization's, and none who is invited by one that hides it
    free = [n for n in crowd.listed if n >= LARGE or crowd.users <= 3 * LARGE]
    for at, (name, run) in enumerate(COMMANDS.items()):
        numbers = free[at :: len(COMMANDS)][: RUNS + 1]
        cost = costs[name] = Cost()
        real = store.driver
        store.driver = counting = Counting(real, holds)  # type: ignore[assignment] # it answers like one
        before = getattr(real, "round_trips", 0)
        run(bench, numbers[0])
        store.driver = real
        cost.round_trips = getattr(real, "round_trips", 0) - before
        cost.rows = counting.rows
        cost.held = counting.held
        if plans is not None:
            plans[name] = _plan(real, counting.seen)
        for number in numbers[1:]:
            begun = perf_counter()
            run(bench, number)
            cost.milliseconds.append(1_000 * (perf_counter() - begun))
    return costs


def _plan(driver: Driver, seen: Mapping[str, Mapping[str, object]]) -> str:
    prefix = "EXPLAIN QUERY PLAN " if driver.dialect == "sqlite" else "EXPLAIN "
    lines = []
    for sql, values in seen.items():
        with contextlib.suppress(Exception):  # what locks or copies has no plan
            lines += ["", sql, *(f"    {row[-1]}" for row in driver.all(prefix + sql, values))]
    return "\n".join(lines)


def _row_locks(setting: str) -> Callable[[], int]:
    """Counts the rows that anybody holds or changes now, by looking at every row (extension pgrowlocks)."""
    import psycopg

    from orgctl.store.places import conninfo

    connection = psycopg.connect(conninfo(setting), autocommit=True)
    connection.execute("CREATE EXTENSION pgrowlocks")
    every = " UNION ALL ".join(f"SELECT 1 FROM pgrowlocks('{table}')" for table in _TABLES)

    def count() -> int:
        row = connection.execute(f"SELECT COUNT(*) FROM ({every}) AS each_one").fetchone()
        return int(row[0]) if row else 0

    return count


@contextlib.contextmanager
def _stores(engine: str) -> Iterator[Callable[[int], str]]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield lambda size: str(Path(folder) / f"{size}.db")
        return
    cluster = Cluster()
    try:
        cluster.make()
        cluster.start()
        server = Server(cluster.url)

        def database(size: int) -> str:
            server.execute(f"CREATE DATABASE crowd_{size}")
            return server.database(f"crowd_{size}")

        yield database
    finally:
        cluster.remove()


def main() -> None:
    """Measure, and print a table for each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int, metavar="MEMBERSHIPS")
    parser.add_argument("--engine", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--plans", action="store_true", help="print the largest store's query plans too")
    asked = parser.parse_args()
    for engine in asked.engine or ["sqlite", "postgresql"]:
        results: dict[int, dict[str, Cost]] = {}
        plans: dict[str, str] = {}
        with _stores(engine) as place:
            for size in asked.sizes:
                begun = perf_counter()
                store = Store.open(place(size))
                crowd = fill(store, size)
                if engine == "postgresql":
                    store.write(lambda tx: tx.run("ANALYZE"))
                took = perf_counter() - begun
                print(f"{engine}: {crowd.rows:,} rows in {took:.0f} s", file=sys.stderr)
                smallest = engine == "postgresql" and size == min(asked.sizes)
                results[size] = measure(
                    store,
                    crowd,
                    plans if size == max(asked.sizes) else None,
                    _row_locks(store.setting) if smallest else None,
                )
                print(f"{engine}: {store.driver.facts().bytes / 1e6:,.0f} MB", file=sys.stderr)
                store.close()
        _print(engine, results)
        if asked.plans:
            for name, plan in plans.items():
                print(f"\n### {name}\n{plan}")


def _print(engine: str, results: Mapping[int, Mapping[str, Cost]]) -> None:
    remote = engine == "postgresql"
    head = [
        "command",
        *(["round trips", "held"] if remote else []),
        "rows",
        *(f"{size:,}" for size in results),
    ]
    print(f"\n{engine}, milliseconds (the fastest of {RUNS}: others may work on the machine)\n")
    print(f"| {' | '.join(head)} |\n|{' --- |' * len(head)}")
    for name in COMMANDS:
        first, last = results[min(results)][name], results[max(results)][name]
        counted = [str(last.round_trips), str(first.held)] if remote else []
        times = [str(costs[name]) if costs[name].milliseconds else "" for costs in results.values()]
        print(f"| {' | '.join([name, *counted, str(last.rows), *times])} |")


if __name__ == "__main__":
    main()
