"""What the environment says of warning and stopping."""

import pytest

from temper.care_limits import CareLimits, read_limits
from temper.settings import Settings, SettingsError


def test_without_a_word_a_run_is_warned_of_and_never_stopped() -> None:
    assert read_limits({}) == CareLimits(15 * 60, None, 256 * 10**6)
    assert read_limits({"TEMPER_STALL_MINUTES": ""}) == CareLimits()


def test_minutes_and_megabytes_are_read_and_zero_is_never() -> None:
    given = {
        "TEMPER_STALL_MINUTES": "0",
        "TEMPER_STALL_STOP_MINUTES": "0.5",
        "TEMPER_DISK_RESERVE_MB": "1.5",
    }
    assert read_limits(given) == CareLimits(None, 30, 1_500_000)


@pytest.mark.parametrize("text", ["x", "-1", "nan", "inf", "1h"])
@pytest.mark.parametrize(
    "name", ["TEMPER_STALL_MINUTES", "TEMPER_STALL_STOP_MINUTES", "TEMPER_DISK_RESERVE_MB"]
)
def test_what_is_no_number_is_named_before_the_server_starts(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is '{text}'"):
        Settings.from_environment({name: text})
