"""The queue, with real supervisors, when the store, the disk or a start fails."""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from temper.errors import Conflict, NotFound, StorageError
from temper.runs.history import read_events
from temper.runs.hub import Hub
from temper.runs.journal import Journal
from temper.runs.queue import RunQueue
from temper.runs.watch import RunWatch, Seen
from tests.runs.places import a_run
from tests.runs.queued import Runs
from tests.stand_in import is_gapless
from tests.supervised import wait_until


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

    @contextmanager
    def fail() -> Generator[None]:
        raise StorageError("no room in the trash")
        yield

    with pytest.raises(StorageError):
        runs.queue.remove("one", fail())
    assert runs.stored("one").status == "queued"
    runs.queue.remove("one", nullcontext())
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


def test_a_run_that_crashes_leaves_the_next_one_its_turn(runs: Runs) -> None:
    runs.store.failures = 0
    runs.add("one", "ends", "signal", "SIGSEGV")
    runs.add("two", "well_behaved")
    runs.queue.start()
    runs.wait_for("two", "completed")
    assert runs.stored("one").status == "failed"
    assert "SIGSEGV" in (runs.stored("one").reason or "")


def test_a_stop_that_is_only_in_the_log_is_not_undone_by_the_next_server(runs: Runs) -> None:
    runs.store.failures = 0
    runs.add("one", "forever")
    runs.add("two", "well_behaved")
    # As if the server had died after writing the log and before writing the store.
    events = [
        {"type": "result", "outcome": "stopped", "reason": "Stopped before it started."},
        {"type": "state", "status": "stopped", "reason": "Stopped before it started."},
    ]
    Journal(runs.folder("one").events).append_many(events)
    runs.queue.start()
    runs.wait_for("two", "completed")
    assert runs.stored("one").status == "stopped"
    assert runs.stored("one").reason == "Stopped before it started."
    assert not runs.folder("one").supervisor_file.exists()


def test_a_queue_that_stumbles_waits_however_often_it_is_woken_and_says_it_once(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    turns: list[None] = []

    def fail() -> None:
        turns.append(None)
        raise RuntimeError("nothing goes")

    monkeypatch.setattr(runs.queue, "_turn", fail)
    runs.queue.wake()
    runs.queue.start()
    wait_until(lambda: len(turns) == 2, "the second turn")
    assert [record.message for record in caplog.records] == [
        "The queue stumbled; it tries again every second."
    ]


def test_a_run_that_cannot_be_followed_holds_up_no_other(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.store.failures = 0
    for run in ("one", "two"):
        runs.add(run, "well_behaved", status="running")
    Journal(runs.folder("two").events).append({"type": "state", "status": "completed"})
    poll = RunWatch.poll

    def fail_one(watch: RunWatch) -> Seen:
        if watch.run.id == "one":
            raise RuntimeError("not this one")
        return poll(watch)

    monkeypatch.setattr(RunWatch, "poll", fail_one)
    runs.queue.start()
    runs.wait_for("two", "completed")


def test_a_run_that_cannot_be_taken_in_leaves_no_row(runs: Runs) -> None:
    runs.store.failures = 1
    with pytest.raises(sqlite3.Error):
        runs.queue.take_in(a_run("one", status="completed"))
    assert runs.store.get("one") is None
    runs.queue.take_in(a_run("one", status="completed"))
    assert runs.stored("one").status == "completed"
