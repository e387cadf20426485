"""The stop file: the supervisor writes it, the wrapper looks for it."""

from pathlib import Path

import pytest

from temper.trainer.stop import STOP_FILE, stop_check


def test_by_hand_nothing_stops_it():
    assert stop_check({})() is False


@pytest.mark.parametrize(
    ("content", "stops"),
    [
        ('{"save": true}', True),
        ('{"save": false}', False),
        ("{}", False),
        ('{"sa', False),
        ("", False),
        ("[]", False),
    ],
)
def test_only_a_whole_request_to_save_stops_it(tmp_path: Path, content: str, stops: bool):
    file = tmp_path / "stop.json"
    requested = stop_check({STOP_FILE: str(file)})
    assert requested() is False
    file.write_text(content)
    assert requested() is stops
