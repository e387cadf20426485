"""One trainer with its helpers: a guard that outlives the supervisor, and what keeps the machine awake."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import IO, Any

from temper.runs import process
from temper.runs.guard import Guard
from temper.runs.identity import ProcessIdentity, birth
from temper.runs.launch import CannotLaunch, Launch


class TrainerProcess:
    """A trainer that leads a group, and all that it starts."""

    def __init__(self, folder: Path, launch: Launch, mark: str) -> None:
        """Start it. Raises CannotLaunch."""
        self._mark = mark
        try:
            self._guard = Guard(folder, mark)
        except OSError as error:
            raise CannotLaunch(f"its guard: {error}") from error
        started = time.time()
        try:
            self._child = process.spawn_trainer(launch.argv, folder, launch.environment, mark)
        except (OSError, ValueError) as error:
            self._guard.release()
            raise CannotLaunch(f"{launch.argv[0]}: {error}") from error
        self.identity = ProcessIdentity(self._child.pid, started, birth(self._child.pid))
        self._awake = keep_awake()

    @property
    def pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Its standard output and standard error."""
        assert self._child.stdout is not None and self._child.stderr is not None
        return self._child.stdout, self._child.stderr

    def poll(self) -> int | None:
        """Its return code, or None while it runs."""
        return self._child.poll()

    def ask_to_end(self) -> None:
        """SIGTERM for its group."""
        process.signal_group(self._child.pid, signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL for its group and for all else that it started."""
        process.end_family(self._child.pid, self._mark)

    def close(self) -> None:
        """Leave nothing running."""
        self.kill()
        self._child.wait()
        self._guard.release()


def keep_awake() -> Any:
    """On macOS keep the system from idle sleep for as long as this process lives; None elsewhere.

    `-i` prevents idle sleep, `-w` ends it with the process (caffeinate(8)). The display may sleep.
    """
    if sys.platform != "darwin":
        return None
    try:
        return process.spawn_beside(*awake_command(os.getpid()))
    except OSError:
        return None


def awake_command(pid: int) -> tuple[str, ...]:
    return ("caffeinate", "-i", "-w", str(pid))
