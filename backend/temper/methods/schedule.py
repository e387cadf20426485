"""The learning-rate schedule as the trainer's YAML spells it.

The trainer's first `warmup + 1` updates climb in a line; the schedule itself begins after them. A
falling schedule reaches its end one update after the last, so that no update has the final rate 0.
"""

from collections.abc import Mapping
from typing import Any

from temper.methods.parameter import Value


def has_schedule(values: Mapping[str, Value]) -> bool:
    """Whether the YAML holds a schedule, which then carries the learning rate too."""
    return values["lr_schedule"] != "constant" or bool(values["warmup"])


def build_schedule(values: Mapping[str, Value], updates: int | None) -> dict[str, Any] | None:
    """`lr_schedule` of the YAML; None for a constant rate, which `--learning-rate` gives.

    Raises ValueError where the schedule depends on the number of updates and that is unknown.
    """
    name, warmup = values["lr_schedule"], values["warmup"]
    if not has_schedule(values):
        return None
    # There is no constant schedule to join a warm-up to: a line from the rate to itself is one.
    schedule: dict[str, Any] = {
        "name": "linear_schedule" if name == "constant" else name,
        "arguments": _arguments(values, updates),
    }
    if warmup:
        schedule["warmup"] = warmup
        schedule["warmup_init"] = values["warmup_init"]
    return schedule


def _arguments(values: Mapping[str, Value], updates: int | None) -> list[Value]:
    rate = values["learning_rate"]
    match values["lr_schedule"]:
        case "exponential_decay":
            return [rate, values["lr_decay_rate"]]
        case "step_decay":
            return [rate, values["lr_decay_rate"], values["lr_step_size"]]
        case "constant":
            return [rate, rate, 1]
        case name:
            steps = _falling_updates(values, updates)
            end = values["lr_end"]
            return [rate, steps, end] if name == "cosine_decay" else [rate, end, steps]


def _falling_updates(values: Mapping[str, Value], updates: int | None) -> int:
    if updates is None:
        raise ValueError("the schedule needs the number of updates, and so the training rows")
    warmup = values["warmup"]
    return max(1, updates - (int(warmup) + 1 if isinstance(warmup, int) and warmup else 0))
