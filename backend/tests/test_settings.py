"""Settings come from TEMPER_* variables, and a wrong one is named."""

import pytest

from temper.settings import Settings, SettingsError


def test_every_setting_has_a_default() -> None:
    assert Settings.from_environment({}).max_upload_bytes == 20 * 2**30
    assert Settings.from_environment({"TEMPER_MAX_UPLOAD_BYTES": ""}).port == 8321


def test_settings_are_read_from_the_environment() -> None:
    settings = Settings.from_environment(
        {"TEMPER_MAX_UPLOAD_BYTES": "5000", "TEMPER_PORT": "0", "TEMPER_ALLOWED_HOSTS": "a, b,"}
    )
    assert (settings.max_upload_bytes, settings.port) == (5000, 0)
    assert settings.allowed_hosts == ("a", "b")


def test_what_an_import_may_come_to_is_a_setting() -> None:
    settings = Settings.from_environment(
        {"TEMPER_MAX_EXPANDED_BYTES": "7000", "TEMPER_MAX_EXPANSION": "9"}
    )
    assert (settings.max_expanded_bytes, settings.max_expansion) == (7000, 9)


@pytest.mark.parametrize("name", ["MAX_UPLOAD_BYTES", "MAX_EXPANDED_BYTES", "MAX_EXPANSION"])
@pytest.mark.parametrize("value", ["0", "-1", "2 GB", "1e9", "many"])
def test_a_wrong_size_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"TEMPER_{name} is '{value}'"):
        Settings.from_environment({f"TEMPER_{name}": value})


@pytest.mark.parametrize("value", ["-1", "70000", "http"])
def test_a_wrong_port_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="TEMPER_PORT"):
        Settings.from_environment({"TEMPER_PORT": value})
