"""Every method from the API through supervisor and real trainer to an adapter that mlx_lm loads."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import RunningServer, start_run, wait_for_run

pytestmark = pytest.mark.real_trainer

COMMON = {"iters": 4, "steps_per_report": 1, "save_every": 2, "val_batches": 1}
SAMPLING = {"group_size": 4, "max_completion_length": 40, "temperature": 1.0}
METHODS: dict[str, dict[str, Any]] = {
    "sft": {"mask_prompt": True, "lr_schedule": "cosine_decay", "warmup": 1},
    "grpo": SAMPLING,
    "gspo": SAMPLING,
    "dr_grpo": SAMPLING | {"train_type": "dora"},
}

# In a process of its own, as a stranger would use the adapter: the tests do not import MLX.
LOAD = """
import json, sys
from mlx_lm import generate, load
from mlx.utils import tree_flatten
import mlx.core as mx
model, tokenizer = load(sys.argv[1], adapter_path=sys.argv[2])
trained = [v for k, v in tree_flatten(model.parameters()) if k.endswith("lora_b")]
prompt = tokenizer.apply_chat_template(
    [{"role": "user", "content": "What is 2 + 3?"}], add_generation_prompt=True)
print(json.dumps({"changed": any(bool(mx.any(v != 0)) for v in trained), "tensors": len(trained),
    "text": generate(model, tokenizer, prompt, max_tokens=8)}))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("e2e") / "home").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def runs(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """All four queued at once; one trains at a time."""
    queued = {name: start_run(client, name, **COMMON, **own) for name, own in METHODS.items()}
    return {name: wait_for_run(client, run["id"]) for name, run in queued.items()}


@pytest.mark.parametrize("method", METHODS)
def test_a_run_completes_and_its_adapter_loads(
    runs: dict[str, dict[str, Any]], method: str
) -> None:
    run = runs[method]
    assert run["status"] == "completed", run["result"]
    assert run["progress"]["iteration"] == run["progress"]["total"] == 4
    adapter = Path(run["folder"]) / run["result"]["adapter"]
    assert adapter.is_file()
    assert [c["iteration"] for c in run["checkpoints"] if not c["final"]] == [2, 4]
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD, run["plan"]["model"], str(adapter.parent)],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(loaded.stdout.splitlines()[-1])
    assert told["tensors"] > 0
    if method == "sft":
        assert told["changed"], "training moved the weights"


@pytest.mark.parametrize("method", METHODS)
def test_metrics_are_the_trainer_s_own_numbers(
    client: httpx.Client, runs: dict[str, dict[str, Any]], method: str
) -> None:
    columns = client.get(f"/runs/{runs[method]['id']}/metrics").json()
    assert columns["iteration"] == [1, 2, 3, 4]
    assert all(len(column) == 4 for column in columns.values())
    assert None not in columns["train_loss"]
    assert columns["val_loss"][0] is not None
    assert columns["val_loss"][1] is None, "validation runs at the first and the last iteration"
    if method == "sft":
        assert columns["learning_rate"][0] == 0, "the first warm-up step has rate 0"
    else:
        assert None not in columns["train_total_rewards_mean"]


@pytest.mark.parametrize("method", METHODS)
def test_the_event_log_has_no_gap_and_tells_the_whole_story(
    client: httpx.Client, runs: dict[str, dict[str, Any]], method: str
) -> None:
    page = client.get(f"/runs/{runs[method]['id']}/events", params={"limit": 10_000}).json()
    events = page["events"]
    assert [event["seq"] for event in events] == list(range(1, page["cursor"] + 1))
    states = [event["status"] for event in events if event["type"] == "state"]
    assert states == ["queued", "starting", "running", "completed"]
    rollouts = [event for event in events if event["type"] == "rollout"]
    if method == "sft":
        assert rollouts == []
    else:
        trained = [event for event in rollouts if event["split"] == "train"]
        assert [event["iteration"] for event in trained] == [1, 2, 3, 4]
        assert all(len(group["completions"]) == 4 for e in trained for group in e["groups"])


def test_one_dataset_serves_every_method(runs: dict[str, dict[str, Any]]) -> None:
    def first_row(method: str) -> dict[str, Any]:
        with (Path(runs[method]["folder"]) / "data" / "train.jsonl").open() as rows:
            return json.loads(next(rows))

    assert [m["role"] for m in first_row("sft")["messages"]] == ["system", "user", "assistant"]
    assert set(first_row("grpo")) == {"prompt", "answer", "system"}


def test_one_run_trains_at_a_time_in_the_order_of_the_queue(
    runs: dict[str, dict[str, Any]],
) -> None:
    times = [(run["started_at"], run["ended_at"]) for run in runs.values()]
    assert times == sorted(times)
    assert all(end <= start for (_, end), (start, _) in pairwise(times))


def test_the_shown_command_runs_by_hand(client: httpx.Client, tmp_path: Path) -> None:
    body = {
        "method": "grpo",
        "model": "starter-model",
        "dataset": "arithmetic",
        "parameters": COMMON | SAMPLING | {"iters": 1},
    }
    plan = client.post("/plans", json=body).raise_for_status().json()
    subprocess.run(plan["command"], cwd=tmp_path, check=True, capture_output=True)
    adapters = Path(plan["command"][plan["command"].index("--adapter-path") + 1])
    assert (adapters / "adapters.safetensors").is_file()


def test_the_same_request_twice_gives_the_same_numbers(client: httpx.Client) -> None:
    def losses() -> list[float]:
        run = start_run(client, "sft", **COMMON, batch_size=2)
        wait_for_run(client, run["id"])
        return client.get(f"/runs/{run['id']}/metrics").json()["train_loss"]

    assert losses() == losses()
