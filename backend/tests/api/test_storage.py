"""A data folder that fails while the server runs: the answer says so, and nothing is half made."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from temper.main import create_app
from temper.settings import Settings
from tests.api.conftest import BASE
from tests.serving import TOKEN
from tests.stand_in import SFT


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def api(home: Path) -> TestClient:
    app = create_app(Settings(home=home, token=TOKEN))
    headers = {"authorization": f"Bearer {TOKEN}"}
    return TestClient(app, base_url=f"{BASE}/api/", headers=headers, raise_server_exceptions=False)


def replaced_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("")


def assert_storage_problem(answer: Any) -> None:
    assert answer.status_code == 507, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "storage"


def test_a_run_that_cannot_be_written_leaves_nothing(api: TestClient, home: Path) -> None:
    replaced_by_a_file(home / "runs")
    answer = api.post("runs", json=SFT)
    assert_storage_problem(answer)
    assert "Nothing was started" in answer.json()["detail"]
    assert api.get("runs").json()["items"] == []


@pytest.mark.parametrize("path", ["plans", "runs"])
def test_a_cache_that_cannot_be_written(api: TestClient, home: Path, path: str) -> None:
    replaced_by_a_file(home / "cache")
    assert_storage_problem(api.post(path, json=SFT))
    assert not list((home / "runs").iterdir())


def drop_table(home: Path) -> None:
    with sqlite3.connect(home / "temper.db") as connection:
        connection.execute("DROP TABLE run")


def refuse_rows(home: Path) -> None:
    with sqlite3.connect(home / "temper.db") as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON run"
            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )


@pytest.mark.parametrize("spoil", [drop_table, refuse_rows])
def test_a_run_that_the_database_does_not_take_leaves_no_folder(
    api: TestClient, home: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(home)
    for body in (SFT, SFT | {"request_id": "once"}):
        assert_storage_problem(api.post("runs", json=body))
    assert not list((home / "runs").iterdir())


def test_a_run_that_cannot_be_put_away_stays(api: TestClient, home: Path) -> None:
    run = api.post("runs", json=SFT).json()["id"]
    (home / "trash").write_text("")
    assert_storage_problem(api.delete(f"runs/{run}"))
    assert api.get(f"runs/{run}").json()["status"] == "queued"
    assert (home / "runs" / run / "plan.json").exists()


def test_a_mistake_of_ours_is_a_problem_too(
    api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("temper.models.service.discover", fail)
    answer = api.get("models")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "ZeroDivision" not in answer.text
