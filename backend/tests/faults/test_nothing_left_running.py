"""Whatever a trainer started ends with it, and all of it ends with its supervisor."""

import os
import signal
import time

import psutil
import pytest

from temper.kit.files import read_object
from temper.runs.identity import is_alive
from temper.runs.process import living_kin, recorded_mark, recorded_trainer
from tests.supervised import StartRun, SupervisedRun, wait_until


def ranks(run: SupervisedRun) -> list[int]:
    """The pids of the two ranks."""
    run.wait_for_text("ready")
    return [int(text.split()[1]) for text in run.texts("stdout") if text.startswith("rank")]


def alive(pids: list[int]) -> list[int]:
    return [
        pid
        for pid in pids
        if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    ]


def mark_of(run: SupervisedRun) -> str:
    mark = recorded_mark(run.folder)
    assert mark is not None
    return mark


@pytest.mark.parametrize("where", [[], ["away"]], ids=["in the group", "in sessions of their own"])
def test_stop_now_ends_the_ranks_of_a_launcher(start_run: StartRun, where: list[str]) -> None:
    run = start_run("launches_ranks", *where)
    started = ranks(run)
    assert len(alive(started)) == 2
    asked = run.stop(save=False)
    assert run.wait_for_result()["outcome"] == "stopped"
    assert time.monotonic() - asked < 2
    assert alive(started) == []


@pytest.mark.parametrize("where", [[], ["away"]], ids=["in the group", "in sessions of their own"])
def test_a_killed_supervisor_takes_the_ranks_of_a_launcher_with_it(
    start_run: StartRun, where: list[str]
) -> None:
    run = start_run("launches_ranks", *where)
    started = ranks(run)
    trainer = recorded_trainer(run.folder)
    assert trainer is not None
    mark = mark_of(run)
    os.kill(run.handle.identity.pid, signal.SIGKILL)
    killed = time.monotonic()
    wait_until(lambda: not is_alive(trainer) and not alive(started), "the end of all of them")
    assert time.monotonic() - killed < 5
    assert living_kin(mark) == []


def test_a_killed_launcher_leaves_no_rank(start_run: StartRun) -> None:
    run = start_run("launches_ranks", "away")
    started = ranks(run)
    os.kill(run.trainer(), signal.SIGKILL)
    assert run.wait_for_result()["signal"] == "SIGKILL"
    assert alive(started) == []


def test_a_run_that_ends_leaves_neither_guard_nor_anything_else(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_text("ready")
    supervisor = psutil.Process(run.handle.identity.pid)
    beside = supervisor.children(recursive=True)
    assert len(beside) == 2, "the trainer and its guard"
    run.stop(save=False)
    run.wait_for_result()
    assert alive([process.pid for process in beside]) == []


def test_the_guard_takes_no_other_process_with_the_trainers_pid(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_text("ready")
    with psutil.Popen(["sleep", "60"], start_new_session=True) as other:
        file = run.folder / "supervisor.json"
        noted = read_object(file) or {}
        born = {"pid": other.pid, "start_time": 1.0, "born": "an earlier boot:1"}
        file.write_text(str(noted | {"trainer": born}).replace("'", '"'))
        os.kill(run.handle.identity.pid, signal.SIGKILL)
        wait_until(lambda: not living_kin(noted["mark"]), "the end of the trainer")
        assert other.poll() is None
        other.kill()
