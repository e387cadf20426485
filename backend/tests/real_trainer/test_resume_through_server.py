"""Through the server and its supervisor too, a run that was stopped and resumed ends as a whole one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import ENDED, RunningServer, wait_for_run

pytestmark = pytest.mark.real_trainer

BODY: dict[str, Any] = {
    "method": "sft",
    "model": "starter-model",
    "dataset": "arithmetic",
    "parameters": {
        "iters": 120,
        "learning_rate": 1e-3,
        "lr_schedule": "cosine_decay",
        "warmup": 3,
        "dropout": 0.1,
        "gradient_accumulation_steps": 2,
        "steps_per_report": 1,
        "steps_per_eval": 50,
        "val_batches": 2,
        "save_every": 25,
        "keep_checkpoints": 2,
    },
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    server = RunningServer(tmp_path_factory.mktemp("resume") / "home").start()
    with server.client() as client:
        yield client
    server.stop()


def post(client: httpx.Client, path: str, body: Any = None) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def wait_for_iteration(client: httpx.Client, run: str, least: int) -> None:
    reached = 0
    while reached < least:
        now = client.get(f"/runs/{run}").json()
        assert now["status"] not in ENDED, now["reason"]
        reached = (now["progress"] or {"iteration": 0})["iteration"]


def columns(client: httpx.Client, run: str) -> dict[str, list[Any]]:
    found = client.get(f"/runs/{run}/metrics", params={"with_parents": True}).json()
    names = ("iteration", "train_loss", "val_loss", "learning_rate", "trained_tokens")
    return {name: found[name] for name in names}


def test_three_runs_are_equal_to_one(client: httpx.Client) -> None:
    whole = wait_for_run(client, post(client, "/runs", BODY)["id"])
    part = post(client, "/runs", BODY)["id"]
    for least in (10, 40):
        wait_for_iteration(client, part, least)
        stopped = post(client, f"/runs/{part}/stop", {"save": True})["id"]
        assert wait_for_run(client, stopped)["status"] == "stopped"
        part = post(client, f"/runs/{stopped}/resume")["id"]
    last = wait_for_run(client, part)
    assert last["status"] == whole["status"] == "completed"
    assert last["plan"]["resumed"]["state"] and last["plan"]["resumed"]["total"] == 120
    assert columns(client, part) == columns(client, whole["id"])
    one, other = (Path(run["folder"]) / "adapters" for run in (whole, last))
    name = "adapters.safetensors"
    assert (one / name).read_bytes() == (other / name).read_bytes()


def test_only_the_newest_and_the_best_stay(client: httpx.Client) -> None:
    newest = client.get("/runs", params={"status": "completed", "limit": 1}).json()["items"][0][
        "id"
    ]
    listed = client.get(f"/runs/{newest}/checkpoints").json()
    assert listed["best_by"] == "val_loss"
    numbered = [each for each in listed["items"] if not each["final"] and not each["start"]]
    there = [each["iteration"] for each in numbered if each["kept"]]
    best = [each["iteration"] for each in listed["items"] if each["best"]]
    assert set(there) <= {100, 75, *best} and {100, 75} & set(there)
    folder = Path(client.get(f"/runs/{newest}").json()["folder"]) / "adapters"
    states = {int(path.name[:7]) for path in folder.glob("*_state.safetensors")}
    assert states == {120, *best}
