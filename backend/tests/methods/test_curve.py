"""The curve of the learning rate counts updates, bends where the schedule does, and stays small."""

import time
from collections.abc import Mapping
from itertools import pairwise

import pytest

from temper.methods.check import check
from temper.methods.curve import RatePoint, learning_rates
from temper.methods.registry import METHODS
from tests.methods.requests import least

RATE = 1e-4
MOST_POINTS = 300


def curve(method: str, asked: Mapping[str, object], rows: int | None = None) -> list[RatePoint]:
    about = METHODS[method]
    values = check(about, {"learning_rate": RATE} | least(about) | dict(asked)).values
    return list(learning_rates(about, values, rows))


def rate_at(points: list[RatePoint], update: int) -> float:
    return next(point.rate for point in points if point.update == update)


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_rate_is_the_same_at_the_first_and_the_last_update(method: str) -> None:
    assert curve(method, {"iters": 40}) == [RatePoint(1, 1, RATE), RatePoint(40, 40, RATE)]


def test_the_first_update_of_a_warm_up_changes_nothing() -> None:
    points = curve("sft", {"iters": 100, "warmup": 10})
    assert points[0] == RatePoint(1, 1, 0.0)
    assert rate_at(points, 2) == pytest.approx(RATE / 10)
    assert rate_at(points, 11) == rate_at(points, 12) == points[-1].rate == RATE


def test_a_warm_up_climbs_from_the_rate_that_is_given() -> None:
    assert curve("sft", {"warmup": 10, "warmup_init": 1e-6})[0].rate == 1e-6


def test_a_falling_rate_starts_after_the_warm_up_and_never_reaches_its_end() -> None:
    points = curve("sft", {"iters": 100, "warmup": 9, "lr_schedule": "linear_schedule"})
    assert rate_at(points, 11) == RATE
    assert points[-1].update == 100
    assert points[-1].rate == pytest.approx(RATE / 90)


def test_a_stepped_rate_falls_between_two_neighbouring_points() -> None:
    points = curve(
        "sft",
        {"iters": 5000, "lr_schedule": "step_decay", "lr_step_size": 999, "lr_decay_rate": 0.5},
    )
    falls = [(a.update, b.update) for a, b in pairwise(points) if b.rate < a.rate]
    assert falls == [(n * 999, n * 999 + 1) for n in range(1, 6)]


def test_an_exponential_fall_at_the_very_start_of_a_long_run_is_seen() -> None:
    points = curve(
        "sft", {"iters": 1_000_000, "lr_schedule": "exponential_decay", "lr_decay_rate": 0.9}
    )
    assert sum(RATE / 100 < point.rate < RATE for point in points) >= 10


@pytest.mark.parametrize(
    ("method", "iters", "accumulation", "made"),
    [
        ("sft", 10, 4, [4, 8]),
        ("ppo", 10, 4, [4, 8]),
        ("grpo", 10, 4, [4, 8, 10]),
        ("grpo", 3, 8, [3]),
    ],
)
def test_an_update_stands_at_the_iteration_that_makes_it(
    method: str, iters: int, accumulation: int, made: list[int]
) -> None:
    points = curve(
        method,
        {
            "iters": iters,
            "gradient_accumulation_steps": accumulation,
            "lr_schedule": "cosine_decay",
        },
    )
    assert [point.iteration for point in points] == made
    assert [point.update for point in points] == list(range(1, len(made) + 1))


def test_epochs_have_a_curve_once_the_rows_are_known() -> None:
    assert curve("sft", {"epochs": 2}) == []
    assert curve("sft", {"epochs": 2, "batch_size": 4}, rows=10)[-1] == RatePoint(6, 6, RATE)


@pytest.mark.parametrize(
    "schedule",
    ["constant", "cosine_decay", "linear_schedule", "exponential_decay", "step_decay"],
)
@pytest.mark.parametrize("warmup", [0, 1, 10**6])
def test_a_thousand_million_iterations_cost_no_more_than_a_hundred(
    schedule: str, warmup: int
) -> None:
    started = time.perf_counter()
    points = curve("sft", {"iters": 10**9, "lr_schedule": schedule, "warmup": warmup})
    assert time.perf_counter() - started < 1
    assert len(points) <= MOST_POINTS
    assert points[-1].update == 10**9
    assert [point.update for point in points] == sorted({point.update for point in points})
