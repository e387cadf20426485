"""From iterations and epochs to updates of the weights: arithmetic of the trainer."""

import math
from collections.abc import Mapping
from typing import cast

from temper.methods.method import Method
from temper.methods.parameter import Value


def iterations(values: Mapping[str, Value], train_rows: int | None) -> int | None:
    """How many iterations the run has; None while epochs are given and the rows are unknown."""
    iters = values["iters"]
    if iters is not None:
        return cast("int", iters)
    if train_rows is None or values["epochs"] is None:
        return None
    return cast("int", values["epochs"]) * math.ceil(train_rows / cast("int", values["batch_size"]))


def updates(
    method: Method, values: Mapping[str, Value], train_rows: int | None = None, done: int = 0
) -> int | None:
    """How often the weights are updated; None while it is unknown.

    `done` iterations of an earlier run that this one goes on from count too.
    """
    left = iterations(values, train_rows)
    if left is None:
        return None
    total = done + left
    accumulation = cast("int", values["gradient_accumulation_steps"])
    if method.drops_leftover_gradients:
        return total // accumulation
    return math.ceil(total / accumulation)
