"""When a supervisor warns and when it stops a run by itself: settings from the environment."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

STALL_MINUTES = "TEMPER_STALL_MINUTES"
STALL_STOP_MINUTES = "TEMPER_STALL_STOP_MINUTES"
DISK_RESERVE_MB = "TEMPER_DISK_RESERVE_MB"


@dataclass(frozen=True)
class CareLimits:
    """Seconds of silence until a warning and until a stop, and bytes of disk that a run leaves free."""

    stall_seconds: float | None = 15 * 60
    """A large model may take minutes for one iteration, but it prints while it loads."""
    stall_stop_seconds: float | None = None
    """None: a run is never stopped for its silence."""
    disk_reserve: int = 256 * 10**6


def read_limits(environment: Mapping[str, str]) -> CareLimits:
    """What the TEMPER_* variables say, and the defaults else. Raises ValueError that names the variable."""
    usual = CareLimits()
    reserve = _number(environment, DISK_RESERVE_MB, "megabytes")
    return CareLimits(
        _seconds(environment, STALL_MINUTES, usual.stall_seconds),
        _seconds(environment, STALL_STOP_MINUTES, usual.stall_stop_seconds),
        usual.disk_reserve if reserve is None else round(reserve * 10**6),
    )


def _seconds(environment: Mapping[str, str], name: str, otherwise: float | None) -> float | None:
    minutes = _number(environment, name, "minutes, 0 for never")
    return otherwise if minutes is None else minutes * 60 or None


def _number(environment: Mapping[str, str], name: str, unit: str) -> float | None:
    text = environment.get(name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise ValueError(f"{name} is {text!r}; give a number of {unit}")
    return number
