"""The datasets that people registered or made, in SQLite."""

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any, cast

from temper.database import Database
from temper.datasets.terms import Origin


@dataclass(frozen=True)
class Dataset:
    """A known dataset; its rows are in the files at `path`."""

    id: str
    name: str
    path: str
    origin: Origin
    created_at: str
    lineage: dict[str, Any] = field(default_factory=dict[str, Any])


class DatasetStore:
    """Rows of the table `dataset`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, dataset: Dataset) -> Dataset:
        """Remember a dataset; one that is registered at the same path already is returned instead."""
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT * FROM dataset WHERE path = ?", (dataset.path,)
            ).fetchone()
            if row is not None:
                return _dataset(row)
            connection.execute(
                "INSERT INTO dataset (id, name, path, origin, created_at, lineage)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    dataset.id,
                    dataset.name,
                    dataset.path,
                    dataset.origin,
                    dataset.created_at,
                    json.dumps(dataset.lineage),
                ),
            )
        return dataset

    def get(self, dataset_id: str) -> Dataset | None:
        """The dataset of that id."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM dataset WHERE id = ?", (dataset_id,)).fetchone()
        return _dataset(row) if row is not None else None

    def page(self, limit: int, after: tuple[str, str] | None) -> list[Dataset]:
        """Up to `limit` datasets, newest first, that come after (created_at, id)."""
        where = "WHERE (created_at, id) < (?, ?)" if after else ""
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT * FROM dataset {where} ORDER BY created_at DESC, id DESC LIMIT ?",
                (*(after or ()), limit),
            ).fetchall()
        return [_dataset(row) for row in rows]

    def remove(self, dataset_id: str) -> None:
        """Forget a dataset; its files stay."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM dataset WHERE id = ?", (dataset_id,))


def _dataset(row: sqlite3.Row) -> Dataset:
    origin = cast("Origin", row["origin"])
    lineage: dict[str, Any] = json.loads(row["lineage"])
    return Dataset(row["id"], row["name"], row["path"], origin, row["created_at"], lineage)
