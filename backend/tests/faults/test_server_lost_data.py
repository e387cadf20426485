"""Databases and run folders that are gone, broken or foreign: the server starts and tells what it can."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stand_in import StandInServer, StartServer, is_gapless, post_run, wait_for
from tests.supervised import wait_until


def remove_database(server: StandInServer) -> None:
    for file in server.home.glob("temper.db*"):
        file.unlink()


def test_without_its_database_the_runs_are_found_by_their_folders(
    start_server: StartServer,
) -> None:
    server = start_server("well_behaved")
    with server.client() as client:
        complete = post_run(client, name="complete", parameters={"iters": 3})["id"]
        wait_for(client, complete, "completed")
        server.train_with("trains_until_told")
        active = post_run(client, name="active", request_id="once")["id"]
        wait_for(client, active, "running")
        stopped, waiting = (post_run(client, name=name)["id"] for name in ("stopped", "waiting"))
        client.post(f"/runs/{stopped}/stop")
        before = client.get(f"/runs/{complete}").json()
    server.kill()
    remove_database(server)
    server.start()
    with server.client() as client:
        found = client.get("/runs").json()["items"]
        assert [run["id"] for run in found] == [waiting, stopped, active, complete]
        assert wait_for(client, complete, "completed") == before
        assert wait_for(client, stopped, "stopped")["reason"] == "Stopped before it started."
        wait_for(client, active, "running")
        assert client.get(f"/runs/{waiting}").json()["status"] == "queued"
        assert post_run(client, name="active", request_id="once")["id"] == active
        for run in (active, waiting):
            (server.folder(run) / "go").touch()
            wait_for(client, run, "completed")
    assert all(is_gapless(server.events(run)) for run in (complete, active, stopped, waiting))


def change(**fields: Any) -> Callable[[dict[str, Any]], str]:
    def changed(plan: dict[str, Any]) -> str:
        return json.dumps(plan | {"run": plan["run"] | fields})

    return changed


BROKEN: dict[str, Callable[[dict[str, Any]], str]] = {
    "empty": lambda _: "",
    "no JSON": lambda _: "{",
    "nested too deeply": lambda _: "[" * 100_000,
    "a list": lambda _: "[]",
    "without a run": lambda plan: json.dumps({"plan": plan["plan"]}),
    "of another run": change(id="20260131-142305-aaaaaa"),
    "outside of its folder": change(id="../../etc"),
    "with a number for a name": change(name={"a": 1}),
    "with a list for tags": change(tags=5),
    "with a wrong status": change(status="dancing"),
    "with a wrong summary": change(summary={"metric": "x"}),
    "with no request": change(request={}),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one complete run and no database."""
    server = StandInServer(tmp_path_factory.mktemp("kept") / "home")
    server.train_with("well_behaved")
    server.start()
    with server.client() as client:
        wait_for(client, post_run(client)["id"], "completed")
    server.kill()
    remove_database(server)
    return server.home


def test_a_broken_plan_starts_nothing_and_is_told_of_beside_the_others(
    start_server: StartServer, kept: Path
) -> None:
    server = start_server()
    server.kill()
    remove_database(server)
    (original,) = (kept / "runs").iterdir()
    plan = json.loads((original / "plan.json").read_text())
    for number, breaks in enumerate(BROKEN.values()):
        folder = server.home / "runs" / f"20260131-142305-00000{number:x}"
        shutil.copytree(original, folder)
        (folder / "plan.json").write_text(breaks(plan))
    (server.home / "runs" / "no folder").write_text("a file")
    (server.home / "runs" / ".new-half-written").mkdir()
    shutil.copytree(original, server.home / "runs" / original.name)
    server.start()
    with server.client() as client:
        assert client.get(f"/runs/{original.name}").json()["status"] == "completed"
        items = client.get("/runs").json()["items"]
        # What their logs tell is known all the same.
        assert [run["status"] for run in items] == ["completed"] * (len(BROKEN) + 1)
        answers = {client.get(f"/runs/{run['id']}").status_code for run in items}
        assert answers == {200, 409}
    assert len(list((server.home / "runs").glob("*-0000*"))) == len(BROKEN), "nothing is deleted"
    assert not (server.home / "runs" / ".new-half-written").exists()


def test_a_plan_that_breaks_later_takes_only_its_page(start_server: StartServer) -> None:
    server = start_server("well_behaved")
    with server.client() as client:
        run = post_run(client)["id"]
        wait_for(client, run, "completed")
        for text in ("{", '{"plan": {}}', '{"plan": 5}'):
            (server.folder(run) / "plan.json").write_text(text)
            answer = client.get(f"/runs/{run}")
            assert answer.status_code == 409
            assert "put the folder back" in answer.json()["detail"]
        assert client.get("/runs").json()["items"][0]["id"] == run
        assert client.get(f"/runs/{run}/events").status_code == 200
        assert client.delete(f"/runs/{run}").status_code == 204


def test_a_folder_that_vanishes_while_its_run_waits_ends_that_run(
    start_server: StartServer,
) -> None:
    server = start_server("trains_until_told")
    with server.client() as client:
        active, gone, stopped, deleted = (post_run(client)["id"] for _ in range(4))
        wait_for(client, active, "running")
        for run in (gone, stopped, deleted):
            shutil.rmtree(server.folder(run))
        assert client.post(f"/runs/{stopped}/stop").json()["status"] == "stopped"
        assert client.delete(f"/runs/{deleted}").status_code == 204
        server.train_with("well_behaved")
        following = post_run(client)["id"]
        (server.folder(active) / "go").touch()
        wait_for(client, following, "completed")
        ended = {run["id"]: run for run in client.get("/runs").json()["items"]}
        assert ended[gone]["status"] == "failed"
        assert "could not be started" in ended[gone]["reason"]
        assert client.get(f"/runs/{gone}").status_code == 409
        assert client.get(f"/runs/{gone}/events").json() == {"cursor": 0, "events": []}
        assert client.get(f"/runs/{gone}/log").text == ""


def test_a_folder_that_vanishes_while_its_run_trains_ends_that_run(
    start_server: StartServer,
) -> None:
    server = start_server("forever")
    with server.client() as client:
        run = post_run(client)["id"]
        wait_for(client, run, "running")
        shutil.rmtree(server.folder(run))

        def status() -> str:
            return client.get("/runs").json()["items"][0]["status"]

        wait_until(lambda: status() == "failed", "the end of the run")
        server.train_with("well_behaved")
        wait_for(client, post_run(client)["id"], "completed")


def test_an_event_that_somebody_broke_hides_nothing_else(start_server: StartServer) -> None:
    server = start_server("well_behaved")
    with server.client() as client:
        run = post_run(client)["id"]
        wait_for(client, run, "completed")
    server.kill()
    remove_database(server)
    log = server.folder(run) / "events.jsonl"
    lines = log.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if '"type":"metric"' in line)
    lines[at] = '{"seq":7,"time":"t","type":"metric","iter'
    log.write_text("\n".join(lines) + "\n")
    server.start()
    with server.client() as client:
        assert wait_for(client, run, "completed")["summary"]["last"] == 1 / 3
        assert client.get(f"/runs/{run}/metrics").json()["iteration"] == [2, 3]
        wait_for(client, post_run(client)["id"], "completed")
