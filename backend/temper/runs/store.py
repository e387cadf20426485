"""Runs in the database: what people asked for, and what a list shows."""

import base64
import binascii
import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from temper.database import Database
from temper.errors import FieldError, InvalidRequest
from temper.runs.queue_state import QueueState
from temper.runs.run import Run
from temper.runs.tag_index import TagIndex

# Sort names of the API and the expression each stands for; all total, so that pages never overlap.
SORTS = {
    "created": "created_at",
    "name": "name COLLATE NOCASE",
    "method": "method",
    "status": "status",
    "started": "COALESCE(started_at, '')",
    "ended": "COALESCE(ended_at, '')",
}
TEXTS = ("name", "id", "model", "dataset", "notes", "tags")
"""What a search looks at; `run_text` in the database holds the same."""
SHORTEST_LOOKED_UP = 3
"""Characters: `run_text` knows texts by threes."""
MANY_FOUND = 200
NOT_SAID = {"rowid", "sort_value", "place"}
"""Columns of a row that are no part of a run."""


@dataclass(frozen=True)
class RunQuery:
    """Which runs a listing asks for."""

    status: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    archived: bool | None = False
    """None: whether or not."""
    group: str | None = None
    tag: str | None = None
    text: str = ""
    sort: str = "-created"
    limit: int = 50
    cursor: str | None = None


