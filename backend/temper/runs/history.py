"""What a run's log holds, read back: pages of events, columns of metrics."""

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from temper.runs.event_line import decode_event
from temper.runs.folder import RunFolder
from temper.runs.journal import JournalIndex, read_lines

KEPT_INDEXES = 64
SCAN_BYTES = 4 * 2**20
PAGE_BYTES = 32 * 2**20
"""About how large a page may grow before it ends short of its limit."""


class Indexes:
    """One line index for each log that was read lately."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._indexes: OrderedDict[Path, JournalIndex] = OrderedDict()

    def last_seq(self, path: Path) -> int:
        with self._lock:
            return self._index(path).last_seq()

    def position(self, path: Path, after: int) -> tuple[int, int]:
        """The cursor, no further than the log reaches now, and the byte where the next event begins."""
        with self._lock:
            index = self._index(path)
            cursor = min(max(after, 0), index.last_seq())
            return cursor, index.offset_after(cursor) if cursor else 0

    def _index(self, path: Path) -> JournalIndex:
        index = self._indexes.setdefault(path, JournalIndex(path))
        self._indexes.move_to_end(path)
        if len(self._indexes) > KEPT_INDEXES:
            self._indexes.popitem(last=False)
        return index


def read_page(
    path: Path,
    offset: int,
    after: int,
    limit: int,
    types: frozenset[str],
    room: int = PAGE_BYTES,
) -> tuple[list[bytes], int]:
    """At most `limit` event lines of these types (all, if empty) after `after`, and the new cursor.

    The cursor passes over events of other types, so that asking again from it never sees them twice.
    A page of large events ends early; only one without any is at the end of the log.
    """
    marks = [f'"type":"{name}"'.encode() for name in types]
    found: list[bytes] = []
    cursor = after
    while len(found) < limit and room > 0:
        lines, offset = read_lines(path, offset, SCAN_BYTES if types else 2**20)
        if not lines:
            break
        for line in lines:
            cursor += 1
            if not marks or any(mark in line[:100] for mark in marks):
                found.append(line)
                room -= len(line)
                if len(found) == limit or room <= 0:
                    break
    return found, cursor


def page_json(cursor: int, lines: list[bytes]) -> bytes:
    """Event lines as the JSON of an `EventPage`; they are JSON already."""
    return b'{"cursor":%d,"events":[%b]}' % (cursor, b",".join(lines))


def read_events(path: Path, types: frozenset[str]) -> list[dict[str, Any]]:
    """Every event of these types (all, if empty); broken lines are passed over."""
    lines, _ = read_page(path, 0, 0, 2**62, types, 2**62)
    events = (decode_event(line) for line in lines)
    # The mark of a type may also stand elsewhere in a line.
    return [event for event in events if event and (not types or event["type"] in types)]


def metric_events(folder: RunFolder, until: int | None = None) -> list[dict[str, Any]]:
    """What was reported in a run and in those that it goes on from, up to an iteration."""
    metrics = frozenset({"metric"})
    events = [*read_events(folder.earlier, metrics), *read_events(folder.events, metrics)]
    return [event for event in events if until is None or event["iteration"] <= until]


def metric_columns(events: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Metric events as columns of equal length, ordered by iteration, null where nothing was reported."""
    rows: dict[int, dict[str, float | None]] = {}
    names: dict[str, None] = {}
    for event in events:
        # One column is the iterations, whatever a value calls itself.
        values = {name: value for name, value in event["values"].items() if name != "iteration"}
        rows.setdefault(event["iteration"], {}).update(values)
        names.update(dict.fromkeys(values))
    iterations = sorted(rows)
    columns: dict[str, list[Any]] = {"iteration": iterations}
    for name in names:
        columns[name] = [rows[iteration].get(name) for iteration in iterations]
    return columns
