"""Following the log of one run."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.journal import Journal
from temper.runs.lost import GIVEN_UP
from temper.runs.process import acquire_lock
from temper.runs.run import Run
from temper.runs.watch import ALIVE_SECONDS, HEED_SECONDS, RunWatch, Seen
from tests.runs.places import a_run
from tests.supervised import wait_until


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


@pytest.fixture
def journal(folder: RunFolder) -> Journal:
    return Journal(folder.events)


def state(status: str) -> dict[str, Any]:
    return {"type": "state", "status": status, "reason": None}


def progress(iteration: int) -> dict[str, Any]:
    return {"type": "progress", "phase": "training", "iteration": iteration, "total": 9}


def test_a_run_that_is_starting_does_not_fall_back_into_the_queue(
    folder: RunFolder, journal: Journal
) -> None:
    journal.append(state("queued"))
    watch = RunWatch(a_run("r1"), folder)
    watch.starting()
    watch.poll()
    assert watch.run.status == "starting", "its supervisor has not spoken yet"
    journal.append(state("starting"))
    journal.append(progress(1))
    journal.append(state("running"))
    assert watch.poll().grew
    assert (watch.run.status, watch.run.iteration) == ("running", 1)


def test_a_log_read_again_gives_the_same_run(folder: RunFolder, journal: Journal) -> None:
    journal.append_many([state("queued"), state("starting"), state("running"), progress(3)])
    first = RunWatch(a_run("r1", status="starting"), folder)
    first.poll()
    again = RunWatch(first.run, folder)
    again.replay()
    again.poll()
    assert again.run == first.run


def test_a_change_is_worth_saving_until_it_is_saved(folder: RunFolder, journal: Journal) -> None:
    watch = RunWatch(a_run("r1", status="starting"), folder)
    assert not watch.worth_saving
    journal.append(state("running"))
    watch.poll()
    assert watch.worth_saving
    watch.poll()
    assert watch.worth_saving, "the store may have failed"
    watch.saved()
    assert not watch.worth_saving
    journal.append(progress(1))
    watch.poll()
    wait_until(lambda: watch.worth_saving, "a moment to pass")


def test_a_run_without_a_supervisor_is_lost_once(folder: RunFolder, journal: Journal) -> None:
    journal.append(state("running"))
    watch = RunWatch(a_run("r1", status="running"), folder)
    assert watch.poll().lost is None, f"it is looked for every {ALIVE_SECONDS} s"
    lost: list[str] = []

    def is_lost() -> bool:
        reason = watch.poll().lost
        if reason:
            lost.append(reason)
            watch.end(watch.outcome_if_lost, reason)
        return watch.run.ended

    wait_until(is_lost, "the loss to be seen")
    assert (watch.run.status, watch.run.reason) == ("failed", lost[0])
    assert watch.run.ended_at is not None
    assert watch.poll().lost is None


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The clock of a watch over a folder whose supervisor lives."""
    clock = [1000.0]
    monkeypatch.setattr("temper.runs.watch.time", SimpleNamespace(monotonic=lambda: clock[0]))
    yield clock


def test_a_supervisor_that_was_told_to_end_and_says_nothing_is_deaf(
    folder: RunFolder, journal: Journal, now: list[float]
) -> None:
    lock = acquire_lock(folder.path)
    watch = RunWatch(a_run("r1", status="stopping"), folder)
    now[0] += 100
    assert not watch.poll().deaf, "nobody told it"
    watch.told_to_end()
    now[0] += HEED_SECONDS - 0.1
    watch.told_to_end()
    assert not watch.poll().deaf
    journal.append(state("stopping"))
    now[0] += 0.2
    assert not watch.poll().deaf, "it only is slow"
    now[0] += HEED_SECONDS
    assert watch.poll() == Seen(grew=False, lost=None, deaf=True)
    watch.give_up()
    assert watch.poll() == Seen(), "its end may take a moment"
    os.close(lock)
    watch.give_up()
    assert watch.poll().lost == GIVEN_UP
    assert watch.outcome_if_lost == "stopped"


def test_the_word_of_a_supervisor_that_only_was_slow_comes_first(
    folder: RunFolder, journal: Journal, now: list[float]
) -> None:
    watch = RunWatch(a_run("r1", status="stopping"), folder)
    watch.told_to_end()
    now[0] += HEED_SECONDS
    watch.give_up()
    journal.append(state("stopped") | {"reason": "Its own word."})
    assert watch.poll() == Seen(grew=True)
    assert (watch.run.status, watch.run.reason) == ("stopped", "Its own word.")


def test_the_next_server_knows_that_the_run_was_to_end_at_once(
    folder: RunFolder, now: list[float]
) -> None:
    lock = acquire_lock(folder.path)
    write_json(folder.stop_file, {"save": False})
    watch = RunWatch(a_run("r1", status="stopping"), folder)
    watch.replay()
    now[0] += HEED_SECONDS
    assert watch.poll().deaf
    os.close(lock)


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[1]",
        b"\xff",
        b"{}",
        b'{"type":"progress"}',
        b'{"type":"metric","split":"train"}',
        b'{"seq":1,"time":"2026-01-31T10:00:00Z","type":"progress","phase":"","iteration":"abc"}',
        b'{"seq":1,"time":"2026-01-31T10:00:00Z","type":"progress","phase":"","iteration":5,'
        b'"total":9223372036854775808}',
    ],
)
def test_a_broken_line_is_passed_over_and_said_once(
    folder: RunFolder, journal: Journal, line: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with folder.events.open("ab") as file:
        file.write(line + b"\n" + line + b"\n")
    journal.append(progress(4))
    watch = RunWatch(a_run("r1", status="running"), folder)
    watch.poll()
    assert (watch.run.iteration, watch.run.total_iterations) == (4, 9)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_what_people_say_of_a_run_is_not_overwritten(folder: RunFolder) -> None:
    watch = RunWatch(a_run("r1", status="running"), folder)
    stored: Run = a_run("r1", name="renamed", notes="a note", tags=("tag",))
    shown = watch.with_words_of(stored)
    assert (shown.name, shown.notes, shown.tags) == ("renamed", "a note", ("tag",))
    assert shown.status == "running"
