"""The detached process that starts one trainer, writes down what it says, stops it, and records its end.

`python -m temper.runs.supervisor FOLDER`. Standard library only: it starts at once and stays small.
Exit status: 0 once the end of the run is in its log, however the run ended.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Literal, cast

from temper.kit import files
from temper.runs import process
from temper.runs.exit import ExitInfo, Outcome, StopKind, classify
from temper.runs.launch import STOP_FILE, CannotLaunch, read_launch
from temper.runs.output import Event, Output
from temper.runs.recorder import Recorder, Unwritable

EXIT_USAGE = 2
EXIT_ALREADY_SUPERVISED = 3
EXIT_STORAGE = 4

POLL_SECONDS = 0.1
"""How often `stop.json` is looked for, output or not."""
TERM_GRACE = 1.0
"""Seconds between SIGTERM and SIGKILL."""
DRAIN_SECONDS = 1.0
"""How long output is read on after the trainer's end from children that kept its pipes."""
READ_BYTES = 256 * 1024


class Supervisor:
    """One run, from `starting` to its closing state."""

    def __init__(self, folder: Path) -> None:
        """Open the logs of a run folder. Raises Unwritable."""
        self._folder = folder
        self._recorder = Recorder(folder)
        self._status: Literal["starting", "running", "stopping"] = "starting"
        self._trainer: subprocess.Popen[bytes] | None = None
        self._started = time.monotonic()
        self._result: Event | None = None
        self._iterations: int | None = None
        self._adapter: str | None = None
        self._stop: StopKind | None = None
        self._kill_at: float | None = None
        self._told_to_end = False

    def tell_to_end(self) -> None:
        """Stop the run at once and end; safe in a signal handler."""
        self._told_to_end = True

    def run(self) -> None:
        """Supervise to the end. Raises Unwritable; the trainer's group has ended in any case."""
        try:
            self._note_processes(None)
            self._set_status("starting")
            self._recorder.flush()
            self._heed_stop()
            if self._stop == "now":
                self._close(None, Outcome("stopped", "Stopped before the trainer was started."))
                return
            try:
                self._trainer = self._launch()
            except CannotLaunch as error:
                reason = f"The trainer could not be started: {error}"
                self._close(None, Outcome("failed", reason))
                return
            exit = ExitInfo.from_returncode(self._pump(self._trainer))
            outcome = classify(exit, self._result, self._stop, self._recorder.last_lines())
            if outcome.outcome == "stopped" and self._told_to_end:
                outcome = Outcome("stopped", "Stopped, because the supervisor was asked to end.")
            self._close(exit, outcome)
        finally:
            self._end_trainer()

    def close_after(self, failure: str) -> None:
        """Write down an end that the supervisor itself is the cause of. Raises Unwritable."""
        self._close(None, Outcome("failed", failure))

    def _launch(self) -> subprocess.Popen[bytes]:
        """Start the trainer. Raises CannotLaunch, Unwritable."""
        launch = read_launch(self._folder)
        start_time = time.time()
        self._started = time.monotonic()
        try:
            trainer = process.spawn_trainer(launch.argv, self._folder, launch.environment)
        except (OSError, ValueError) as error:
            raise CannotLaunch(f"{launch.argv[0]}: {error}") from error
        self._trainer = trainer
        self._note_processes({"pid": trainer.pid, "start_time": start_time})
        return trainer

    def _pump(self, trainer: subprocess.Popen[bytes]) -> int:
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
                self._heed_stop()
            if self._kill_at is not None and now >= self._kill_at:
                process.signal_group(trainer.pid, signal.SIGKILL)
                drained_at = now if drained_at is not None else None
            if drained_at is not None and (now >= drained_at or not selector.get_map()):
                break
        process.signal_group(trainer.pid, signal.SIGKILL)
        for key in list(selector.get_map().values()):
            self._read(selector, key)
            self._take(cast("Output", key.data).close())
        selector.close()
        self._recorder.flush()
        return trainer.returncode

    def _read(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        output = cast("Output", key.data)
        try:
            data = os.read(key.fd, READ_BYTES)
        except BlockingIOError:
            return
        if data:
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
            if kind in ("progress", "metric") and self._status == "starting":
                self._set_status("running")
            self._recorder.add(event)

    def _set_status(self, status: Literal["starting", "running", "stopping"]) -> None:
        self._status = status
        self._recorder.add({"type": "state", "status": status, "reason": None})

    def _heed_stop(self) -> None:
        """Stop when asked to. Raises Unwritable where nobody could ask any more."""
        if not self._folder.is_dir():
            raise Unwritable(self._folder, FileNotFoundError("the run folder is gone"))
        wanted = "now" if self._told_to_end else requested_stop(self._folder / STOP_FILE)
        if wanted is None or wanted == self._stop or self._stop == "now":
            return
        if self._stop is None:
            self._set_status("stopping")
        self._stop = wanted
        if wanted == "now" and self._trainer is not None:
            process.signal_group(self._trainer.pid, signal.SIGTERM)
            self._kill_at = time.monotonic() + TERM_GRACE
        self._recorder.flush()

    def _close(self, exit: ExitInfo | None, outcome: Outcome) -> None:
        """Write the `result` and the closing `state`. Raises Unwritable."""
        said = self._result or {}
        failed = outcome.outcome == "failed"
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
            }
        )
        self._recorder.add({"type": "state", "status": outcome.outcome, "reason": outcome.reason})
        self._recorder.flush()

    def _end_trainer(self) -> None:
        """Leave nothing running, whatever happened here."""
        if self._trainer is not None and self._trainer.returncode is None:
            process.signal_group(self._trainer.pid, signal.SIGKILL)
            self._trainer.wait()

    def _note_processes(self, trainer: dict[str, Any] | None) -> None:
        own = {"pid": os.getpid(), "start_time": _START_TIME}
        try:
            files.write_json(self._folder / process.SUPERVISOR_FILE, {**own, "trainer": trainer})
        except OSError as error:
            raise Unwritable(self._folder, error) from error


