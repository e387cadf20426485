"""Every mode of the trainer, from a request to an adapter that has learned and that mlx_lm loads."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from temper.methods.registry import METHODS
from tests.serving import RunningServer, wait_for_run

pytestmark = pytest.mark.real_trainer

COMMON = {"iters": 4, "steps_per_report": 1, "val_batches": 1, "learning_rate": 1e-3}
SHORT = {"max_completion_length": 24}
JUDGED = SHORT | {"judge": "starter-model", "batch_size": 2}
SUMS = [(random.Random(seed).randint(0, 50), seed) for seed in range(24)]

Row = dict[str, Any]


def question(a: int, b: int) -> str:
    return f"What is {a} + {b}?"


def pair(a: int, b: int) -> Row:
    rejected = f"{a} + {b} = {a + b}"
    return {"prompt": question(a, b), "chosen": f"<answer> {a + b} </answer>", "rejected": rejected}


def prompt(a: int, b: int) -> Row:
    return {"prompt": question(a, b)}


def token(a: int, b: int) -> Row:
    return {
        "context_with_chat_template": question(a, b),
        "rejected_decoded": "<think>",
        "multi_chosen_decoded": ["T", "Z"],
    }


ROWS: dict[str, Callable[[int, int], Row]] = {
    "preference": pair,
    "prompts": prompt,
    "token_preference": token,
}
OWN: dict[str, dict[str, Any]] = {
    "dapo": SHORT,
    "bnpo": SHORT,
    "klpo": SHORT,
    "dpo": {"dpo_cpo_loss_type": "ipo"},
    "cpo": {"dpo_cpo_loss_type": "dpop", "delta": 5},
    "orpo": {},
    "dsla": {"dsla_loss": "orpo", "latent_layer": "middle"},
    "ftpo": {},
    "online_dpo": JUDGED,
    "xpo": JUDGED | {"alpha": [0.01, 0.001]},
    "rlhf_reinforce": JUDGED,
    "ppo": JUDGED,
}
"""The methods that no other test trains with."""

# In a process of its own, as a stranger would use the adapters: the tests do not import MLX.
LOAD = """
import json, sys
from mlx_lm import load
from mlx.utils import tree_flatten
import mlx.core as mx
answers = []
for adapter in sys.argv[2:]:
    model, _ = load(sys.argv[1], adapter_path=adapter)
    trained = [v for k, v in tree_flatten(model.parameters()) if k.endswith("lora_b")]
    finite = all(bool(mx.all(mx.isfinite(v))) for v in trained)
    answers.append(finite and any(bool(mx.any(v != 0)) for v in trained))
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    server = RunningServer(tmp_path_factory.mktemp("modes") / "home").start()
    with server.client() as client:
        yield client
    server.stop()


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A dataset for each shape of rows."""
    made = {"prompt_answer": "arithmetic"}
    for shape, row in ROWS.items():
        folder = tmp_path_factory.mktemp(shape)
        lines = [json.dumps(row(a, b)) + "\n" for a, b in SUMS]
        (folder / "train.jsonl").write_text("".join(lines))
        (folder / "valid.jsonl").write_text("".join(lines[:4]))
        made[shape] = str(folder)
    return made


@pytest.fixture(scope="module")
def runs(client: httpx.Client, datasets: dict[str, str]) -> dict[str, dict[str, Any]]:
    """All in the queue at once; one trains at a time."""
    queued: dict[str, str] = {}
    for name, own in OWN.items():
        body = {
            "method": name,
            "model": "starter-model",
            "dataset": datasets[METHODS[name].dataset_shape],
            "parameters": COMMON | own,
        }
        answer = client.post("/runs", json=body)
        assert answer.status_code == 201, answer.text
        queued[name] = answer.json()["id"]
    return {name: wait_for_run(client, run_id) for name, run_id in queued.items()}


@pytest.fixture(scope="module")
def learned(runs: dict[str, dict[str, Any]]) -> dict[str, bool]:
    """Whether each adapter loads, is finite, and differs from its start."""
    adapters = [str(Path(run["folder"]) / "adapters") for run in runs.values()]
    model = next(iter(runs.values()))["plan"]["model"]
    done = subprocess.run(
        [sys.executable, "-c", LOAD, model, *adapters], capture_output=True, text=True, check=True
    )
    return dict(zip(runs, json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_every_method_is_trained_with_somewhere() -> None:
    assert OWN.keys() | {"sft", "grpo", "gspo", "dr_grpo"} == METHODS.keys()


@pytest.mark.parametrize("method", OWN)
def test_a_run_completes(runs: dict[str, dict[str, Any]], method: str) -> None:
    run = runs[method]
    assert run["status"] == "completed", run["result"]
    assert run["progress"]["iteration"] == 4


@pytest.mark.parametrize("method", OWN)
def test_its_adapter_has_learned_and_loads(learned: dict[str, bool], method: str) -> None:
    assert learned[method]


@pytest.mark.parametrize("method", OWN)
def test_its_losses_are_numbers(
    client: httpx.Client, runs: dict[str, dict[str, Any]], method: str
) -> None:
    columns = client.get(f"/runs/{runs[method]['id']}/metrics").json()
    assert columns["iteration"] == [1, 2, 3, 4]
    assert None not in columns["train_loss"]
    assert columns["val_loss"][0] is not None


def test_dpo_trains_with_the_loss_that_was_asked_for(
    client: httpx.Client, runs: dict[str, dict[str, Any]]
) -> None:
    """By hand the trainer takes sigmoid, whose loss begins at log 2; that of IPO at 1 / (2 beta)²."""
    columns = client.get(f"/runs/{runs['dpo']['id']}/metrics").json()
    assert columns["train_loss"][0] == pytest.approx(25, rel=0.05)


def test_xpo_explores_by_the_alpha_that_was_asked_for(
    client: httpx.Client, runs: dict[str, dict[str, Any]]
) -> None:
    columns = client.get(f"/runs/{runs['xpo']['id']}/metrics").json()
    bonus = columns["train_exploration_bonus"]
    divergence = [
        a + b for a, b in zip(columns["train_chosen_kl"], columns["train_rejected_kl"], strict=True)
    ]
    paid = [b / d for b, d in zip(bonus, divergence, strict=True) if abs(d) > 1e-6]
    assert paid, "the model moved away from the reference"
    assert all(
        share == pytest.approx(0.01, rel=0.01) or share == pytest.approx(0.001, rel=0.01)
        for share in paid
    )
