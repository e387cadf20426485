"""Looks after a run while its trainer works: silence, disk, memory, heat."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from temper.care_limits import CareLimits
from temper.runs.care.disk import DiskNeed, free_bytes, nearly_full
from temper.runs.care.findings import Finding, Warn
from temper.runs.care.heat import WARNING as HOT
from temper.runs.care.heat import slowed_by_heat
from temper.runs.care.memory import WARNING as LOW_MEMORY
from temper.runs.care.memory import low_on_linux, low_on_macos
from temper.runs.care.stall import Stall
from temper.runs.process import read_command

DISK_SECONDS = 1.0
MEMORY_SECONDS = 5.0
COMMAND_SECONDS = 30.0
"""Between two questions that start a command of the system."""


@dataclass
class Watched:
    """One state of the machine, asked for now and then, and told of when it begins."""

    warning: Warn
    ask: Callable[[bool], bool]
    """Whether it is so now, given whether it was."""
    seconds: float
    due: float = 0.0
    found: bool = False

    def look(self, now: float) -> Warn | None:
        if now < self.due:
            return None
        self.due = now + self.seconds
        before, self.found = self.found, self.ask(self.found)
        return self.warning if self.found and not before else None


class Caretaker:
    """Finds out what a person should know, or what a run must be stopped for."""

    def __init__(
        self,
        folder: Path,
        limits: CareLimits,
        need: DiskNeed,
        now: float,
        machine: list[Watched] | None = None,
        free: Callable[[Path], int | None] = free_bytes,
    ) -> None:
        self._folder = folder
        self._limits = limits
        self._checkpoint = need.checkpoint
        self._stall = Stall(limits, now)
        self._machine = this_machine() if machine is None else machine
        self._free = free
        self._disk_due = now

    def heard(self, now: float) -> None:
        """The trainer printed something."""
        self._stall.heard(now)

    def saw_checkpoint(self, size: int) -> None:
        """So many bytes were saved."""
        self._checkpoint = max(self._checkpoint, size)

    def look(self, now: float) -> Iterator[Finding]:
        """What is new. `now` is on the clock of `time.monotonic`, which sleep does not move."""
        if stalled := self._stall.look(now):
            yield stalled
        if now >= self._disk_due:
            self._disk_due = now + DISK_SECONDS
            free = self._free(self._folder)
            full = free is not None and nearly_full(
                free, self._checkpoint, self._limits.disk_reserve
            )
            if full:
                yield full
        for state in self._machine:
            if warning := state.look(now):
                yield warning


def this_machine() -> list[Watched]:
    """What this system tells of itself."""
    if sys.platform == "darwin":
        return [
            Watched(LOW_MEMORY, _short_of_memory_on_macos, COMMAND_SECONDS),
            Watched(
                HOT, lambda _: slowed_by_heat(read_command("pmset", "-g", "therm")), COMMAND_SECONDS
            ),
        ]
    return [Watched(LOW_MEMORY, _short_of_memory_on_linux, MEMORY_SECONDS)]


def _short_of_memory_on_macos(before: bool) -> bool:
    level = read_command("sysctl", "-n", "kern.memorystatus_vm_pressure_level")
    return low_on_macos(level, before)


def _short_of_memory_on_linux(before: bool) -> bool:
    try:
        return low_on_linux(Path("/proc/meminfo").read_text(), before)
    except OSError:
        return False
