"""Fixtures: a server on each database, shared by the tests of a session or alone for one test."""

import os

os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost,127.0.0.1"

import pytest

from server import BINARY, ENGINES, POSTGRES, Server


def pytest_report_header(config):
    return [f"chorus: {BINARY}", f"postgres: {'throw-away cluster' if POSTGRES else 'none; its tests are skipped'}"]


def pytest_configure(config):
    if not config.option.collectonly and not BINARY.is_file():
        raise pytest.UsageError(f"there is no binary at {BINARY}: build it (`make e2e` does), or set E2E_BINARY")


def _engine(request):
    if request.param not in ENGINES:
        pytest.skip(f"{request.param} is not among E2E_ENGINES")
    if request.param == "postgres" and not POSTGRES:
        pytest.skip("CHORUS_TEST_POSTGRES is not set (scripts/test-postgres run … sets it)")
    return request.param


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def engine(request):
    """The name of the database engine."""
    return _engine(request)


@pytest.fixture(scope="session")
def server(engine, tmp_path_factory):
    """One running server an engine, shared: tests make accounts of their own on it."""
    running = Server(engine, tmp_path_factory.mktemp(f"chorus-{engine}"))
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture
def own_server(engine, tmp_path):
    """A server of this test alone, started: to be killed, stopped, filled."""
    running = Server(engine, tmp_path)
    try:
        yield running.start()
    finally:
        running.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Shows the end of the server's log under a failed test."""
    outcome = yield
    report = outcome.get_result()
    if not report.failed:
        return
    for name in ("own_server", "server"):
        running = getattr(item, "funcargs", {}).get(name)
        if isinstance(running, Server):
            report.sections.append((f"log of the {running.engine} server", running.log()))
