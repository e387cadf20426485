"""Whether the machine is short of memory: pure functions of what the system says."""

import re

from temper.runs.care.findings import Warn

LOW, ENOUGH = 0.05, 0.10
"""Of all memory. Between the two nothing changes, so that a value at the edge warns once."""

WARNING = Warn(
    "low-memory",
    "The machine is short of memory: the training slows down, and the system may end it. Close other"
    " programs; a smaller batch size or gradient checkpointing needs less.",
)

_LINE = re.compile(r"^(MemTotal|MemAvailable):\s+(\d+) kB$", re.MULTILINE)


def low_on_linux(meminfo: str, before: bool) -> bool:
    """From /proc/meminfo; `before` is what was found last. Source: proc_meminfo(5)."""
    found = {name: int(kilobytes) for name, kilobytes in _LINE.findall(meminfo)}
    total, available = found.get("MemTotal"), found.get("MemAvailable")
    if not total or available is None:
        return False
    return available / total < (ENOUGH if before else LOW)


def low_on_macos(level: str, before: bool) -> bool:
    """From `sysctl -n kern.memorystatus_vm_pressure_level`.

    The numbers are DISPATCH_MEMORYPRESSURE_NORMAL, _WARN and _CRITICAL of dispatch/source.h: 1, 2, 4.
    Warnings are everyday there; only the last is one that ends processes.
    """
    return level.strip() == "4" or (before and level.strip() == "2")
