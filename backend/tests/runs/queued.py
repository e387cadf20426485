"""A queue with its store and its folders, whose runs are test programs under real supervisors."""

import sqlite3
from pathlib import Path

from temper.database import Database
from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.hub import Hub
from temper.runs.journal import Journal
from temper.runs.queue import RunQueue
from temper.runs.run import Run
from temper.runs.store import RunStore
from tests.runs.places import a_run
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
        self.hub = Hub()
        self.queue = RunQueue(self.store, self.hub, self.folder)

    def folder(self, run_id: str) -> RunFolder:
        return RunFolder(self.root / run_id)

    def add(self, run_id: str, *launch: str, **changes: object) -> None:
        folder = self.folder(run_id)
        folder.path.mkdir()
        write_json(folder.plan_file, {"launch": program(*launch)})
        Journal(folder.events).append({"type": "state", "status": "queued"})
        self.store.insert(a_run(run_id, **changes))

    def stored(self, run_id: str) -> Run:
        run = self.store.get(run_id)
        assert run is not None
        return run

    def wait_for(self, run_id: str, status: str) -> None:
        wait_until(lambda: self.stored(run_id).status == status, f"{run_id} to be {status}")
