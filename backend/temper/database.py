"""The SQLite database: one file in the data folder, one connection a thread, write-ahead log."""

import itertools
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from temper.errors import StorageError
from temper.reserve import is_full

MIGRATIONS = Path(__file__).parent / "migrations"


class DamagedDatabase(StorageError):
    """The file is there, and is no database or not a whole one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The database {path} is damaged. Move it away: runs are found again by their folders."
        )


class Database:
    """Connections to one database file, brought up to the newest schema on first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._commits = itertools.count(1)
        self._version = 0
        self._inode: int | None = None
        """Of the file, once it is known to be whole."""
        self.is_new = False
        """Whether there was none before."""
        try:
            self._migrate()
            if self._connection().execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DamagedDatabase(self._path)
            self._inode = self._path.stat().st_ino
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    @property
    def path(self) -> Path:
        return self._path

    @property
    def version(self) -> int:
        """Another number after each change that was committed here. Raises StorageError."""
        self._check_not_lost()
        return self._version

    def close(self) -> None:
        """Close this thread's connection, should it have one."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection]:
        """A connection for reading; rows come as `sqlite3.Row`."""
        yield self._connection()

    @contextmanager
    def write(self) -> Generator[sqlite3.Connection]:
        """A connection inside a write transaction: committed at the end, rolled back on an error."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
            # Drawn, not added to: two threads may commit at once.
            self._version = next(self._commits)
        except BaseException:
            # A full disk may have rolled it back already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _connection(self) -> sqlite3.Connection:
        self._check_not_lost()
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        try:
            # A file is made once, at the start: an empty one in place of a lost one would hide the loss.
            mode = "rwc" if self._inode is None else "rw"
            address = f"file:{quote(str(self._path.absolute()))}?mode={mode}"
            connection = sqlite3.connect(address, timeout=10, isolation_level=None, uri=True)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return connection

    def _check_not_lost(self) -> None:
        """Raises StorageError once the file is another one: what is open still writes to the old one."""
        if self._inode is None:
            return
        try:
            is_same = self._path.stat().st_ino == self._inode
        except OSError:
            is_same = False
        if not is_same:
            raise StorageError(
                f"The database {self._path} was removed or replaced while Temper runs. Restart Temper:"
                " runs are found again by their folders."
            )

    def _unusable(self, error: sqlite3.Error) -> StorageError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return DamagedDatabase(self._path)
        if is_full(self._path.parent):
            return StorageError(
                f"The database {self._path} cannot be opened ({error}), because the disk is full. Free"
                " some space, or set TEMPER_HOME to a folder on another disk."
            )
        return StorageError(
            f"The database {self._path} cannot be opened ({error}). Make the folder writable, "
            "move a damaged file away (runs are found again by their folders), or set TEMPER_HOME."
        )

    def _migrate(self) -> None:
        """Apply every numbered SQL file that the database has not seen (`PRAGMA user_version`)."""
        scripts = sorted(MIGRATIONS.glob("[0-9]*.sql"))
        newest = int(scripts[-1].name[:4])
        version: int = self._connection().execute("PRAGMA user_version").fetchone()[0]
        self.is_new = version == 0
        if version > newest:
            raise StorageError(
                f"The database {self._path} was written by a newer Temper (schema {version}, this one "
                f"knows {newest}). Update Temper, or set TEMPER_HOME to another folder."
            )
        for script in scripts[version:]:
            with self.write() as connection:
                for statement in script.read_text().split(";\n"):
                    if statement.strip():
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {int(script.name[:4])}")
