"""How far the training loop is, and where it ends early when a person asked it to."""

import inspect
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from types import FrameType

from temper.trainer.records import Records

REPORT_INTERVAL = 0.25
"""Seconds between two progress records while nothing else changes."""
RATE_WINDOW = 20
"""Iterations over which the speed is averaged."""

FIRST_STEADY = 3
"""From this iteration on the first one, which compiles and validates, no longer counts as speed."""


class Progress:
    """The training loop as seen from outside; `finished` counts whole iterations, earlier runs' too."""

    def __init__(
        self,
        records: Records,
        stop_requested: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._records = records
        self._stop_requested = stop_requested
        self._clock = clock
        self._reported = float("-inf")
        self._times: deque[float] = deque(maxlen=RATE_WINDOW + 1)
        self.phase = "starting"
        self.done_before = 0
        """Iterations that an earlier run did; this one counts on from there."""
        self.on_loop: Callable[[FrameType | None], None] = lambda frame: None
        """Called before the first iteration, with a frame inside that of the training loop."""
        self.current = 0
        """The iteration that is running."""
        self.finished = 0
        self.total: int | None = None
        """None until the training loop begins."""
        self.stopped = False
        """The loop ended early because it was asked to."""
        self.loop_ended = False
        self.adapter: str | None = None
        """The newest adapter under its lasting name, once this process has written it."""
        self.final_saved = False

    def enter(self, phase: str) -> None:
        """Change the phase: `loading`, `training`, `validating` or `saving`."""
        if phase != self.phase:
            self.phase = phase
            self._report()

    @contextmanager
    def during(self, phase: str) -> Generator[None]:
        """Be in this phase for as long as the block runs."""
        before = self.phase
        self.enter(phase)
        yield
        self.enter(before)

    def iterate(self, steps: range) -> Iterator[int]:
        """The training loop's own counter, which ends at once when a stop was requested."""
        self.total = len(steps)
        self.current = self.finished = self.done_before
        self.on_loop(inspect.currentframe())
        self._times.append(self._clock())
        self.enter("training")
        for step in steps[self.done_before :]:
            if self._stop_requested():
                self.stopped = True
                break
            self.current = step
            yield step
            self.finished += 1
            self._times.append(self._clock())
            if self.finished == self.done_before + FIRST_STEADY:
                self._times.popleft()
            is_edge = self.finished in (self.done_before + 1, self.total)
            if is_edge or self._times[-1] - self._reported >= REPORT_INTERVAL:
                self._report()
        self.loop_ended = True
        self.enter("saving")

    def _report(self) -> None:
        self._reported = self._clock()
        rate = self._rate()
        remaining = None if self.total is None else self.total - self.finished
        self._records.emit(
            "progress",
            phase=self.phase,
            iteration=self.finished,
            total=self.total,
            iterations_per_second=rate,
            eta_seconds=round(remaining / rate, 3) if rate and remaining is not None else None,
        )

    def _rate(self) -> float | None:
        if len(self._times) < 2 or self._times[-1] <= self._times[0]:
            return None
        return round((len(self._times) - 1) / (self._times[-1] - self._times[0]), 4)
