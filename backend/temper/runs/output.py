"""From the trainer's output to events without `seq` and `time`: pure, no process in sight."""

import json
from typing import Any, Literal, cast

from temper.kit.lines import RECORD, LineSplitter

Event = dict[str, Any]
Stream = Literal["stdout", "stderr"]

_number = (int, float)
_FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "progress": {"phase": str, "iteration": int},
    "metric": {"iteration": int, "split": str, "values": dict},
    "rollout": {"iteration": int, "split": str, "groups": list},
    "checkpoint": {"iteration": int, "path": str, "bytes": int},
    "warning": {"code": str, "message": str},
    "result": {"outcome": str, "reason": str},
}
"""The records a trainer may send, each with the fields no reader can do without."""
_OPTIONAL: dict[str, dict[str, type | tuple[type, ...]]] = {
    "progress": {"total": int, "iterations_per_second": _number, "eta_seconds": _number},
    "checkpoint": {"final": bool, "state": str},
    "result": {"iterations": int, "adapter": str, "details": dict},
}
"""What may be left out or null, but is nothing else."""
_NEVER_NULL = frozenset({"final"})
"""Of these, what may only be left out."""
_LARGEST = 2**53
"""Beyond it a number is no count, and neither a database nor a browser can hold it."""


class Output:
    """One of the trainer's two streams, from bytes to events."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._splitter = LineSplitter()

    def feed(self, data: bytes) -> list[Event]:
        return [self._event(line) for line in self._splitter.feed(data)]

    def close(self) -> list[Event]:
        return [self._event(line) for line in self._splitter.close()]

    def _event(self, line: bytes) -> Event:
        if line.startswith(RECORD):
            record = parse_record(line[1:])
            if record is not None:
                return record
            line = line[1:]
        return {"type": "log", "stream": self._stream, "text": line.decode("utf-8", "replace")}


def parse_record(data: bytes) -> Event | None:
    """The event in a record, or None where it is not one a trainer may send."""
    try:
        # NaN and Infinity are Python's, not JSON's.
        record: Any = json.loads(data, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    if not _is_event(record):
        return None
    record.pop("seq", None)
    record.pop("time", None)
    return record


def _is_event(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    record = cast("dict[str, Any]", value)
    kind = record.get("type")
    fields = _FIELDS.get(kind) if isinstance(kind, str) else None
    if kind is None or fields is None:
        return False
    optional = _OPTIONAL.get(kind, {})
    if not all(_is(record.get(name), expected) for name, expected in fields.items()):
        return False
    if not all(
        (record.get(n) is None and not (n in record and n in _NEVER_NULL))
        or _is(record[n], expected)
        for n, expected in optional.items()
    ):
        return False
    if kind == "metric" and not all(
        v is None or _is(v, _number) for v in record["values"].values()
    ):
        return False
    if kind == "result":
        return record["outcome"] in ("completed", "failed", "stopped")
    return "split" not in fields or record["split"] in ("train", "valid")


def _is(value: Any, expected: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return expected is bool
    if isinstance(value, int):
        # What can be nothing but an integer is a count.
        least = 0 if expected is int else -_LARGEST
        return isinstance(value, expected) and least <= value <= _LARGEST
    return isinstance(value, expected)
