"""Which process a pid stands for: a later one with the same pid is not mistaken for it.

Only the standard library at import: the supervisor starts by it. psutil is for the server's side.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_CLOCK_TOLERANCE = 2.0
"""Seconds. The supervisor notes the wall clock, the system counts whole seconds since its start."""


@dataclass(frozen=True)
class ProcessIdentity:
    """A process that another with the same pid, later, is not mistaken for."""

    pid: int
    start_time: float
    """Seconds since the epoch, by a wall clock that may have been set since."""
    born: str | None = field(default=None, compare=False)
    """The kernel's own word on when it began, where it gives one: see `birth`."""

    def record(self) -> dict[str, Any]:
        """As `supervisor.json` holds it."""
        return {"pid": self.pid, "start_time": self.start_time, "born": self.born}


def birth(pid: int) -> str | None:
    """When a process began, in the kernel's ticks of this boot: no clock that is set changes it.

    None where there is no such process, or no /proc. Source: proc_pid_stat(5), field 22.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        # The name in parentheses may hold spaces and parentheses itself.
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return f"{boot}:{fields[19]}"
    except (OSError, IndexError):
        return None


def identify(pid: int) -> ProcessIdentity | None:
    """The living process `pid`; None where there is none, or only a zombie."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return ProcessIdentity(pid, process.create_time(), birth(pid))
    except (psutil.Error, OSError, ValueError):
        return None


def is_alive(identity: ProcessIdentity) -> bool:
    """Whether this very process still runs."""
    present = identify(identity.pid)
    return present is not None and _same_start(present, identity)


def _same_start(one: ProcessIdentity, other: ProcessIdentity) -> bool:
    if one.born is not None and other.born is not None:
        return one.born == other.born
    return abs(one.start_time - other.start_time) <= _CLOCK_TOLERANCE
