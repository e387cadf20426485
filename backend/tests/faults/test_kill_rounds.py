"""The server is killed at random moments of runs under load; `scripts/bench.sh kill_rounds` does more rounds."""

import random

import pytest

from tests.faults.kill_rounds import kill_round
from tests.stand_in import StandInServer, StartServer


@pytest.fixture
def server(start_server: StartServer) -> StandInServer:
    return start_server()


def test_no_event_is_lost_or_twice_and_the_end_is_right(server: StandInServer) -> None:
    chance = random.Random(5)
    rounds = [kill_round(server, chance, kills=1) for _ in range(2)]
    assert sum(each.kills for each in rounds) >= 2
    assert sum(each.cuts for each in rounds) >= 2
    assert all(each.events > 20 for each in rounds)
