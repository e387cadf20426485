"""The curve is the schedule that the trainer's own libraries build from the same YAML."""

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

import mlx.core as mx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mlx_lm.tuner.utils import build_schedule  # pyright: ignore[reportUnknownVariableType]

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.command import build_command
from temper.methods.curve import learning_rates, rate_of
from temper.methods.method import Method
from temper.methods.registry import METHODS
from temper.methods.schedule import build_schedule as yaml_schedule
from temper.methods.steps import updates
from tests.examples import examples
from tests.methods.requests import least

RELATIVE = 1e-5
OF_THE_LARGEST = 1e-6
"""A rate that is almost nothing is in MLX a difference of two larger 32-bit numbers, which hold no
more digits of it than this share of the largest."""

rates = st.floats(1e-7, 1e-2)
drafts = st.fixed_dictionaries(
    {
        "iters": st.integers(1, 400),
        "gradient_accumulation_steps": st.integers(1, 9),
        "learning_rate": rates,
        "lr_schedule": st.sampled_from(
            ["constant", "cosine_decay", "linear_schedule", "exponential_decay", "step_decay"]
        ),
        "lr_end": st.just(0.0) | rates,
        "lr_decay_rate": st.floats(0.05, 1),
        "lr_step_size": st.integers(1, 50),
        "warmup": st.just(0) | st.integers(0, 100),
        "warmup_init": st.just(0.0) | rates,
    }
)


@given(method=st.sampled_from(list(METHODS.values())), asked=drafts)
@settings(max_examples=examples(150), deadline=None)
def test_each_update_has_the_rate_of_the_trainers_schedule(
    method: Method, asked: dict[str, Any]
) -> None:
    try:
        values = check(method, asked | least(method)).values
    except InvalidRequest:  # An accumulation that never fills an update is refused before.
        return
    total = updates(method, values)
    assert total is not None
    command = build_command(method, values, model="m", data="d", adapter_path="a", config_path="c")
    theirs = _trainers_rates(yaml.safe_load(command.yaml), values["learning_rate"], total)
    schedule = yaml_schedule(values, total)
    ours = [rate_of(values, schedule, update) for update in range(1, total + 1)]
    largest = max(asked[name] for name in ("learning_rate", "lr_end", "warmup_init"))
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, rel=RELATIVE, abs=OF_THE_LARGEST * largest)
    for point in learning_rates(method, values, None):
        assert point.rate == ours[point.update - 1]


def _trainers_rates(document: dict[str, Any], rate: Any, total: int) -> list[float]:
    """What the optimizer sets before each update: the scheduler of its count of updates so far."""
    if "lr_schedule" not in document:
        return [cast("float", mx.array(rate).item())] * total
    schedule = cast("Callable[[mx.array], Any]", build_schedule(document["lr_schedule"]))
    found = [schedule(mx.array(step, mx.uint64)) for step in range(total)]
    return [cast("float", mx.array(one).item()) for one in found]


LAST_ONE_TOO = re.compile(r"_steps(?: == 0)? or \w+ == args\.iters")
"""How a training loop says that the last iteration updates the weights, however many it gathered."""


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.id)
def test_a_method_drops_leftover_gradients_where_the_trainers_loop_does(method: Method) -> None:
    mode = method.train_mode
    trainer = import_module(f"mlx_lm_lora.trainer.{mode}_trainer")
    loop = " ".join(inspect.getsource(getattr(trainer, f"train_{mode}")).split())
    assert (LAST_ONE_TOO.search(loop) is None) is method.drops_leftover_gradients
