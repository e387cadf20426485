"""What a run may do next."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from temper.errors import Conflict
from temper.runs.events import ENDED, RunStatus
from temper.runs.lifecycle import (
    SPARKLINE_POINTS,
    ask_delete,
    ask_resume,
    ask_stop,
    extend_sparkline,
    see,
)
from temper.runs.run import Run

RUN = Run(
    id="r1",
    name="a run",
    method="grpo",
    model="starter-model",
    dataset="arithmetic",
    status="running",
    request={"method": "grpo"},
    created_at="2026-01-31T10:00:00.000Z",
    total_iterations=40,
)
STATUSES: list[RunStatus] = ["queued", "starting", "running", "stopping"]


def event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"seq": 2, "time": "2026-01-31T10:00:05.000Z", "type": kind, **fields}


def test_a_queued_run_is_stopped_at_once_without_a_process() -> None:
    step = ask_stop(replace(RUN, status="queued"), save=True)
    assert step.run.status == "stopped"
    assert step.instructions == ("journal_stopped",)


@pytest.mark.parametrize("status", ["starting", "running"])
def test_a_stop_that_saves_asks_the_trainer(status: RunStatus) -> None:
    step = ask_stop(replace(RUN, status=status), save=True)
    assert step.run.status == "stopping"
    assert step.instructions == ("write_stop_save",)


@pytest.mark.parametrize("status", ["starting", "running", "stopping"])
def test_stop_now_always_goes_through(status: RunStatus) -> None:
    assert ask_stop(replace(RUN, status=status), save=False).instructions == ("write_stop_now",)


def test_a_second_stop_never_softens_the_first() -> None:
    assert ask_stop(replace(RUN, status="stopping"), save=True).instructions == ()


@pytest.mark.parametrize("status", sorted(ENDED))
def test_a_run_that_has_ended_cannot_be_stopped(status: RunStatus) -> None:
    with pytest.raises(Conflict, match="ended already"):
        ask_stop(replace(RUN, status=status), save=True)


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("starting", "stop it first"),
        ("running", "stop it first"),
        ("stopping", "wait until it has stopped"),
    ],
)
def test_a_run_with_a_process_cannot_be_deleted(status: RunStatus, advice: str) -> None:
    with pytest.raises(Conflict, match=advice):
        ask_delete(replace(RUN, status=status))


@pytest.mark.parametrize("status", ["queued", *sorted(ENDED)])
def test_a_run_without_a_process_can_be_deleted(status: RunStatus) -> None:
    ask_delete(replace(RUN, status=status))


def test_resuming_needs_an_end_a_checkpoint_and_something_left() -> None:
    stopped = replace(RUN, status="stopped")
    assert ask_resume(stopped, for_longer=False) == 40
    for run in (RUN, replace(RUN, status="completed")):
        with pytest.raises(Conflict):
            ask_resume(run, for_longer=False)


def test_a_run_of_which_nobody_knows_what_was_asked_for_does_not_go_on() -> None:
    with pytest.raises(Conflict, match="restart Temper"):
        ask_resume(replace(RUN, status="stopped", request={}), for_longer=False)


def test_a_complete_run_goes_on_where_more_is_asked_for() -> None:
    complete = replace(RUN, status="completed", total_iterations=40)
    assert ask_resume(complete, for_longer=True) == 40


@pytest.mark.parametrize("status", sorted(ENDED))
def test_nothing_that_comes_after_the_end_changes_a_run(status: RunStatus) -> None:
    ended = replace(RUN, status=status)
    assert see(ended, event("state", status="running")) == ended
    assert see(ended, event("progress", phase="training", iteration=7, total=40)) == ended


def test_a_start_that_is_seen_late_does_not_undo_a_stop() -> None:
    stopping = replace(RUN, status="stopping")
    assert see(stopping, event("state", status="running")).status == "stopping"
    assert see(stopping, event("state", status="stopped")).status == "stopped"


def test_the_log_tells_when_a_run_began_and_ended_and_why() -> None:
    run = see(replace(RUN, status="starting"), event("state", status="running"))
    assert run.started_at == "2026-01-31T10:00:05.000Z"
    run = see(run, event("result", outcome="failed", reason="The loss is not a number."))
    run = see(run, event("state", status="failed"))
    assert (run.status, run.reason) == ("failed", "The loss is not a number.")
    assert run.ended_at == "2026-01-31T10:00:05.000Z"


def test_reward_is_best_when_high_and_loss_when_low() -> None:
    def summary(name: str, values: list[float]) -> dict[str, Any]:
        run = RUN
        for number, value in enumerate(values, 1):
            run = see(run, event("metric", iteration=number, split="train", values={name: value}))
        return run.summary

    assert summary("train_total_rewards_mean", [1.0, 3.0, 2.0])["best"] == 3.0
    losses = summary("train_loss", [1.0, 0.2, 0.4])
    assert (losses["best"], losses["last"]) == (0.2, 0.4)


def test_a_value_that_is_no_number_leaves_the_summary_alone() -> None:
    metric = event("metric", iteration=1, split="train", values={"train_loss": None})
    assert see(RUN, metric) == RUN


def test_a_sparkline_keeps_its_length_and_its_order() -> None:
    line = None
    for number in range(10_000):
        line = extend_sparkline(line, float(number))
    assert line is not None
    points = line["points"]
    assert SPARKLINE_POINTS / 2 <= len(points) <= SPARKLINE_POINTS
    assert points == sorted(points)
    assert points[0] == 0.0
    assert points[-1] > 9_500
    steps = {b - a for a, b in pairwise(points)}
    assert len(steps) == 1, "the points stand at equal distances"
