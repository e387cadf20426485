"""The event log on disk: line N of `events.jsonl` is the event with `seq` N.

Standard library only: the supervisor imports it.
"""

import json
import math
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from temper.kit import clock

READ_BYTES = 1024 * 1024
_BLOCK = 256 * 1024
_encode_json = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False
).encode


class Journal:
    """The one writer of an event log. What it has appended is whole lines, even on a full disk."""

    def __init__(self, path: Path, now: Callable[[], str] = clock.now) -> None:
        """Open `path` for appending; a torn last line is cut off. Raises OSError."""
        self._now = now
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        self._size = _cut_torn_line(self._file)
        self.seq, self._time = _last_event(self._file, self._size)
        """The `seq` of the last event, 0 in an empty log."""

    def append(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Write one event and return it with its `seq` and `time`. Raises OSError."""
        row = _row(event, self.seq + 1, self._moment())
        self._write([_encode(row)])
        return row

    def append_many(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Write events with one write and one `time`. Raises OSError; whole lines stay written."""
        time = self._moment()
        lines = [_encode(_row(event, seq, time)) for seq, event in enumerate(events, self.seq + 1)]
        if lines:
            self._write(lines)

    def _moment(self) -> str:
        """Now, or the time of the last event where the clock was set back since."""
        self._time = max(self._time, self._now())
        return self._time

    def sync(self) -> None:
        """Put what was written on the disk. Raises OSError."""
        os.fsync(self._file)

    def close(self) -> None:
        os.close(self._file)

    def _write(self, lines: list[bytes]) -> None:
        data = b"".join(lines)
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:] if written else data)
        except OSError:
            # A reader may have seen the whole lines already: they stay, the torn one goes.
            whole = data.rfind(b"\n", 0, written) + 1
            self._advance(whole, data.count(b"\n", 0, whole))
            os.ftruncate(self._file, self._size)
            raise
        self._advance(len(data), len(lines))

    def _advance(self, size: int, lines: int) -> None:
        self._size += size
        self.seq += lines


class JournalIndex:
    """Finds "after seq N" in a growing event log of any size without parsing it.

    It remembers where a line begins about every 256 KiB, and looks only at what was added since.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reset()

    def last_seq(self) -> int:
        """The number of whole lines now, which is the `seq` of the last event; 0 without a file."""
        try:
            with self._path.open("rb", buffering=0) as file:
                if os.fstat(file.fileno()).st_size < self._end:
                    self._reset()
                self._scan(file.fileno())
        except FileNotFoundError:
            self._reset()
        return self._lines

    def offset_after(self, seq: int) -> int:
        """Where the line of event `seq + 1` begins, or the end of the whole lines. Raises OSError."""
        last = self.last_seq()
        if seq >= last:
            return self._end
        line, offset = self._marks[bisect_right(self._marks, max(seq, 0), key=_line_of) - 1]
        with self._path.open("rb") as file:
            file.seek(offset)
            for _ in range(max(seq, 0) - line):
                offset += len(file.readline())
        return offset

    def read_after(self, seq: int, limit: int, max_bytes: int = READ_BYTES) -> list[bytes]:
        """At most `limit` lines after event `seq`, about `max_bytes` of them. Raises OSError."""
        if limit <= 0:
            return []
        lines, _ = read_lines(self._path, self.offset_after(seq), max_bytes)
        return lines[:limit]

    def _reset(self) -> None:
        self._lines = 0
        self._end = 0
        self._marks: list[tuple[int, int]] = [(0, 0)]

    def _scan(self, file: int) -> None:
        # From the last whole line, not from what was seen last: a torn line may have been cut off.
        position = self._end
        while block := os.pread(file, _BLOCK, position):
            count = block.count(b"\n")
            if count:
                self._lines += count
                self._end = position + block.rfind(b"\n") + 1
                if self._end - self._marks[-1][1] >= _BLOCK:
                    self._marks.append((self._lines, self._end))
            position += len(block)


def read_lines(path: Path, offset: int, max_bytes: int = READ_BYTES) -> tuple[list[bytes], int]:
    """Whole lines from `offset`, without their newlines, and the offset after them.

    Reads about `max_bytes`, and more only where one line is longer. A file that is not there has no
    lines. Raises OSError.
    """
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError:
        return [], offset
    with file:
        data = os.pread(file.fileno(), max_bytes, offset)
        # The newline that ends a long line is looked for only in what was read last.
        parts = [data]
        while data and b"\n" not in data:
            position = offset + sum(map(len, parts))
            data = os.pread(file.fileno(), max_bytes, position)
            parts.append(data)
    whole = b"".join(parts)
    end = whole.rfind(b"\n")
    if end < 0:
        return [], offset
    return whole[:end].split(b"\n"), offset + end + 1


def each_line(path: Path) -> Iterator[bytes]:
    """Every whole line, in little memory. Raises OSError."""
    lines, offset = read_lines(path, 0)
    while lines:
        yield from lines
        lines, offset = read_lines(path, offset)


def _line_of(mark: tuple[int, int]) -> int:
    return mark[0]


def _row(event: Mapping[str, Any], seq: int, time: str) -> dict[str, Any]:
    # These three come first in a line, so that a reader tells its type without parsing it.
    row = {"seq": seq, "time": time, "type": event["type"], **event}
    row["seq"] = seq
    row["time"] = time
    return row


def _encode(row: dict[str, Any]) -> bytes:
    try:
        text = _encode_json(row)
    except ValueError:
        text = _encode_json(_without_non_finite(row))
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        # Half a surrogate pair is no text and no UTF-8: it becomes U+FFFD.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode() + b"\n"


def _without_non_finite(value: Any) -> Any:
    """`value` with null for each number that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        mapping = cast("Mapping[str, Any]", value)
        return {key: _without_non_finite(item) for key, item in mapping.items()}
    if isinstance(value, list | tuple):
        items = cast("list[Any]", value)
        return [_without_non_finite(item) for item in items]
    return value


def _cut_torn_line(file: int) -> int:
    """Cut off what follows the last newline; the size that is left."""
    size = os.fstat(file).st_size
    whole = _after_last_newline(file, size)
    if whole < size:
        os.ftruncate(file, whole)
    return whole


def _last_event(file: int, size: int) -> tuple[int, str]:
    """The seq and the time of the last line; should it not tell, its number and an empty time."""
    if not size:
        return 0, ""
    start = _after_last_newline(file, size - 1)
    try:
        event = json.loads(os.pread(file, size - start, start))
        seq, time = event["seq"], event["time"]
        if type(seq) is int and seq > 0 and clock.parse(time):
            return seq, time
    except (ValueError, TypeError, KeyError):
        pass
    blocks = range(0, size, _BLOCK)
    return sum(os.pread(file, _BLOCK, offset).count(b"\n") for offset in blocks), ""


def _after_last_newline(file: int, end: int) -> int:
    """The offset after the last newline before `end`; 0 where there is none."""
    while end > 0:
        start = max(end - _BLOCK, 0)
        found = os.pread(file, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
