"""The stream of a run: every event after the cursor, in order, once, whenever one comes and goes."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.stand_in import StandInServer, is_gapless, post_run, stream, wait_for

Event = dict[str, Any]


def read_to_end(server: StandInServer, run: str, after: int = 0) -> list[Event]:
    """Everything until the server closes, as it does when the run has ended."""
    events: list[Event] = []
    with stream(server, f"/runs/{run}/stream?after={after}") as socket:
        for message in socket:
            batch = json.loads(message)
            events += batch["events"]
            assert batch["cursor"] == events[-1]["seq"]
        assert socket.close_code == 1000
    return events


@pytest.fixture
def ended(client: httpx.Client) -> str:
    run = post_run(client)["id"]
    wait_for(client, run, "completed")
    return run


@pytest.fixture
def active(client: httpx.Client, shared_server: StandInServer) -> Iterator[str]:
    """A run that trains until a file `go` lies in its folder."""
    shared_server.train_with("trains_until_told")
    run = post_run(client)["id"]
    wait_for(client, run, "running")
    yield run
    (shared_server.folder(run) / "go").touch()
    wait_for(client, run, "completed")


@pytest.mark.parametrize("start", ["beginning", "middle", "end", "beyond"])
def test_a_run_that_ended_is_read_from_any_cursor(
    shared_server: StandInServer, ended: str, start: str
) -> None:
    log = shared_server.events(ended)
    after = {"beginning": 0, "middle": 5, "end": len(log), "beyond": 10**12}[start]
    assert read_to_end(shared_server, ended, after) == log[after:]


def test_a_running_run_is_followed_to_its_end(
    client: httpx.Client, shared_server: StandInServer, active: str
) -> None:
    with stream(shared_server, f"/runs/{active}/stream") as socket:
        events: list[Event] = json.loads(socket.recv())["events"]
        assert events[0]["status"] == "queued"
        (shared_server.folder(active) / "go").touch()
        for message in socket:
            events += json.loads(message)["events"]
    assert events == shared_server.events(active)
    assert is_gapless(events)
    assert events[-1]["status"] == "completed"


def test_a_reader_that_comes_and_goes_misses_and_repeats_nothing(
    shared_server: StandInServer, active: str
) -> None:
    events: list[Event] = []
    for _ in range(10):
        after = events[-1]["seq"] if events else 0
        with stream(shared_server, f"/runs/{active}/stream?after={after}") as socket:
            events += json.loads(socket.recv())["events"]
    (shared_server.folder(active) / "go").touch()
    events += read_to_end(shared_server, active, events[-1]["seq"])
    assert events == shared_server.events(active)


def test_a_cursor_beyond_the_end_of_a_growing_log_counts_right(
    shared_server: StandInServer, active: str
) -> None:
    with stream(shared_server, f"/runs/{active}/stream?after={10**12}") as socket:
        batch = json.loads(socket.recv())
    assert batch["cursor"] == batch["events"][-1]["seq"]
    assert batch["events"][0]["seq"] > 1


def test_twenty_readers_of_a_flood_each_get_all_of_it(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("floods", "lines", "20000")
    run = post_run(client)["id"]

    def read(_: int) -> list[Event]:
        return read_to_end(shared_server, run)

    with ThreadPoolExecutor(20) as readers:
        everything = list(readers.map(read, range(20)))
    log = shared_server.events(run)
    assert is_gapless(log)
    texts = [event["text"] for event in log if event["type"] == "log"]
    assert texts == [f"line {n} of a usual length, 12345.678" for n in range(20_000)]
    for events in everything:
        assert events == log
    assert client.get(f"/runs/{run}/log").text == "".join(f"{text}\n" for text in texts)


def test_a_run_that_waits_is_followed_through_the_queue(
    client: httpx.Client, shared_server: StandInServer, active: str
) -> None:
    shared_server.train_with("well_behaved")
    waiting = post_run(client)["id"]
    with ThreadPoolExecutor(1) as reader:
        reading = reader.submit(read_to_end, shared_server, waiting)
        (shared_server.folder(active) / "go").touch()
        events = reading.result()
    assert events == shared_server.events(waiting)
    assert events[-1]["status"] == "completed"


def test_a_stream_ends_when_its_run_is_stopped_in_the_queue_or_deleted(
    client: httpx.Client, shared_server: StandInServer, active: str
) -> None:
    waiting, deleted = post_run(client)["id"], post_run(client)["id"]
    with (
        stream(shared_server, f"/runs/{waiting}/stream") as one,
        stream(shared_server, f"/runs/{deleted}/stream") as other,
    ):
        assert json.loads(one.recv())["cursor"] == json.loads(other.recv())["cursor"] == 1
        client.post(f"/runs/{waiting}/stop")
        client.delete(f"/runs/{deleted}")
        assert [e["type"] for m in one for e in json.loads(m)["events"]] == ["result", "state"]
        assert list(other) == []


@pytest.mark.parametrize("run", ["nothing", "x" * 1000, "%F0%9F%90%99" * 50])
def test_an_unknown_run_closes_with_a_code_and_a_reason(
    shared_server: StandInServer, run: str
) -> None:
    with stream(shared_server, f"/runs/{run}/stream") as socket:
        with pytest.raises(ConnectionClosed):
            socket.recv()
        assert socket.close_code == 4404
        assert (socket.close_reason or "").startswith("There is no run ")


@pytest.mark.parametrize("path", ["/stream", "/runs/nothing/stream"])
@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer wrong"},
        {"authorization": ""},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "evil.example"},
    ],
    ids=str,
)
def test_a_stranger_gets_no_stream(
    shared_server: StandInServer, path: str, headers: dict[str, str]
) -> None:
    with pytest.raises(InvalidStatus) as refusal, stream(shared_server, path, **headers):
        pass
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize("after", ["x", -5, 10**20])
def test_a_wrong_cursor_is_refused_as_for_a_page(
    client: httpx.Client, shared_server: StandInServer, ended: str, after: object
) -> None:
    assert client.get(f"/runs/{ended}/events?after={after}").status_code == 422
    with pytest.raises(InvalidStatus), stream(shared_server, f"/runs/{ended}/stream?after={after}"):
        pass


def test_changes_of_the_list_arrive_as_they_happen(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    with stream(shared_server, "/stream") as socket:
        run = post_run(client, name="watched")["id"]
        statuses: list[str] = []
        while not statuses or statuses[-1] != "completed":
            change = json.loads(socket.recv(timeout=30))
            assert change["run"]["id"] == run
            if change["run"]["status"] not in statuses[-1:]:
                statuses.append(change["run"]["status"])
        # A run that is over in a moment may be seen at its end before it was seen running.
        lifecycle = ["queued", "starting", "running", "completed"]
        assert statuses == [status for status in lifecycle if status in statuses]
        assert statuses[0] == "queued"
        client.patch(f"/runs/{run}", json={"name": "renamed"})
        assert json.loads(socket.recv(timeout=30))["run"]["name"] == "renamed"
        client.delete(f"/runs/{run}")
        assert json.loads(socket.recv(timeout=30)) == {"deleted": run}
