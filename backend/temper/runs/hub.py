"""News of runs, from the queue's thread to the sockets that wait in the event loop."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from temper.runs.schemas import RunListChange

T = TypeVar("T")

Changes = asyncio.Queue[RunListChange | None]
"""What a reader of the run list has yet to be sent; None: it fell too far behind."""

BACKLOG = 1_000
"""Changes that a slow reader of the run list may fall behind before it is cut off."""


class Hub:
    """Wakes the streams of a run, and hands changes of the run list to everyone who listens."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: defaultdict[str, set[asyncio.Future[None]]] = defaultdict(set)
        self._listeners: set[Changes] = set()

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the loop that the sockets live in; until then, and after it closed, news is dropped."""
        self._loop = loop

    def log_grew(self, run_id: str) -> None:
        """Wake every stream of this run. From any thread."""
        self._call(self._wake, run_id)

    def list_changed(self, change: RunListChange) -> None:
        """Tell every listener of the run list. From any thread."""
        self._call(self._tell, change)

    async def wait(self, run_id: str, seconds: float) -> None:
        """Return when the run's log grew, or after so many seconds."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[run_id].add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting[run_id].discard(future)
            if not self._waiting[run_id]:
                del self._waiting[run_id]

    def listen(self) -> Changes:
        """A queue of changes of the run list."""
        queue: Changes = asyncio.Queue(BACKLOG + 1)
        self._listeners.add(queue)
        return queue

    def forget(self, queue: Changes) -> None:
        self._listeners.discard(queue)

    def _call(self, function: Callable[[T], None], argument: T) -> None:
        if self._loop is not None:
            # The loop may close between the check and the call, when the server ends.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(function, argument)

    def _wake(self, run_id: str) -> None:
        for future in self._waiting.get(run_id, ()):
            if not future.done():
                future.set_result(None)

    def _tell(self, change: RunListChange) -> None:
        for queue in list(self._listeners):
            if queue.qsize() >= BACKLOG:
                self.forget(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(change)
