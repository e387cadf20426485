"""A trainer that neither prints nor finishes an iteration: pure, the time is handed in."""

from temper.care_limits import CareLimits
from temper.runs.care.findings import Finding, Halt, Warn


class Stall:
    """Measures silence."""

    def __init__(self, limits: CareLimits, now: float) -> None:
        self._limits = limits
        self._heard_at = now
        self._warned = False

    def heard(self, now: float) -> None:
        """The trainer printed something."""
        self._heard_at = now
        self._warned = False

    def look(self, now: float) -> Finding | None:
        """What the silence so far calls for."""
        silence = now - self._heard_at
        stop = self._limits.stall_stop_seconds
        if stop is not None and silence >= stop:
            return Halt("now", "failed", stopped_words(stop))
        limit = self._limits.stall_seconds
        if limit is None or self._warned or silence < limit:
            return None
        self._warned = True
        return Warn("stalled", warning_words(limit))


def warning_words(seconds: float) -> str:
    return (
        f"The trainer has printed nothing and finished no iteration for {in_minutes(seconds)}. It may be"
        " at a very long step, or it may hang. It goes on; stop the run if that is too long."
    )


def stopped_words(seconds: float) -> str:
    return (
        f"The trainer hung: for {in_minutes(seconds)} it printed nothing and finished no iteration, so"
        " it was ended, as TEMPER_STALL_STOP_MINUTES asks for. What no checkpoint holds is lost."
    )


def in_minutes(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:g} seconds"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
