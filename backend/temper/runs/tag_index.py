"""Which runs carry which tag; triggers in the database keep it as the runs say."""

import json

from temper.database import Database

MANY_FOUND = 200


class TagIndex:
    """Reads the `run_tag` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> list[tuple[str, int]]:
        """Every tag and how many runs carry it, by name."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT tag, COUNT(*) AS runs FROM run_tag GROUP BY tag")
            return [(row["tag"], row["runs"]) for row in rows]

    def condition(self, tag: str) -> tuple[str, str]:
        """A condition for runs with this tag, and its one value.

        Few are looked up; where they are many, a walk through the list in its order meets enough soon.
        """
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT run_id FROM run_tag WHERE tag = ? LIMIT ?", (tag, MANY_FOUND + 1)
            ).fetchall()
        if len(rows) > MANY_FOUND:
            return "EXISTS (SELECT 1 FROM run_tag WHERE tag = ? AND run_id = run.id)", tag
        found = json.dumps([row["run_id"] for row in rows])
        return "id IN (SELECT value FROM json_each(?))", found
