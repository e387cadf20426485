"""The order of the queue and whether it goes on, in the database."""

from dataclasses import dataclass

from temper.database import Database
from temper.errors import FieldError, InvalidRequest


@dataclass(frozen=True)
class QueueSettings:
    """Whether the next run starts by itself."""

    paused: bool = False
    stop_on_failure: bool = False
    failed_run: str | None = None
    """The run whose failure paused the queue."""


class QueueState:
    """Reads and writes the order of queued runs and the settings of the queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self) -> QueueSettings:
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM queue").fetchone()
        return QueueSettings(bool(row["paused"]), bool(row["stop_on_failure"]), row["failed_run"])

    def change(self, paused: bool | None, stop_on_failure: bool | None) -> QueueSettings:
        """Set what is given. A pause or its end by a person is about no run."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE queue SET paused = COALESCE(:paused, paused),"
                " failed_run = CASE WHEN :paused IS NULL THEN failed_run END,"
                " stop_on_failure = COALESCE(:stop_on_failure, stop_on_failure)",
                {"paused": paused, "stop_on_failure": stop_on_failure},
            )
        return self.settings()

    def pause_after(self, run_id: str) -> bool:
        """A run failed: pause where that is wanted; whether it was."""
        with self._database.write() as connection:
            sql = "UPDATE queue SET paused = 1, failed_run = ? WHERE stop_on_failure AND NOT paused"
            return connection.execute(sql, (run_id,)).rowcount > 0

    def move(self, run_id: str, before: str | None) -> None:
        """Put a queued run before another one, or last. Raises InvalidRequest."""
        with self._database.write() as connection:
            sql = "SELECT id FROM run WHERE status = 'queued' ORDER BY place, rowid"
            waiting = [row["id"] for row in connection.execute(sql) if row["id"] != run_id]
            if before is not None and before not in waiting:
                detail = f"{before!r} is no other run that waits in the queue."
                raise InvalidRequest.of(FieldError("/before", detail))
            at = len(waiting) if before is None else waiting.index(before)
            waiting.insert(at, run_id)
            connection.executemany(
                "UPDATE run SET place = ? WHERE id = ? AND status = 'queued'",
                list(enumerate(waiting, 1)),
            )
