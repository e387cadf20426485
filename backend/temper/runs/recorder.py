"""Writes what a run says: its events to `events.jsonl`, its text to `output.log`."""

import errno
import os
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from temper.kit.clock import SteadyClock
from temper.runs.journal import Journal
from temper.runs.output import Event

SYNC_SECONDS = 1.0
"""How long at most what was said may be lost in a power cut."""
LAST_LINES = 30
LAST_LINE_CHARACTERS = 1000
RESERVE_FILE = ".reserve"
RESERVE_BYTES = 128 * 1024
"""Kept free on the disk for the last events of a run."""
_SYNCED_AT_ONCE = ("state", "result", "checkpoint")


class Unwritable(Exception):
    """The run folder takes no more: the disk is full, or the folder is gone."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(f"{folder}: {error.strerror or error}")
        self.full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Recorder:
    """Gathers events and writes them in batches, in order."""

    def __init__(self, folder: Path) -> None:
        """Open the logs of a run folder. Raises Unwritable."""
        self._folder = folder
        self._events: list[Event] = []
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._unsynced_since: float | None = None
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        try:
            self._journal = Journal(folder / "events.jsonl", SteadyClock().now)
            self._text = os.open(folder / "output.log", flags, 0o644)
        except OSError as error:
            raise Unwritable(folder, error) from error
        self._keep_reserve()

    def add(self, event: Event) -> None:
        """Take an event; `flush` writes it."""
        if event["type"] == "log":
            self._last_lines.append(event["text"])
        self._events.append(event)

    def last_lines(self) -> list[str]:
        """The last lines the trainer printed, on either stream, long ones cut."""
        return [line[:LAST_LINE_CHARACTERS] for line in self._last_lines]

    def flush(self) -> None:
        """Write what was added, and put it on the disk when it matters or is a second old.

        Raises Unwritable; what was not written is dropped then.
        """
        events, self._events = self._events, []
        now = time.monotonic()
        try:
            if events:
                self._write(events)
                self._unsynced_since = self._unsynced_since or now
            since = self._unsynced_since
            if since is not None and (now - since >= SYNC_SECONDS or _matter(events)):
                self._journal.sync()
                self._unsynced_since = None
        except OSError as error:
            raise Unwritable(self._folder, error) from error

    def give_up_reserve(self) -> None:
        """Make room for the end of the run."""
        with suppress(OSError):
            (self._folder / RESERVE_FILE).unlink(missing_ok=True)

    def _keep_reserve(self) -> None:
        try:
            # No zeros, which some file systems do not store.
            (self._folder / RESERVE_FILE).write_bytes(os.urandom(RESERVE_BYTES))
        except OSError:
            self.give_up_reserve()

    def _write(self, events: list[Event]) -> None:
        self._journal.append_many(events)
        text = "".join(f"{event['text']}\n" for event in events if event["type"] == "log")
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(self._text, data) :]


def _matter(events: Iterable[Event]) -> bool:
    return any(event["type"] in _SYNCED_AT_ONCE for event in events)
