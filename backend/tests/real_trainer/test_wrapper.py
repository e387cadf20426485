"""The real trainer under the wrapper: what it records, for each method."""

import json
from pathlib import Path

import pytest
from mlx_lm import load

from tests.trainer.wrapped import (
    ARITHMETIC,
    STARTER_MODEL,
    Trained,
    train,
    write_config,
    write_messages,
)

pytestmark = pytest.mark.real_trainer

REWARDS = """
from mlx_lm_lora.trainer.grpo_reward_functions import register_reward_function

@register_reward_function()
def length(prompts, completions, answer, types=None):
    open("asked", "a").write("x")
    return [len(text) / 10 for text in completions]

@register_reward_function()
def nothing(prompts, completions, answer, types=None):
    return [None for _ in completions]
"""
GRPO = (
    *("--train", "--train-mode", "grpo", "--data", str(ARITHMETIC), "--config", "config.yaml"),
    *("--group-size", "4", "--max-completion-length", "24", "--val-batches", "1", "--seed", "7"),
    *("--learning-rate", "1e-3", "--steps-per-report", "1", "--temperature", "1.0"),
)
SFT = (
    *("--train", "--train-mode", "sft", "--data", "data", "--config", "config.yaml"),
    *("--val-batches", "1", "--steps-per-report", "2", "--seed", "7"),
)


@pytest.fixture(scope="module")
def sft(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("sft")
    write_messages(folder)
    write_config(folder)
    return train(folder, *SFT, "--iters", "5", "--save-every", "2", "--batch-size", "2")


@pytest.fixture(scope="module")
def grpo(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("grpo")
    write_config(folder)
    (folder / "rewards.py").write_text(REWARDS)
    rewards = ("--reward-functions-file", "rewards.py", "--reward-functions", "length,nothing")
    return train(folder, *GRPO, *rewards, "--reward-weights", "2.0,1.0", "--iters", "3")


def test_a_finished_run_says_so_last_and_exits_0(sft: Trained, grpo: Trained):
    for run, iterations in ((sft, 5), (grpo, 3)):
        assert run.status == 0, run.errors
        assert run.result == {
            "type": "result",
            "outcome": "completed",
            "reason": f"Finished all {iterations} iterations.",
            "iterations": iterations,
            "adapter": "adapters/adapters.safetensors",
            "details": {},
        }
        assert len(run.of("result")) == 1


def test_metrics_are_the_callbacks_own_numbers(sft: Trained):
    assert [record["iteration"] for record in sft.metrics("train")] == [2, 4, 5]
    assert [record["iteration"] for record in sft.metrics("valid")] == [1, 5]
    values = sft.metrics("train")[0]["values"]
    assert {"train_loss", "learning_rate", "trained_tokens", "peak_memory"} <= values.keys()
    assert f"loss {values['train_loss']:.3f}" in sft.log


def test_progress_goes_through_every_phase_to_the_last_iteration(sft: Trained):
    progress = sft.of("progress")
    phases = [record["phase"] for record in progress]
    assert phases[:4] == ["loading", "training", "validating", "training"]
    assert phases[-1] == "saving"
    assert progress[0]["total"] is None and progress[-1]["total"] == 5
    assert progress[-1]["iteration"] == 5
    assert "it/s]" not in sft.log + sft.errors, "no bar is drawn"


def test_the_trainers_own_text_stays_a_log(sft: Trained):
    assert "\x1b[96m╔" in sft.log and "Configuration Summary" in sft.log
    assert "Saved final weights to adapters/adapters.safetensors." in sft.log


def test_checkpoints_are_announced_with_their_size(sft: Trained):
    saved = [
        (record["iteration"], record["path"], record["final"]) for record in sft.of("checkpoint")
    ]
    assert saved == [
        (2, "adapters/0000002_adapters.safetensors", False),
        (4, "adapters/0000004_adapters.safetensors", False),
        (5, "adapters/adapters.safetensors", True),
    ]
    for record in sft.of("checkpoint"):
        assert (sft.folder / record["path"]).stat().st_size == record["bytes"]


def test_rollouts_show_what_was_rewarded_and_how(grpo: Trained):
    rollouts = [record for record in grpo.of("rollout") if record["split"] == "train"]
    assert [record["iteration"] for record in rollouts] == [1, 2, 3]
    for record, metric in zip(rollouts, grpo.metrics("train"), strict=True):
        (group,) = record["groups"]
        assert group["prompt"].startswith("What is") and group["answer"].isdigit()
        assert len(group["completions"]) == 4
        totals = [completion["total"] for completion in group["completions"]]
        assert sum(totals) / 4 == pytest.approx(
            metric["values"]["train_total_rewards_mean"], rel=1e-5
        )
        for completion in group["completions"]:
            length = len(completion["text"]) / 10
            assert completion["rewards"] == {"length": pytest.approx(length), "nothing": None}
            assert completion["total"] == pytest.approx(2 * length)
        advantages = [completion["advantage"] for completion in group["completions"]]
        assert sum(advantages) == pytest.approx(0, abs=1e-3)


def test_validation_rollouts_are_told_apart(grpo: Trained):
    valid = [record["iteration"] for record in grpo.of("rollout") if record["split"] == "valid"]
    assert valid == [1, 3]


def test_each_reward_function_is_asked_once_for_each_set(grpo: Trained):
    assert len((grpo.folder / "asked").read_text()) == len(grpo.of("rollout"))


@pytest.mark.parametrize(
    "flags",
    [("--importance-sampling-level", "sequence"), ("--grpo-loss-type", "dr_grpo")],
    ids=["gspo", "dr_grpo"],
)
def test_the_relatives_of_grpo_train_too(tmp_path: Path, flags: tuple[str, str]):
    write_config(tmp_path)
    run = train(tmp_path, *GRPO, *flags, "--iters", "1")
    assert run.status == 0, run.errors
    assert run.result["outcome"] == "completed"
    assert len(run.metrics("train")) == 1 and run.of("rollout")


@pytest.mark.parametrize("train_type", ["dora", "full"])
def test_every_kind_of_adapter_loads_in_mlx_lm(tmp_path: Path, train_type: str):
    write_messages(tmp_path)
    write_config(tmp_path, lora_parameters={"rank": 2, "dropout": 0.0, "scale": 10.0})
    run = train(tmp_path, *SFT, "--iters", "1", "--train-type", train_type)
    assert run.status == 0, run.errors
    config = json.loads((tmp_path / "adapters" / "adapter_config.json").read_text())
    assert config["fine_tune_type"] == train_type
    load(str(STARTER_MODEL), adapter_path=str(tmp_path / "adapters"))


def test_a_resumed_adapter_must_fit(sft: Trained, tmp_path: Path):
    write_messages(tmp_path)
    write_config(tmp_path, lora_parameters={"rank": 2, "dropout": 0.0, "scale": 10.0})
    adapter = str(sft.folder / "adapters" / "adapters.safetensors")
    run = train(tmp_path, *SFT, "--iters", "1", "--resume-adapter-file", adapter)
    assert run.status == 1
    assert "Use the rank and the model that it was trained with" in run.result["reason"]
    assert run.result["iterations"] == 0 and not run.of("checkpoint")
