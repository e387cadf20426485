"""The queue, with real supervisors, when the store, the disk or a start fails."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from temper.database import Database
from temper.errors import Conflict, NotFound, StorageError
from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.history import read_events
from temper.runs.hub import Hub
from temper.runs.journal import Journal
from temper.runs.queue import RunQueue
from temper.runs.run import Run
from temper.runs.store import RunStore
from tests.runs.places import a_run
from tests.stand_in import is_gapless
from tests.supervised import program, wait_until


class FailingStore(RunStore):
    """Loses the first three ends that it is told of."""

    failures = 3

    def update(self, run: Run) -> None:
        if run.ended and self.failures:
            self.failures -= 1
            raise sqlite3.OperationalError("database or disk is full")
        super().update(run)


class Runs:
    """A queue, its store and its folders."""

    def __init__(self, home: Path) -> None:
        (home / "runs").mkdir(parents=True)
        self.root = home / "runs"
        self.store = FailingStore(Database(home / "temper.db"))
        self.queue = RunQueue(self.store, Hub(), self.folder)

    def folder(self, run_id: str) -> RunFolder:
        return RunFolder(self.root / run_id)

    def add(self, run_id: str, *launch: str) -> None:
        folder = self.folder(run_id)
        folder.path.mkdir()
        write_json(folder.plan_file, {"launch": program(*launch)})
        Journal(folder.events).append({"type": "state", "status": "queued"})
        self.store.insert(a_run(run_id))

    def stored(self, run_id: str) -> Run:
        run = self.store.get(run_id)
        assert run is not None
        return run

    def wait_for(self, run_id: str, status: str) -> None:
        wait_until(lambda: self.stored(run_id).status == status, f"{run_id} to be {status}")


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(tmp_path)
    yield runs
    runs.queue.close()


def test_an_end_that_could_not_be_stored_is_stored_later_and_the_queue_goes_on(runs: Runs) -> None:
    runs.add("one", "well_behaved")
    runs.add("two", "well_behaved")
    runs.queue.start()
    runs.wait_for("one", "completed")
    runs.wait_for("two", "completed")
    assert runs.store.failures == 0


def test_a_stop_right_after_the_start_leaves_one_log_with_one_writer(runs: Runs) -> None:
    runs.store.failures = 0
    runs.add("one", "forever")
    runs.queue.start()
    wait_until(lambda: runs.stored("one").status != "queued", "the start")
    assert runs.queue.stop("one", save=False).status == "stopping"
    runs.wait_for("one", "stopped")
    events = read_events(runs.folder("one").events, frozenset())
    assert is_gapless(events)
    assert [event["type"] for event in events].count("result") == 1


def test_a_run_that_cannot_be_started_fails_and_the_next_one_starts(runs: Runs) -> None:
    runs.store.failures = 0
    runs.add("one", "well_behaved")
    runs.add("two", "well_behaved")
    (runs.folder("one").path / "lock").mkdir()
    runs.queue.start()
    runs.wait_for("two", "completed")
    failed = runs.stored("one")
    assert failed.status == "failed"
    assert "could not be started" in (failed.reason or "")
    events = read_events(runs.folder("one").events, frozenset())
    assert [e.get("status") for e in events if e["type"] == "state"] == ["queued", "failed"]


def test_a_run_whose_folder_cannot_be_put_away_is_kept(runs: Runs) -> None:
    runs.add("one", "well_behaved")

    def fail() -> None:
        raise StorageError("no room in the trash")

    with pytest.raises(StorageError):
        runs.queue.remove("one", fail)
    assert runs.stored("one").status == "queued"
    runs.queue.remove("one", lambda: None)
    assert runs.store.get("one") is None


def test_what_is_not_there_is_not_found_and_what_ended_is_not_stopped(runs: Runs) -> None:
    runs.store.failures = 0
    with pytest.raises(NotFound):
        runs.queue.current("nothing")
    with pytest.raises(NotFound):
        runs.queue.stop("nothing", save=True)
    assert runs.queue.has_ended("nothing")
    runs.add("one", "well_behaved")
    assert not runs.queue.has_ended("one")
    assert runs.queue.stop("one", save=True).status == "stopped"
    assert runs.queue.has_ended("one")
    with pytest.raises(Conflict):
        runs.queue.stop("one", save=True)


def test_closing_leaves_the_run_to_the_next_queue(runs: Runs, tmp_path: Path) -> None:
    runs.store.failures = 0
    runs.add("one", "trains_until_told")
    runs.queue.start()
    runs.wait_for("one", "running")
    runs.queue.close()
    again = RunQueue(runs.store, Hub(), runs.folder)
    again.start()
    try:
        (runs.folder("one").path / "go").touch()
        runs.wait_for("one", "completed")
    finally:
        again.close()
