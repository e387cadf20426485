"""A damaged database is put aside, not lost, and a new one holds all that can still be read."""

import logging
import sqlite3
from pathlib import Path

from temper.database import DamagedDatabase, Database
from temper.kit.ids import new_id

log = logging.getLogger("temper")

KEPT = ("dataset", "dataset_mapping", "preset")
"""Tables that no folder tells of. Runs are read back from theirs."""


def open_database(path: Path) -> Database:
    """The database, new where there is none or only a damaged one. Raises StorageError."""
    try:
        return Database(path)
    except DamagedDatabase:
        aside = _put_aside(path)
        database = Database(path)
        rows = _take_over(aside, database)
        log.warning(
            "The database %s is damaged. It was put aside as %s and a new one was made: runs are read"
            " back from their folders, and %d other rows could still be read.",
            path,
            aside,
            rows,
        )
        return database


def _put_aside(path: Path) -> Path:
    """Move the file and its log; the new place."""
    aside = path.with_name(f"{path.name}.damaged-{new_id()}")
    for ending in ("", "-wal", "-shm"):
        file = path.with_name(path.name + ending)
        if file.exists():
            file.rename(aside.with_name(aside.name + ending))
    return aside


def _take_over(damaged: Path, database: Database) -> int:
    """Copy what can still be read of the tables that nothing else tells of; how many rows."""
    taken = 0
    for table in KEPT:
        for row in _readable_rows(damaged, table):
            names = ", ".join(row)
            marks = ", ".join(f":{name}" for name in row)
            try:
                with database.write() as connection:
                    sql = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
                    taken += connection.execute(sql, row).rowcount
            except sqlite3.Error:
                continue
    return taken


def _readable_rows(damaged: Path, table: str) -> list[dict[str, object]]:
    """The rows up to the first that cannot be read."""
    found: list[dict[str, object]] = []
    try:
        connection = sqlite3.connect(damaged)
        connection.row_factory = sqlite3.Row
        try:
            found.extend(dict(row) for row in connection.execute(f"SELECT * FROM {table}"))
        finally:
            connection.close()
    except sqlite3.Error:
        pass
    return found
