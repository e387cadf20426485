"""A run begins, and goes on, only while what it writes has room."""

from pathlib import Path

import pytest

from temper.runs.care.disk import (
    DiskNeed,
    free_bytes,
    in_words,
    nearly_full,
    saved_bytes,
    too_little_to_start,
)

MB = 10**6


def test_a_run_starts_where_its_checkpoints_fit_beside_the_reserve() -> None:
    need = DiskNeed(checkpoint=10 * MB, total=100 * MB)
    assert too_little_to_start(356 * MB, need, 256 * MB) is None
    reason = too_little_to_start(355 * MB, need, 256 * MB)
    assert reason is not None
    for words in ("355 MB free", "about 356 MB", "100 MB for its checkpoints"):
        assert words in reason


def test_a_run_is_stopped_while_a_save_still_fits() -> None:
    assert nearly_full(276 * MB, 10 * MB, 256 * MB) is None
    halt = nearly_full(275 * MB, 10 * MB, 256 * MB)
    assert halt is not None
    assert (halt.kind, halt.outcome) == ("save", "stopped")
    assert "275 MB free" in halt.reason


def test_the_state_of_the_optimizer_counts_with_its_checkpoint(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"12345")
    assert saved_bytes(tmp_path, {"bytes": 10}) == 10
    assert saved_bytes(tmp_path, {"bytes": 10, "state": "state"}) == 15
    assert saved_bytes(tmp_path, {"bytes": 10, "state": "gone"}) == 10


def test_a_folder_that_is_gone_tells_no_room(tmp_path: Path) -> None:
    assert (free_bytes(tmp_path) or 0) > 0
    assert free_bytes(tmp_path / "gone") is None


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (96 * MB, "96 MB"),
        (2 * 10**12, "2.0 TB"),
    ],
)
def test_sizes_are_told_as_disks_are_sold(size: int, words: str) -> None:
    assert in_words(size) == words
