"""One run from `starting` to its closing state: its output, a stop, care for it, and its end.

Standard library only: the supervisor starts at once and stays small.
"""

import os
import selectors
import time
from pathlib import Path
from typing import Any, Literal, cast

from temper.care_limits import CareLimits, read_limits
from temper.kit import files
from temper.runs import process
from temper.runs.care.caretaker import Caretaker
from temper.runs.care.disk import free_bytes, saved_bytes, too_little_to_start
from temper.runs.care.findings import Halt, Warn
from temper.runs.exit import ExitInfo, Outcome, StopKind, classify
from temper.runs.identity import ProcessIdentity, birth
from temper.runs.kin import new_mark
from temper.runs.launch import STOP_FILE, CannotLaunch, Launch, read_launch
from temper.runs.output import Event, Output
from temper.runs.recorder import Recorder, Unwritable
from temper.runs.remedy import remedy
from temper.runs.trainer_process import TrainerProcess

POLL_SECONDS = 0.1
"""How often `stop.json` is looked for, output or not."""
TERM_GRACE = 1.0
"""Seconds between SIGTERM and SIGKILL."""
DRAIN_SECONDS = 1.0
"""How long output is read on after the trainer's end from children that kept its pipes."""
READ_BYTES = 256 * 1024
TOLD_TO_END = (
    "Stopped at once, because the supervisor was asked to end (SIGTERM). What no checkpoint holds is"
    " lost."
)
_START_TIME = time.time()


