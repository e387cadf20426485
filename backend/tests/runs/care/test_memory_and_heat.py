"""What systems print of their memory and heat, as recorded, and what it means."""

import pytest

from temper.runs.care.heat import slowed_by_heat
from temper.runs.care.memory import low_on_linux, low_on_macos

MEMINFO = """MemTotal:       24630784 kB
MemFree:          512340 kB
MemAvailable:   {available:>8} kB
Buffers:          120264 kB
"""
COOL = """Note: No thermal warning level has been recorded
Note: No performance warning level has been recorded
2025-04-06 20:50:47 -0500 CPU Power notify
\tCPU_Scheduler_Limit \t= 100
\tCPU_Available_CPUs \t= 12
\tCPU_Speed_Limit \t= 100
"""
APPLE_SILICON = """Note: No thermal warning level has been recorded
Note: No performance warning level has been recorded
Note: No CPU power status has been recorded
"""


@pytest.mark.parametrize(
    ("available", "before", "low"),
    [
        (12_000_000, False, False),
        (1_300_000, False, False),
        (1_200_000, False, True),
        (2_000_000, True, True),
        (2_000_000, False, False),
        (2_600_000, True, False),
    ],
)
def test_memory_on_linux_is_low_below_a_twentieth_and_enough_from_a_tenth(
    available: int, before: bool, low: bool
) -> None:
    assert low_on_linux(MEMINFO.format(available=available), before) is low


def test_a_system_that_tells_nothing_is_not_short() -> None:
    assert not low_on_linux("", before=True)
    assert not low_on_macos("", before=True)
    assert not slowed_by_heat("")


@pytest.mark.parametrize(
    ("level", "before", "low"),
    [("1\n", False, False), ("2\n", False, False), ("4\n", False, True), ("2\n", True, True), ("1\n", True, False)],
)  # fmt: skip
def test_memory_on_macos_is_low_at_the_critical_level(level: str, before: bool, low: bool) -> None:
    assert low_on_macos(level, before) is low


def test_macos_is_slow_by_heat_when_it_limits_the_speed() -> None:
    assert not slowed_by_heat(COOL)
    assert not slowed_by_heat(APPLE_SILICON)
    assert slowed_by_heat(COOL.replace("CPU_Speed_Limit \t= 100", "CPU_Speed_Limit \t= 63"))
    assert slowed_by_heat("Thermal warning level = 1\n")
    assert not slowed_by_heat("Thermal warning level = 0\n")
