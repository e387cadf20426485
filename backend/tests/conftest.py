"""Fixtures that tests of several folders share."""

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

from tests.examples import examples
from tests.stand_in import StandInServer, StartServer
from tests.supervised import StartRun, SupervisedRun, program

# A runner that was started in the background ignores Ctrl-C, and its children would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples each time, however busy the machine is.
settings.register_profile(
    "temper", deadline=None, derandomize=True, database=None, max_examples=examples(100)
)
settings.load_profile("temper")


@pytest.fixture
def start_run(tmp_path: Path) -> Iterator[StartRun]:
    """Starts test programs under the real supervisor, and leaves none behind."""
    runs: list[SupervisedRun] = []

    def start(name: str, *arguments: str, **environment: str) -> SupervisedRun:
        folder = tmp_path / f"run-{len(runs)}"
        runs.append(SupervisedRun(folder, program(name, *arguments), environment))
        return runs[-1].start()

    yield start
    for run in runs:
        run.clean_up()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Starts real servers whose trainers are test programs, and leaves nothing behind."""
    servers: list[StandInServer] = []

    def start(name: str = "well_behaved", *arguments: str) -> StandInServer:
        servers.append(StandInServer(tmp_path / f"home-{len(servers)}"))
        servers[-1].train_with(name, *arguments)
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.clean_up()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandInServer]:
    """One for all tests that neither kill it nor mind the runs of others."""
    server = StandInServer(tmp_path_factory.mktemp("shared") / "home")
    server.train_with("well_behaved")
    server.start()
    yield server
    server.clean_up()


@pytest.fixture
def client(shared_server: StandInServer) -> Iterator[httpx.Client]:
    """A client of the shared server, whose runs end at once unless the test says otherwise."""
    shared_server.train_with("well_behaved")
    with shared_server.client() as client:
        yield client
