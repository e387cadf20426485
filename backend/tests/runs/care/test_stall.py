"""Silence is measured, told once, and ends a run only where that was asked for."""

from temper.care_limits import CareLimits
from temper.runs.care.findings import Halt, Warn
from temper.runs.care.stall import Stall


def test_a_silence_is_told_once_and_again_after_the_trainer_spoke() -> None:
    stall = Stall(CareLimits(stall_seconds=600), now=0)
    assert stall.look(599) is None
    warning = stall.look(600)
    assert isinstance(warning, Warn)
    assert "10 minutes" in warning.message
    assert stall.look(100_000) is None
    stall.heard(100_000)
    assert stall.look(100_599) is None
    assert isinstance(stall.look(100_600), Warn)


def test_a_silence_ends_the_run_only_where_that_was_asked_for() -> None:
    stall = Stall(CareLimits(stall_seconds=600, stall_stop_seconds=1200), now=0)
    assert isinstance(stall.look(600), Warn)
    assert stall.look(1199) is None
    halt = stall.look(1200)
    assert isinstance(halt, Halt)
    assert (halt.kind, halt.outcome) == ("now", "failed")
    assert "20 minutes" in halt.reason
    assert Stall(CareLimits(stall_seconds=None), now=0).look(10**9) is None
