"""A stop, a deletion or another stop that comes at an awkward moment, with real processes."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from temper.errors import Conflict
from temper.runs.events import ENDED
from temper.runs.history import read_events
from temper.runs.lifecycle import ask_delete
from temper.runs.schemas import RunListChange
from tests.runs.queued import Runs
from tests.stand_in import is_gapless
from tests.supervised import wait_until


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(tmp_path)
    runs.store.failures = 0
    yield runs
    runs.queue.close()


def ends(runs: Runs, run_id: str) -> list[str]:
    """The closing states in the log, which is whole."""
    events = read_events(runs.folder(run_id).events, frozenset())
    assert is_gapless(events)
    assert [event["type"] for event in events].count("result") == 1
    return [event["status"] for event in events if event["type"] == "state"][-1:]


def test_two_stops_end_a_run_once_and_the_harder_one_counts(runs: Runs) -> None:
    runs.add("one", "forever")
    runs.queue.start()
    runs.wait_for("one", "running")
    assert runs.queue.stop("one", save=True).status == "stopping"
    assert runs.queue.stop("one", save=False).status == "stopping"
    assert runs.queue.stop("one", save=True).status == "stopping"
    runs.wait_for("one", "stopped")
    assert ends(runs, "one") == ["stopped"]
    with pytest.raises(Conflict):
        runs.queue.stop("one", save=False)


@pytest.mark.parametrize("save", [True, False])
def test_a_stop_while_the_trainer_is_starting_is_heard(runs: Runs, save: bool) -> None:
    runs.add("one", "saves_on_stop")
    runs.queue.start()
    wait_until(lambda: runs.stored("one").status == "starting", "the start")
    runs.queue.stop("one", save)
    runs.wait_for("one", "stopped")
    assert ends(runs, "one") == ["stopped"]


def test_a_run_that_completes_while_it_is_asked_to_stop_is_complete(runs: Runs) -> None:
    runs.add("one", "well_behaved")
    runs.queue.start()
    stopped_in_time = True
    wait_until(lambda: runs.stored("one").status != "queued", "the start")
    try:
        runs.queue.stop("one", save=True)
    except Conflict:
        stopped_in_time = False
    runs.wait_for("one", "completed")
    assert ends(runs, "one") == ["completed"]
    statuses = read_events(runs.folder("one").events, frozenset({"state"}))
    assert stopped_in_time or "stopping" not in [event["status"] for event in statuses]


def test_a_run_is_not_deleted_between_its_stop_and_its_end(runs: Runs) -> None:
    runs.add("one", "ignores_sigterm")
    runs.queue.start()
    log = runs.folder("one").output_log
    wait_until(lambda: log.exists() and "ready" in log.read_text(), "the trainer")
    runs.queue.stop("one", save=False)
    with pytest.raises(Conflict, match="wait until it has stopped"):
        runs.queue.remove("one", nullcontext())
    runs.wait_for("one", "stopped")
    ask_delete(runs.stored("one"))
    runs.queue.remove("one", nullcontext())
    assert runs.store.get("one") is None


def test_an_end_is_stored_and_logged_before_anybody_hears_of_it(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str, str]] = []

    def listen(change: RunListChange) -> None:
        if change.run is not None and change.run.status in ENDED:
            last = read_events(runs.folder(change.run.id).events, frozenset())[-1]
            heard.append((change.run.status, runs.stored(change.run.id).status, last["status"]))

    monkeypatch.setattr(runs.hub, "list_changed", listen)
    runs.add("one", "well_behaved")
    runs.add("two", "ends", "signal", "SIGKILL")
    runs.add("three", "forever")
    runs.queue.start()
    runs.wait_for("three", "running")
    runs.queue.stop("three", save=False)
    runs.wait_for("three", "stopped")
    wait_until(lambda: len(heard) == 3, "the last end")
    assert heard == [(status,) * 3 for status in ("completed", "failed", "stopped")]
