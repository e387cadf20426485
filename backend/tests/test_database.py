"""The database file."""

import sqlite3
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
