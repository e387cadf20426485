"""Reading a run's log back."""

import json
from pathlib import Path
from typing import Any

import pytest

from temper.runs.history import Indexes, metric_columns, page_json, read_events, read_page


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    kinds = ["state", "log", "log", "metric", "log", "metric"]
    lines = [
        json.dumps({"seq": n, "time": "t", "type": kind}, separators=(",", ":"))
        for n, kind in enumerate(kinds, 1)
    ]
    path.write_text("\n".join(lines) + "\n" + '{"seq":7,"ti')
    return path


def seqs(lines: list[bytes]) -> list[int]:
    return [json.loads(line)["seq"] for line in lines]


def test_a_page_begins_after_the_cursor_and_leaves_a_torn_line_alone(log: Path) -> None:
    indexes = Indexes()
    assert indexes.last_seq(log) == 6
    after, offset = indexes.position(log, 2)
    lines, cursor = read_page(log, offset, after, 3, frozenset())
    assert (seqs(lines), cursor) == ([3, 4, 5], 5)
    after, offset = indexes.position(log, 5)
    lines, cursor = read_page(log, offset, after, 3, frozenset())
    assert (seqs(lines), cursor) == ([6], 6)


def test_a_cursor_beyond_the_end_is_at_the_end(log: Path) -> None:
    after, offset = Indexes().position(log, 10**9)
    assert after == 6
    with log.open("ab") as file:
        file.write(b'me":"t","type":"log"}\n')
    lines, cursor = read_page(log, offset, after, 10, frozenset())
    assert (seqs(lines), cursor) == ([7], 7)


def test_a_page_of_large_events_ends_early(log: Path) -> None:
    lines, cursor = read_page(log, 0, 0, 10, frozenset(), room=50)
    assert (seqs(lines), cursor) == ([1, 2], 2)


def test_a_line_that_is_no_event_is_passed_over(log: Path) -> None:
    head = '{"seq":1,"time":"2026-01-31T14:23:05.123Z","type":'
    whole = [f'{head}"log","stream":"stdout","text":""}}', f'{head}"state","status":"running"}}']
    log.write_text(f'{whole[0]}\nnonsense\n[1]\n{head}"metric"}}\n{whole[1]}\n')
    assert [event["type"] for event in read_events(log, frozenset())] == ["log", "state"]


def test_an_event_of_another_type_that_names_this_one_is_no_such_event(log: Path) -> None:
    log.write_text(
        '{"x":{"type":"metric"},"seq":1,"time":"2026-01-31T14:23:05.123Z","type":"state",'
        '"status":"running"}\n'
    )
    assert read_events(log, frozenset({"metric"})) == []


def test_filtered_pages_neither_skip_nor_repeat(log: Path) -> None:
    indexes = Indexes()
    seen: list[int] = []
    cursor = 0
    for _ in range(4):
        cursor, offset = indexes.position(log, cursor)
        lines, cursor = read_page(log, offset, cursor, 1, frozenset({"metric"}))
        seen += seqs(lines)
    assert seen == [4, 6]
    assert cursor == 6


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_events(tmp_path / "none", frozenset()) == []
    assert Indexes().position(tmp_path / "none", 5) == (0, 0)


def test_a_page_is_json(log: Path) -> None:
    lines, cursor = read_page(log, 0, 0, 2, frozenset())
    page = json.loads(page_json(cursor, lines))
    assert page["cursor"] == 2
    assert [event["seq"] for event in page["events"]] == [1, 2]
    assert json.loads(page_json(0, [])) == {"cursor": 0, "events": []}


def test_metrics_become_columns_of_equal_length_with_null_for_gaps() -> None:
    def metric(iteration: int, **values: float) -> dict[str, Any]:
        return {"iteration": iteration, "values": values}

    columns = metric_columns(
        [metric(1, val_loss=2.0), metric(1, train_loss=1.5), metric(2, train_loss=1.0)]
    )
    assert columns == {"iteration": [1, 2], "val_loss": [2.0, None], "train_loss": [1.5, 1.0]}
    assert metric_columns([]) == {"iteration": []}


def test_a_value_that_is_called_iteration_leaves_the_iterations_alone() -> None:
    columns = metric_columns([{"iteration": 3, "values": {"iteration": 0.5, "a": 1.0}}])
    assert columns == {"iteration": [3], "a": [1.0]}
