"""The trainer's lr_schedule back to parameters: the inverse of methods/schedule.py."""

import pytest

from temper.configurations.schedule_of import Updates, read_schedule
from temper.methods.parameter import Value
from temper.methods.schedule import build_schedule

UPDATES = 100


def left(warmup: int) -> int | None:
    return UPDATES - (warmup + 1 if warmup else 0)


def unknown(warmup: int) -> int | None:
    return None


@pytest.mark.parametrize("warmup", [0, 7])
@pytest.mark.parametrize(
    "chosen",
    [
        {"lr_schedule": "cosine_decay", "lr_end": 1e-6},
        {"lr_schedule": "linear_schedule", "lr_end": 0.0},
        {"lr_schedule": "exponential_decay", "lr_decay_rate": 0.98},
        {"lr_schedule": "step_decay", "lr_decay_rate": 0.5, "lr_step_size": 20},
    ],
    ids=lambda chosen: chosen["lr_schedule"],
)
def test_what_temper_writes_comes_back(chosen: dict[str, Value], warmup: int) -> None:
    values: dict[str, Value] = {
        "learning_rate": 1e-4,
        "warmup": warmup,
        "warmup_init": 0.0,
        **chosen,
    }
    written = build_schedule(values, UPDATES)
    assert written is not None
    schedule = read_schedule(written, left)
    assert {"warmup": 0, "warmup_init": 0.0, **schedule.parameters} == values
    assert {verdict for verdict, _ in schedule.said.values()} == {"taken"}


def test_a_line_from_the_rate_to_itself_is_a_constant_rate() -> None:
    written = {"name": "linear_schedule", "arguments": [1e-5, 1e-5, 1], "warmup": 10}
    schedule = read_schedule(written, left)
    assert schedule.parameters == {
        "lr_schedule": "constant",
        "learning_rate": 1e-5,
        "warmup": 10,
    }


@pytest.mark.parametrize(
    ("updates", "said"), [(left, "the run's 100 updates"), (unknown, "the whole run")]
)
def test_a_fall_over_other_updates_is_said_to_change(updates: Updates, said: str) -> None:
    written = {"name": "cosine_decay", "arguments": [1e-5, 1000]}
    schedule = read_schedule(written, updates)
    assert schedule.parameters["lr_end"] == 0.0
    verdict, message = schedule.said["arguments"]
    assert verdict == "changed"
    assert "1000 updates in the file" in message
    assert said in message


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({"name": "cosine", "arguments": [1e-5, 10]}, "name"),
        ({"name": ["cosine_decay"], "arguments": [1e-5, 10]}, "name"),
        ({"arguments": [1e-5, 10]}, "name"),
        ({"name": "cosine_decay", "arguments": [1e-5]}, "arguments"),
        ({"name": "cosine_decay", "arguments": [1e-5, 10, 0, 3]}, "arguments"),
        ({"name": "cosine_decay", "arguments": ["a", 10]}, "arguments"),
        ({"name": "step_decay", "arguments": [1e-5, True, 3]}, "arguments"),
        ({"name": "step_decay", "arguments": 3}, "arguments"),
        ({"name": "step_decay"}, "arguments"),
    ],
)
def test_what_has_no_counterpart_is_wrong_and_takes_nothing(
    config: dict[str, object], key: str
) -> None:
    schedule = read_schedule(config, left)
    assert schedule.parameters == {}
    assert schedule.said[key][0] == "wrong"
