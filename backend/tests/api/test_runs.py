"""Runs over HTTP, from the queue to the trash."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient

from tests.stand_in import SFT, StandInServer, post_run, wait_for


def test_a_run_goes_from_the_queue_to_its_end(client: httpx.Client, home: Path) -> None:
    run = post_run(client, name="first try", parameters={"iters": 3})
    assert run["name"] == "first try"
    assert run["status"] in {"queued", "starting"}
    ended = wait_for(client, run["id"], "completed")
    assert ended["reason"] == "Finished all 3 iterations."
    assert ended["progress"]["iteration"] == ended["progress"]["total"] == 3
    assert ended["summary"]["metric"] == "train_loss"
    assert ended["summary"]["best"] == ended["summary"]["last"] == 1 / 3
    assert len(ended["summary"]["sparkline"]) == 3
    assert ended["started_at"] <= ended["ended_at"]
    assert ended["queue_position"] is None
    assert [c["final"] for c in ended["checkpoints"]] == [True]
    assert ended["result"]["details"] == {"peak_memory": 1.5}
    assert ended["request"] == SFT | {
        "name": "first try",
        "preset": None,
        "parameters": {"iters": 3},
        "request_id": None,
        "start_at": None,
    }
    assert ended["plan"]["parameters"]["iters"] == {
        "value": 3,
        "origin": "request",
        "carrier": "--iters",
        "acts_on": "how long the run trains",
        "effect": None,
    }
    assert Path(ended["folder"]).name == run["id"]


def test_a_run_without_a_name_gets_one(client: httpx.Client) -> None:
    assert post_run(client)["name"] == "SFT on arithmetic"


def test_one_trains_and_the_others_wait_their_turn(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("trains_until_told")
    runs = [post_run(client, name=f"turn {n}")["id"] for n in range(3)]
    wait_for(client, runs[0], "running")
    waiting = [client.get(f"/runs/{run}").json() for run in runs[1:]]
    assert [(run["status"], run["queue_position"]) for run in waiting] == [
        ("queued", 1),
        ("queued", 2),
    ]
    (shared_server.folder(runs[0]) / "go").touch()
    wait_for(client, runs[0], "completed")
    wait_for(client, runs[1], "running")
    assert client.get(f"/runs/{runs[2]}").json()["queue_position"] == 1
    for run in runs[1:]:
        (shared_server.folder(run) / "go").touch()
    wait_for(client, runs[2], "completed")
    first, second, third = (client.get(f"/runs/{run}").json() for run in runs)
    assert first["ended_at"] <= second["started_at"] <= second["ended_at"] <= third["started_at"]


def test_a_running_run_stops_with_its_adapter_saved(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("trains_until_told")
    run = post_run(client)["id"]
    wait_for(client, run, "running")
    stopping = client.post(f"/runs/{run}/stop", json={"save": True}).json()
    assert stopping["status"] == "stopping"
    ended = wait_for(client, run, "stopped")
    assert ended["checkpoints"][-1]["path"] == "adapters/adapters.safetensors"
    adapters = [m for m in client.get("/models").json()["items"] if m["kind"] == "adapter"]
    assert run in {m["id"] for m in adapters} | {m["id"].rpartition("/")[2] for m in adapters}


def test_a_stop_without_saving_needs_no_help_of_the_trainer(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("forever")
    run = post_run(client)["id"]
    wait_for(client, run, "running")
    client.post(f"/runs/{run}/stop", json={"save": False}).raise_for_status()
    assert wait_for(client, run, "stopped")["result"]["signal"] == "SIGTERM"


def test_stop_saves_unless_told_otherwise(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("saves_on_stop")
    run = post_run(client)["id"]
    wait_for(client, run, "running")
    client.post(f"/runs/{run}/stop").raise_for_status()
    assert wait_for(client, run, "stopped")["reason"] == "Saved."


def test_a_run_that_ended_or_is_being_deleted_cannot_be_stopped(client: httpx.Client) -> None:
    run = post_run(client)["id"]
    wait_for(client, run, "completed")
    refused = client.post(f"/runs/{run}/stop")
    assert refused.status_code == 409
    assert "ended already" in refused.json()["detail"]


def test_an_active_run_is_not_deleted(client: httpx.Client, shared_server: StandInServer) -> None:
    shared_server.train_with("forever")
    run = post_run(client)["id"]
    wait_for(client, run, "running")
    refused = client.delete(f"/runs/{run}")
    assert refused.status_code == 409
    assert "stop it first" in refused.json()["detail"]
    assert shared_server.folder(run).is_dir()
    client.post(f"/runs/{run}/stop", json={"save": False})
    wait_for(client, run, "stopped")


def test_a_deleted_run_is_in_the_trash(api: TestClient, home: Path) -> None:
    run = api.post("runs", json=SFT).json()["id"]
    assert api.delete(f"runs/{run}").status_code == 204
    assert api.get(f"runs/{run}").status_code == 404
    assert not (home / "runs" / run).exists()
    assert (home / "trash" / run / "plan.json").exists()


def test_a_run_that_waits_is_stopped_at_once(api: TestClient) -> None:
    run = api.post("runs", json=SFT).json()["id"]
    stopped = api.post(f"runs/{run}/stop", json={"save": True}).json()
    assert (stopped["status"], stopped["reason"]) == ("stopped", "Stopped before it started.")
    assert stopped["ended_at"] is not None
    events = api.get(f"runs/{run}/events").json()["events"]
    assert [event["type"] for event in events] == ["state", "result", "state"]
    assert api.get(f"runs/{run}").json()["result"]["outcome"] == "stopped"


def test_name_notes_and_tags_can_be_changed_one_by_one(api: TestClient) -> None:
    run = api.post("runs", json=SFT | {"name": "before"}).json()["id"]
    path = f"runs/{run}"
    assert api.patch(path, json={"notes": "Läuft.\nNoch."}).json()["name"] == "before"
    assert api.patch(path, json={"name": "after", "tags": ["a", "b"]}).json()["tags"] == ["a", "b"]
    detail = api.get(path).json()
    assert (detail["name"], detail["notes"], detail["tags"]) == (
        "after",
        "Läuft.\nNoch.",
        ["a", "b"],
    )
    assert api.patch(path, json={"tags": []}).json()["tags"] == []


def test_a_tag_is_trimmed_and_carried_once_and_capitals_make_another(api: TestClient) -> None:
    path = f"runs/{api.post('runs', json=SFT).json()['id']}"
    tags = [" Sums ", "sums", "Sums", "sums"]
    assert api.patch(path, json={"tags": tags}).json()["tags"] == ["Sums", "sums"]
    found = {tag: api.get("runs", params={"tag": tag}).json()["items"] for tag in ("sums", "SUMS")}
    assert [len(runs) for runs in found.values()] == [1, 0]


def test_the_same_request_id_makes_one_run(api: TestClient) -> None:
    body = SFT | {"request_id": "once", "parameters": {"iters": 7}}
    first, second = (api.post("runs", json=body) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    other = api.post("runs", json=body | {"parameters": {"iters": 8}})
    assert other.status_code == 409
    assert first.json()["id"] in other.json()["detail"]


def test_twenty_requests_at_once_with_one_id_make_one_run(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    body = SFT | {"request_id": "all at once", "parameters": {"iters": 11}}
    before = set(folders(shared_server))

    def post(_: int) -> dict[str, Any]:
        answer = client.post("/runs", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    with ThreadPoolExecutor(20) as threads:
        ids = {run["id"] for run in threads.map(post, range(20))}
    assert len(ids) == 1
    assert set(folders(shared_server)) == before | ids
    found = client.get("/runs", params={"limit": 500}).json()["items"]
    assert len([run for run in found if run["id"] in ids]) == 1


def test_what_is_left_of_a_stopped_run_is_trained_by_another(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("saves_checkpoint")
    run = post_run(client, name="long", parameters={"iters": 10, "save_every": 4})["id"]
    wait_for(client, run, "running")
    assert client.post(f"/runs/{run}/resume").status_code == 409, "it still trains"
    client.post(f"/runs/{run}/stop")
    wait_for(client, run, "stopped")
    shared_server.train_with("well_behaved")
    answer = client.post(f"/runs/{run}/resume")
    assert answer.status_code == 201, answer.text
    again = wait_for(client, answer.json()["id"], "completed")
    assert again["parent_id"] == run
    assert again["name"] == "long (resumed at 4)"
    values = again["plan"]["parameters"]
    assert values["iters"]["value"] == 6
    taken_along = shared_server.folder(again["id"]) / "resume.safetensors"
    assert values["resume_adapter_file"]["value"] == str(taken_along)
    assert taken_along.is_file()


def test_a_run_without_a_checkpoint_or_complete_is_not_resumed(
    api: TestClient, client: httpx.Client
) -> None:
    waiting = api.post("runs", json=SFT).json()["id"]
    assert api.post(f"runs/{waiting}/resume").status_code == 409
    api.post(f"runs/{waiting}/stop")
    assert "no checkpoint" in api.post(f"runs/{waiting}/resume").json()["detail"]
    complete = post_run(client)["id"]
    wait_for(client, complete, "completed")
    assert "is complete" in client.post(f"/runs/{complete}/resume").json()["detail"]


def folders(server: StandInServer) -> list[str]:
    return [path.name for path in (server.home / "runs").iterdir()]
