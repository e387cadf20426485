"""The only place that starts processes of runs, tells them apart and signals them.

Only the standard library at import: the supervisor starts by it. psutil is for the server's side.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temper.kit import files, interpreter

LOCK = "lock"
SUPERVISOR_FILE = "supervisor.json"
SUPERVISOR_LOG = "supervisor.log"

_CLOCK_TOLERANCE = 2.0
"""Seconds. The supervisor notes the wall clock, the system counts whole seconds since its start."""
_LOCK_PATIENCE = 0.05
"""Seconds. Someone who only looks whether the lock is held holds it for an instant."""


@dataclass(frozen=True)
class ProcessIdentity:
    """A process that another with the same pid, later, is not mistaken for."""

    pid: int
    start_time: float
    """Seconds since the epoch."""


@dataclass(frozen=True)
class SupervisorHandle:
    """A supervisor that this process started. `poll` or `release` it, so that no zombie remains."""

    identity: ProcessIdentity
    _process: subprocess.Popen[bytes] = field(repr=False, compare=False)

    def poll(self) -> int | None:
        """Its exit status, or None while it runs."""
        return self._process.poll()

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        return self._process.wait(timeout)

    def release(self) -> None:
        """Have it reaped whenever it ends; nobody asks for it any more."""
        if self.poll() is None:
            threading.Thread(target=self.wait, name="reap-supervisor", daemon=True).start()


class AlreadySupervised(Exception):
    """Another supervisor holds the lock of this run folder."""


def identify(pid: int) -> ProcessIdentity | None:
    """The living process `pid`; None where there is none, or only a zombie."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return ProcessIdentity(pid, process.create_time())
    except (psutil.Error, OSError, ValueError):
        return None


def is_alive(identity: ProcessIdentity) -> bool:
    """Whether this very process still runs."""
    present = identify(identity.pid)
    return present is not None and _same_start(present, identity)


def spawn_supervisor(run_folder: Path) -> SupervisorHandle:
    """Start the detached supervisor of a run folder; it outlives this process.

    The lock of the folder is taken here and handed on, so that `supervisor_alive` is true from now
    until the supervisor has ended. Raises AlreadySupervised, OSError.
    """
    folder = run_folder.absolute()
    lock = acquire_lock(folder)
    try:
        with (folder / SUPERVISOR_LOG).open("ab") as log:
            started = time.time()
            process = subprocess.Popen(
                interpreter.command("temper.runs.supervisor", str(folder), str(lock)),
                cwd=folder,
                env=interpreter.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(lock,),
            )
    finally:
        os.close(lock)
    identity = identify(process.pid) or ProcessIdentity(process.pid, started)
    return SupervisorHandle(identity, process)


def supervisor_alive(run_folder: Path) -> bool:
    """Whether a supervisor holds the lock of this run folder."""
    try:
        lock = os.open(run_folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def acquire_lock(run_folder: Path) -> int:
    """Take the lock of a run folder: a file descriptor; closing it everywhere lets go.

    Raises AlreadySupervised, OSError.
    """
    lock = os.open(run_folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    deadline = time.monotonic() + _LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if time.monotonic() >= deadline:
                os.close(lock)
                raise AlreadySupervised(f"{run_folder} has a supervisor already") from None
            time.sleep(0.005)
        except BaseException:
            os.close(lock)
            raise


def spawn_trainer(
    launch: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start a trainer that leads a session and process group of its own. Raises OSError, ValueError."""
    return subprocess.Popen(
        list(launch),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )


def describe_trainer(patience: float = 120) -> str:
    """What the installed trainer says of itself, as JSON. Raises OSError where it cannot."""
    try:
        done = _described(patience)
    except subprocess.TimeoutExpired as error:
        raise OSError(f"it took more than {patience:.0f} s") from error
    if done.returncode != 0:
        raise OSError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no words")
    return done.stdout.splitlines()[-1]


def _described(patience: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        interpreter.command("temper.trainer.describe"),
        env=interpreter.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


def signal_group(leader: int, number: signal.Signals) -> bool:
    """Signal the process group that `leader` leads or led; False where none is left."""
    if leader <= 1 or leader == os.getpgrp():
        raise ValueError(f"{leader} is not a trainer's process group")
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers "not permitted" for a group of which only a zombie is left.
        return False
    return True


def recorded_trainer(run_folder: Path) -> ProcessIdentity | None:
    """The trainer that the folder's last supervisor started, alive or not."""
    noted: Any = files.read_json(run_folder / SUPERVISOR_FILE)
    with contextlib.suppress(TypeError, KeyError, ValueError):
        trainer = noted["trainer"]
        return ProcessIdentity(int(trainer["pid"]), float(trainer["start_time"]))
    return None


def kill_orphaned_trainer(run_folder: Path) -> bool:
    """End the trainer that a dead supervisor left behind; False where none is left to end.

    For a folder without a living supervisor only.
    """
    trainer = recorded_trainer(run_folder)
    if trainer is None or not is_alive(trainer):
        return False
    return signal_group(trainer.pid, signal.SIGKILL)


def _same_start(one: ProcessIdentity, other: ProcessIdentity) -> bool:
    return abs(one.start_time - other.start_time) <= _CLOCK_TOLERANCE
