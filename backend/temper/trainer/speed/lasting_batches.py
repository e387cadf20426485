"""One stream of SFT batches for the whole training.

The trainer starts a new one at each step, which sorts the whole dataset again and draws with
replacement. One that lasts costs nothing per step, and uses each batch once before any comes again.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any


class LastingBatches:
    """Stands in for the trainer's `iterate_batches`."""

    def __init__(self, iterate: Callable[..., Iterator[Any]]) -> None:
        self._iterate = iterate
        self._training: Iterator[Any] | None = None

    def __call__(
        self, dataset: Any, batch_size: int, max_seq_length: int, train: bool = False
    ) -> Iterator[Any]:
        if train and self._training is not None:
            return self._training
        batches = self._iterate(dataset, batch_size, max_seq_length, train)
        if train:
            self._training = batches
        return batches

    def given_to(self, train: Callable[..., None]) -> Callable[..., None]:
        """The same training loop, which takes its batches from here."""
        return functools.partial(train, iterate_batches=self)
