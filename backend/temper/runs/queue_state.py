"""The order of the queue and whether it goes on, in the database."""

import logging
import sqlite3
from dataclasses import asdict, dataclass

from temper.database import Database
from temper.errors import FieldError, InvalidRequest, StorageError
from temper.runs.queue_file import QueueFile

log = logging.getLogger("temper.queue")

FILE = "queue.json"
WAITING = "SELECT id FROM run WHERE status = 'queued' ORDER BY place, rowid"


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
        self._path = database.path.with_name(FILE)
        self._file = QueueFile(self._path)

    def settings(self) -> QueueSettings:
        with self._database.read() as connection:
            return _settings(connection)

    def change(self, paused: bool | None, stop_on_failure: bool | None) -> QueueSettings:
        """Set what is given. A pause or its end by a person is about no run. Raises StorageError."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE queue SET paused = COALESCE(:paused, paused),"
                " failed_run = CASE WHEN :paused IS NULL THEN failed_run END,"
                " stop_on_failure = COALESCE(:stop_on_failure, stop_on_failure)",
                {"paused": paused, "stop_on_failure": stop_on_failure},
            )
            self._keep(connection)
        return self.settings()

    def pause_after(self, run_id: str) -> bool:
        """A run failed: pause where that is wanted; whether it was."""
        with self._database.write() as connection:
            sql = "UPDATE queue SET paused = 1, failed_run = ? WHERE stop_on_failure AND NOT paused"
            has_paused = connection.execute(sql, (run_id,)).rowcount > 0
            if has_paused:
                self._keep_if_possible(connection)
        return has_paused

    def move(self, run_id: str, before: str | None) -> None:
        """Put a queued run before another one, or last. Raises InvalidRequest, StorageError."""
        with self._database.write() as connection:
            waiting = [id_ for id_ in _waiting(connection) if id_ != run_id]
            if before is not None and before not in waiting:
                detail = f"{before!r} is no other run that waits in the queue."
                raise InvalidRequest.of(FieldError("/before", detail))
            at = len(waiting) if before is None else waiting.index(before)
            waiting.insert(at, run_id)
            connection.executemany(
                "UPDATE run SET place = ? WHERE id = ? AND status = 'queued'",
                list(enumerate(waiting, 1)),
            )
            self._keep(connection)

    def kept_order(self) -> list[str]:
        """Queued runs as they were arranged last, whatever became of the database."""
        return self._file.waiting()

    def recover(self) -> None:
        """Let a database that had to be made anew for the runs there are go on as the lost one did."""
        kept = self._file.settings()
        with self._database.write() as connection:
            connection.execute(
                "UPDATE queue SET paused = :paused, stop_on_failure = :stop_on_failure,"
                " failed_run = :failed_run",
                kept,
            )
        if kept["paused"]:
            log.warning(
                "The database was made anew. The queue is paused until it is told to go on."
            )

    def keep(self) -> None:
        """Write the settings and the order beside the database, where that can be done."""
        with self._database.write() as connection:
            self._keep_if_possible(connection)

    def _keep(self, connection: sqlite3.Connection) -> None:
        """Before the change is committed, so that two never end in another order."""
        try:
            self._file.write(asdict(_settings(connection)), _waiting(connection))
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be written ({error.strerror or error}), so the queue was left as"
                " it is. Free some space, or make the folder writable."
            ) from error

    def _keep_if_possible(self, connection: sqlite3.Connection) -> None:
        try:
            self._keep(connection)
        except StorageError as error:
            log.warning(error.detail)


def _settings(connection: sqlite3.Connection) -> QueueSettings:
    row = connection.execute("SELECT * FROM queue").fetchone()
    return QueueSettings(bool(row["paused"]), bool(row["stop_on_failure"]), row["failed_run"])


def _waiting(connection: sqlite3.Connection) -> list[str]:
    return [row["id"] for row in connection.execute(WAITING)]
