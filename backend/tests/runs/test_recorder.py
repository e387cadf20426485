"""Events go to the log in order, text to `output.log`, and what matters to the disk at once."""

import json
import os
from pathlib import Path

import pytest

from temper.runs.recorder import RESERVE_BYTES, RESERVE_FILE, Recorder, Unwritable


def log(text: str) -> dict[str, str]:
    return {"type": "log", "stream": "stdout", "text": text}


def test_events_are_written_in_order_and_text_once_more_as_text(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    for event in (log("one"), {"type": "warning", "code": "c", "message": "m"}, log("zwei ü")):
        recorder.add(event)
    recorder.flush()
    lines = (tmp_path / "events.jsonl").read_text().splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["log", "warning", "log"]
    assert (tmp_path / "output.log").read_text() == "one\nzwei ü\n"


def test_the_last_lines_are_few_and_short(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    for number in range(100):
        recorder.add(log(f"{number} " + "x" * 5000))
    lines = recorder.last_lines()
    assert [line.split()[0] for line in lines] == [str(number) for number in range(70, 100)]
    assert max(map(len, lines)) == 1000


def test_what_matters_is_on_the_disk_at_once_and_the_rest_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    clock = [100.0]
    monkeypatch.setattr("temper.runs.journal.os.fsync", synced.append)
    monkeypatch.setattr("temper.runs.recorder.time.monotonic", lambda: clock[0])
    recorder = Recorder(tmp_path)
    recorder.add(log("first"))
    recorder.flush()
    clock[0] += 0.9
    recorder.add(log("second"))
    recorder.flush()
    assert len(synced) == 0
    clock[0] += 0.2
    recorder.flush()
    assert len(synced) == 1
    clock[0] += 5
    recorder.flush()
    assert len(synced) == 1
    recorder.add({"type": "checkpoint", "iteration": 1, "path": "a", "bytes": 1})
    recorder.flush()
    assert len(synced) == 2


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").mkdir()
    with pytest.raises(Unwritable, match=str(tmp_path)):
        Recorder(tmp_path)


def test_an_output_log_that_cannot_be_written_costs_no_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "output.log").symlink_to("/dev/full")
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("there is no /dev/full here")
    recorder = Recorder(tmp_path)
    recorder.add(log("one"))
    with pytest.raises(Unwritable, match="No space left"):
        recorder.flush()
    assert len((tmp_path / "events.jsonl").read_text().splitlines()) == 1


def test_room_for_the_end_is_kept_and_given_up(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    reserve = tmp_path / RESERVE_FILE
    assert reserve.stat().st_size == RESERVE_BYTES
    recorder.give_up_reserve()
    assert not reserve.exists()
    recorder.give_up_reserve()
