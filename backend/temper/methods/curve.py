"""The learning rate of each update, as the trainer's schedule gives it, without MLX.

Follows `mlx_lm.tuner.utils.build_schedule` and `mlx.optimizers.schedulers` over the same values that
the YAML carries. Update 1 is the scheduler's step 0.
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.schedule import build_schedule
from temper.methods.steps import iterations, updates

EVEN = 120
"""How many of a curve's points are spread evenly over the updates."""
EARLY = 60
"""How many stand closer and closer to the start of the schedule, where an exponential one falls."""
FALLS = 60
"""Up to so many falls of a stepped schedule have a point on both of their sides."""


@dataclass(frozen=True)
class RatePoint:
    """The learning rate of one update, and the iteration at which it is made."""

    update: int
    iteration: int
    rate: float


def learning_rates(
    method: Method, values: Mapping[str, Value], train_rows: int | None, done: int = 0
) -> tuple[RatePoint, ...]:
    """Points of the curve, a few hundred at most, exact at each; none where nothing is updated.

    Of the whole: also of the `done` iterations of an earlier run that this one goes on from.
    """
    total, left = updates(method, values, train_rows, done), iterations(values, train_rows)
    if not total or not left:
        return ()
    last = done + left
    accumulation = cast("int", values["gradient_accumulation_steps"])
    schedule = build_schedule(values, total)
    return tuple(
        RatePoint(
            update=update,
            iteration=min(update * accumulation, last),
            rate=rate_of(values, schedule, update),
        )
        for update in _places(schedule, total)
    )


def rate_of(values: Mapping[str, Value], schedule: Mapping[str, Any] | None, update: int) -> float:
    """The rate of an update, the first being 1, under the YAML's `lr_schedule` or None without one."""
    if schedule is None:
        return float(cast("float", values["learning_rate"]))
    step, arguments = update - 1, schedule["arguments"]
    if warmup := schedule.get("warmup", 0):
        if step <= warmup:
            return _linear(schedule["warmup_init"], arguments[0], warmup, step)
        step -= warmup + 1
    match schedule["name"]:
        case "cosine_decay":
            rate, steps, end = arguments
            share = 0.5 * (1 + math.cos(math.pi * min(step, steps) / steps))
            return end + share * (rate - end)
        case "exponential_decay":
            return arguments[0] * _single(arguments[1]) ** step
        case "step_decay":
            return arguments[0] * _single(arguments[1]) ** (step // arguments[2])
        case _:
            rate, end, steps = arguments
            return _linear(rate, end, steps, step)


def _linear(start: float, end: float, steps: int, step: int) -> float:
    return start + (end - start) * (min(step, steps) / steps)


def _single(factor: float) -> float:
    """The factor as the trainer's 32-bit numbers hold it: thousands of updates make it tell."""
    return struct.unpack("<f", struct.pack("<f", factor))[0]


def _places(schedule: Mapping[str, Any] | None, total: int) -> list[int]:
    """The updates that get a point: where the curve bends, and between."""
    if schedule is None:
        return sorted({1, total})
    warmup = int(schedule.get("warmup", 0))
    start = warmup + 2 if warmup else 1
    places = {1, 2, warmup + 1, start, total}
    places |= {1 + (total - 1) * n // EVEN for n in range(EVEN + 1)}
    if schedule["name"] == "step_decay":
        size = schedule["arguments"][2]
        falls = range(start + size, min(total, start + size * FALLS) + 1, size)
        places |= {side for fall in falls for side in (fall - 1, fall)}
    elif schedule["name"] == "exponential_decay" and total > start:
        reach = math.log(total - start + 1)
        places |= {start - 1 + round(math.exp(reach * n / EARLY)) for n in range(EARLY + 1)}
    return sorted(place for place in places if 1 <= place <= total)
