"""Rounds of SIGKILL to the server at random moments of a run under load, with readers that lose their way."""

import json
import logging
import random
import socket as network
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import WebSocketException

from tests.stand_in import StandInServer, is_gapless, post_run, stream, wait_for

# A cut surprises the library of the reader, which then tells of an error of its own.
logging.getLogger("websockets.client").setLevel(logging.CRITICAL)

ENDS = ("completed", "failed", "stopped")
READERS = 3
PATIENCE = 120.0
"""Seconds for a whole round; generous, for a busy machine that starts a server twice."""
LONGEST_RUN = 1.5
"""Seconds that a run trains, at most, if it is not stopped."""


@dataclass(frozen=True)
class Round:
    """What one round came to."""

    end: str
    kills: int
    cuts: int
    """Connections that readers lost, by a cut of theirs or by the server's end."""
    events: int


def kill_round(server: StandInServer, chance: random.Random, kills: int) -> Round:
    """One run, and a server that is killed so often meanwhile. Asserts that nothing is wrong."""
    end, seconds = chance.choice(ENDS), chance.uniform(0.2, LONGEST_RUN)
    server.train_with("trains_under_load", end, str(seconds))
    with server.client() as client:
        run = post_run(client)["id"]
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(follow, server, run, chance.random()) for _ in range(READERS)]
        for _ in range(kills):
            time.sleep(chance.uniform(0, seconds))
            server.kill()
            time.sleep(chance.uniform(0, 0.3))
            server.start_again()
        with server.client() as client:
            if end == "stopped":
                client.post(f"/runs/{run}/stop", json={"save": True}).raise_for_status()
            ended = wait_for(client, run, *ENDS)
        read = [reader.result(timeout=PATIENCE) for reader in readers]
    written = server.events(run)
    assert ended["status"] == end == written[-1]["status"], ended["reason"]
    assert ended["result"]["outcome"] == end
    assert is_gapless(written)
    assert [event["type"] for event in written].count("result") == 1
    for events, _ in read:
        assert events == written, "a reader missed something, or read it twice"
    return Round(end, kills, sum(cuts for _, cuts in read), len(written))


def follow(server: StandInServer, run: str, seed: float) -> tuple[list[dict[str, Any]], int]:
    """All events of a run, read over connections that break, and how many broke."""
    chance = random.Random(seed)
    events: list[dict[str, Any]] = []
    cuts, last = 0, None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if _read_until_cut(server, run, events, chance.randint(1, 8)):
                return events, cuts
            cuts += 1
        except (WebSocketException, OSError) as error:
            # There is no server just now.
            last = error
        time.sleep(0.05)
    raise AssertionError(f"read {len(events)} events of run {run} and then no more: {last!r}")


def _read_until_cut(
    server: StandInServer, run: str, events: list[dict[str, Any]], messages: int
) -> bool:
    """Read on from the last event; True once the server said that nothing more will come."""
    with stream(server, f"/runs/{run}/stream?after={len(events)}") as socket:
        with suppress(WebSocketException):
            for _ in range(messages):
                page = json.loads(socket.recv(timeout=5))
                events += page["events"]
                assert page["cursor"] == len(events)
            # As when the network goes: no closing word.
            socket.socket.shutdown(network.SHUT_RDWR)
            return False
        return socket.close_code == 1000
