"""Where training stands in the rows, for the methods whose stream of batches lasts.

Such a stream draws one permutation for each epoch. Two numbers tell where it is: NumPy's state before
that draw, and how many batches were taken since. (The other methods draw for every iteration, so
that NumPy's state alone says what comes next.)
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from temper.trainer.state.randomness import State, numpy_state, restore_numpy


class BatchOrder:
    """Follows the one stream of training batches."""

    def __init__(self) -> None:
        self._epoch: State | None = None
        """NumPy's state before the order of the current epoch was drawn."""
        self._taken = 0
        self._in_an_epoch = 0
        self._resumed: State | None = None

    def state(self) -> State | None:
        """What `resume` takes; None where no stream lasts."""
        if self._epoch is None:
            return None
        return {"epoch": self._epoch, "taken": self._taken, "batches": self._in_an_epoch}

    def resume(self, state: State | None) -> None:
        """Let the next stream go on from there."""
        self._resumed = state

    def follow(self, iterate: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The same source of batches, of whose training streams the position is known."""

        @functools.wraps(iterate)
        def followed(
            dataset: Any, batch_size: int, max_seq_length: int, train: bool = False
        ) -> Iterator[Any]:
            batches = iterate(dataset, batch_size, max_seq_length, train)
            return self._follow(batches, len(dataset) // batch_size) if train else batches

        return followed

    def _follow(self, batches: Iterator[Any], in_an_epoch: int) -> Iterator[Any]:
        self._taken, self._in_an_epoch = 0, in_an_epoch
        resumed, self._resumed = self._resumed, None
        if resumed and resumed["batches"] == in_an_epoch and resumed["taken"] < in_an_epoch:
            self._epoch, self._taken = resumed["epoch"], resumed["taken"]
            yield self._first_of_the_rest(batches)
        while True:
            if self._taken % max(in_an_epoch, 1) == 0:
                self._epoch, self._taken = numpy_state(), 0
            try:
                batch = next(batches)
            except StopIteration:
                return
            self._taken += 1
            yield batch

    def _first_of_the_rest(self, batches: Iterator[Any]) -> Any:
        """Begin the stream behind what was taken, without making those batches again."""
        assert self._epoch is not None
        epoch, taken = self._epoch, self._taken
        draw = np.random.permutation

        def draw_the_rest(rows: Any) -> Any:
            after = numpy_state()
            restore_numpy(epoch)
            rest = draw(rows)[taken:]
            restore_numpy(after)
            return rest

        setattr(np.random, "permutation", draw_the_rest)  # noqa: B010
        try:
            batch = next(batches)
        finally:
            setattr(np.random, "permutation", draw)  # noqa: B010
        self._taken += 1
        return batch
