"""However many runs there are, a listing walks an index: it neither sorts nor reads them all."""

import sqlite3

import pytest

from temper.database import Database
from temper.runs.store import SORTS, RunQuery, RunStore
from tests.runs.places import a_run

COUNT = 400
LISTINGS = [
    *(RunQuery(sort=sign + sort) for sort in SORTS for sign in ("", "-")),
    RunQuery(archived=True),
    RunQuery(archived=None),
    RunQuery(status=("failed",)),
    RunQuery(method=("sft",)),
    RunQuery(group="g"),
    RunQuery(tag="rare"),
    RunQuery(tag="common"),
    RunQuery(text="run-0007"),
    RunQuery(text="a run"),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = Database(tmp_path_factory.mktemp("plans") / "temper.db")
    RunStore(database).insert_all(
        [
            a_run(
                f"run-{number:04}",
                created_at=f"2026-01-31T10:00:00.{number:03}Z",
                status=("completed", "failed")[number % 2],
                archived=number % 3 == 0,
                tags=("common", "rare") if number == 8 else ("common",),
                group_id="g" if number % 50 == 0 else None,
            )
            for number in range(COUNT)
        ]
    )
    return database


@pytest.mark.parametrize("query", LISTINGS, ids=str)
def test_every_listing_uses_an_index(database: Database, query: RunQuery) -> None:
    asked: list[str] = []
    with database.read() as connection:
        connection.set_trace_callback(asked.append)
        found, _ = RunStore(database).search(query)
        connection.set_trace_callback(None)
        assert found
        for sql in asked:
            # SQLite also tells what the text index asks itself.
            steps = [] if sql.startswith("--") else plan(connection, sql)
            assert not [step for step in steps if step == "SCAN run"]


def plan(connection: sqlite3.Connection, sql: str) -> list[str]:
    """The steps that touch tables or sort what they found."""
    steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    return [step for step in steps if step.startswith(("SCAN", "SEARCH"))]


@pytest.mark.parametrize("sort", [sign + name for name in SORTS for sign in ("", "-")])
def test_no_order_is_made_by_sorting(database: Database, sort: str) -> None:
    asked: list[str] = []
    with database.read() as connection:
        connection.set_trace_callback(asked.append)
        RunStore(database).search(RunQuery(sort=sort))
        connection.set_trace_callback(None)
        details = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert not any("TEMP B-TREE" in detail for detail in details), details
