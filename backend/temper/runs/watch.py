"""Follows the log of one run that has a process."""

import time
from dataclasses import dataclass, replace

import msgspec

from temper.kit import clock
from temper.runs.folder import RunFolder
from temper.runs.journal import read_lines
from temper.runs.lifecycle import see, see_supervisor_gone
from temper.runs.process import SupervisorHandle, supervisor_alive
from temper.runs.run import Run

SAVE_SECONDS = 0.25
ALIVE_SECONDS = 0.5


@dataclass(frozen=True)
class Seen:
    """What one look at the log brought."""

    grew: bool = False
    worth_saving: bool = False
    lost: str | None = None
    """Set once when the supervisor is gone without a word: the reason to write down."""


class RunWatch:
    """Folds a run's log into the run, line by line."""

    def __init__(self, run: Run, folder: RunFolder) -> None:
        self.run = run
        self.folder = folder
        self.process: SupervisorHandle | None = None
        self._offset = 0
        self._saved_at = 0.0
        self._unsaved = False
        self._looked_at = time.monotonic()

    def starting(self) -> None:
        """The run leaves the queue."""
        self.run = replace(self.run, status="starting", started_at=clock.now())

    def replay(self) -> None:
        """Get ready to fold the whole log again after a restart; an asked-for stop stays."""
        names = ("model_name", "dataset_name")
        summary = {name: self.run.summary[name] for name in names if name in self.run.summary}
        self.run = replace(self.run, iteration=None, summary=summary)

    def poll(self) -> Seen:
        """Take in what is new."""
        before = self.run
        grew = self._read()
        lost = None if self.run.ended else self._look_for_supervisor()
        self._unsaved = self._unsaved or self.run != before
        now = time.monotonic()
        worth_saving = self._unsaved and (
            self.run.status != before.status or now - self._saved_at > SAVE_SECONDS
        )
        if worth_saving:
            self._saved_at, self._unsaved = now, False
        return Seen(grew, worth_saving, lost)

    def with_words_of(self, stored: Run) -> Run:
        """The run with the name, notes and tags that the store holds."""
        return replace(self.run, name=stored.name, notes=stored.notes, tags=stored.tags)

    def close(self) -> None:
        """The run has ended, so its supervisor does too, at once: reap it."""
        if self.process is not None:
            self.process.release()

    def _read(self) -> bool:
        grew = False
        while True:
            lines, self._offset = read_lines(self.folder.events, self._offset)
            for line in lines:
                # Log lines are most of a log and change nothing here: not worth decoding.
                if b'"type":"log"' not in line[:100]:
                    self.run = see(self.run, msgspec.json.decode(line))
            if not lines:
                return grew
            grew = True

    def _look_for_supervisor(self) -> str | None:
        now = time.monotonic()
        if now - self._looked_at < ALIVE_SECONDS:
            return None
        self._looked_at = now
        if supervisor_alive(self.folder.path):
            return None
        # It may have written its end between the last read and now.
        self._read()
        if self.run.ended:
            return None
        self.run, reason = see_supervisor_gone(self.run)
        self.run = replace(self.run, ended_at=clock.now())
        return reason
