"""All three generators go on where they stood."""

import random
from typing import Any

import mlx.core as mx
import numpy as np

from temper.trainer.state.randomness import randomness, restore_randomness


def draws() -> tuple[Any, ...]:
    return (
        mx.random.uniform(shape=(3,)).tolist(),
        np.random.permutation(20).tolist(),
        np.random.normal(),
        random.random(),
        random.gauss(0, 1),
    )


def test_the_same_numbers_come_again():
    mx.random.seed(2**63 + 5)
    draws()
    state = randomness()
    expected = [draws(), draws()]
    mx.random.seed(1)
    np.random.seed(1)
    random.seed(1)
    restore_randomness(state)
    assert [draws(), draws()] == expected
