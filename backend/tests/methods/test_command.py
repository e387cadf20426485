"""A request becomes the trainer's command line and YAML, the same every time."""

import os
from pathlib import Path

import pytest
import yaml

from temper.methods.check import check
from temper.methods.command import Command, build_command, shell
from temper.methods.registry import METHODS
from tests.methods.requests import least

GOLDEN = Path(__file__).parent / "golden"

REQUESTS: dict[str, tuple[str, dict[str, object]]] = {
    "sft": ("sft", {}),
    "grpo": ("grpo", {}),
    "gspo": ("gspo", {}),
    "dr_grpo": ("dr_grpo", {}),
    "sft-dora-masked-cosine": (
        "sft",
        {
            "epochs": 3,
            "batch_size": 4,
            "learning_rate": 2e-4,
            "lr_schedule": "cosine_decay",
            "lr_end": 1e-5,
            "warmup": 10,
            "optimizer": "adamw",
            "weight_decay": 0.1,
            "mask_prompt": True,
            "train_type": "dora",
            "rank": 16,
            "load_in_4bits": True,
            "grad_checkpoint": True,
            "test": True,
        },
    ),
    "grpo-own-rewards": (
        "grpo",
        {
            "iters": 40,
            "group_size": 8,
            "temperature": 1.0,
            "epsilon_high": 0.28,
            "beta": 0,
            "reward_functions": ["mine", "r1_count_xml"],
            "reward_weights": [-0.5, 2],
            "reward_functions_file": "/home/ada/my rewards.py",
        },
    ),
}


def command(name: str) -> Command:
    method_id, parameters = REQUESTS[name]
    method = METHODS[method_id]
    return build_command(
        method,
        check(method, parameters).values,
        model="/models/starter model",
        data="data",
        adapter_path="adapters",
        config_path="config.yaml",
        train_rows=200,
    )


def build(method_id: str, parameters: dict[str, object], rows: int | None = None) -> Command:
    method = METHODS[method_id]
    values = check(method, parameters).values
    return build_command(
        method,
        values,
        model="m",
        data="data",
        adapter_path="adapters",
        config_path="config.yaml",
        train_rows=rows,
    )


@pytest.mark.parametrize("name", REQUESTS)
def test_the_command_is_the_one_on_file(name: str) -> None:
    """UPDATE_GOLDEN=1 writes the files anew: read what changed before you commit it."""
    built = command(name)
    text = shell(built.argv).replace(" --", " \\\n  --") + "\n---\n" + built.yaml
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text)
    assert file.read_text() == text


def test_gspo_and_dr_grpo_are_train_mode_grpo() -> None:
    gspo, dr_grpo = command("gspo").argv, command("dr_grpo").argv
    assert gspo[gspo.index("--train-mode") + 1] == "grpo"
    assert gspo[gspo.index("--importance-sampling-level") + 1] == "sequence"
    assert dr_grpo[dr_grpo.index("--train-mode") + 1] == "grpo"
    assert dr_grpo[dr_grpo.index("--grpo-loss-type") + 1] == "dr_grpo"


@pytest.mark.parametrize("method", METHODS)
def test_no_whole_model_is_fused_into_the_run_folder(method: str) -> None:
    assert yaml.safe_load(build(method, least(METHODS[method])).yaml)["fuse"] is False


def test_the_temperature_is_always_spelled_out() -> None:
    """The trainer's own default is 1.0 on the command line and 0.8 in its settings."""
    argv = build("grpo", {}).argv
    assert argv[argv.index("--temperature") + 1] == "0.8"


def test_what_is_off_or_not_given_is_left_out() -> None:
    argv = build("grpo", {"beta": 0}).argv
    assert "--grad-checkpoint" not in argv
    assert "--epochs" not in argv
    assert "--reward-weights" not in argv
    assert argv[argv.index("--beta") + 1] == "0.0"


def test_options_go_to_the_optimizer_that_is_chosen() -> None:
    muon = yaml.safe_load(build("sft", {"optimizer": "muon", "momentum": 0.9}).yaml)
    assert muon["optimizer_config"] == {
        "muon": {"weight_decay": 0.01, "momentum": 0.9, "nesterov": True, "ns_steps": 5}
    }


def test_full_training_has_no_lora_parameters() -> None:
    assert "lora_parameters" not in yaml.safe_load(build("sft", {"train_type": "full"}).yaml)


def test_a_schedule_over_epochs_needs_the_rows() -> None:
    with pytest.raises(ValueError, match="training rows"):
        build("sft", {"epochs": 1, "lr_schedule": "linear_schedule"})
    schedule = yaml.safe_load(
        build("sft", {"epochs": 1, "lr_schedule": "linear_schedule"}, rows=7).yaml
    )["lr_schedule"]
    assert schedule == {"name": "linear_schedule", "arguments": [1e-5, 0.0, 7]}
