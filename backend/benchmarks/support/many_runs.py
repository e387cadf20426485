"""A data folder with as many runs as are wanted, all copies of one that really ran."""

import os
from dataclasses import replace
from pathlib import Path

from benchmarks.support.stand_in import serve_stand_ins, start_run, train_with, wait_until
from temper.database import Database
from temper.runs.store import RunStore

STATUSES = ("completed", "completed", "failed", "stopped")
METHODS = ("sft", "grpo", "dpo", "gspo", "orpo")


def fill(home: Path, count: int) -> str:
    """Make a run, then copies of it until there are `count`; the id of one in the middle."""
    with serve_stand_ins(home) as server:
        train_with(home, "prints.py", "50", "0")
        first = start_run(server)
        wait_until(server, first, "completed", "failed")
    database = Database(home / "temper.db")
    store = RunStore(database)
    run = store.get(first)
    assert run is not None
    original = home / "runs" / first
    copies = [
        replace(
            run,
            id=f"20260101-000000-{number:06}",
            created_at=f"2026-01-01T00:00:00.{number:06}Z",
            name=f"Copy {number}",
            method=METHODS[number % len(METHODS)],
            status=STATUSES[number % len(STATUSES)],
            tags=(f"batch-{number % 20}",),
        )
        for number in range(1, count)
    ]
    store.insert_all(copies)
    for copy in copies:
        folder = home / "runs" / copy.id
        folder.mkdir()
        for name in ("plan.json", "events.jsonl", "output.log", "supervisor.json"):
            os.link(original / name, folder / name)
    return f"20260101-000000-{count // 2:06}"
