"""Saying something of runs, deleting them and taking them back, also at the same moment."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from threading import Event

import pytest

from temper.database import Database
from temper.errors import Conflict, NotFound
from temper.kit.files import read_object, write_json
from temper.runs import keeping
from temper.runs.folder import RunFolder
from temper.runs.hub import Hub
from temper.runs.keeping import Keeping
from temper.runs.queue import RunQueue
from temper.runs.run import Run
from temper.runs.schemas import RunPatch
from temper.runs.store import RunStore
from tests.runs.places import a_run
from tests.supervised import PATIENCE


class Kept:
    """One queued run with its folder and its row."""

    def __init__(self, home: Path) -> None:
        self.database = Database(home / "temper.db")
        self.store = RunStore(self.database)
        self.folder = RunFolder(home / "runs" / "one")
        self.folder.path.mkdir(parents=True)
        write_json(self.folder.plan_file, {"run": asdict(a_run("one"))})
        self.store.insert(a_run("one"))
        root = home / "runs"
        queue = RunQueue(self.store, Hub(), lambda run_id: RunFolder(root / run_id))
        self.keeping = Keeping(
            self.store, queue, home / "trash", lambda run_id: RunFolder(root / run_id)
        )


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_the_folder_and_the_database_agree_about_which_word_was_last(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, begun, go_on = keeping.keep_words, Event(), Event()

    def slowly(run: Run, folder: RunFolder) -> None:
        if run.notes == "0":
            begun.set()
            go_on.wait(PATIENCE)
        write(run, folder)

    monkeypatch.setattr(keeping, "keep_words", slowly)
    with ThreadPoolExecutor(2) as pool:
        try:
            first = pool.submit(kept.keeping.describe, "one", RunPatch(notes="0"))
            assert begun.wait(PATIENCE)
            second = pool.submit(kept.keeping.describe, "one", RunPatch(notes="1"))
            # Time enough to overtake the first one, if it could.
            with pytest.raises(TimeoutError):
                second.result(timeout=0.05)
        finally:
            go_on.set()
        first.result()
        second.result()
    stored = kept.store.get("one")
    assert stored is not None
    assert (read_object(kept.folder.words_file) or {})["notes"] == stored.notes


def test_a_run_that_the_database_does_not_let_go_stays_in_one_place(kept: Kept) -> None:
    with kept.database.write() as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE DELETE ON run"
            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(sqlite3.Error):
        kept.keeping.delete("one")
    assert kept.folder.plan_file.exists()
    assert kept.keeping.trash.ids() == set()


def test_a_row_that_was_left_behind_is_not_in_the_way_of_taking_back(kept: Kept) -> None:
    kept.keeping.delete("one")
    kept.store.insert(a_run("one", status="failed"))
    assert kept.keeping.restore("one").status == "queued"


def test_a_run_of_which_little_is_known_comes_back_too(kept: Kept) -> None:
    kept.keeping.delete("one")
    (kept.folder.path.parents[1] / "trash" / "one" / "plan.json").write_text("{")
    assert [run.id for run in kept.keeping.trash.listing().items] == ["one"]
    assert kept.keeping.restore("one").status == "failed"
    kept.keeping.delete("one")


def test_deleting_and_taking_back_at_once_answers_in_plain_words(kept: Kept) -> None:
    def attempt(number: int) -> str:
        try:
            match number % 3:
                case 0:
                    kept.keeping.delete("one")
                case 1:
                    kept.keeping.restore("one")
                case _:
                    kept.keeping.describe("one", RunPatch(notes=str(number)))
        except (NotFound, Conflict) as error:
            return error.detail
        return ""

    with ThreadPoolExecutor(6) as pool:
        said = set(pool.map(attempt, range(60)))
    assert said <= {
        "",
        "There is no run one.",
        "There is no run one in the trash.",
        "There is a run one already.",
    }
    is_listed = kept.store.get("one") is not None
    assert is_listed == kept.folder.path.exists() != ("one" in kept.keeping.trash.ids())
