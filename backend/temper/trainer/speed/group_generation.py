"""Generates the completions of a group together instead of one after another.

The trainer generates `batch_size` at a time, so at batch size 1 a group of 8 takes 8 turns. The
samples differ from the plain run's (another order of random draws), their distribution does not.
"""

from collections.abc import Callable
from typing import Any

MOST_TOGETHER = 32
"""Completions at once: a larger group × batch is generated in parts, to bound the key-value cache."""


def together(build: Callable[..., Any], group_size: int) -> Callable[..., Any]:
    """The same `BatchGenerator`, with room for whole groups."""

    def build_for_group(
        model: Any, *, completion_batch_size: int, prefill_batch_size: int, **options: Any
    ) -> Any:
        size = room(completion_batch_size, group_size)
        return build(
            model,
            completion_batch_size=size,
            prefill_batch_size=max(prefill_batch_size, size),
            **options,
        )

    return build_for_group


def room(batch_size: int, group_size: int) -> int:
    """How many completions are generated together: never fewer than the trainer would."""
    return max(batch_size, min(batch_size * group_size, MOST_TOGETHER))
