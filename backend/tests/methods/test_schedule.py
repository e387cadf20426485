"""Schedules count updates, not iterations, and fit the run."""

from collections.abc import Mapping

import pytest

from temper.methods.check import check
from temper.methods.registry import METHODS
from temper.methods.schedule import build_schedule
from temper.methods.steps import updates


def schedule(method_id: str, parameters: Mapping[str, object]) -> dict[str, object] | None:
    method = METHODS[method_id]
    values = check(method, parameters).values
    return build_schedule(values, updates(method, values))


def test_a_constant_rate_needs_no_schedule() -> None:
    assert schedule("sft", {}) is None


def test_a_constant_rate_after_a_warm_up_is_a_level_line() -> None:
    assert schedule("sft", {"warmup": 10}) == {
        "name": "linear_schedule",
        "arguments": [1e-5, 1e-5, 1],
        "warmup": 10,
        "warmup_init": 0.0,
    }


@pytest.mark.parametrize(
    ("method", "iters", "accumulation", "steps"),
    [("sft", 100, 1, 100), ("sft", 10, 4, 2), ("grpo", 10, 4, 3), ("grpo", 3, 8, 1)],
)
def test_a_falling_rate_spans_the_updates(
    method: str, iters: int, accumulation: int, steps: int
) -> None:
    asked = {"iters": iters, "gradient_accumulation_steps": accumulation}
    assert schedule(method, asked | {"lr_schedule": "cosine_decay"}) == {
        "name": "cosine_decay",
        "arguments": [1e-5, steps, 0.0],
    }


def test_a_falling_rate_begins_after_the_warm_up() -> None:
    built = schedule("sft", {"lr_schedule": "linear_schedule", "warmup": 9, "lr_end": 1e-6})
    assert built is not None
    assert built["arguments"] == [1e-5, 1e-6, 90]


def test_decaying_schedules_take_their_factor() -> None:
    exponential = schedule("sft", {"lr_schedule": "exponential_decay", "lr_decay_rate": 0.9})
    steps = schedule("sft", {"lr_schedule": "step_decay", "lr_step_size": 25})
    assert exponential == {"name": "exponential_decay", "arguments": [1e-5, 0.9]}
    assert steps == {"name": "step_decay", "arguments": [1e-5, 0.99, 25]}
