"""What a training loop carries along is read from its frame and put back into another."""

import inspect
import time
from typing import Any

import pytest

from temper.trainer import upstream
from temper.trainer.state.loop import CARRIED, carried, put_back, training_frame


def train_sft(iterations: int, meddle: Any) -> tuple[int, Any, float]:
    """Named and shaped as the trainer's own."""
    losses, grad_accum, train_time = 0, None, 0.0
    for it in range(iterations):
        meddle(it, inspect.currentframe())
        losses += 10
        grad_accum = [it]
        train_time += 1.0
    return losses, grad_accum, train_time


def test_a_loop_goes_on_with_what_another_one_had():
    seen: dict[int, Any] = {}

    def look(it: int, frame: Any) -> None:
        seen[it] = carried(frame)

    train_sft(5, look)
    assert seen[3] == {"losses": 30, "grad_accum": [2], "train_time": 3.0}

    def begin(it: int, frame: Any) -> None:
        if it == 0:
            put_back(frame, {**seen[3], "unknown": 1})

    assert train_sft(2, begin) == (50, [1], 5.0)


def train_grpo(meddle: Any) -> float:
    start = time.perf_counter()
    meddle(inspect.currentframe())
    return time.perf_counter() - start


def test_a_clock_is_kept_as_the_time_since():
    kept: dict[str, Any] = {}

    def look(frame: Any) -> None:
        kept.update(carried(frame))

    def long_ago(frame: Any) -> None:
        put_back(frame, {"start": 100.0})

    train_grpo(look)
    assert 0 <= kept["start"] < 10
    assert 100 <= train_grpo(long_ago) < 110


def test_the_loop_is_found_from_what_it_calls():
    found: list[Any] = []

    def inner(frame: Any) -> None:
        found.append(training_frame(inspect.currentframe()))

    train_grpo(inner)
    assert found[0].f_code.co_name == "train_grpo"
    assert training_frame(inspect.currentframe()) is None


@pytest.mark.parametrize("name", CARRIED)
def test_the_installed_trainer_has_these_variables(name: str):
    function = getattr(upstream.trainer(), name)
    code = function.__code__
    assert set(CARRIED[name]) <= {*code.co_varnames, *code.co_cellvars}


def test_no_loop_of_the_installed_trainer_is_missing():
    trainer = upstream.trainer()
    loops = {n for n in vars(trainer) if n.startswith("train_") and n != "train_model"}
    assert loops == CARRIED.keys()
