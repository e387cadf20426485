"""The server is killed, and the run goes on; the next server finds it, whatever became of it meanwhile."""

import os
import signal
import sqlite3
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from temper.runs.process import recorded_trainer, supervisor_alive
from tests.stand_in import StandInServer, StartServer, is_gapless, post_run, stream, wait_for
from tests.supervised import living_group, wait_until


def started(server: StandInServer, **more: object) -> str:
    """A run that trains."""
    with server.client() as client:
        run = post_run(client, **more)["id"]
        wait_for(client, run, "running")
    return run


def pages(client: httpx.Client, run: str) -> list[dict[str, object]]:
    """The whole log, read in small pages."""
    events: list[dict[str, object]] = []
    cursor = 0
    while batch := (page := client.get(f"/runs/{run}/events?after={cursor}&limit=7").json())[
        "events"
    ]:
        events += batch
        cursor = page["cursor"]
    return events


def test_a_run_goes_on_without_its_server_and_no_event_is_lost_or_twice(
    start_server: StartServer,
) -> None:
    server = start_server("trains_until_told")
    run = started(server)
    server.kill()
    before = len(server.events(run))
    wait_until(lambda: len(server.events(run)) > before + 10, "the run to go on")
    server.start()
    with server.client() as client:
        assert client.get(f"/runs/{run}").json()["status"] == "running"
        wait_until(
            lambda: client.get(f"/runs/{run}").json()["progress"]["iteration"] > 10, "progress"
        )
        (server.folder(run) / "go").touch()
        ended = wait_for(client, run, "completed")
        events = pages(client, run)
    assert is_gapless(events)
    assert events == server.events(run)
    trained = [e["iteration"] for e in events if e["type"] == "metric"]
    assert trained == list(range(1, len(trained) + 1))
    assert ended["progress"]["iteration"] == trained[-1]
    assert ended["started_at"] == next(e["time"] for e in events if e.get("status") == "starting")


def test_a_run_that_ended_while_no_server_was_there_has_its_end(start_server: StartServer) -> None:
    server = start_server("trains_until_told")
    run = started(server)
    server.kill()
    (server.folder(run) / "go").touch()
    wait_until(lambda: not supervisor_alive(server.folder(run)), "the end of the run")
    server.start()
    with server.client() as client:
        ended = wait_for(client, run, "completed")
        assert ended["result"]["reason"] == ended["reason"] == "As it was told."
        assert ended["ended_at"] == server.events(run)[-1]["time"]
        assert is_gapless(pages(client, run))


def test_a_run_is_stopped_through_the_next_server(start_server: StartServer) -> None:
    server = start_server("trains_until_told")
    run = started(server)
    server.kill()
    server.start()
    with server.client() as client:
        client.post(f"/runs/{run}/stop", json={"save": True}).raise_for_status()
        assert wait_for(client, run, "stopped")["checkpoints"]


def test_what_waited_is_started_by_the_next_server_once(start_server: StartServer) -> None:
    server = start_server("trains_until_told")
    run = started(server)
    with server.client() as client:
        waiting = [post_run(client)["id"] for _ in range(2)]
        client.post(f"/runs/{waiting[0]}/stop")
    server.kill()
    for ends_at_once in (run, waiting[1]):
        (server.folder(ends_at_once) / "go").touch()
    server.start()
    with server.client() as client:
        ended = wait_for(client, waiting[1], "completed")
        assert client.get(f"/runs/{waiting[0]}").json()["status"] == "stopped"
    assert is_gapless(server.events(ended["id"]))
    statuses = [e["status"] for e in server.events(ended["id"]) if e["type"] == "state"]
    assert statuses == ["queued", "starting", "completed"]


def test_a_killed_supervisor_leaves_a_failed_run_and_no_trainer(start_server: StartServer) -> None:
    server = start_server("forever")
    run = started(server)
    trainer = recorded_trainer(server.folder(run))
    assert trainer is not None
    os.kill(server.supervisor(run), signal.SIGKILL)
    with server.client() as client:
        ended = wait_for(client, run, "failed")
        assert "supervising process is gone" in ended["reason"]
        assert ended["result"]["outcome"] == "failed"
        assert is_gapless(pages(client, run))
        wait_until(lambda: not living_group(trainer.pid), "the end of the trainer")
        server.train_with("well_behaved")
        wait_for(client, post_run(client)["id"], "completed")


def test_a_supervisor_that_died_with_the_server_leaves_a_failed_run(
    start_server: StartServer,
) -> None:
    server = start_server("forever")
    run = started(server)
    trainer = recorded_trainer(server.folder(run))
    assert trainer is not None
    server.kill()
    os.kill(server.supervisor(run), signal.SIGKILL)
    with (server.folder(run) / "events.jsonl").open("ab") as log:
        log.write(b'{"seq":99,"type":"lo')
    server.start()
    with server.client() as client:
        assert "supervising process is gone" in wait_for(client, run, "failed")["reason"]
        assert is_gapless(pages(client, run))
    wait_until(lambda: not living_group(trainer.pid), "the end of the trainer")


def test_a_run_taken_from_the_queue_but_never_started_waits_again(
    start_server: StartServer,
) -> None:
    server = start_server("trains_until_told")
    run = started(server)
    with server.client() as client:
        waiting = post_run(client)["id"]
    server.kill()
    # As if the server had died between its two steps: the status is written, the process not there.
    mark_as_starting(server.home / "temper.db", waiting)
    (server.folder(run) / "go").touch()
    (server.folder(waiting) / "go").touch()
    server.start()
    with server.client() as client:
        wait_for(client, waiting, "completed")
    assert is_gapless(server.events(waiting))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_asked_to_end_leaves_its_runs_alone(
    start_server: StartServer, number: signal.Signals
) -> None:
    server = start_server("forever")
    run = started(server)
    trainer = recorded_trainer(server.folder(run))
    assert trainer is not None
    process = psutil.Process(server.pid)
    with stream(server, f"/runs/{run}/stream") as one, stream(server, "/stream") as other:
        process.send_signal(number)
        assert process.wait(10) == 0
        for socket in (one, other):
            with pytest.raises(ConnectionClosed):
                for _ in range(100):
                    socket.recv(timeout=5)
            assert socket.close_code == 1012, "it may come again"
    assert not (server.home / "server.json").exists()
    assert living_group(trainer.pid)
    assert supervisor_alive(server.folder(run))


def mark_as_starting(database: Path, run: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE run SET status = 'starting' WHERE id = ?", (run,))
