"""The database file."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from temper.database import Database
from temper.errors import StorageError


def test_a_new_database_has_the_newest_schema_and_a_second_start_changes_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "temper.db"
    for _ in range(2):
        with Database(path).read() as connection:
            names = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert {"run", "dataset"} <= names


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / "temper.db")
    insert = "INSERT INTO dataset (id, name, path, origin, created_at) VALUES ('a', '', '', '', '')"
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert)
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM dataset").fetchone()[0] == 0


def test_a_database_of_a_newer_temper_is_refused_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "temper.db"
    Database(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9999")
    with pytest.raises(StorageError, match="newer Temper"):
        Database(path)


def test_a_place_that_holds_no_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="TEMPER_HOME"):
        Database(tmp_path / "missing" / "temper.db")
    (tmp_path / "text.db").write_text("this is no database, only text" * 100)
    with pytest.raises(StorageError, match="is damaged"):
        Database(tmp_path / "text.db")


def lose(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def replace_by_another(path: Path) -> None:
    other = path.with_name("other.db")
    Database(other)
    other.replace(path)


@pytest.mark.parametrize("spoil", [lose, replace_by_another])
def test_a_file_that_goes_while_it_is_open_is_missed_by_every_thread(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = tmp_path / "a ?#%41 name" / "temper.db"
    path.parent.mkdir()
    database = Database(path)
    spoil(path)
    there = path.exists()

    def use() -> str:
        with pytest.raises(StorageError) as told, database.read():
            pass
        return told.value.detail

    with ThreadPoolExecutor(1) as other:
        said = {use(), other.submit(use).result()}
    assert len(said) == 1 and "Restart Temper: runs are found again" in said.pop()
    with pytest.raises(StorageError):
        _ = database.version
    assert path.exists() == there, "no empty one stands in its place"


def test_a_database_knows_whether_it_was_there_before(tmp_path: Path) -> None:
    assert [Database(tmp_path / "temper.db").is_new for _ in range(2)] == [True, False]
