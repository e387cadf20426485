"""Time as the service writes it: UTC, RFC 3339, milliseconds."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime


def now() -> str:
    """The present moment, `2026-01-31T14:23:05.123Z`."""
    return written(time.time())


def written(seconds: float) -> str:
    """A moment in seconds since the epoch, as `now` writes it."""
    return of(datetime.fromtimestamp(seconds, UTC))


def of(moment: datetime) -> str:
    """A moment with a zone, as `now` writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """The moment that `now` wrote. Raises ValueError."""
    return datetime.fromisoformat(text)


def elapsed() -> float:
    """Seconds since some moment, on a clock that nobody sets and that goes on while the machine sleeps."""
    # Python's `monotonic` stands still in sleep on both systems. On macOS CLOCK_MONOTONIC goes on
    # (clock_gettime(3)), on Linux only CLOCK_BOOTTIME does (clock_gettime(2)).
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SteadyClock:
    """The wall clock as it was at first, gone on with by a clock that nobody sets.

    However the wall clock is set meanwhile, times neither go back nor leap, and the difference of
    two is what passed.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, passed: Callable[[], float] = elapsed
    ) -> None:
        self._passed = passed
        self._offset = wall() - passed()

    def now(self) -> str:
        return written(self._offset + self._passed())
