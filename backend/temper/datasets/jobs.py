"""Long work that goes on: the same work once, at most a few at a time, shown, and called off at will."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from temper.datasets.failures import WorkBrokeOff, WorkCancelled
from temper.datasets.job_schemas import Job, JobKind, JobState
from temper.errors import NotFound, TemperError
from temper.kit.child import Cancel, Cancelled, ChildDied
from temper.kit.ids import new_id
from temper.kit.tasks import Progress

log = logging.getLogger("temper")

T = TypeVar("T")

Lane = Literal["small", "heavy", "tokens", "download"]
"""`small`: quick work in this process, which is not shown."""
_AT_ONCE: dict[Lane, int] = {"small": 1, "heavy": 2, "tokens": 1, "download": 2}
_KEEP_ENDED = 50
_KEEP_SECONDS = 3600.0
_ETA_AFTER = 1.0
_ETA_SHARE = 0.02


@dataclass
class Running(Generic[T]):
    """One piece of work, from the moment it was asked for."""

    kind: JobKind
    title: str
    dataset: str | None
    lane: Lane
    future: "Future[T]" = field(default_factory=lambda: Future[Any]())
    cancel: Cancel = field(default_factory=Cancel)
    id: str = field(default_factory=new_id)
    state: JobState = "waiting"
    share: float | None = None
    began: float = 0.0
    ended: float = 0.0
    made: str | None = None

    def result(self) -> T:
        """What came of it, waiting for the end. Raises what the work raised, WorkCancelled, WorkBrokeOff."""
        return self.future.result()

    def shown(self) -> Job:
        """It, for people."""
        error = self.future.exception() if self.state == "failed" else None
        return Job(
            id=self.id,
            kind=self.kind,
            title=self.title,
            dataset=self.dataset,
            state=self.state,
            progress=1.0 if self.state == "done" else self.share,
            seconds_left=self._seconds_left() if self.state == "running" else None,
            error=_words(error) if error else None,
            result=self.made,
        )

    def _seconds_left(self) -> float | None:
        elapsed, share = time.monotonic() - self.began, self.share or 0.0
        if elapsed < _ETA_AFTER or share < _ETA_SHARE:
            return None
        return round(elapsed * (1 - share) / share, 1)


Work = Callable[[Progress, Cancel], T]


class Jobs:
    """All work of one server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: dict[str, Running[Any]] = {}
        self._by_key: dict[str, Running[Any]] = {}
        self._lanes = {
            lane: ThreadPoolExecutor(most, thread_name_prefix=f"datasets-{lane}")
            for lane, most in _AT_ONCE.items()
        }

    def start(
        self,
        kind: JobKind,
        title: str,
        work: Work[T],
        *,
        key: str | None = None,
        dataset: str | None = None,
        lane: Lane = "heavy",
        made: Callable[[T], str | None] = lambda _: None,
    ) -> Running[T]:
        """Begin the work, or join the same work that goes on under this key."""
        key = f"{kind} {key}" if key else None
        with self._lock:
            going = self._by_key.get(key) if key else None
            if going is not None and not going.future.done():
                return going
            running = Running[T](kind, title, dataset, lane)
            self._all[running.id] = running
            if key:
                self._by_key[key] = running
            self._forget_old()
        self._lanes[lane].submit(self._run, running, work, key, made)
        return running

    def items(self) -> list[Job]:
        """What goes on, and what ended lately; newest first."""
        with self._lock:
            self._forget_old()
            found = [job for job in self._all.values() if job.lane != "small"]
        return [job.shown() for job in reversed(found)]

    def get(self, job_id: str) -> Job:
        """One job. Raises NotFound."""
        return self._find(job_id).shown()

    def cancel(self, job_id: str) -> Job:
        """Call a job off; one that has ended stays as it is. Raises NotFound."""
        running = self._find(job_id)
        if running.state in ("waiting", "running"):
            running.cancel.ask()
            self._end(running, "cancelled", _cancelled(running))
        return running.shown()

    def cancel_on(self, dataset_id: str) -> None:
        """Call off all work on a dataset."""
        self._call_off(lambda job: job.dataset == dataset_id)

    def close(self) -> None:
        """Call everything off."""
        self._call_off(lambda _: True)
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)

    def _call_off(self, wanted: Callable[[Running[Any]], bool]) -> None:
        with self._lock:
            going = [job for job in self._all.values() if job.state in ("waiting", "running")]
        for running in filter(wanted, going):
            running.cancel.ask()
            self._end(running, "cancelled", _cancelled(running))

    def _find(self, job_id: str) -> Running[Any]:
        with self._lock:
            running = self._all.get(job_id)
        if running is None or running.lane == "small":
            raise NotFound(
                f"There is no job {job_id[:80]!r}; jobs that ended are kept for an hour."
            )
        return running

    def _run(
        self,
        running: Running[T],
        work: Work[T],
        key: str | None,
        made: Callable[[T], str | None],
    ) -> None:
        def told(share: float) -> None:
            running.cancel.check()
            running.share = min(max(share, 0.0), 1.0)

        try:
            running.cancel.check()
            running.state, running.began = "running", time.monotonic()
            result = work(told, running.cancel)
        except Cancelled:
            self._let_go(running, key)
            self._end(running, "cancelled", _cancelled(running))
        except ChildDied as death:
            log.error("%s: %s\n%s", running.title, death, death.tail)
            self._let_go(running, key)
            self._end(running, "failed", _broke_off(running, death))
        except BaseException as error:
            self._let_go(running, key)
            self._end(running, "failed", error)
        else:
            running.made = made(result)
            self._let_go(running, key)
            self._end(running, "done", None, result)

    def _let_go(self, running: Running[Any], key: str | None) -> None:
        """From here on the same work begins anew; after it was called off it may have already."""
        with self._lock:
            if key and self._by_key.get(key) is running:
                del self._by_key[key]

    def _end(
        self,
        running: Running[Any],
        state: JobState,
        error: BaseException | None,
        result: Any = None,
    ) -> None:
        with self._lock:
            if running.future.done():
                return
            running.state, running.ended = state, time.monotonic()
            if running.lane == "small":
                self._all.pop(running.id, None)
        if error is None:
            running.future.set_result(result)
        else:
            running.future.set_exception(error)

    def _forget_old(self) -> None:
        limit = time.monotonic() - _KEEP_SECONDS
        ended = [job for job in self._all.values() if job.ended]
        for index, job in enumerate(reversed(ended)):
            if index >= _KEEP_ENDED or job.ended < limit:
                self._all.pop(job.id, None)


def _cancelled(running: Running[Any]) -> WorkCancelled:
    return WorkCancelled(f"It was cancelled: {running.title}. Ask again to begin anew.")


def _broke_off(running: Running[Any], death: ChildDied) -> WorkBrokeOff:
    return WorkBrokeOff(
        f"It broke off: {running.title}. {death} Where the memory was full, close other programs or "
        "split the file; then ask again."
    )


def _words(error: BaseException) -> str:
    if isinstance(error, TemperError):
        return error.detail
    return str(getattr(error, "detail", error)) or type(error).__name__
