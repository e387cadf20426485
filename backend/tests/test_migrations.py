"""Every schema that there has been comes up to date with what it holds."""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from temper.database import MIGRATIONS, Database
from temper.runs.store import RunQuery, RunStore
from tests.runs.places import a_run

SCRIPTS = sorted(MIGRATIONS.glob("[0-9]*.sql"))
RUNS: tuple[dict[str, Any], ...] = (
    {
        "id": "20260101-000000-aaaaaa",
        "name": "Näme; with\na line",
        "method": "grpo",
        "model": "starter-model",
        "dataset": "arithmetic",
        "status": "completed",
        "reason": "Finished all 3 iterations.",
        "request": json.dumps({"method": "grpo", "parameters": {"iters": 3}}),
        "request_id": "once",
        "parent_id": None,
        "notes": "é\n",
        "tags": json.dumps(["näh", "two", "two"]),
        "created_at": "2026-01-01T00:00:00.000Z",
        "started_at": "2026-01-01T00:00:01.000Z",
        "ended_at": "2026-01-01T00:00:09.000Z",
        "iteration": 3,
        "total_iterations": 3,
        "summary": json.dumps({"metric": "train_loss", "last": 0.1, "best": 0.1}),
    },
    *(
        {
            "id": f"20260101-00000{number}-bbbbbb",
            "name": f"waits {number}",
            "method": "sft",
            "model": "m",
            "dataset": "d",
            "status": "queued",
            "request": "{}",
            "created_at": f"2026-01-0{number + 1}T00:00:00.000Z",
        }
        for number in (2, 1)
    ),
)
DATASET = {
    "id": "d1",
    "name": "sums",
    "path": "/x",
    "origin": "path",
    "created_at": "2026",
    "lineage": "{}",
}


def of_version(path: Path, version: int) -> None:
    """A database as a Temper of that schema left it, with what a person had in it."""
    connection = sqlite3.connect(path)
    for script in SCRIPTS[:version]:
        connection.executescript(script.read_text())
    connection.execute(f"PRAGMA user_version = {version}")
    for row in RUNS:
        insert(connection, "run", row)
    insert(connection, "dataset", DATASET)
    if version >= 2:
        mapping = {"columns": "c", "format": "f", "mapping": "{}", "used_at": "2026"}
        insert(connection, "dataset_mapping", mapping)
    if version >= 3:
        preset = {"id": "p", "method": "sft", "name": "mine", "summary": "s", "parameters": "{}"}
        insert(connection, "preset", preset | {"created_at": "2026"})
    connection.commit()
    connection.close()


def insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    connection.execute(sql, tuple(row.values()))


def rows(database: Database, table: str) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


def schema(database: Database) -> list[str]:
    with database.read() as connection:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted(re.sub(r"\s+", " ", row["sql"]) for row in found)


@pytest.mark.parametrize("version", range(1, len(SCRIPTS) + 1))
def test_nothing_is_lost_on_the_way_to_the_newest_schema(tmp_path: Path, version: int) -> None:
    of_version(tmp_path / "temper.db", version)
    database = Database(tmp_path / "temper.db")
    assert schema(database) == schema(Database(tmp_path / "new.db"))
    found = {row["id"]: row for row in rows(database, "run")}
    for row in RUNS:
        assert {name: found[row["id"]][name] for name in row} == row
    assert rows(database, "dataset") == [DATASET]
    assert len(rows(database, "dataset_mapping")) == (version >= 2)
    assert len(rows(database, "preset")) == (version >= 3)
    store = RunStore(database)
    if version < 6:
        # First come, first served, as it was before places were kept.
        assert [run.name for run in store.queued()] == ["waits 2", "waits 1"]
    assert [run.id for run in store.search(RunQuery(tag="näh"))[0]] == [RUNS[0]["id"]]
    assert [run.id for run in store.search(RunQuery(text="line"))[0]] == [RUNS[0]["id"]]
    assert [run.id for run in store.search(RunQuery())[0]] == [
        row["id"] for row in sorted(RUNS, key=lambda row: row["created_at"], reverse=True)
    ]
    store.insert(a_run("new"))
    assert store.queued()[-1].id == "new"


def test_the_scripts_are_numbered_without_a_gap() -> None:
    assert [int(script.name[:4]) for script in SCRIPTS] == list(range(1, len(SCRIPTS) + 1))