_START_TIME = time.time()


def requested_stop(path: Path) -> StopKind | None:
    """What `stop.json` asks for; a file that says neither asks for nothing."""
    if not path.exists():
        return None
    request: Any = files.read_json(path)
    save: Any = cast("dict[str, Any]", request).get("save") if isinstance(request, dict) else None
    if save is True:
        return "save"
    return "now" if save is False else None


def supervise(folder: Path) -> int:
    """Supervise the run of a folder whose lock is held; the exit status."""
    try:
        supervisor = Supervisor(folder)
    except Unwritable as error:
        print(f"The run folder cannot be written: {error}", file=sys.stderr)
        return EXIT_STORAGE

    def heed(number: int, _: object) -> None:
        # SIGHUP and SIGINT are for those at a terminal. A handler, not SIG_IGN, which the trainer
        # would inherit.
        if number == signal.SIGTERM:
            supervisor.tell_to_end()

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, heed)
    try:
        try:
            supervisor.run()
        except Unwritable as error:
            print(f"The run folder cannot be written: {error}", file=sys.stderr, flush=True)
            supervisor.close_after(f"The run folder could not be written: {error}")
            return EXIT_STORAGE
        except Exception as error:
            traceback.print_exc()
            supervisor.close_after(f"The supervisor of this run failed: {error!r}")
            return 1
    except Unwritable as error:
        print(f"The end of the run could not be written: {error}", file=sys.stderr)
        return EXIT_STORAGE
    return 0


def main(arguments: list[str]) -> int:
    """`FOLDER [LOCK]`: LOCK is the inherited descriptor of the folder's lock, where it is held."""
    if not 1 <= len(arguments) <= 2 or not Path(arguments[0]).is_dir():
        print("usage: python -m temper.runs.supervisor RUN_FOLDER", file=sys.stderr)
        return EXIT_USAGE
    folder = Path(arguments[0]).absolute()
    if len(arguments) == 2:
        os.set_inheritable(int(arguments[1]), False)
    else:
        try:
            process.acquire_lock(folder)
        except process.AlreadySupervised as error:
            print(error, file=sys.stderr)
            return EXIT_ALREADY_SUPERVISED
        except OSError as error:
            print(f"The run folder cannot be written: {error}", file=sys.stderr)
            return EXIT_STORAGE
    return supervise(folder)


def _listen(trainer: subprocess.Popen[bytes]) -> selectors.BaseSelector:
    """Wait for both of the trainer's streams at once, never for one of them."""
    selector = selectors.DefaultSelector()
    assert trainer.stdout is not None and trainer.stderr is not None
    for pipe, output in ((trainer.stdout, Output("stdout")), (trainer.stderr, Output("stderr"))):
        os.set_blocking(pipe.fileno(), False)
        selector.register(pipe, selectors.EVENT_READ, output)
    return selector


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
