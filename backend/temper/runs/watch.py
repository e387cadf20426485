"""Follows the log of one run that has a process."""

import logging
import time
from dataclasses import dataclass, replace
from typing import Literal

from temper.kit import clock
from temper.kit.files import read_object
from temper.runs.event_line import read_event
from temper.runs.folder import RunFolder
from temper.runs.identity import ProcessIdentity
from temper.runs.journal import read_lines
from temper.runs.lifecycle import see
from temper.runs.lost import GIVEN_UP, why_lost
from temper.runs.process import SupervisorHandle, supervisor_alive
from temper.runs.run import Run

log = logging.getLogger("temper.queue")

SAVE_SECONDS = 0.25
ALIVE_SECONDS = 0.5
HEED_SECONDS = 3.0
"""How long a supervisor that was told to stop at once may say nothing. It needs a good second to end."""


@dataclass(frozen=True)
class Seen:
    """What one look at the log brought."""

    grew: bool = False
    lost: str | None = None
    """Set when the supervisor is gone without a word: the reason to write down."""
    deaf: bool = False
    """Whether the supervisor was told to stop at once and does not: it may be frozen."""


class RunWatch:
    """Folds a run's log into the run, line by line."""

    def __init__(self, run: Run, folder: RunFolder) -> None:
        self.run = run
        self.folder = folder
        self.process: SupervisorHandle | None = None
        self._offset = 0
        self._broken = False
        """Whether a line of the log was none."""
        self._saved = run
        self._saved_at = 0.0
        self._looked_at = time.monotonic()
        self._deaf_at: float | None = None
        """When a supervisor that was told to stop at once, and says nothing, is taken for deaf."""
        self._given_up = False

    @property
    def started(self) -> ProcessIdentity | None:
        """The supervisor, where this server started it."""
        return self.process.identity if self.process else None

    def starting(self) -> None:
        """The run leaves the queue."""
        self.run = replace(self.run, status="starting", started_at=clock.now())

    def replay(self) -> None:
        """Get ready to fold the whole log again after a restart; an asked-for stop stays."""
        names = ("model_name", "dataset_name")
        summary = {name: self.run.summary[name] for name in names if name in self.run.summary}
        if (read_object(self.folder.stop_file) or {}).get("save") is False:
            self.told_to_end()
        self.run = replace(self.run, iteration=None, summary=summary)

    def poll(self) -> Seen:
        """Take in what is new."""
        grew = self.read()
        if grew and self._deaf_at is not None:
            # A sign of life: it may be slow, and then its own word on the end is the better one.
            self._deaf_at = time.monotonic() + HEED_SECONDS
        lost = None if self.run.ended else self._look_for_supervisor()
        return Seen(grew, lost, self._is_deaf())

    def told_to_end(self) -> None:
        """The supervisor was told to stop at once."""
        self._deaf_at = self._deaf_at or time.monotonic() + HEED_SECONDS

    def give_up(self) -> None:
        """The supervisor was killed, because it was deaf; its end is looked for at once."""
        self._given_up, self._looked_at = True, 0.0

    def end(self, outcome: Literal["failed", "stopped"], reason: str) -> None:
        """The run ended, and no log may say so."""
        self.run = replace(self.run, status=outcome, reason=reason, ended_at=clock.now())

    @property
    def outcome_if_lost(self) -> Literal["failed", "stopped"]:
        """What became of a run whose supervisor left no word."""
        return "stopped" if self._given_up else "failed"

    @property
    def worth_saving(self) -> bool:
        """Whether the run changed, and not only a moment ago or in a way that can wait."""
        if self.run == self._saved:
            return False
        waited = time.monotonic() - self._saved_at > SAVE_SECONDS
        return waited or self.run.status != self._saved.status

    def saved(self) -> None:
        """What is known now is in the store."""
        self._saved, self._saved_at = self.run, time.monotonic()

    def with_words_of(self, stored: Run) -> Run:
        """The run with what the store holds that people said of it."""
        return replace(
            self.run,
            name=stored.name,
            notes=stored.notes,
            tags=stored.tags,
            archived=stored.archived,
        )

    def close(self) -> None:
        """The run has ended, so its supervisor does too, at once: reap it."""
        if self.process is not None:
            self.process.release()

    def read(self) -> bool:
        """Take in what its log holds now; whether there was anything."""
        grew = False
        while True:
            lines, self._offset = read_lines(self.folder.events, self._offset)
            for line in lines:
                # Log lines are most of a log and change nothing here: not worth decoding.
                if b'"type":"log"' not in line[:100]:
                    self._see(line)
            if not lines:
                return grew
            grew = True

    def _see(self, line: bytes) -> None:
        try:
            event = read_event(line)
        except ValueError as error:
            # What somebody's editor or a broken disk left must not hold up the queue.
            if not self._broken:
                log.warning("A line of %s is passed over. %s.", self.folder.events, error)
            self._broken = True
            return
        self.run = see(self.run, event)

    def _look_for_supervisor(self) -> str | None:
        now = time.monotonic()
        if now - self._looked_at < ALIVE_SECONDS:
            return None
        self._looked_at = now
        if supervisor_alive(self.folder.path):
            return None
        # It may have written its end between the last read and now.
        self.read()
        if self.run.ended:
            return None
        return GIVEN_UP if self._given_up else why_lost(self.folder)

    def _is_deaf(self) -> bool:
        waits = self._deaf_at is not None and not self.run.ended and not self._given_up
        return waits and time.monotonic() >= (self._deaf_at or 0.0)
