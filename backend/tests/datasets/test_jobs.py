"""Work is done once, a little at a time, shown while it goes on, and called off at will."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from temper.datasets.failures import WorkBrokeOff, WorkCancelled
from temper.datasets.jobs import Jobs, Running
from temper.errors import InvalidRequest, NotFound
from temper.kit.child import Cancel, Cancelled, ChildDied
from temper.kit.tasks import Progress


class Gate:
    """Work that goes on until it is let go, or called off."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.open = threading.Event()
        self.times = 0

    def __call__(self, progress: Progress, cancel: Cancel) -> int:
        self.times += 1
        progress(0.25)
        with cancel.by(self.open.set):
            self.begun.set()
            self.open.wait(20)
        cancel.check()
        return self.times


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def until(condition: Callable[[], bool], patience: float = 20) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def start(jobs: Jobs, work: Callable[[Progress, Cancel], Any], **more: Any) -> Running[Any]:
    return jobs.start("validate", "Checking x.jsonl", work, **more)


def test_the_same_work_is_joined_while_it_goes_on(jobs: Jobs) -> None:
    gate = Gate()
    first = start(jobs, gate, key="x")
    gate.begun.wait(20)
    assert start(jobs, gate, key="x") is first
    assert len(jobs.items()) == 1
    gate.open.set()
    assert first.result() == 1
    again = start(jobs, gate, key="x")
    assert again is not first
    assert again.result() == 2


def made_of(times: int) -> str:
    return f"made-{times}"


def test_a_job_shows_its_progress_and_its_end(jobs: Jobs) -> None:
    gate = Gate()
    running = start(jobs, gate, dataset="numbers", made=made_of)
    gate.begun.wait(20)
    shown = jobs.get(running.id)
    assert (shown.state, shown.progress, shown.dataset) == ("running", 0.25, "numbers")
    gate.open.set()
    running.result()
    until(lambda: jobs.get(running.id).state == "done")
    assert (jobs.get(running.id).progress, jobs.get(running.id).result) == (1.0, "made-1")


def test_the_time_that_is_left_follows_from_the_share_that_is_done(jobs: Jobs) -> None:
    running = start(jobs, Gate())
    until(lambda: running.state == "running" and running.share == 0.25)
    assert running.shown().seconds_left is None
    running.began -= 30
    assert running.shown().seconds_left == pytest.approx(90, abs=2)
    jobs.cancel(running.id)


def test_only_two_heavy_jobs_go_on_at_once_and_others_are_shown_waiting(jobs: Jobs) -> None:
    gates = [Gate() for _ in range(3)]
    running = [start(jobs, gate) for gate in gates]
    for gate in gates[:2]:
        gate.begun.wait(20)
    assert [job.state for job in jobs.items()] == ["waiting", "running", "running"]
    gates[0].open.set()
    assert gates[2].begun.wait(20)
    for gate in gates:
        gate.open.set()
    assert [job.result() for job in running] == [1, 1, 1]


def test_a_download_keeps_no_validation_waiting(jobs: Jobs) -> None:
    gates = [Gate() for _ in range(3)]
    for gate in gates[:2]:
        jobs.start("download", "Downloading", gate, lane="download")
    start(jobs, gates[2])
    for gate in gates:
        assert gate.begun.wait(20)


def test_whoever_waits_for_work_that_is_called_off_is_told(jobs: Jobs) -> None:
    gate = Gate()
    running = start(jobs, gate, key="x")
    gate.begun.wait(20)
    assert jobs.cancel(running.id).state == "cancelled"
    with pytest.raises(WorkCancelled, match=r"It was cancelled: Checking x\.jsonl"):
        running.result()
    assert jobs.cancel(running.id).state == "cancelled"


def test_work_that_was_called_off_begins_anew_when_asked_for_at_once(jobs: Jobs) -> None:
    gate = Gate()
    first = start(jobs, gate, key="x")
    gate.begun.wait(20)
    jobs.cancel(first.id)
    second = start(jobs, gate, key="x")
    assert second is not first
    assert second.result() == 2


def test_waiting_work_that_is_called_off_is_never_begun(jobs: Jobs) -> None:
    gates = [Gate() for _ in range(3)]
    running = [start(jobs, gate) for gate in gates]
    gates[0].begun.wait(20)
    gates[1].begun.wait(20)
    jobs.cancel(running[2].id)
    with pytest.raises(WorkCancelled):
        running[2].result()
    for gate in gates[:2]:
        gate.open.set()
    for job in running[:2]:
        job.result()
    later = start(jobs, Gate())
    until(lambda: later.state == "running")
    jobs.cancel(later.id)
    assert gates[2].times == 0


@pytest.mark.parametrize(
    ("error", "raised", "words"),
    [
        (InvalidRequest("No rows."), InvalidRequest, "No rows."),
        (ChildDied(-9, "out of memory\n"), WorkBrokeOff, "was killed (SIGKILL): out of memory"),
        (Cancelled(), WorkCancelled, None),
    ],
)
def test_a_failure_is_told_to_who_waits_and_in_the_list(
    jobs: Jobs, error: Exception, raised: type[Exception], words: str | None
) -> None:
    def fail(progress: Progress, cancel: Cancel) -> None:
        raise error

    running = start(jobs, fail)
    with pytest.raises(raised):
        running.result()
    shown = jobs.get(running.id)
    assert shown.state == ("failed" if words else "cancelled")
    assert words is None or words in str(shown.error)


def test_quick_work_is_not_shown(jobs: Jobs) -> None:
    gate = Gate()
    running = start(jobs, gate, lane="small")
    gate.begun.wait(20)
    assert jobs.items() == []
    gate.open.set()
    running.result()
    with pytest.raises(NotFound):
        jobs.get(running.id)


def test_the_last_fifty_that_ended_are_kept(jobs: Jobs) -> None:
    gate = Gate()
    gate.open.set()
    made = [start(jobs, gate) for _ in range(55)]
    for running in made:
        running.result()
    until(lambda: len(jobs.items()) == 50)
    assert jobs.items()[0].id == made[-1].id


def test_closing_calls_everything_off() -> None:
    jobs = Jobs()
    gates = [Gate() for _ in range(3)]
    running = [start(jobs, gate) for gate in gates]
    gates[0].begun.wait(20)
    jobs.close()
    for job in running:
        with pytest.raises(WorkCancelled):
            job.result()
