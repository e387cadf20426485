"""Deleting, taking back, putting away: over HTTP."""

import json
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from temper.main import create_app
from temper.settings import Settings
from tests.api.conftest import BASE
from tests.serving import TOKEN
from tests.stand_in import SFT, StandInServer, post_run, wait_for


def put(api: TestClient, **more: object) -> str:
    return api.post("runs", json=SFT | more).json()["id"]


def listed(api: TestClient, **query: str) -> set[str]:
    return {run["id"] for run in api.get("runs", params=query).json()["items"]}


def test_a_deleted_run_comes_back_as_it_was(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    run = post_run(client, name="keep", request_id="trash-1")["id"]
    ended = wait_for(client, run, "completed")
    client.patch(f"/runs/{run}", json={"name": "Better", "notes": "é\n", "tags": ["a", "b"]})
    before = client.get(f"/runs/{run}").json()
    client.delete(f"/runs/{run}").raise_for_status()
    assert client.get(f"/runs/{run}").status_code == 404
    trash = client.get("/trash").json()
    [item] = [item for item in trash["items"] if item["id"] == run]
    assert item["name"] == "Better"
    assert 0 < item["bytes"] <= trash["bytes"]
    client.post(f"/trash/{run}/restore").raise_for_status()
    after = client.get(f"/runs/{run}").json()
    assert {**after, "bytes": 0} == {**before, "bytes": 0}
    assert after["ended_at"] == ended["ended_at"]
    assert not (shared_server.folder(run) / "deleted.json").exists()
    assert client.post(f"/trash/{run}/restore").status_code == 404


def test_a_run_deleted_from_the_queue_waits_again(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("forever")
    active, waiting = post_run(client)["id"], post_run(client)["id"]
    wait_for(client, active, "running")
    client.delete(f"/runs/{waiting}").raise_for_status()
    again = client.post(f"/trash/{waiting}/restore").raise_for_status().json()
    assert (again["status"], again["queue_position"]) == ("queued", 1)
    for run in (waiting, active):
        client.post(f"/runs/{run}/stop", json={"save": False})
    wait_for(client, active, "stopped")


def test_a_request_id_that_was_used_again_stays_with_the_newer_run(api: TestClient) -> None:
    first = put(api, request_id="twice")
    api.delete(f"runs/{first}")
    second = put(api, request_id="twice")
    assert second != first
    assert api.post(f"trash/{first}/restore").status_code == 200
    assert put(api, request_id="twice") == second


def test_the_trash_is_emptied_for_good(api: TestClient, home: Path) -> None:
    one, two = put(api), put(api)
    for run in (one, two):
        api.delete(f"runs/{run}")
    assert api.delete(f"trash/{one}").status_code == 204
    assert one not in {item["id"] for item in api.get("trash").json()["items"]}
    assert api.delete("trash").status_code == 204
    assert api.get("trash").json() == {"items": [], "bytes": 0}
    assert list((home / "trash").iterdir()) == []
    assert api.post(f"trash/{two}/restore").status_code == 404


@pytest.mark.parametrize("name", ["..", "%2e%2e", "nothing", ".", "..%2fruns"])
def test_no_id_leads_out_of_the_trash(api: TestClient, home: Path, name: str) -> None:
    run = put(api)
    (home / "trash").mkdir(exist_ok=True)
    for answer in (api.delete(f"trash/{name}"), api.post(f"trash/{name}/restore")):
        assert answer.status_code in {204, 404, 405}
    assert (home / "runs" / run / "plan.json").exists()


def test_an_archived_run_is_listed_where_it_is_asked_for(api: TestClient) -> None:
    run, other = put(api), put(api)
    assert api.patch(f"runs/{run}", json={"archived": True}).json()["archived"] is True
    assert run not in listed(api)
    assert other in listed(api)
    assert listed(api, archived="true") == {run}
    assert {run, other} <= listed(api, archived="any")
    api.patch(f"runs/{run}", json={"archived": False})
    assert run in listed(api)


def test_runs_are_found_by_tag(api: TestClient) -> None:
    one, two = put(api), put(api)
    api.patch(f"runs/{one}", json={"tags": ["sums", "näh"]})
    api.patch(f"runs/{two}", json={"tags": ["sums"]})
    assert listed(api, tag="sums") == {one, two}
    assert listed(api, tag="näh") == {one}
    assert listed(api, tag="sum") == set()
    assert {"tag": "sums", "runs": 2} in api.get("tags").json()["items"]
    api.patch(f"runs/{one}", json={"tags": []})
    assert listed(api, tag="sums") == {two}


def test_what_people_say_outlives_the_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    headers = {"authorization": f"Bearer {TOKEN}"}

    def serve() -> TestClient:
        app = create_app(Settings(home=home, token=TOKEN))
        return TestClient(app, base_url=f"{BASE}/api/", headers=headers)

    api = serve()
    run = put(api, start_at="9999-01-01T00:00:00Z")
    said = {"name": "Better", "notes": "A note", "tags": ["a"], "archived": True}
    api.patch(f"runs/{run}", json=said)
    assert json.loads((home / "runs" / run / "notes.json").read_text()) == said
    for file in home.glob("temper.db*"):
        file.unlink()
    with serve() as again:
        found = again.get(f"runs/{run}").json()
        assert {name: found[name] for name in said} == said
        assert (found["status"], found["start_at"]) == ("queued", "9999-01-01T00:00:00.000Z")
