"""Stores, servers and programs for the tests. Each test has its own; what is dear is made once a run."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support import postgres as postgres_server
from tests.support import stores
from tests.support.run import UNTESTABLE, Orgctl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from orgctl.store.transaction import Store

# no deadline: on a machine with other work, time proves nothing
settings.register_profile("orgctl", deadline=None, database=None, derandomize="CI" in os.environ)
settings.load_profile("orgctl")

ENGINES = ["sqlite", "postgresql"]


# What is ignored where the tests are started, by nohup or as a job in the background, the programs under test
# would ignore too.
for _number, _handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _handler)

_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ]


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """No test leaves a signal to end this process: another would die of it, and nobody would know why."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    yield
    after = {number: signal.getsignal(number) for number in _SIGNALS}
    for number, handler in before.items():
        signal.signal(number, handler)
    assert after == before


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def postgres(run_folder: Path) -> postgres_server.Server:
    """The run's PostgreSQL server, or the one at ORGCTL_TEST_POSTGRES_URL. A missing one fails the test."""
    if url := os.environ.get("ORGCTL_TEST_POSTGRES_URL"):
        return postgres_server.Server(url)
    runner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    with stores.locked(run_folder):
        return postgres_server.running(run_folder / "postgres.url", runner)


@pytest.fixture
def sqlite_url(run_folder: Path, tmp_path: Path) -> str:
    """An empty SQLite store of this test's own."""
    path = stores.copy_sqlite(stores.sqlite_template(run_folder), tmp_path / "store" / "orgctl.db")
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(run_folder: Path, postgres: postgres_server.Server) -> Iterator[str]:
    """An empty store of this test's own in PostgreSQL."""
    with postgres.fresh(stores.postgres_template(run_folder, postgres)) as url:
        yield url


@pytest.fixture(params=ENGINES)
def any_url(request: pytest.FixtureRequest) -> str:
    """An empty store, once on each engine."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """An empty store, open, on SQLite."""
    yield from _open(sqlite_url)


@pytest.fixture
def any_store(any_url: str) -> Iterator[Store]:
    """An empty store, open, once on each engine."""
    yield from _open(any_url)


@pytest.fixture
def orgctl(sqlite_url: str, tmp_path: Path) -> Orgctl:
    """The program on an empty SQLite store."""
    return Orgctl(tmp_path / "home", sqlite_url)


@pytest.fixture
def orgctl_any(any_url: str, tmp_path: Path) -> Orgctl:
    """The program on an empty store, once on each engine."""
    return Orgctl(tmp_path / "home", any_url)


def _open(url: str) -> Iterator[Store]:
    from orgctl.store.transaction import Store

    opened = Store.open(url)
    try:
        yield opened
    finally:
        opened.close()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI, a test that was skipped is a failure, unless the machine itself forbids what it is about."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus or reporter is None or not os.environ.get("CI"):
        return
    skipped = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    if any(UNTESTABLE not in reason for reason in skipped):
        reporter.write_line("CI is set, and tests were skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
