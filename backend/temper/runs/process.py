"""The only place that starts processes of runs, tells them apart and signals them.

Only the standard library at import: the supervisor starts by it. psutil is for the server's side.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temper.kit import files, interpreter
from temper.runs.identity import ProcessIdentity, identify, is_alive
from temper.runs.kin import MARK, marked_in_listing, marked_in_proc

LOCK = "lock"
SUPERVISOR_FILE = "supervisor.json"
SUPERVISOR_LOG = "supervisor.log"

_ROUNDS = 5
"""How often processes that a run started while it was being ended are looked for."""
_LOCK_PATIENCE = 0.05
"""Seconds. Someone who only looks whether the lock is held holds it for an instant."""


Child = subprocess.Popen[bytes]


@dataclass(frozen=True)
class SupervisorHandle:
    """A supervisor that this process started. `poll` or `release` it, so that no zombie remains."""

    identity: ProcessIdentity
    _process: Child = field(repr=False, compare=False)

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
    launch: Sequence[str], folder: Path, environment: Mapping[str, str], mark: str
) -> Child:
    """Start a trainer that leads a session and process group of its own. Raises OSError, ValueError.

    All that it starts inherits `mark`.
    """
    return subprocess.Popen(
        list(launch),
        cwd=folder,
        env={**environment, MARK: mark},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
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


def end_family(leader: int, mark: str | None) -> bool:
    """SIGKILL for a trainer's group, and for all that carry its mark wherever they went.

    False where nothing was left.
    """
    led = signal_group(leader, signal.SIGKILL)
    return end_kin(mark) or led if mark else led


def end_kin(mark: str) -> bool:
    """SIGKILL for all that carry a mark, and for what these start meanwhile; False for none."""
    found = False
    for _ in range(_ROUNDS):
        kin = living_kin(mark)
        if not kin:
            break
        found = True
        for pid in kin:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
    return found


def living_kin(mark: str) -> list[int]:
    """The other processes that carry a run's mark."""
    if sys.platform == "darwin":
        found = marked_in_listing(read_command("ps", "-axww", "-E", "-o", "pid=,command="), mark)
    else:
        found = marked_in_proc(mark)
    return [pid for pid in found if pid != os.getpid()]


def read_command(*argv: str, patience: float = 1.0) -> str:
    """What a small command of the system prints; nothing where it fails or takes too long."""
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def spawn_beside(*argv: str, piped: bool = False) -> Child:
    """Start a small helper of a run in a session of its own, silent. Raises OSError."""
    return subprocess.Popen(
        argv,
        env=interpreter.environment(),
        stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def finish_beside(helper: Child, word: bytes, patience: float = 1.0) -> None:
    """Say a last word to a piped helper and see it end, one way or the other."""
    try:
        helper.communicate(word, timeout=patience)
    except subprocess.TimeoutExpired:
        # On a very slow machine a helper must not hold up the end of a run.
        helper.kill()
        helper.wait()


def recorded_trainer(run_folder: Path) -> ProcessIdentity | None:
    """The trainer that the folder's last supervisor started, alive or not."""
    noted = files.read_object(run_folder / SUPERVISOR_FILE) or {}
    return _recorded(noted.get("trainer"))


def _recorded(noted: Any) -> ProcessIdentity | None:
    with contextlib.suppress(TypeError, KeyError, ValueError, AttributeError):
        return ProcessIdentity(int(noted["pid"]), float(noted["start_time"]), noted.get("born"))
    return None


def signal_supervisor(
    run_folder: Path, started: ProcessIdentity | None, number: signal.Signals
) -> bool:
    """Signal the supervisor that was `started` here, or that the folder names; False where it is gone."""
    supervisor = started or _recorded(files.read_object(run_folder / SUPERVISOR_FILE))
    if supervisor is None or not is_alive(supervisor):
        return False
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(supervisor.pid, number)
        return True
    return False


def recorded_mark(run_folder: Path) -> str | None:
    """The mark of all that the folder's last supervisor started."""
    mark = (files.read_object(run_folder / SUPERVISOR_FILE) or {}).get("mark")
    return mark if isinstance(mark, str) and mark else None


def kill_orphaned_trainer(run_folder: Path) -> bool:
    """End what a dead supervisor left behind; False where nothing is left to end.

    For a folder whose supervisor is dead, or killed just now. A trainer whose pid has another process by now is
    not signalled.
    """
    mark = recorded_mark(run_folder)
    trainer = recorded_trainer(run_folder)
    if trainer is not None and is_alive(trainer):
        return end_family(trainer.pid, mark)
    return mark is not None and end_kin(mark)
