"""A configuration file as its keys and values, each with the line it stands on."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

LARGEST_TEXT = 100_000
"""Characters; a configuration has a few thousand."""
DEEPEST = 20
MOST_NODES = 5_000
_LARGEST_INTEGER = 2**63


class Unreadable(Exception):
    """The text cannot be read as a configuration: where, and why."""

    def __init__(self, detail: str, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {detail}" if line else detail)


@dataclass(frozen=True)
class Entry:
    """A key with its value; `entries` where the value is a mapping itself."""

    key: str
    line: int
    text: str
    """The line as it stands in the file."""
    value: Any
    entries: tuple["Entry", ...] | None = None


def last_of_each(entries: Iterable[Entry]) -> dict[str, Entry]:
    """The entry that counts for each key, as in the trainer: the last one."""
    return {entry.key: entry for entry in entries}


def plain(value: object) -> bool:
    """Whether a value can be part of a request: what JSON holds, finite, and of a sensible size."""
    if isinstance(value, bool | str) or value is None:
        return True
    if isinstance(value, int):
        return abs(value) < _LARGEST_INTEGER
    if isinstance(value, float):
        return math.isfinite(value)
    if not isinstance(value, list):
        return False
    items = cast("list[object]", value)
    return len(items) <= 1000 and all(not isinstance(item, list) and plain(item) for item in items)
