"""Commands next to the shared server."""

from pathlib import Path

import pytest

from tests.cli.command import Result, Temper, run_here
from tests.stand_in import StandInServer


@pytest.fixture
def temper(shared_server: StandInServer) -> Temper:
    """Runs a command in this process, by default on the data folder of the shared server."""

    def run(*arguments: str, home: Path | None = None) -> Result:
        return run_here(home or shared_server.home, *arguments)

    return run
