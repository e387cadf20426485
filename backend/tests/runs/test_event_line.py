"""A line of a log is an event that can be folded, shown and stored, or it is none."""

import json
from typing import Any

import pytest

from temper.runs.event_line import decode_event, read_event

HEAD = {"seq": 9, "time": "2026-01-31T14:23:05.123Z"}
WHOLE: dict[str, dict[str, Any]] = {
    "state": {"status": "completed", "reason": None},
    "log": {"stream": "stdout", "text": "é"},
    "progress": {"phase": "training", "iteration": 0, "total": None, "eta_seconds": 3},
    "metric": {"iteration": 3, "split": "train", "values": {"train_loss": None, "tokens": 10**30}},
    "rollout": {"iteration": 1, "split": "valid", "groups": []},
    "checkpoint": {"iteration": 4, "path": "adapters/a", "bytes": 9, "unknown": 1},
    "warning": {"code": "c", "message": "m"},
    "result": {"outcome": "failed", "reason": "r"},
}


def line(kind: str, **changes: Any) -> bytes:
    return json.dumps({**HEAD, "type": kind, **WHOLE[kind], **changes}).encode()


@pytest.mark.parametrize("kind", WHOLE)
def test_an_event_is_read_as_it_stands(kind: str) -> None:
    assert read_event(line(kind)) == {**HEAD, "type": kind, **WHOLE[kind]}


@pytest.mark.parametrize(
    ("broken", "pointer"),
    [
        (line("progress", iteration="abc"), "/iteration"),
        (line("progress", iteration=[1]), "/iteration"),
        (line("progress", iteration=10**30), "/iteration"),
        (line("progress", iteration=-1), "/iteration"),
        (line("progress", total=2**63), "/total"),
        (line("progress", total="many"), "/total"),
        (line("progress", phase={}), "/phase"),
        (line("progress", iterations_per_second="x"), "/iterations_per_second"),
        (line("metric", iteration=3.5), "/iteration"),
        (line("metric", iteration=None), "/iteration"),
        (line("metric", values=[1]), "/values"),
        (line("metric", values={"a/b": 10**400}), "/values/a~1b"),
        (line("metric", values={"a": "1"}), "/values/a"),
        (line("metric", values={"a": {}}), "/values/a"),
        (line("metric", values={"a": True}), "/values/a"),
        (line("metric", split="test"), "/split"),
        (line("metric", time="yesterday"), "/time"),
        (line("metric", time="2026-01-31T14:23:05"), "/time"),
        (line("metric", time=5), "/time"),
        (line("state", status="weird"), "/status"),
        (line("state", reason={}), "/reason"),
        (line("rollout", groups=[1]), "/groups/0"),
        (line("checkpoint", bytes=-1), "/bytes"),
        (b'{"type":"log"}', "/seq"),
    ],
)
def test_what_nobody_could_show_or_store_is_none_and_says_where(
    broken: bytes, pointer: str
) -> None:
    with pytest.raises(ValueError, match=f"^{pointer}: ") as refusal:
        read_event(broken)
    assert "pydantic" not in str(refusal.value)
    assert "RolloutGroup" not in str(refusal.value)
    assert decode_event(broken) is None


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"nonsense",
        b"[1]",
        b"{}",
        b'{"type":[1]}',
        b'{"type":"metric","text":"\xff"}',
        line("log", text="\ud800"),
        b'{"type":"metric","iteration":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"type":"metric","values":{"a":1e400}}',
    ],
)
def test_what_is_no_event_at_all_is_none(broken: bytes) -> None:
    assert decode_event(broken) is None
