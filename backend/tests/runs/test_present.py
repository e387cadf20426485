"""A run as the API shows it."""

import pytest

from temper.runs.present import asked_for, run_out, whole_run_out
from tests.runs.places import a_run


def test_a_run_that_said_nothing_yet_shows_what_was_asked_for() -> None:
    shown = run_out(a_run("r1"), queue_position=2)
    assert (shown.model_name, shown.dataset_name) == ("starter-model", "arithmetic")
    assert (shown.progress, shown.summary, shown.queue_position) == (None, None, 2)


def test_a_running_run_shows_speed_and_an_ended_one_no_remaining_time() -> None:
    summary = {"phase": "training", "iterations_per_second": 2.0, "eta_seconds": 5.0}
    running = run_out(
        a_run("r1", status="running", iteration=3, total_iterations=13, summary=summary)
    )
    assert running.progress is not None
    assert running.progress.eta_seconds == 5.0
    ended = run_out(a_run("r1", status="failed", iteration=3, summary=summary))
    assert ended.progress is not None
    assert ended.progress.eta_seconds is None
    assert ended.progress.iterations_per_second == 2.0


def test_the_one_figure_comes_with_its_line() -> None:
    line = {"points": [1.0, 2.0], "every": 1, "skip": 0}
    summary = {"metric": "train_loss", "last": 2.0, "best": 1.0, "sparkline": line}
    shown = run_out(a_run("r1", summary=summary)).summary
    assert shown is not None
    assert (shown.metric, shown.last, shown.best) == ("train_loss", 2.0, 1.0)
    assert shown.sparkline == [1.0, 2.0]


def test_a_request_is_shown_without_what_is_refused_by_now() -> None:
    stored = {"method": "sft", "dataset": "d", "name": "my\u202fdata", "preset": 5, "gone": 1}
    asked = asked_for(a_run("r1", request=stored | {"parameters": {"iters": 3}}))
    assert (asked.name, asked.preset, asked.parameters) == (None, None, {"iters": 3})
    assert (asked.method, asked.model, asked.dataset) == ("sft", "starter-model", "d")


def test_figures_that_are_none_hide_neither_their_run_nor_others() -> None:
    summary = {"metric": "train_loss", "last": "low"}
    broken = a_run("r1", status="completed", iteration="abc", summary=summary)
    with pytest.raises(ValueError, match="/iteration: Input should be a valid integer"):
        whole_run_out(broken)
    shown = run_out(broken)
    assert (shown.id, shown.status, shown.progress, shown.summary) == (
        "r1",
        "completed",
        None,
        None,
    )
