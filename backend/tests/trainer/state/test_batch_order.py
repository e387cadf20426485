"""A stream of batches goes on in the middle of an epoch, as if it had never been left."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from temper.trainer import upstream
from temper.trainer.state.batch_order import BatchOrder
from temper.trainer.state.randomness import numpy_state, restore_numpy

ROWS = [[row] * 4 for row in range(11)]
TUPLES = [([row] * 4, [row], str(row), str(row)) for row in range(11)]


def sft() -> tuple[Any, list[Any], Callable[[Any], list[int]]]:
    return upstream.module("sft_trainer").iterate_batches, ROWS, lambda b: b[0][:, 0].tolist()


def grpo() -> tuple[Any, list[Any], Callable[[Any], list[int]]]:
    iterate = upstream.module("grpo_trainer").iterate_grpo_batches
    return iterate, TUPLES, lambda b: [int(text) for text in b[2]]


@pytest.mark.parametrize("taken", [1, 3, 5, 7, 10])
@pytest.mark.parametrize("source", [sft, grpo])
def test_the_rest_comes_as_it_would_have(source: Any, taken: int):
    iterate, rows, shown = source()

    def stream(order: BatchOrder) -> Iterator[list[int]]:
        batches = order.follow(iterate)(dataset=rows, batch_size=2, max_seq_length=8, train=True)
        return (shown(batch) for batch in batches)

    np.random.seed(3)
    order = BatchOrder()
    first = stream(order)
    for _ in range(taken):
        next(first)
    np.random.random(5)
    position, generator = order.state(), numpy_state()
    expected = [next(first) for _ in range(13)]

    again = BatchOrder()
    again.resume(position)
    restore_numpy(generator)
    second = stream(again)
    assert [next(second) for _ in range(13)] == expected
    assert again.state()["taken"] == order.state()["taken"]  # pyright: ignore[reportOptionalSubscript]


def test_other_rows_begin_an_epoch_of_their_own():
    iterate, rows, shown = sft()
    order = BatchOrder()
    order.resume({"epoch": numpy_state(), "taken": 2, "batches": 99})
    batches = order.follow(iterate)(rows, 1, 8, True)
    epoch = [row for _ in range(11) for row in shown(next(batches))]
    assert sorted(epoch) == list(range(11))


def test_validation_and_loops_that_draw_for_each_step_have_no_position():
    iterate, rows, _ = sft()
    order = BatchOrder()
    assert len(list(order.follow(iterate)(rows, 2, 8, False))) == 5
    assert order.state() is None
