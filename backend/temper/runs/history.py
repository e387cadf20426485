"""What a run's log holds, read back: pages of events, columns of metrics."""

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

import msgspec

from temper.runs.journal import JournalIndex, read_lines

KEPT_INDEXES = 64
SCAN_BYTES = 4 * 2**20


class Indexes:
    """One line index for each log that was read lately."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._indexes: OrderedDict[Path, JournalIndex] = OrderedDict()

    def last_seq(self, path: Path) -> int:
        with self._lock:
            return self._index(path).last_seq()

    def offset_after(self, path: Path, seq: int) -> int:
        """The byte where the event after `seq` begins; the end of a shorter log."""
        with self._lock:
            return self._index(path).offset_after(seq) if path.exists() else 0

    def _index(self, path: Path) -> JournalIndex:
        index = self._indexes.setdefault(path, JournalIndex(path))
        self._indexes.move_to_end(path)
        if len(self._indexes) > KEPT_INDEXES:
            self._indexes.popitem(last=False)
        return index


def read_page(
    path: Path, offset: int, after: int, limit: int, types: frozenset[str]
) -> tuple[list[bytes], int]:
    """At most `limit` event lines of these types (all, if empty) after `after`, and the new cursor.

    The cursor passes over events of other types, so that asking again from it never sees them twice.
    """
    marks = [f'"type":"{name}"'.encode() for name in types]
    found: list[bytes] = []
    cursor = after
    while len(found) < limit:
        lines, offset = read_lines(path, offset, SCAN_BYTES if types else 2**20)
        if not lines:
            break
        for line in lines:
            cursor += 1
            if not marks or any(mark in line[:100] for mark in marks):
                found.append(line)
                if len(found) == limit:
                    break
    return found, cursor


def page_json(cursor: int, lines: list[bytes]) -> bytes:
    """Event lines as the JSON of an `EventPage`; they are JSON already."""
    return b'{"cursor":%d,"events":[%b]}' % (cursor, b",".join(lines))


def read_events(path: Path, types: frozenset[str]) -> list[dict[str, Any]]:
    """Every event of these types."""
    lines, _ = read_page(path, 0, 0, 2**62, types)
    return [msgspec.json.decode(line) for line in lines]


def metric_columns(events: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Metric events as columns of equal length, ordered by iteration, null where nothing was reported."""
    rows: dict[int, dict[str, float | None]] = {}
    names: dict[str, None] = {}
    for event in events:
        rows.setdefault(event["iteration"], {}).update(event["values"])
        names.update(dict.fromkeys(event["values"]))
    iterations = sorted(rows)
    columns: dict[str, list[Any]] = {"iteration": iterations}
    for name in names:
        columns[name] = [rows[iteration].get(name) for iteration in iterations]
    return columns
