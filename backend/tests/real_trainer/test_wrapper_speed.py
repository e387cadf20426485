"""What the wrapper wins does not change a single number of the training."""

from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from tests.trainer.wrapped import ARITHMETIC, Trained, train, write_config

pytestmark = pytest.mark.real_trainer

GRPO = (
    *("--train", "--train-mode", "grpo", "--data", str(ARITHMETIC), "--config", "config.yaml"),
    *("--iters", "3", "--group-size", "4", "--max-completion-length", "16", "--val-batches", "1"),
    *(
        "--learning-rate",
        "1e-3",
        "--steps-per-report",
        "1",
        "--seed",
        "11",
        "--steps-per-eval",
        "2",
    ),
)
CLOCK = {"val_time", "iterations_per_second", "tokens_per_second", "peak_memory"}


def grpo(folder: Path, plain: str, *flags: str) -> Trained:
    folder.mkdir()
    write_config(folder, lora_parameters={"rank": 4, "dropout": 0.1, "scale": 10.0})
    run = train(folder, *GRPO, *flags, TEMPER_PLAIN=plain)
    assert run.status == 0, run.errors
    return run


def numbers(run: Trained) -> list[Any]:
    """Everything that was measured, without the clock."""
    metrics = [
        {name: value for name, value in record["values"].items() if name not in CLOCK}
        for record in run.of("metric")
    ]
    return [*metrics, *run.of("rollout")]


def weights(run: Trained) -> dict[str, mx.array]:
    loaded: Any = mx.load(str(run.folder / "adapters" / "adapters.safetensors"))
    return loaded


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return grpo(tmp_path_factory.mktemp("plain") / "run", "1")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return grpo(tmp_path_factory.mktemp("shared") / "run", "group_generation")


def test_the_shared_reference_gives_the_same_training_to_the_last_bit(
    plain: Trained, shared: Trained
):
    assert "no second copy is loaded" in shared.log and "no second copy" not in plain.log
    assert numbers(shared) == numbers(plain)
    assert any(record["values"].get("train_kl", 0) > 1e-6 for record in shared.metrics("train"))
    ours, theirs = weights(shared), weights(plain)
    assert ours.keys() == theirs.keys()
    assert all(mx.array_equal(ours[name], theirs[name]) for name in ours)


def test_the_shared_reference_needs_one_model_less_memory(plain: Trained, shared: Trained):
    def peak(run: Trained) -> float:
        return run.metrics("train")[-1]["values"]["peak_memory"]

    assert peak(plain) - peak(shared) > 0.9 * 3.29e-3, "GB, the size of the starter model"


def test_a_group_generated_together_is_judged_alike(tmp_path: Path):
    together = grpo(tmp_path / "run", "", "--beta", "0")
    assert "beta is 0" in together.log
    rollouts = together.of("rollout")
    assert all(len(group["completions"]) == 4 for record in rollouts for group in record["groups"])
    assert all(record["values"]["train_kl"] == 0 for record in together.metrics("train"))
