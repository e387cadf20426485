"""Rows out of JSON that is no JSON lines: an array, an object that holds arrays, objects in a row."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal

from temper.datasets.imports.json_scan import LARGEST, Broken, Scanner, TooLong, one_line
from temper.datasets.imports.originals import SourceError
from temper.datasets.imports.sink import PartRows
from temper.datasets.imports.splits import SPLIT_WORDS
from temper.datasets.imports.streams import Readable
from temper.datasets.terms import Split

_HOLDS_ROWS = ("data", "rows", "examples", "train", "items", "records", "instances", "dataset")
_OF_A_ROW = frozenset(
    ("messages", "conversations", "chosen", "rejected", "tools", "prompt", "completion", "text")
)

_Kind = Literal["list of objects", "list", "other"]


@dataclass
class _Outline:
    """The keys of the file's first object, and whether something follows it."""

    keys: dict[str, _Kind] = field(default_factory=dict[str, _Kind])
    followed: bool = False


def read_json_rows(
    open_again: Callable[[], AbstractContextManager[Readable]], rows: PartRows
) -> None:
    """Hand each row to `rows`. Raises SourceError."""
    with open_again() as stream:
        scanner = Scanner(stream)
        if scanner.peek() == b"[":
            if _noting(rows, lambda: _array(scanner, rows)) and scanner.peek():
                _noting(rows, lambda: _follows(scanner, rows))
            return
    with open_again() as stream:
        outline = _outline(Scanner(stream))
    targets = _targets(outline, rows)
    with open_again() as stream:
        scanner = Scanner(stream)
        _noting(rows, lambda: _arrays_of(scanner, targets) if targets else _values(scanner, rows))


def _array(scanner: Scanner, rows: PartRows) -> None:
    for offset, value in scanner.elements():
        rows.row(one_line(value), offset)


def _values(scanner: Scanner, rows: PartRows) -> None:
    """Objects one after another, over any number of lines."""
    while scanner.peek():
        offset = scanner.offset
        if value := scanner.value():
            rows.row(one_line(value), offset)


def _arrays_of(scanner: Scanner, targets: dict[str, PartRows]) -> None:
    for key in _keys(scanner):
        target = targets.get(key)
        if target and scanner.peek() == b"[":
            if not _noting(target, lambda target=target: _array(scanner, target)):
                return
        else:
            scanner.skip()


def _outline(scanner: Scanner) -> _Outline:
    found = _Outline()
    try:
        for key in _keys(scanner):
            if scanner.peek() == b"[":
                scanner.take(b"[")
                of_objects = scanner.peek() == b"{"
                found.keys[key] = "list of objects" if of_objects else "list"
                scanner.skip_elements()
            else:
                found.keys[key] = "other"
                scanner.skip()
        found.followed = bool(scanner.peek())
    except (Broken, TooLong):
        pass  # The second look says so, with its place.
    return found


def _keys(scanner: Scanner) -> Iterator[str]:
    """Each key of the object that begins here; the caller steps over its value."""
    scanner.take(b"{")
    while not scanner.take(b"}"):
        if not scanner.peek():
            raise Broken(scanner.offset)
        key = scanner.value()
        if scanner.take(b":"):
            yield _text(key)
        elif scanner.peek() in (b",", b"]"):
            scanner.take(scanner.peek())


def _targets(outline: _Outline, rows: PartRows) -> dict[str, PartRows]:
    """Which arrays hold rows, and for which split; none where the object is a row itself."""
    lists = [key for key, kind in outline.keys.items() if kind != "other"]
    of_objects = [key for key, kind in outline.keys.items() if kind == "list of objects"]
    if outline.followed or not lists or _OF_A_ROW & outline.keys.keys():
        return {}
    splits: dict[str, Split] = {
        key: SPLIT_WORDS[key.lower()] for key in lists if key.lower() in SPLIT_WORDS
    }
    if "train" in splits.values():
        first: dict[Split, PartRows] = {}
        for split in splits.values():
            if split not in first:
                first[split] = rows if split == rows.split else rows.to(split)
        return {key: first[split] for key, split in splits.items()}
    for key in _HOLDS_ROWS:
        if key in lists:
            return {key: rows}
    if len(of_objects) == 1:
        return {of_objects[0]: rows}
    if len(of_objects) > 1:
        names = ", ".join(f"`{key}`" for key in of_objects[:10])
        raise SourceError(
            "several_files",
            f"{rows.name} holds several lists: {names}. Name the one with the rows `data`, or write "
            "each into a file of its own.",
        )
    return {}


def _noting(rows: PartRows, read: Callable[[], None]) -> bool:
    """Read; where the file breaks off or cannot be read on, say so and give False."""
    try:
        read()
        return True
    except TooLong as error:
        rows.found(
            "line_too_long",
            f"The value that begins at byte {error.offset:,} is longer than {LARGEST >> 20} MB, or a "
            "quote in it is never closed. Nothing after it was read.",
            row=rows.count + 1,
            offset=error.offset,
        )
    except Broken as error:
        rows.found(
            "truncated_line",
            f"The file ends before the value that begins at byte {error.offset:,} is complete. The "
            f"{rows.count:,} rows before it were read.",
            row=rows.count + 1,
            offset=error.offset,
        )
    return False


def _follows(scanner: Scanner, rows: PartRows) -> None:
    offset = scanner.offset
    text = scanner.value()[:160].decode("utf-8", "replace")
    detail = f"Something follows the end of the array at byte {offset:,}; it was not read."
    rows.found("invalid_json", detail, offset=offset, excerpt=text)


def _text(key: bytes) -> str:
    try:
        value = json.loads(key)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""
