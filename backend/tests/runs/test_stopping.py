"""How a supervisor is told to stop, whatever became of its disk or of itself."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from temper.errors import StorageError
from temper.runs import stopping
from temper.runs.folder import RunFolder
from temper.runs.lost import GIVEN_UP
from temper.runs.process import recorded_trainer
from temper.runs.run import Run
from temper.runs.supervision import TOLD_TO_END
from tests.runs.queued import Runs
from tests.supervised import wait_until


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    """One run that trains for ever."""
    runs = Runs(tmp_path)
    runs.store.failures = 0
    runs.add("one", "forever")
    runs.queue.start()
    wait_until(lambda: recorded_trainer(runs.folder("one").path), "the trainer")
    yield runs
    runs.queue.close()


def trainer_is_gone(runs: Runs) -> bool:
    trainer = recorded_trainer(runs.folder("one").path)
    assert trainer is not None
    return not psutil.pid_exists(trainer.pid)


def test_where_no_word_can_be_written_the_run_ends_all_the_same_and_says_what_is_lost(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.folder("one").stop_file.mkdir()

    def full(_: Run) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(runs.store, "update", full)
        asked = runs.queue.stop("one", save=True)
    assert asked.status == "stopping"
    assert "stop.json cannot be written (Is a directory)" in (asked.reason or "")
    assert "What no checkpoint holds is lost" in (asked.reason or "")
    runs.wait_for("one", "stopped")
    assert runs.stored("one").reason == TOLD_TO_END
    assert trainer_is_gone(runs)


def test_a_run_whose_supervisor_is_frozen_is_ended_by_the_server(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("temper.runs.watch.HEED_SECONDS", 0.05)
    supervisor = next(p for p in psutil.Process().children() if "one" in p.cmdline()[-2])
    os.kill(supervisor.pid, signal.SIGSTOP)
    assert runs.queue.stop("one", save=False).status == "stopping"
    runs.wait_for("one", "stopped")
    assert runs.stored("one").reason == GIVEN_UP
    wait_until(lambda: trainer_is_gone(runs), "the end of the trainer")
    wait_until(lambda: not psutil.pid_exists(supervisor.pid), "the end of the supervisor")


def test_a_stop_that_reaches_nobody_says_so(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.stop_file.mkdir()
    with pytest.raises(StorageError, match="no supervisor was found to send SIGTERM"):
        stopping.ask(folder, None, save=False)
