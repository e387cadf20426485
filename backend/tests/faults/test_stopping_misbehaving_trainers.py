"""A stop ends the whole process group within two seconds, however the trainer takes it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from temper.kit.files import write_json
from temper.runs.identity import identify
from tests.supervised import StartRun, SupervisedRun, living_group, program, wait_until

STOP_SECONDS = 2.0


def wait_until_stopped_within_two_seconds(run: SupervisedRun, asked: float) -> None:
    result = run.wait_for_result()
    took = time.monotonic() - asked
    assert result["outcome"] == "stopped", result
    assert run.statuses()[-2:] == ["stopping", "stopped"]
    assert run.statuses().count("stopping") == 1
    assert took < STOP_SECONDS
    assert living_group(run.trainer()) == []


@pytest.mark.parametrize("name", ["forever", "ignores_sigterm", "ends_politely", "stubborn_child"])
def test_stop_now(start_run: StartRun, name: str) -> None:
    run = start_run(name)
    run.wait_for_text("ready")
    wait_until_stopped_within_two_seconds(run, run.stop(save=False))


def test_stop_now_while_it_floods(start_run: StartRun) -> None:
    run = start_run("floods", "lines", str(10**9))
    run.wait_for_flood()
    wait_until_stopped_within_two_seconds(run, run.stop(save=False))


def test_stop_and_save_leaves_the_trainer_the_time_it_needs(start_run: StartRun) -> None:
    run = start_run("saves_on_stop")
    run.wait_for_status("running")
    run.stop(save=True)
    result = run.wait_for_result()
    assert result["outcome"] == "stopped"
    assert result["reason"] == "Saved."
    assert result["iterations"] == 7
    assert run.statuses() == ["starting", "running", "stopping", "stopped"]
    assert run.texts() == ["saved"]


def test_stop_and_save_has_no_deadline_but_can_be_hardened(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_status("running")
    run.stop(save=True)
    run.wait_for_status("stopping")
    with pytest.raises(subprocess.TimeoutExpired):
        run.handle.wait(1.5)  # longer than the grace of a stop at once
    assert len(living_group(run.trainer())) == 1
    wait_until_stopped_within_two_seconds(run, run.stop(save=False))


def test_a_stop_before_the_first_iteration_never_says_running(start_run: StartRun) -> None:
    run = start_run("ends_politely")
    run.wait_for_text("ready")
    wait_until_stopped_within_two_seconds(run, run.stop(save=False))
    assert run.statuses() == ["starting", "stopping", "stopped"]


def test_a_stop_that_was_there_first_starts_no_trainer(tmp_path: Path) -> None:
    run = SupervisedRun(tmp_path / "run", program("well_behaved"), {})
    write_json(run.folder / "stop.json", {"save": False})
    assert run.start().wait_for_result()["outcome"] == "stopped"
    assert run.statuses() == ["starting", "stopping", "stopped"]
    assert run.texts() == []


def test_who_ends_the_supervisor_ends_the_run_in_order(start_run: StartRun) -> None:
    run = start_run("ignores_sigterm")
    run.wait_for_text("ready")
    asked = time.monotonic()
    os.kill(run.handle.identity.pid, signal.SIGTERM)
    wait_until_stopped_within_two_seconds(run, asked)
    assert "supervisor was asked to end" in run.events("result")[0]["reason"]
    assert run.handle.poll() == 0


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_a_closed_terminal_does_not_end_the_run(
    start_run: StartRun, number: signal.Signals
) -> None:
    run = start_run("saves_on_stop")
    run.wait_for_status("running")
    os.kill(run.handle.identity.pid, number)
    run.stop(save=True)
    assert run.wait_for_result()["reason"] == "Saved."


def test_a_stop_that_comes_after_the_end_does_not_excuse_a_crash(start_run: StartRun) -> None:
    run = start_run("leaves_child", "crash")
    trainer = run.trainer()
    wait_until(lambda: identify(trainer) is None, "the crash, after which output is read on")
    run.stop(save=False)
    assert run.wait_for_result()["outcome"] == "failed"
    assert run.statuses() == ["starting", "failed"]
