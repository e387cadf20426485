"""The training loop's own bar becomes progress records, and the place to stop at."""

import threading
from collections.abc import Callable

import pytest

from temper.trainer.bar import bar_for
from temper.trainer.progress import Progress
from temper.trainer.records import Records
from tests.trainer.wrapped import Recorded


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def watched(
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Progress, Recorded, Clock]:
    sink, clock = Recorded(), Clock()
    return Progress(Records(sink), stop, clock), sink, clock


def train(progress: Progress, clock: Clock, steps: int, seconds: float) -> None:
    for _ in bar_for(progress)(range(1, steps + 1), desc="Training", disable=False):
        clock.now += seconds


def test_a_fast_loop_reports_four_times_a_second_and_its_first_and_last_iteration():
    progress, sink, clock = watched()
    train(progress, clock, steps=1000, seconds=0.01)
    training = [record for record in sink.records if record["phase"] == "training"]
    iterations = [record["iteration"] for record in training]
    assert iterations[:2] == [0, 1] and iterations[-1] == 1000
    assert 40 <= len(iterations) <= 43
    assert all(record["total"] == 1000 for record in training)


def test_speed_and_remaining_time_follow_the_last_iterations():
    progress, sink, clock = watched()
    for step in progress.iterate(range(1, 11)):
        clock.now += 15 if step == 1 else 0.5
    slow, steady = sink.records[1], sink.records[5]
    assert slow["iterations_per_second"] == pytest.approx(1 / 15, abs=1e-3)
    assert steady["iteration"] == 5
    assert steady["iterations_per_second"] == 2 and steady["eta_seconds"] == 2.5


def test_phases_are_reported_when_they_change():
    progress, sink, clock = watched()
    progress.enter("loading")
    for _ in progress.iterate(range(1, 2)):
        with progress.during("validating"):
            pass
        clock.now += 1
    phases = [record["phase"] for record in sink.records]
    assert phases == ["loading", "training", "validating", "training", "training", "saving"]
    assert progress.loop_ended and progress.finished == progress.total == 1


def test_a_request_to_stop_ends_the_loop_before_the_next_iteration():
    request = threading.Event()
    progress, sink, _ = watched(request.is_set)
    for step in progress.iterate(range(1, 101)):
        if step == 3:
            request.set()
    assert progress.stopped and progress.loop_ended
    assert progress.finished == 3
    assert sink.records[-1]["phase"] == "saving" and sink.records[-1]["iteration"] == 3


def test_another_bar_is_silent():
    progress, sink, _ = watched()
    assert list(bar_for(progress)(["a", "b"], desc="Judging")) == ["a", "b"]
    assert sink.records == []


def test_text_beside_the_bar_stays_a_printed_line(capsys: pytest.CaptureFixture[str]):
    bar_for(watched()[0]).write("Iter 1: loss 2.0")
    assert capsys.readouterr().out == "Iter 1: loss 2.0\n"
