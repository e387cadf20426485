"""From the trainer's output to events without `seq` and `time`: pure, no process in sight."""

import json
from typing import Any, Literal

from temper.kit.lines import RECORD, LineSplitter

Event = dict[str, Any]
Stream = Literal["stdout", "stderr"]

_number = (int, float)
_optional_number = (int, float, type(None))
_FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "progress": {"phase": str, "iteration": int},
    "metric": {"iteration": int, "split": str, "values": dict},
    "rollout": {"iteration": int, "split": str, "groups": list},
    "checkpoint": {"iteration": int, "path": str, "bytes": int},
    "warning": {"code": str, "message": str},
    "result": {"outcome": str, "reason": str},
}
"""The records a trainer may send, each with the fields no reader can do without."""


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


def _is_event(record: Any) -> bool:
    if not isinstance(record, dict):
        return False
    kind: Any = record.get("type")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    fields = _FIELDS.get(kind) if isinstance(kind, str) else None
    if fields is None:
        return False
    for name, expected in fields.items():
        value: Any = record.get(name)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if not isinstance(value, expected) or isinstance(value, bool):
            return False
    if kind == "result":
        return record["outcome"] in ("completed", "failed", "stopped")
    return "split" not in fields or record["split"] in ("train", "valid")