class Supervision:
    """What a supervisor knows and does."""

    def __init__(self, folder: Path) -> None:
        """Open the logs of a run folder. Raises Unwritable."""
        self._folder = folder
        self._recorder = Recorder(folder)
        self._mark = new_mark()
        self._limits = limits()
        self._status: Literal["starting", "running", "stopping"] = "starting"
        self._launch: Launch | None = None
        self._trainer: TrainerProcess | None = None
        self._started = time.monotonic()
        self._result: Event | None = None
        self._iterations: int | None = None
        self._adapter: str | None = None
        self._stop: StopKind | None = None
        self._halt: Halt | None = None
        self._kill_at: float | None = None
        self._told_to_end = False

    def tell_to_end(self) -> None:
        """Stop the run at once and end; safe in a signal handler."""
        self._told_to_end = True

    def run(self) -> None:
        """Supervise to the end. Raises Unwritable; all of the trainer has ended in any case."""
        try:
            self._note_processes()
            self._set_status("starting")
            self._recorder.flush()
            self._heed_stop()
            if self._stop == "now":
                self._close(None, Outcome("stopped", "Stopped before the trainer was started."))
                return
            try:
                trainer = self._start_trainer()
            except CannotLaunch as error:
                reason = f"The trainer could not be started: {error}"
                self._close(None, Outcome("failed", reason))
                return
            if trainer is not None:
                exit = ExitInfo.from_returncode(self._pump(trainer))
                self._close(exit, self._outcome(exit))
        finally:
            self._end_trainer()

    def close_after(self, failure: str) -> None:
        """Write down an end that the supervisor itself is the cause of. Raises Unwritable."""
        self._recorder.give_up_reserve()
        self._close(None, Outcome("failed", failure))

    def _start_trainer(self) -> TrainerProcess | None:
        """Start it, unless the disk is too full. Raises CannotLaunch, Unwritable."""
        launch = self._launch = read_launch(self._folder)
        free = free_bytes(self._folder)
        full = free is not None and too_little_to_start(
            free, launch.need, self._limits.disk_reserve
        )
        if full:
            self._close(None, Outcome("failed", full))
            return None
        self._started = time.monotonic()
        self._trainer = TrainerProcess(self._folder, launch, self._mark)
        self._care = Caretaker(self._folder, self._limits, launch.need, self._started)
        self._note_processes()
        return self._trainer

    def _pump(self, trainer: TrainerProcess) -> int:
        """Turn output into events until the trainer and its pipes have ended; its return code."""
        selector = _listen(trainer)
        drained_at: float | None = None
        while True:
            # Without pipes to wait for, only a look tells that the trainer has ended.
            timeout = POLL_SECONDS if selector.get_map() else POLL_SECONDS / 10
            for key, _ in selector.select(timeout):
                self._read(selector, key)
            self._recorder.flush()
            now = time.monotonic()
            if drained_at is None and trainer.poll() is not None:
                drained_at = now + DRAIN_SECONDS
            if drained_at is None:
                # A stop that comes after the trainer's own end is not why it ended.
                self._take_care(now)
                self._heed_stop()
            if self._kill_at is not None and now >= self._kill_at:
                trainer.kill()
                drained_at = now if drained_at is not None else None
            if drained_at is not None and (now >= drained_at or not selector.get_map()):
                break
        trainer.kill()
        for key in list(selector.get_map().values()):
            self._read(selector, key)
            self._take(cast("Output", key.data).close())
        selector.close()
        self._recorder.flush()
        code = trainer.poll()
        assert code is not None
        return code

    def _read(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        output = cast("Output", key.data)
        try:
            data = os.read(key.fd, READ_BYTES)
        except BlockingIOError:
            return
        if data:
            self._care.heard(time.monotonic())
            self._take(output.feed(data))
        else:
            selector.unregister(key.fileobj)
            self._take(output.close())

    def _take(self, events: list[Event]) -> None:
        for event in events:
            kind = event["type"]
            if kind == "result":
                # It is the last event but one, and what the exit status says goes into it.
                self._result = event
                continue
            if kind == "progress":
                self._iterations = event["iteration"]
            elif kind == "checkpoint":
                self._adapter = event["path"]
                self._care.saw_checkpoint(saved_bytes(self._folder, event))
            if kind in ("progress", "metric") and self._status == "starting":
                self._set_status("running")
            self._recorder.add(event)

    def _set_status(self, status: Literal["starting", "running", "stopping"]) -> None:
        self._status = status
        self._recorder.add({"type": "state", "status": status, "reason": None})

    def _take_care(self, now: float) -> None:
        """Warn of what a person should know, and stop where the run cannot go on."""
        for finding in self._care.look(now):
            if isinstance(finding, Warn):
                warning = {"type": "warning", "code": finding.code, "message": finding.message}
                self._recorder.add(warning)
            elif self._halt is None and self._stop is None:
                self._halt = finding
                if finding.kind == "save":
                    self._ask_to_save()

    def _ask_to_save(self) -> None:
        try:
            files.write_json(self._folder / STOP_FILE, {"save": True})
        except OSError as error:
            raise Unwritable(self._folder, error) from error

    def _heed_stop(self) -> None:
        """Stop when asked to. Raises Unwritable where nobody could ask any more."""
        if not self._folder.is_dir():
            raise Unwritable(self._folder, FileNotFoundError("the run folder is gone"))
        wanted = self._wanted()
        if wanted is None or wanted == self._stop or self._stop == "now":
            return
        if self._stop is None:
            self._set_status("stopping")
        self._stop = wanted
        if wanted == "now" and self._trainer is not None:
            self._trainer.ask_to_end()
            self._kill_at = time.monotonic() + TERM_GRACE
        self._recorder.flush()

    def _wanted(self) -> StopKind | None:
        if self._told_to_end or (self._halt and self._halt.kind == "now"):
            return "now"
        return requested_stop(self._folder / STOP_FILE)

    def _outcome(self, exit: ExitInfo) -> Outcome:
        outcome = classify(exit, self._result, self._stop, self._recorder.last_lines())
        if outcome.outcome != "stopped":
            return outcome
        if self._halt and self._halt.kind == self._stop:
            return Outcome(self._halt.outcome, self._halt.reason)
        if self._told_to_end:
            return Outcome("stopped", TOLD_TO_END)
        return outcome

    def _close(self, exit: ExitInfo | None, outcome: Outcome) -> None:
        """Write the `result` and the closing `state`. Raises Unwritable."""
        said = self._result or {}
        failed = outcome.outcome == "failed"
        values = self._launch.values if self._launch else {}
        self._recorder.add(
            {
                "type": "result",
                "outcome": outcome.outcome,
                "reason": outcome.reason,
                "exit_code": exit.code if exit else None,
                "signal": exit.signal if exit else None,
                # A trainer that was killed has no last word, but what it said before holds.
                "iterations": said.get("iterations", self._iterations),
                "adapter": said.get("adapter", self._adapter),
                "seconds": round(time.monotonic() - self._started, 3),
                "last_lines": self._recorder.last_lines() if failed else [],
                "details": said.get("details") or {},
                "remedy": remedy(outcome.cause, values),
            }
        )
        self._recorder.add({"type": "state", "status": outcome.outcome, "reason": outcome.reason})
        self._recorder.flush()
        self._recorder.give_up_reserve()

    def _end_trainer(self) -> None:
        """Leave nothing running, whatever happened here."""
        if self._trainer is not None:
            self._trainer.close()

    def _note_processes(self) -> None:
        own = ProcessIdentity(os.getpid(), _START_TIME, birth(os.getpid()))
        trainer = self._trainer.identity.record() if self._trainer else None
        noted = {"version": 1, **own.record(), "mark": self._mark, "trainer": trainer}
        try:
            files.write_json(self._folder / process.SUPERVISOR_FILE, noted)
        except OSError as error:
            raise Unwritable(self._folder, error) from error


def limits() -> CareLimits:
    """Those of the environment; the server has refused what is no number."""
    try:
        return read_limits(os.environ)
    except ValueError:
        return CareLimits()


def requested_stop(path: Path) -> StopKind | None:
    """What `stop.json` asks for; a file that says neither asks for nothing."""
    if not path.exists():
        return None
    request: Any = files.read_json(path)
    save: Any = cast("dict[str, Any]", request).get("save") if isinstance(request, dict) else None
    if save is True:
        return "save"
    return "now" if save is False else None


def _listen(trainer: TrainerProcess) -> selectors.BaseSelector:
    """Wait for both of the trainer's streams at once, never for one of them."""
    selector = selectors.DefaultSelector()
    for pipe, output in zip(trainer.pipes, (Output("stdout"), Output("stderr")), strict=True):
        os.set_blocking(pipe.fileno(), False)
        selector.register(pipe, selectors.EVENT_READ, output)
    return selector
