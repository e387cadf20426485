"""A database that is damaged, lost, or copied while it is written."""

import shutil
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from temper.database import DamagedDatabase, Database
from temper.main import create_app
from temper.rescue import open_database
from temper.settings import Settings
from tests.api.conftest import BASE
from tests.serving import TOKEN
from tests.stand_in import SFT

FUTURE = "9999-01-01T00:00:00Z"


def serve(home: Path) -> TestClient:
    app = create_app(Settings(home=home, token=TOKEN))
    headers = {"authorization": f"Bearer {TOKEN}"}
    return TestClient(app, base_url=f"{BASE}/api/", headers=headers)


@contextmanager
def opened(home: Path) -> Generator[TestClient]:
    """A server that has looked through its run folders."""
    app = create_app(Settings(home=home, token=TOKEN))
    app.state.runs.open()
    headers = {"authorization": f"Bearer {TOKEN}"}
    yield TestClient(app, base_url=f"{BASE}/api/", headers=headers)
    app.state.runs.close()


def fill(home: Path) -> str:
    """A run that waits for a far day, with words on it, and a preset; the run's id."""
    api = serve(home)
    run = api.post("runs", json=SFT | {"start_at": FUTURE}).json()["id"]
    api.patch(f"runs/{run}", json={"name": "Better", "tags": ["a"]}).raise_for_status()
    preset = {"method": "sft", "name": "mine", "parameters": {"iters": 7}}
    assert api.post("presets", json=preset).status_code == 201
    settle(home)
    return run


def settle(home: Path) -> None:
    """Put all that was written into the one file."""
    with sqlite3.connect(home / "temper.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def no_header(file: Path) -> None:
    file.write_bytes(b"this is no database" + file.read_bytes()[19:])


def no_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    # The pages of the run table, in the middle of the file, become noise.
    data[4096 * 3 : 4096 * 30] = b"\xa5" * (4096 * 27)
    file.write_bytes(bytes(data))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [no_header, no_middle, cut])
def test_a_damaged_database_is_put_aside_and_the_runs_are_there(
    tmp_path: Path, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    run = fill(tmp_path / "before")
    home = tmp_path / "home"
    shutil.copytree(tmp_path / "before", home, ignore=shutil.ignore_patterns("temper.db-*"))
    file = home / "temper.db"
    assert callable(damage)
    damage(file)
    spoiled = file.read_bytes()
    with pytest.raises(DamagedDatabase, match="found again by their folders"):
        Database(file)
    with opened(home) as api:
        found = api.get(f"runs/{run}").json()
        assert (found["name"], found["tags"], found["status"]) == ("Better", ["a"], "queued")
    [aside] = [p for p in home.glob("temper.db.damaged-*") if not p.name.endswith(("wal", "shm"))]
    assert len(aside.read_bytes()) == len(spoiled)
    assert "put aside" in caplog.text


@pytest.mark.parametrize("lose", [empty, Path.unlink])
def test_a_lost_database_is_made_anew_from_the_folders(tmp_path: Path, lose: object) -> None:
    run = fill(tmp_path / "before")
    home = tmp_path / "home"
    shutil.copytree(tmp_path / "before", home, ignore=shutil.ignore_patterns("temper.db-*"))
    assert callable(lose)
    lose(home / "temper.db")
    with opened(home) as api:
        assert api.get(f"runs/{run}").json()["name"] == "Better"


def test_what_no_folder_tells_of_is_taken_over_where_it_can_be_read(tmp_path: Path) -> None:
    fill(tmp_path)
    file = tmp_path / "temper.db"
    with sqlite3.connect(file) as connection:
        # An index that disagrees with its table: all rows are there, and the file is not whole.
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'run_by_name'")
    with pytest.raises(DamagedDatabase):
        Database(file)
    with open_database(file).read() as connection:
        assert [row["name"] for row in connection.execute("SELECT name FROM preset")] == ["mine"]


def test_a_copy_made_while_the_server_writes_opens_with_every_run(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy"
    api = serve(home)
    runs = [api.post("runs", json=SFT | {"start_at": FUTURE}).json()["id"] for _ in range(3)]
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            api.patch(f"runs/{runs[0]}", json={"notes": "x" * (number % 5000)})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(home, copy, ignore=shutil.ignore_patterns(".*"))
            with opened(copy) as other:
                listed = {run["id"] for run in other.get("runs").json()["items"]}
                assert listed == set(runs)
    finally:
        ended.set()
        writer.join()