class RunStore:
    """Reads and writes the `run` table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.queue = QueueState(database)
        self.tags = TagIndex(database)

    @property
    def is_new(self) -> bool:
        """Whether there was no database before this server."""
        return self._database.is_new

    def version(self) -> int:
        """Another number after each change. Raises StorageError where the database is gone."""
        return self._database.version

    def insert(self, run: Run) -> None:
        """Raises sqlite3.IntegrityError when the id or the request id is taken."""
        self.insert_all([run])

    def insert_all(self, runs: Sequence[Run]) -> None:
        """All of them, last in the queue, or none. Raises sqlite3.IntegrityError."""
        with self._database.write() as connection:
            for run in runs:
                _insert(connection, run)

    def adopt(self, run: Run) -> None:
        """Insert a run whose folder is there: what the database still says of it goes.

        A request id that two runs have by now stays with the newer one.
        """
        with self._database.write() as connection:
            connection.execute("DELETE FROM run WHERE id = ?", (run.id,))
            connection.execute(
                "UPDATE run SET request_id = NULL WHERE request_id = ? AND created_at < ?",
                (run.request_id, run.created_at),
            )
            sql = "SELECT 1 FROM run WHERE request_id = ?"
            taken = connection.execute(sql, (run.request_id,)).fetchone() is not None
            _insert(connection, replace(run, request_id=None) if taken else run)

    def update(self, run: Run) -> None:
        """Write every column that the run's own log decides; names, notes and tags stay."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE run SET status = :status, reason = :reason, started_at = :started_at,"
                " ended_at = :ended_at, iteration = :iteration,"
                " total_iterations = :total_iterations, summary = :summary WHERE id = :id",
                _to_row(run),
            )

    def describe(
        self,
        run_id: str,
        name: str | None = None,
        notes: str | None = None,
        tags: Sequence[str] | None = None,
        archived: bool | None = None,
    ) -> None:
        """Change what people say of a run; None leaves a field as it is."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE run SET name = COALESCE(?, name), notes = COALESCE(?, notes),"
                " tags = COALESCE(?, tags), archived = COALESCE(?, archived) WHERE id = ?",
                (name, notes, None if tags is None else json.dumps(tags), archived, run_id),
            )

    def requeue(self, run_id: str) -> None:
        """Put a run that was taken but never started back into the queue, at its old place."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE run SET status = 'queued', started_at = NULL WHERE id = ?", (run_id,)
            )

    def delete(self, run_id: str) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM run WHERE id = ?", (run_id,))

    def forget_barely_known(self) -> None:
        """Remove the rows of folders whose plan could not be read."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM run WHERE request = '{}'")

    def get(self, run_id: str) -> Run | None:
        return self._one("SELECT * FROM run WHERE id = ?", run_id)

    def by_request_id(self, request_id: str) -> Run | None:
        return self._one("SELECT * FROM run WHERE request_id = ?", request_id)

    def by_request_ids(self, request_ids: Sequence[str]) -> list[Run]:
        """Those that there are, in the order of their ids."""
        marks = ", ".join("?" * len(request_ids))
        found = self._many(f"SELECT * FROM run WHERE request_id IN ({marks})", *request_ids)
        return sorted(found, key=lambda run: request_ids.index(run.request_id or ""))

    def queued(self) -> list[Run]:
        """The queue, next to start first."""
        return self._many("SELECT * FROM run WHERE status = 'queued' ORDER BY place, rowid")

    def active(self) -> list[Run]:
        """Runs that have, or had when the server last looked, a process."""
        return self._many("SELECT * FROM run WHERE status IN ('starting', 'running', 'stopping')")

    def children(self, run_id: str) -> list[str]:
        """The runs that go on from this one, oldest first."""
        with self._database.read() as connection:
            sql = "SELECT id FROM run WHERE parent_id = ? ORDER BY rowid"
            return [row["id"] for row in connection.execute(sql, (run_id,))]

    def ids(self) -> set[str]:
        with self._database.read() as connection:
            return {row["id"] for row in connection.execute("SELECT id FROM run")}

    def search(self, query: RunQuery) -> tuple[list[Run], str | None]:
        """One page, and the cursor of the next one. Raises InvalidRequest for a bad sort or cursor."""
        descending = query.sort.startswith("-")
        expression = SORTS.get(query.sort.removeprefix("-"))
        if expression is None:
            allowed = ", ".join(f"{name}, -{name}" for name in SORTS)
            raise InvalidRequest.of(
                FieldError("?sort", f"{query.sort!r} is no way to sort.", allowed)
            )
        where, values = self._filters(query)
        if query.cursor:
            sign = "<" if descending else ">"
            where.append(f"({expression}, rowid) {sign} (?, ?)")
            values += _decode_cursor(query.cursor)
        order = "DESC" if descending else "ASC"
        condition = f"WHERE {' AND '.join(where)}" if where else ""
        sql = (
            f"SELECT *, rowid, {expression} AS sort_value FROM run {condition}"
            f" ORDER BY {expression} {order}, rowid {order} LIMIT ?"
        )
        with self._database.read() as connection:
            rows = connection.execute(sql, [*values, query.limit + 1]).fetchall()
        page = rows[: query.limit]
        more = len(rows) > query.limit
        cursor = _encode_cursor(page[-1]["sort_value"], page[-1]["rowid"]) if more else None
        return [_from_row(row) for row in page], cursor

    def _filters(self, query: RunQuery) -> tuple[list[str], list[Any]]:
        where: list[str] = []
        values: list[Any] = []
        for column, wanted in (("status", query.status), ("method", query.method)):
            if wanted:
                where.append(f"{column} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        if query.archived is not None:
            # Spelled out, so that the index of those is found.
            where.append(f"archived = {int(query.archived)}")
        if query.group is not None:
            where.append("group_id = ?")
            values.append(query.group)
        if query.tag is not None:
            condition, value = self.tags.condition(query.tag)
            where.append(condition)
            values.append(value)
        if query.text:
            found = self._with_text(query.text)
            if found is not None:
                where.append("id IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(found))
            else:
                escaped = re.sub(r"[\\%_]", r"\\\g<0>", query.text)
                where.append("(" + " OR ".join(f"{c} LIKE ? ESCAPE '\\'" for c in TEXTS) + ")")
                values += [f"%{escaped}%"] * len(TEXTS)
        return where, values

    def _with_text(self, text: str) -> list[str] | None:
        """The runs that hold a text; None where they are many, or the text is too short to look up.

        Then a walk through the list in its order meets enough of them soon.
        """
        if len(text) < SHORTEST_LOOKED_UP or "\0" in text:
            return None
        phrase = '"' + text.replace('"', '""') + '"'
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id FROM run_text WHERE text MATCH ? LIMIT ?", (phrase, MANY_FOUND + 1)
            ).fetchall()
        return None if len(rows) > MANY_FOUND else [row["id"] for row in rows]

    def _one(self, sql: str, value: str) -> Run | None:
        with self._database.read() as connection:
            row = connection.execute(sql, (value,)).fetchone()
        return None if row is None else _from_row(row)

    def _many(self, sql: str, *values: str) -> list[Run]:
        with self._database.read() as connection:
            return [_from_row(row) for row in connection.execute(sql, values)]


def _insert(connection: sqlite3.Connection, run: Run) -> None:
    row = _to_row(run)
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    last = "(SELECT COALESCE(MAX(place), 0) + 1 FROM run WHERE status = 'queued')"
    connection.execute(f"INSERT INTO run ({columns}, place) VALUES ({marks}, {last})", row)


def _encode_cursor(value: Any, rowid: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, rowid]).encode()).decode()


def _decode_cursor(cursor: str) -> list[Any]:
    try:
        value, rowid = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        if isinstance(value, str) and type(rowid) is int and abs(rowid) < 2**62:
            value.encode()
            return [value, rowid]
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise InvalidRequest.of(
        FieldError("?cursor", "This is no cursor of a listing; take `next_cursor` as it was given.")
    )


def _to_row(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "name": run.name,
        "method": run.method,
        "model": run.model,
        "dataset": run.dataset,
        "status": run.status,
        "reason": run.reason,
        "request": json.dumps(run.request),
        "request_id": run.request_id,
        "parent_id": run.parent_id,
        "notes": run.notes,
        "tags": json.dumps(run.tags),
        "archived": run.archived,
        "group_id": run.group_id,
        "group_name": run.group_name,
        "start_at": run.start_at,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "iteration": run.iteration,
        "total_iterations": run.total_iterations,
        "summary": json.dumps(run.summary),
    }


def _from_row(row: sqlite3.Row) -> Run:
    fields = {name: row[name] for name in row.keys() if name not in NOT_SAID}  # noqa: SIM118
    fields["request"] = json.loads(row["request"])
    fields["tags"] = tuple(json.loads(row["tags"]))
    fields["archived"] = bool(row["archived"])
    fields["summary"] = json.loads(row["summary"])
    return Run(**fields)
