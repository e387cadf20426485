"""Files that are whole or not there."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from temper.kit import clock
from temper.kit.files import read_json, write_atomic, write_json
from temper.kit.ids import new_id


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"name": "é"})
    assert read_json(tmp_path / "a.json") == {"name": "é"}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_atomic(path, b"old")

    def no_space(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_torn_or_missing_file_reads_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "torn.json").write_text('{"a": ')
    assert read_json(tmp_path / "torn.json") is None
    assert read_json(tmp_path / "missing.json") is None


def test_ids_sort_by_time_and_are_safe_folder_names() -> None:
    early, late = (new_id(datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 2))
    assert early < late
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-z]{6}", early)


def test_time_is_utc_with_milliseconds() -> None:
    text = clock.now()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    assert clock.parse(text).tzinfo is not None
