"""A stretch of rows of a large file, found without reading what comes before it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, cast

import msgspec

from temper.datasets.derived.convert import rendered
from temper.datasets.schemas import RowItem, RowsPage
from temper.datasets.terms import Split
from temper.datasets.token_schemas import ModelView
from temper.datasets.validation.reader import BOM
from temper.kit.jsonl import blocks, open_regular

_LONGEST_SHOWN = 256 << 10
_START = 4000
_DEEPEST_SHOWN = 60
_FILES_HELD = 16


@dataclass(frozen=True)
class RowViews:
    """How a model sees one row, or why it does not."""

    views: list[ModelView]
    problem: str | None = None


Show = Callable[[Sequence[bytes]], Sequence[RowViews]]
"""Views of lines, one for each."""


@dataclass(frozen=True)
class _Index:
    """Where blocks of lines begin in a file, as it was."""

    total: int
    begins: tuple[tuple[int, int], ...]
    """(number of the line from 0, offset in bytes), ascending, at most a few thousand."""


class RowPages:
    """Pages of rows; each file's line index is made once for its state."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[object, ...], _Index] = OrderedDict()
        self._lock = Lock()

    def page(
        self, path: Path, split: Split, offset: int, limit: int, show: Show | None = None
    ) -> RowsPage:
        """Lines `offset` to `offset + limit` of a file, with views by `show`. Raises OSError."""
        index = self._index(path)
        items: list[RowItem] = []
        lines: list[bytes] = []
        if offset < index.total:
            first, begin = max((b for b in index.begins if b[0] <= offset), key=lambda b: b[0])
            with open_regular(path) as file:
                file.seek(begin)
                for block in blocks(file):
                    for number, _, line in block.lines():
                        position = first + number - 1
                        if position >= offset and len(items) < limit:
                            items.append(_item(position, split, line))
                            lines.append(line)
                    if len(items) >= limit:
                        break
        if show is not None:
            _add_views(items, lines, show)
        end = offset + len(items)
        return RowsPage(
            items=items, total=index.total, next_cursor=end if items and end < index.total else None
        )

    def _index(self, path: Path) -> _Index:
        status = path.stat()
        key = (path, status.st_ino, status.st_size, status.st_mtime_ns)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        index = _make_index(path)
        with self._lock:
            self._held[key] = index
            if len(self._held) > _FILES_HELD:
                self._held.popitem(last=False)
        return index


def _make_index(path: Path) -> _Index:
    begins: list[tuple[int, int]] = []
    total = 0
    with open_regular(path) as file:
        for block in blocks(file):
            begins.append((block.first_line - 1, block.offset))
            if len(begins) > 4000:
                begins = begins[::2]
            unfinished = block.cut or not block.data.endswith(b"\n")
            total = block.first_line - 1 + block.data.count(b"\n") + unfinished
    return _Index(total, tuple(begins))


def _add_views(items: list[RowItem], lines: list[bytes], show: Show) -> None:
    short = [index for index, line in enumerate(lines) if len(line) <= _LONGEST_SHOWN]
    for item in items:
        item.problem = _TOO_LONG
    for index, seen in zip(short, show([lines[index] for index in short]), strict=True):
        items[index].views, items[index].problem = seen.views, seen.problem


_TOO_LONG = f"The line has more than {_LONGEST_SHOWN >> 10} KB, too much to be shown as tokens."


def _item(position: int, split: Split, line: bytes) -> RowItem:
    if len(line) <= _LONGEST_SHOWN:
        try:
            row: object = msgspec.json.decode(line.removeprefix(BOM))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            row = None
        if isinstance(row, dict) and not _too_deep(cast("object", row)):
            known = cast("dict[str, Any]", row)
            return RowItem(index=position, split=split, row=known, rendered=rendered(known))
    return RowItem(index=position, split=split, raw=line[:_START].decode("utf-8", "replace"))


def _too_deep(value: object) -> bool:
    """Whether JSON is nested deeper than a page shows; level by level, so it cannot overflow."""
    level: list[object] = [value]
    for _ in range(_DEEPEST_SHOWN):
        inner: list[object] = []
        for item in level:
            if isinstance(item, dict):
                inner += cast("dict[str, object]", item).values()
            elif isinstance(item, list):
                inner += cast("list[object]", item)
        if not inner:
            return False
        level = inner
    return True
