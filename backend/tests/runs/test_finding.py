"""Runs that a starting server finds by their folders."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from temper.database import Database
from temper.kit.files import write_json
from temper.runs.finding import find_runs
from temper.runs.folder import RunFolder
from temper.runs.hub import Hub
from temper.runs.process import acquire_lock
from temper.runs.queue import RunQueue
from temper.runs.run import Run
from temper.runs.store import RunStore
from temper.runs.trash import Trash
from tests.runs.places import a_run


class Home:
    """A data folder whose server was ended, perhaps with its database lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "runs").mkdir()
        self.trash = Trash(path / "trash")
        self.store = RunStore(Database(path / "temper.db"))

    def folder(self, run_id: str) -> RunFolder:
        return RunFolder(self.path / "runs" / run_id)

    def write(self, run_id: str, **changes: Any) -> RunFolder:
        folder = self.folder(run_id)
        folder.path.mkdir()
        write_json(folder.plan_file, {"run": asdict(a_run(run_id, **changes))})
        return folder

    def lose_database(self) -> None:
        for file in self.path.glob("temper.db*"):
            file.unlink()
        self.store = RunStore(Database(self.path / "temper.db"))

    def find(self) -> None:
        find_runs(self.store, self.path / "runs", self.trash)

    def found(self, run_id: str) -> Run:
        run = self.store.get(run_id)
        assert run is not None
        return run


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def supervised(home: Home) -> Iterator[RunFolder]:
    """A run folder without a plan whose lock is held, as a supervisor does."""
    folder = home.folder("works")
    folder.path.mkdir()
    lock = acquire_lock(folder.path)
    yield folder
    os.close(lock)


def test_a_run_with_a_name_that_is_refused_by_now_is_found(home: Home) -> None:
    request = {"method": "sft", "name": "my\u202fdata", "dataset": "my\u202fdata", "more": 1}
    home.write("one", name="my\u202fdata", request=request)
    home.find()
    assert (home.found("one").status, home.found("one").request) == ("starting", request)


def test_what_trains_is_never_left_alone(home: Home, supervised: RunFolder) -> None:
    home.find()
    assert home.found("works").status == "running"
    queue = RunQueue(home.store, Hub(), home.folder)
    home.store.insert(a_run("waits"))
    queue.start()
    try:
        queue.stop("works", save=False)
        assert json.loads(supervised.stop_file.read_text()) == {"save": False}
        assert home.found("waits").status == "queued"
    finally:
        queue.close()


def test_a_plan_that_cannot_be_read_is_told_of_until_it_can(home: Home) -> None:
    folder = home.write("one", name="Mine")
    whole = folder.plan_file.read_text()
    folder.plan_file.write_text(whole.replace("created_at", "spoiled"))
    before = sorted(folder.path.iterdir())
    home.find()
    run = home.found("one")
    assert (run.name, run.status) == ("Mine", "failed")
    assert "plan.json cannot be read" in (run.reason or "")
    assert "restart Temper" in (run.reason or "")
    assert sorted(folder.path.iterdir()) == before
    folder.plan_file.write_text(whole)
    home.find()
    assert home.found("one").status == "starting"


def test_half_a_character_in_a_plan_hides_no_run(home: Home) -> None:
    home.write("one", dataset="data").plan_file.write_text(
        json.dumps({"run": asdict(a_run("one", dataset="\ud800"))})
    )
    home.find()
    assert home.found("one").status == "failed"


def test_a_folder_of_something_else_is_no_run(home: Home) -> None:
    (home.path / "runs" / "notes").mkdir()
    (home.path / "runs" / "a file").write_text("")
    home.find()
    assert home.store.ids() == set()


@pytest.mark.parametrize("newer", ["aaa", "zzz"])
def test_a_request_id_that_two_runs_have_stays_with_the_newer_one(home: Home, newer: str) -> None:
    home.write("mmm", request_id="once", created_at="2026-01-01T00:00:00.000Z")
    home.write(newer, request_id="once", created_at="2026-01-02T00:00:00.000Z")
    home.find()
    assert home.store.ids() == {"mmm", newer}
    kept = home.store.by_request_id("once")
    assert kept is not None and kept.id == newer


def test_a_deletion_that_was_cut_short_is_completed(home: Home) -> None:
    for run_id in ("deleted", "both", "kept"):
        home.store.insert(a_run(run_id))
        home.write(run_id)
    home.folder("deleted").path.rename(home.path / "trash-later")
    (home.path / "trash" / "both").mkdir(parents=True)
    (home.path / "trash-later").rename(home.path / "trash" / "deleted")
    home.find()
    assert home.store.ids() == {"both", "kept"}
    assert home.trash.ids() == {"both", "deleted"}


def arranged(home: Home) -> list[str]:
    """Three runs that wait in an order of a person's own, in a queue that was told to pause."""
    for run_id in ("a", "b", "c"):
        home.write(run_id)
        home.store.insert(a_run(run_id))
    home.store.queue.change(paused=True, stop_on_failure=True)
    home.store.queue.move("c", before="a")
    return ["c", "a", "b"]


def waiting_again(home: Home) -> list[str]:
    queue = RunQueue(home.store, Hub(), home.folder)
    queue.start()
    queue.close()
    return [run.id for run in home.store.queued()]


def test_a_queue_that_was_held_back_stays_so_and_keeps_its_order(home: Home) -> None:
    order = arranged(home)
    for _ in range(2):
        home.lose_database()
        home.find()
        settings = home.store.queue.settings()
        assert (settings.paused, settings.stop_on_failure) == (True, True)
        assert waiting_again(home) == order


def test_a_queue_that_went_on_goes_on(home: Home) -> None:
    arranged(home)
    home.store.queue.change(paused=False, stop_on_failure=None)
    home.lose_database()
    home.find()
    assert home.store.queue.settings().paused is False


@pytest.mark.parametrize("text", [None, "{", '{"paused": "no"}'])
def test_nothing_starts_where_nobody_knows_whether_it_may(home: Home, text: str | None) -> None:
    arranged(home)
    home.store.queue.change(paused=False, stop_on_failure=None)
    (home.path / "queue.json").unlink()
    if text is not None:
        (home.path / "queue.json").write_text(text)
    home.lose_database()
    home.find()
    assert home.store.queue.settings().paused is True


def test_a_new_data_folder_has_a_queue_that_goes_on(home: Home) -> None:
    home.find()
    assert home.store.queue.settings().paused is False


def test_a_failure_that_pauses_the_queue_is_remembered(home: Home) -> None:
    arranged(home)
    home.store.queue.change(paused=False, stop_on_failure=None)
    assert home.store.queue.pause_after("a")
    home.lose_database()
    home.find()
    assert home.store.queue.settings().failed_run == "a"
