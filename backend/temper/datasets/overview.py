"""What a list shows of a dataset: its files, their rows and format; kept while they do not change."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from temper.datasets.schemas import DatasetFile
from temper.datasets.source import Source, SourceError, reason, shown, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.validate import main_format
from temper.kit.jsonl import blocks, open_regular

_COUNTED_BYTES = 64 << 20
"""Larger files are not counted for a list."""
_HELD = 1000


@dataclass(frozen=True)
class Overview:
    """The files of a dataset at a glance."""

    files: list[DatasetFile]
    format: str | None


class Overviews:
    """Overviews by the state of the files."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Overview] = OrderedDict()
        self._lock = Lock()

    def of(self, source: Source) -> Overview:
        """The overview of a dataset. Raises SourceError when its files are gone."""
        key = source_key(source)
        with self._lock:
            if key in self._held:
                return self._held[key]
        overview = _look(source)
        with self._lock:
            self._held[key] = overview
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        return overview


def _look(source: Source) -> Overview:
    files: list[DatasetFile] = []
    for split, path in source.files.items():
        try:
            size = path.stat().st_size
            rows = _count(source, split) if size <= _COUNTED_BYTES else None
        except OSError as error:
            raise SourceError(
                "unreadable", f"{shown(path)} cannot be read: {reason(error)}."
            ) from error
        files.append(DatasetFile(split=split, path=shown(path), rows=rows, bytes=size))
    found = main_format(source)
    return Overview(files, found.name if found else None)


def _count(source: Source, split: Split) -> int:
    total = 0
    with open_regular(source.files[split]) as file:
        for block in blocks(file):
            total += block.data.count(b"\n") + (block.cut or not block.data.endswith(b"\n"))
    return total
