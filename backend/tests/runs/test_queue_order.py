"""A queue that is paused, that stops after a failure, and whose runs have times, with real supervisors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from temper.runs.hub import Hub
from temper.runs.queue import RunQueue
from tests.runs.places import a_run
from tests.runs.queued import Runs
from tests.supervised import wait_until


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(tmp_path / "home")
    runs.store.failures = 0
    yield runs
    runs.queue.close()


def test_a_paused_queue_starts_nothing_until_it_goes_on(runs: Runs) -> None:
    runs.store.queue.change(paused=True, stop_on_failure=None)
    runs.add("one", "well_behaved")
    runs.queue.start()
    runs.queue.stop("one", save=False)
    runs.add("two", "well_behaved")
    runs.queue.wake()
    assert not runs.folder("two").supervisor_file.exists()
    runs.store.queue.change(paused=False, stop_on_failure=None)
    runs.queue.settings_changed()
    runs.wait_for("two", "completed")


def test_a_queue_that_stops_on_failure_pauses_and_names_the_run(runs: Runs) -> None:
    runs.store.queue.change(paused=None, stop_on_failure=True)
    runs.add("one", "well_behaved")
    runs.add("two", "ends", "signal", "SIGSEGV")
    runs.add("three", "well_behaved")
    runs.queue.start()
    wait_until(lambda: runs.store.queue.settings().paused, "the queue to pause")
    assert runs.store.queue.settings().failed_run == "two"
    assert runs.stored("one").status == "completed"
    assert runs.stored("three").status == "queued"
    runs.queue.close()
    # The pause outlives the server.
    again = RunQueue(runs.store, Hub(), runs.folder)
    again.start()
    try:
        assert runs.stored("three").status == "queued"
        runs.store.queue.change(paused=False, stop_on_failure=None)
        again.settings_changed()
        runs.wait_for("three", "completed")
        assert runs.store.queue.settings().failed_run is None
    finally:
        again.close()


def test_a_run_waits_for_its_time_and_lets_others_pass(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = "2026-02-01T01:00:00.000Z"
    monkeypatch.setattr("temper.runs.queue.clock.now", lambda: now)
    runs.add("late", "well_behaved", start_at="2026-02-01T02:00:00.000Z")
    runs.add("past", "well_behaved", start_at="2026-01-01T02:00:00.000Z")
    runs.queue.start()
    runs.wait_for("past", "completed")
    assert runs.stored("late").status == "queued"
    # The clock is set back, then leaps over the time: it starts once, when that is past.
    now = "2026-01-31T23:00:00.000Z"
    runs.queue.wake()
    assert runs.stored("late").status == "queued"
    now = "2026-02-01T03:00:00.000Z"
    runs.wait_for("late", "completed")


def test_the_order_is_kept_by_the_next_server(runs: Runs) -> None:
    for name in ("one", "two", "three"):
        runs.add(name, "well_behaved")
    runs.queue.move("three", "one")
    assert [run.id for run in runs.store.queued()] == ["three", "one", "two"]
    runs.store.insert(a_run("four"))
    assert [run.id for run in runs.store.queued()] == ["three", "one", "two", "four"]
