"""Runs in the database."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from temper.database import Database
from temper.errors import InvalidRequest
from temper.runs.run import Run
from temper.runs.store import SORTS, RunQuery, RunStore


def a_run(number: int, **changes: object) -> Run:
    run = Run(
        id=f"run-{number:04d}",
        name=f"Run {number}",
        method="grpo" if number % 2 else "sft",
        model="starter-model",
        dataset="arithmetic",
        status="queued",
        request={"method": "grpo", "parameters": {"iters": number}},
        created_at="2026-01-31T10:00:00.000Z",
    )
    return replace(run, **changes)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(Database(tmp_path / "temper.db"))


def test_a_run_comes_back_as_it_was_stored(store: RunStore) -> None:
    run = a_run(1, tags=("näh", "two"), summary={"best": 1.5}, request_id="once", notes="é\n")
    store.insert(run)
    assert store.get("run-0001") == run
    assert store.by_request_id("once") == run
    assert store.get("nothing") is None


def test_a_request_id_is_taken_once(store: RunStore) -> None:
    store.insert(a_run(1, request_id="once"))
    with pytest.raises(sqlite3.IntegrityError):
        store.insert(a_run(2, request_id="once"))


def test_the_queue_is_first_come_first_served_even_within_a_millisecond(store: RunStore) -> None:
    for number in (3, 1, 2):
        store.insert(a_run(number))
    store.update(a_run(1, status="completed"))
    assert [run.id for run in store.queued()] == ["run-0003", "run-0002"]


def test_what_happens_in_a_run_never_overwrites_what_people_say(store: RunStore) -> None:
    store.insert(a_run(1))
    store.describe("run-0001", "Better name", "A note", ["tag"])
    store.update(a_run(1, status="running", iteration=3))
    run = store.get("run-0001")
    assert run is not None
    assert (run.name, run.notes, run.tags) == ("Better name", "A note", ("tag",))
    assert (run.status, run.iteration) == ("running", 3)


@pytest.mark.parametrize("sort", [s for name in SORTS for s in (name, f"-{name}")])
def test_pages_hold_every_run_once_in_every_order(store: RunStore, sort: str) -> None:
    for number in range(25):
        store.insert(a_run(number, name=f"Run {number % 3}"))
    seen: list[str] = []
    cursor = None
    while True:
        page, cursor = store.search(RunQuery(sort=sort, limit=4, cursor=cursor))
        seen += [run.id for run in page]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25


def test_the_newest_run_comes_first(store: RunStore) -> None:
    for number in range(3):
        store.insert(a_run(number))
    page, _ = store.search(RunQuery())
    assert [run.id for run in page] == ["run-0002", "run-0001", "run-0000"]


def test_filters_narrow_the_list(store: RunStore) -> None:
    store.insert(a_run(1, name="50% off"))
    store.insert(a_run(2, status="failed"))

    def found(**filters: object) -> list[str]:
        page, _ = store.search(RunQuery(**filters))  # pyright: ignore[reportArgumentType]
        return [run.id for run in page]

    assert found(method=("grpo",)) == ["run-0001"]
    assert found(status=("failed", "stopped")) == ["run-0002"]
    assert found(text="50% OFF") == ["run-0001"]
    assert found(text="%") == ["run-0001"], "a percent sign is text, not a pattern"
    assert found(text="arith") == ["run-0002", "run-0001"]


@pytest.mark.parametrize("cursor", ["x", "é", "W10=", "WzEsMV0=", "////", "A" * 900])
def test_a_made_up_cursor_is_refused(store: RunStore, cursor: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        store.search(RunQuery(cursor=cursor))
    assert refusal.value.errors[0].pointer == "?cursor"


def test_an_unknown_sort_names_the_known_ones(store: RunStore) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        store.search(RunQuery(sort="colour"))
    assert "created" in (refusal.value.errors[0].allowed or "")


@pytest.mark.parametrize("runs", [5, 300], ids=["few runs", "more than are looked up"])
@pytest.mark.parametrize("text", ["un 4", "RUN 4", "4", "n 4\"'", "%", "nö"])
def test_a_search_finds_what_holds_the_text_however_many_runs_there_are(
    store: RunStore, runs: int, text: str
) -> None:
    for number in range(runs):
        store.insert(a_run(number, notes="nö" if number % 3 else ""))
    expected = [
        run.id
        for run in (store.get(f"run-{number:04d}") for number in reversed(range(runs)))
        if run and text.lower() in f"{run.name}\n{run.id}\n{run.notes}".lower()
    ]
    found, _ = store.search(RunQuery(text=text, limit=500))
    assert [run.id for run in found] == expected


def test_a_search_knows_the_newest_name_and_no_run_that_is_gone(store: RunStore) -> None:
    store.insert(a_run(1))
    store.insert(a_run(2))
    store.describe("run-0001", "Better name", None, None)
    store.delete("run-0002")
    assert [run.id for run in store.search(RunQuery(text="better"))[0]] == ["run-0001"]
    assert store.search(RunQuery(text="Run 2"))[0] == []
