"""A quick try trains on the starter model as it stands, and learns something."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import RunningServer, wait_for_run

pytestmark = pytest.mark.real_trainer

METHODS = {"sft": "train_loss", "grpo": "train_total_rewards_mean"}
SHORTER: dict[str, dict[str, int]] = {"sft": {}, "grpo": {"iters": 24}}
"""Completions take their time on a CPU: the preset goes along with fewer iterations."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    server = RunningServer(tmp_path_factory.mktemp("presets") / "home").start()
    with server.client() as client:
        yield client
    server.stop()


@pytest.fixture(scope="module")
def runs(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """Both queued at once; one trains at a time."""
    body = {"model": "starter-model", "dataset": "arithmetic", "preset": "quick"}
    queued = {
        name: client.post("/runs", json=body | {"method": name, "parameters": own}).json()
        for name, own in SHORTER.items()
    }
    return {name: wait_for_run(client, run["id"]) for name, run in queued.items()}


@pytest.mark.parametrize("method", METHODS)
def test_a_quick_try_completes_as_it_was_planned(
    runs: dict[str, dict[str, Any]], method: str
) -> None:
    run = runs[method]
    assert run["status"] == "completed", run["result"]
    planned = run["plan"]["parameters"]
    assert run["progress"]["iteration"] == planned["iters"]["value"]
    every = run["plan"]["preset"]["parameters"]["save_every"]
    saved = [c["iteration"] for c in run["checkpoints"] if not c["final"]]
    assert saved == [every, 2 * every]
    assert (Path(run["folder"]) / "adapters" / "adapters.safetensors").is_file()


@pytest.mark.parametrize("method", METHODS)
def test_its_curve_moves(
    client: httpx.Client, runs: dict[str, dict[str, Any]], method: str
) -> None:
    columns = client.get(f"/runs/{runs[method]['id']}/metrics").json()
    curve = [value for value in columns[METHODS[method]] if value is not None]
    first, last = sum(curve[:8]) / 8, sum(curve[-8:]) / 8
    assert last < 0.8 * first if method == "sft" else last > 1.1 * first
