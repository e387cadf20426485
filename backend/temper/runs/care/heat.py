"""Whether macOS slows the machine down because it is hot: a pure function of what `pmset` says."""

import re

from temper.runs.care.findings import Warn

WARNING = Warn(
    "hot",
    "The machine is hot and slowed down by the system: iterations take longer until it has cooled.",
)

_SPEED = re.compile(r"CPU_Speed_Limit\s*=\s*(\d+)")
_LEVEL = re.compile(r"[Tt]hermal warning level[^\d\n]*(\d+)")


def slowed_by_heat(therm: str) -> bool:
    """From `pmset -g therm` (pmset(1)): a speed limit below 100%, or a thermal warning level."""
    speeds = [int(found) for found in _SPEED.findall(therm)]
    levels = [int(found) for found in _LEVEL.findall(therm)]
    return any(speed < 100 for speed in speeds) or any(level > 0 for level in levels)
