"""Line N of the log is event N, whatever happens to the writer."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.runs.journal import Journal, JournalIndex, read_lines


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.jsonl"


def events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


def log(text: str) -> dict[str, Any]:
    return {"type": "log", "stream": "stdout", "text": text}


def test_events_get_a_seq_without_gaps_and_a_time(path: Path) -> None:
    journal = Journal(path)
    first = journal.append({"type": "state", "status": "starting"})
    journal.append_many([log("a"), log("b")])
    assert first["seq"] == 1
    assert first["time"].endswith("Z")
    assert [event["seq"] for event in events(path)] == [1, 2, 3]
    assert events(path)[0] == first


def test_a_line_tells_its_type_near_its_beginning(path: Path) -> None:
    Journal(path).append(
        {"values": {"x": 1.0}, "iteration": 1, "type": "metric", "seq": 9, "time": "x"}
    )
    line = path.read_bytes()
    assert line.startswith(b'{"seq":1,"time":"2')
    assert line.index(b'"type":"metric"') < 60


def test_a_new_writer_goes_on_where_the_last_one_ended(path: Path) -> None:
    Journal(path).append_many([log("a"), log("b")])
    assert Journal(path).append(log("c"))["seq"] == 3


def test_a_torn_last_line_is_cut_off(path: Path) -> None:
    Journal(path).append_many([log("a"), log("b")])
    with path.open("ab") as file:
        file.write(b'{"seq":3,"time":"2026-')
    journal = Journal(path)
    assert journal.seq == 2
    journal.append(log("c"))
    assert [event["text"] for event in events(path)] == ["a", "b", "c"]


@pytest.mark.parametrize("torn", [b"", b"x" * 700_000])
def test_a_log_of_nothing_but_a_torn_line_begins_again(path: Path, torn: bytes) -> None:
    path.write_bytes(torn)
    assert Journal(path).append(log("a"))["seq"] == 1
    assert len(events(path)) == 1


def test_a_last_line_that_is_damaged_still_counts(path: Path) -> None:
    path.write_bytes(b'{"seq":1}\n{"seq":2}\n\x00\x00\x00\n')
    assert Journal(path).append(log("a"))["seq"] == 4


def test_a_last_line_longer_than_a_block_is_read_whole(path: Path) -> None:
    Journal(path).append_many([log("a"), log("x" * 1_000_000)])
    assert Journal(path).seq == 2


def test_half_a_surrogate_pair_becomes_a_replacement_character(path: Path) -> None:
    Journal(path).append(log("half \ud83d, whole \U0001f642"))
    assert events(path)[0]["text"] == "half \ufffd, whole \U0001f642"


def test_numbers_that_json_does_not_have_become_null(path: Path) -> None:
    nan, inf = float("nan"), float("inf")
    Journal(path).append({"type": "metric", "values": {"a": nan, "b": [inf, 1.5]}})
    assert events(path)[0]["values"] == {"a": None, "b": [None, 1.5]}


def test_a_full_disk_leaves_whole_lines_and_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(path)
    journal.append(log("before"))
    real_write = os.write
    room = [len(path.read_bytes()) + 20]

    def write(file: int, data: bytes) -> int:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(file, data[: room.pop()])

    monkeypatch.setattr("temper.runs.journal.os.write", write)
    with pytest.raises(OSError, match="No space left"):
        journal.append_many([log("first of the batch"), log("second"), log("third")])
    monkeypatch.undo()
    assert path.read_bytes().endswith(b"\n")
    written = len(events(path))
    assert written == 1 or events(path)[1]["text"] == "first of the batch"
    assert journal.append(log("after"))["seq"] == written + 1


@given(
    st.lists(
        st.dictionaries(
            st.text(),
            st.recursive(
                st.none()
                | st.booleans()
                | st.floats()
                | st.text(st.characters(exclude_categories=[])),
                lambda inner: st.lists(inner, max_size=3),
                max_leaves=4,
            ),
            max_size=3,
        ),
        max_size=8,
    )
)
def test_whatever_is_appended_line_n_is_event_n(
    tmp_path_factory: pytest.TempPathFactory, fields: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("journal") / "events.jsonl"
    journal = Journal(path)
    for some in fields:
        journal.append_many([{**some, "type": "warning"}])
    assert [event["seq"] for event in events(path)] == list(range(1, len(fields) + 1))


def test_a_reader_gets_only_whole_lines_and_goes_on_from_there(path: Path) -> None:
    path.write_bytes(b"one\ntwo\nthr")
    lines, offset = read_lines(path, 0)
    assert lines == [b"one", b"two"]
    assert read_lines(path, offset) == ([], offset)
    with path.open("ab") as file:
        file.write(b"ee\n")
    assert read_lines(path, offset) == ([b"three"], 14)


def test_a_reader_stops_near_its_bound_but_reads_a_longer_line_whole(path: Path) -> None:
    path.write_bytes(b"a" * 10 + b"\n" + b"b" * 5000 + b"\n" + b"c\n")
    assert read_lines(path, 0, max_bytes=15) == ([b"a" * 10], 11)
    lines, offset = read_lines(path, 11, max_bytes=15)
    assert lines[0] == b"b" * 5000
    assert read_lines(path, offset)[0] == [b"c"][len(lines) - 1 :]


def test_a_log_that_is_not_there_yet_is_empty(path: Path) -> None:
    assert read_lines(path, 0) == ([], 0)
    assert JournalIndex(path).last_seq() == 0


def test_the_index_finds_every_line_of_a_growing_log(path: Path) -> None:
    journal, index = Journal(path), JournalIndex(path)
    for batch in range(10):
        journal.append_many([log("x" * (number % 700)) for number in range(1000)])
        last = index.last_seq()
        assert last == 1000 * (batch + 1)
        for seq in (0, 1, 511, last // 2, last - 1):
            lines = index.read_after(seq, limit=2)
            assert [json.loads(line)["seq"] for line in lines] == [seq + 1, seq + 2][: last - seq]


def test_the_index_does_not_count_a_line_that_is_being_written(path: Path) -> None:
    path.write_bytes(b'{"seq":1}\n{"seq"')
    index = JournalIndex(path)
    assert index.last_seq() == 1
    with path.open("ab") as file:
        file.write(b':2}\n{"seq":3}\n')
    assert index.last_seq() == 3
    assert index.read_after(1, limit=5) == [b'{"seq":2}', b'{"seq":3}']


def test_past_the_end_there_is_nothing(path: Path) -> None:
    Journal(path).append(log("a"))
    index = JournalIndex(path)
    assert index.read_after(1, limit=5) == []
    assert index.read_after(99, limit=5) == []
    assert index.read_after(0, limit=0) == []
    assert len(index.read_after(-1, limit=5)) == 1


def test_the_index_is_not_misled_by_a_torn_line_that_was_cut_off(path: Path) -> None:
    Journal(path).append(log("a"))
    with path.open("ab") as file:
        file.write(b"x" * 1000)
    index = JournalIndex(path)
    assert index.last_seq() == 1
    Journal(path).append_many([log("b"), log("c")])
    assert index.last_seq() == 3


def test_the_index_begins_again_when_a_repaired_log_grew_shorter(path: Path) -> None:
    path.write_bytes(b"a\nb\nc\n")
    index = JournalIndex(path)
    assert index.last_seq() == 3
    path.write_bytes(b"a\n")
    assert index.last_seq() == 1


def test_no_event_is_older_than_the_one_before_it(path: Path) -> None:
    times = iter(
        ["2026-02-01T00:00:00.000Z", "2026-01-31T00:00:00.000Z", "2026-02-01T00:00:01.000Z"]
    )
    first = Journal(path, lambda: next(times)).append({"type": "state"})
    journal = Journal(path, lambda: next(times))
    assert journal.append({"type": "state"})["time"] == first["time"]
    assert journal.append({"type": "state"})["time"] == "2026-02-01T00:00:01.000Z"
