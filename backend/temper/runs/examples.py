"""Examples for the API's own page; a test holds each against its schema."""

from typing import Any

from pydantic import ConfigDict

RUN_ID = "20260131-142305-k7q2mz"

REQUEST: dict[str, Any] = {
    "method": "grpo",
    "model": "starter-model",
    "dataset": "arithmetic",
    "parameters": {"iters": 40, "group_size": 8, "max_completion_length": 128},
}
RUN: dict[str, Any] = {
    "id": RUN_ID,
    "name": "first try",
    "method": "grpo",
    "model": "starter-model",
    "model_name": "Starter model",
    "dataset": "arithmetic",
    "dataset_name": "arithmetic",
    "status": "running",
    "reason": None,
    "created_at": "2026-01-31T14:23:05.123Z",
    "started_at": "2026-01-31T14:23:05.150Z",
    "ended_at": None,
    "progress": {
        "phase": "training",
        "iteration": 12,
        "total": 40,
        "iterations_per_second": 0.8,
        "eta_seconds": 35.0,
    },
    "summary": {
        "metric": "train_total_rewards_mean",
        "last": 1.6,
        "best": 1.8,
        "sparkline": [0.9, 1.2, 1.8, 1.6],
    },
    "queue_position": None,
    "parent_id": None,
    "tags": ["sums"],
    "archived": False,
    "group_id": None,
    "group_name": None,
    "start_at": None,
}
_COMMAND = ["/opt/temper/bin/python", "-m", "mlx_lm_lora.train", "--config", "/…/config.yaml"]
PLAN: dict[str, Any] = {
    "method": "grpo",
    "model": "/opt/temper/starter-model",
    "model_name": "Starter model",
    "dataset": "arithmetic",
    "dataset_name": "arithmetic",
    "command": [*_COMMAND, "--train-mode", "grpo", "--group-size", "8"],
    "shell": f"{' '.join(_COMMAND)} --train-mode grpo --group-size 8",
    "yaml": "lora_parameters:\n  rank: 8\n",
    "by_hand": None,
    "preset": None,
    "parameters": {
        "group_size": {
            "value": 8,
            "origin": "request",
            "carrier": "--group-size",
            "acts_on": "how many completions are sampled and compared",
            "effect": None,
        }
    },
    "steps": {
        "iterations": 40,
        "batch_size": 1,
        "gradient_accumulation_steps": 1,
        "updates": 40,
        "rows": {"train": 200, "valid": 20, "test": 20},
        "epochs": 0.2,
        "completions": 320,
    },
    "learning_rates": [
        {"update": 1, "iteration": 1, "rate": 1e-5},
        {"update": 40, "iteration": 40, "rate": 1e-5},
    ],
    "warnings": [],
    "resumed": None,
    "versions": {"temper": "0.1.0", "mlx-lm-lora": "5.10.2"},
    "digests": {"train": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
}
DETAIL: dict[str, Any] = {
    **RUN,
    "notes": "",
    "folder": f"/home/me/.temper/runs/{RUN_ID}",
    "request": REQUEST | {"name": "first try", "request_id": None, "start_at": None},
    "plan": PLAN,
    "result": None,
    "checkpoints": [],
    "children": [],
    "bytes": 4_960_000,
    "cursor": 57,
}
CHECKPOINT: dict[str, Any] = {
    "iteration": 20,
    "path": "adapters/0000020_adapters.safetensors",
    "file": f"/home/me/.temper/runs/{RUN_ID}/adapters/0000020_adapters.safetensors",
    "bytes": 1_480_000,
    "time": "2026-01-31T14:25:05.123Z",
    "final": False,
    "start": False,
    "kept": True,
    "has_state": True,
    "val_loss": 0.42,
    "reward": None,
    "train_loss": 0.4,
    "best": True,
}
EVENTS: dict[str, Any] = {
    "cursor": 2,
    "events": [
        {
            "seq": 1,
            "time": "2026-01-31T14:23:05.123Z",
            "type": "state",
            "status": "queued",
            "reason": None,
        },
        {
            "seq": 2,
            "time": "2026-01-31T14:23:09.400Z",
            "type": "metric",
            "iteration": 1,
            "split": "train",
            "values": {"train_loss": 0.01, "train_total_rewards_mean": 0.9},
        },
    ],
}
METRICS: dict[str, Any] = {
    "iteration": [1, 2],
    "train_total_rewards_mean": [0.9, 1.2],
    "val_loss": [None, 0.02],
}


def shown(*examples: dict[str, Any], **settings: Any) -> ConfigDict:
    """The configuration of a model with these examples."""
    return ConfigDict(json_schema_extra={"examples": list(examples)}, **settings)
