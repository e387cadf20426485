"""One run at a time: starts the next, follows the one that trains, and sees how it ends.

A thread of its own does this, so that no file or process ever holds up the event loop.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from typing import Any, Literal

from temper.errors import NotFound
from temper.kit import clock
from temper.runs import stopping
from temper.runs.events import ResultEvent
from temper.runs.folder import RunFolder
from temper.runs.hub import Hub
from temper.runs.journal import Journal
from temper.runs.lifecycle import Step, ask_delete, ask_move, ask_stop, is_due
from temper.runs.lost import last_known
from temper.runs.present import queue_out, run_out
from temper.runs.process import (
    AlreadySupervised,
    kill_orphaned_trainer,
    spawn_supervisor,
    supervisor_alive,
)
from temper.runs.run import Run
from temper.runs.schemas import RunListChange
from temper.runs.store import RunStore
from temper.runs.watch import RunWatch

log = logging.getLogger("temper.queue")

POLL_SECONDS = 0.025
SCHEDULE_SECONDS = 0.5
"""How late a run may start that was given a time."""


class RunQueue:
    """Owns every change of a run's status."""

    def __init__(self, store: RunStore, hub: Hub, folder_of: Callable[[str], RunFolder]) -> None:
        self._store = store
        self._hub = hub
        self._folder_of = folder_of
        self._watches: dict[str, RunWatch] = {}
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._closed = False
        self._scheduled = False
        """Whether a run waits for its time."""
        self._stumbled_over = ""
        """What the last turn failed at; empty where it did not."""
        self._thread = threading.Thread(target=self._loop, name="run-queue", daemon=True)

    def start(self) -> None:
        """Find the runs of an earlier server again, then begin to start what waits."""
        with self._lock:
            for run in self._store.active():
                self._reattach(run)
            self._store.queue.keep()
        self._thread.start()

    def close(self) -> None:
        """Stop following. Runs go on; the next server finds them."""
        self._closed = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def wake(self) -> None:
        """There is a new run in the queue."""
        self._announce_queue()
        self._wake.set()

    def stop(self, run_id: str, save: bool) -> Run:
        """Ask a run to stop. Raises NotFound or Conflict."""
        with self._lock:
            run = self._current(run_id)
            step = ask_stop(run, save)
            asked = self._carry_out(step)
            if not asked.ended:
                return self._note_stop(asked)
            stopped = replace(asked, ended_at=clock.now())
            self._save(stopped)
            self._announce_queue()
            return stopped

    def move(self, run_id: str, before: str | None) -> Run:
        """Let a queued run start before another one, or last. Raises NotFound, InvalidRequest, Conflict."""
        with self._lock:
            ask_move(self._current(run_id))
            self._store.queue.move(run_id, before)
            moved = self._current(run_id)
        self.wake()
        return moved

    def remove(self, run_id: str, put_away: AbstractContextManager[None]) -> None:
        """Forget a run while its folder is put away. Raises NotFound, or Conflict while it runs."""
        with self._lock:
            ask_delete(self._current(run_id))
            with put_away:
                self._store.delete(run_id)
        self._hub.list_changed(RunListChange(deleted=run_id))
        self._hub.log_grew(run_id)
        self._announce_queue()

    def take_in(self, run: Run) -> None:
        """List a run that came with its folder: one that never started waits, one that left no word failed."""
        with self._lock:
            self._store.adopt(run)
            try:
                if not run.ended:
                    self._reattach(run)
                self._save(self._current(run.id))
            except BaseException:
                # The caller takes the folder away again: a row alone would tell of no run.
                self._watches.pop(run.id, None)
                self._store.delete(run.id)
                raise
        self.wake()

    def current(self, run_id: str) -> Run:
        """The run as it is this moment. Raises NotFound."""
        with self._lock:
            return self._current(run_id)

    def has_ended(self, run_id: str) -> bool:
        """Whether the run's log is complete, or the run gone. Never waits: the event loop asks this."""
        watch = self._watches.get(run_id)
        run = watch.run if watch else self._store.get(run_id)
        return run is None or run.ended

    def _current(self, run_id: str) -> Run:
        watch = self._watches.get(run_id)
        run = self._store.get(run_id)
        if run is None:
            raise NotFound(f"There is no run {run_id}.")
        if watch is None:
            return run
        # What people say of a run is in the store; what happens in it is in the watch.
        return watch.with_words_of(run)

    def _carry_out(self, step: Step) -> Run:
        """The run after it. Raises StorageError where the supervisor cannot be told."""
        run, watch = step.run, self._watches.get(step.run.id)
        for instruction in step.instructions:
            if instruction == "journal_stopped":
                self._journal_end(run, "stopped", run.reason or "")
                continue
            save = instruction == "write_stop_save"
            started = watch.started if watch else None
            unsaved = stopping.ask(self._folder_of(run.id), started, save)
            run = replace(run, reason=unsaved or run.reason)
            if watch and (unsaved or not save):
                watch.told_to_end()
        if watch:
            watch.run = run
        return run

    def _note_stop(self, run: Run) -> Run:
        try:
            self._save(run)
        except sqlite3.Error as error:
            # The supervisor has been told, which counts; the queue's thread stores it when it can.
            log.warning("The stop of run %s is not stored yet: %s", run.id, error)
        return run

    def _journal_end(self, run: Run, outcome: Literal["failed", "stopped"], reason: str) -> None:
        folder = self._folder_of(run.id)
        told: dict[str, Any] = {"outcome": outcome, "reason": reason, "iterations": run.iteration}
        result = ResultEvent(seq=1, time=clock.now(), **told, **last_known(folder))
        state = {"type": "state", "status": outcome, "reason": reason}
        try:
            with closing(Journal(folder.events)) as journal:
                journal.append_many([result.model_dump(), state])
                # On the disk before anybody hears of it.
                journal.sync()
        except OSError as error:
            # The folder is gone or the disk full: then the store alone knows the end.
            log.warning("The end of run %s is not in its log: %s", folder.run_id, error)
        self._hub.log_grew(folder.run_id)

    def _loop(self) -> None:
        while not self._closed:
            try:
                self._turn()
                self._stumbled_over = ""
            except Exception as error:
                self._stumble(error)

    def _stumble(self, error: Exception) -> None:
        # A full disk or a locked database passes; the thread must outlive it, and says it once.
        if repr(error) != self._stumbled_over:
            log.exception("The queue stumbled; it tries again every second.", exc_info=error)
        self._stumbled_over = repr(error)
        # Still set, it would not wait; what it was set for is seen in the next turn.
        self._wake.clear()
        self._wake.wait(1.0)

    def _turn(self) -> None:
        with self._lock:
            self._follow_all()
            if not self._watches and not self._store.queue.settings().paused:
                self._start_next()
            idle = not self._watches
        if idle:
            # The clock may be set, and the machine sleep: looked at again and again, never counted down.
            self._wake.wait(SCHEDULE_SECONDS if self._scheduled else None)
            self._wake.clear()
        else:
            time.sleep(POLL_SECONDS)

    def _follow_all(self) -> None:
        """One that cannot be followed is tried again, and holds up no other. Raises ExceptionGroup."""
        errors: list[Exception] = []
        for watch in list(self._watches.values()):
            try:
                self._follow(watch)
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("Not every run could be followed", errors)

    def _follow(self, watch: RunWatch) -> None:
        seen = watch.poll()
        if seen.grew:
            self._hub.log_grew(watch.run.id)
        if seen.lost is not None:
            kill_orphaned_trainer(watch.folder.path)
            self._end(watch, watch.outcome_if_lost, seen.lost)
        elif seen.deaf:
            stopping.end(watch.folder, watch.started)
            watch.give_up()
        if watch.worth_saving:
            self._save(watch.run)
            watch.saved()
        if watch.run.ended:
            del self._watches[watch.run.id]
            watch.close()
            if watch.run.status == "failed" and self._store.queue.pause_after(watch.run.id):
                self._announce_settings()

    def _end(self, watch: RunWatch, outcome: Literal["failed", "stopped"], reason: str) -> None:
        # The log first: a stream that sees the run ended may close.
        self._journal_end(watch.run, outcome, reason)
        watch.end(outcome, reason)

    def _start_next(self) -> None:
        queued = self._store.queued()
        due = [run for run in queued if is_due(run, clock.now())]
        self._scheduled = len(due) < len(queued)
        if not due:
            return
        run = due[0]
        watch = RunWatch(run, self._folder_of(run.id))
        watch.poll()
        if watch.run.ended:
            # It was stopped, and the server ended between its log and the store.
            self._save(watch.run)
            self._start_next()
            return
        watch.starting()
        self._save(watch.run)
        watch.saved()
        self._watches[run.id] = watch
        try:
            watch.process = spawn_supervisor(watch.folder.path)
        except AlreadySupervised:
            log.warning("Run %s has a supervisor already; following it.", run.id)
        except OSError as error:
            self._end(watch, "failed", f"The supervisor could not be started: {_in_words(error)}.")
        self._announce_queue()

    def _reattach(self, run: Run) -> None:
        watch = RunWatch(run, self._folder_of(run.id))
        watch.replay()
        if self._never_started(watch):
            # The server ended between taking the run and starting it: it waits again.
            self._store.requeue(run.id)
        else:
            self._watches[run.id] = watch

    def _never_started(self, watch: RunWatch) -> bool:
        folder = watch.folder
        if watch.run.status != "starting" or folder.supervisor_file.exists():
            return False
        if supervisor_alive(folder.path):
            return False
        # Its log may tell of an end all the same: a run that was stopped in the queue.
        watch.poll()
        return not watch.run.ended

    def _save(self, run: Run) -> None:
        self._store.update(run)
        current = self._store.get(run.id)
        if current is not None:
            self._hub.list_changed(RunListChange(run=run_out(current)))

    def settings_changed(self) -> None:
        """The queue was paused, or is to go on."""
        self._announce_settings()
        self._wake.set()

    def _announce_settings(self) -> None:
        self._hub.list_changed(RunListChange(queue=queue_out(self._store)))

    def _announce_queue(self) -> None:
        for position, run in enumerate(self._store.queued(), 1):
            self._hub.list_changed(RunListChange(run=run_out(run, position)))


def _in_words(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)
