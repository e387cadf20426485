"""The presets that people saved, in SQLite."""

import json
import sqlite3
from typing import Any

from temper.database import Database
from temper.presets.schemas import OwnPreset


class NameTaken(Exception):
    """The method has a preset of that name."""


class Full(Exception):
    """No more presets are kept."""


class PresetStore:
    """Rows of the table `preset`."""

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most

    def add(self, preset: OwnPreset) -> None:
        """Raises NameTaken and Full."""
        with self._database.write() as connection:
            count: int = connection.execute("SELECT count(*) FROM preset").fetchone()[0]
            if count >= self._most:
                raise Full
            columns = (
                preset.id,
                preset.method,
                preset.name,
                preset.summary,
                json.dumps(preset.parameters),
                preset.created_at,
            )
            try:
                connection.execute("INSERT INTO preset VALUES (?, ?, ?, ?, ?, ?)", columns)
            except sqlite3.IntegrityError as error:
                raise NameTaken from error

    def get(self, preset_id: str) -> OwnPreset | None:
        """The preset of that id."""
        if not preset_id.isascii():  # Half a character would not even reach the database.
            return None
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM preset WHERE id = ?", (preset_id,)).fetchone()
        return _preset(row) if row is not None else None

    def all(self, method: str | None = None) -> list[OwnPreset]:
        """Those of a method, or all, by method and name."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT * FROM preset WHERE ? IS NULL OR method = ? ORDER BY method, name",
                (method, method),
            ).fetchall()
        return [_preset(row) for row in rows]

    def change(self, preset: OwnPreset) -> bool:
        """Whether it was still there. Raises NameTaken."""
        values = (preset.name, preset.summary, json.dumps(preset.parameters), preset.id)
        try:
            with self._database.write() as connection:
                done = connection.execute(
                    "UPDATE preset SET name = ?, summary = ?, parameters = ? WHERE id = ?", values
                )
        except sqlite3.IntegrityError as error:
            raise NameTaken from error
        return done.rowcount == 1

    def remove(self, preset_id: str) -> bool:
        """Whether it was there."""
        if not preset_id.isascii():
            return False
        with self._database.write() as connection:
            done = connection.execute("DELETE FROM preset WHERE id = ?", (preset_id,))
        return done.rowcount == 1


def _preset(row: sqlite3.Row) -> OwnPreset:
    fields: dict[str, Any] = dict(row)
    return OwnPreset(**fields | {"parameters": json.loads(row["parameters"])})
