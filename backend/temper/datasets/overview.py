"""What a list shows of a dataset: its files, their rows and format; kept while they do not change."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from temper.datasets.imports.cache import ImportCache, row_counts
from temper.datasets.schemas import DatasetFile
from temper.datasets.source import Source, SourceError, reason, shown, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.validate import main_format
from temper.kit.jsonl import blocks, open_regular

_COUNTED_BYTES = 8 << 20
"""Larger files are not counted for a list; an import has counted its rows."""
_HELD = 1000


@dataclass(frozen=True)
class Overview:
    """The files of a dataset at a glance."""

    files: list[DatasetFile]
    format: str | None


class Overviews:
    """Overviews by the state of the files."""

    def __init__(self, imports: ImportCache | None = None) -> None:
        """`imports` knows the rows of files that were imported."""
        self._imports = imports
        self._held: OrderedDict[str, Overview] = OrderedDict()
        self._lock = Lock()

    def of(self, source: Source) -> Overview:
        """The overview of a dataset. Raises SourceError when its files are gone."""
        lines = self._imports.known(source) if self._imports else None
        key = source_key(source, lines is not None)
        with self._lock:
            if key in self._held:
                return self._held[key]
        overview = _look(source if source.imported else lines or source)
        with self._lock:
            self._held[key] = overview
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        return overview


def _look(source: Source) -> Overview:
    files: list[DatasetFile] = []
    counts = row_counts(source)
    for split in source.files:
        parts = source.parts(split)
        try:
            size = sum(part.path.stat().st_size for part in parts)
            rows = counts.get(split)
            if rows is None and not source.needs_import and size <= _COUNTED_BYTES:
                rows = _count(source, split)
        except OSError as error:
            raise SourceError(
                "unreadable", f"{shown(parts[0].path)} cannot be read: {reason(error)}."
            ) from error
        files.append(
            DatasetFile(
                split=split,
                path=shown(parts[0].path),
                rows=rows,
                bytes=size,
                container=parts[0].container,
                compression=parts[0].compression,
                parts=len(parts),
            )
        )
    found = None if source.needs_import else main_format(source)
    return Overview(files, found.name if found else None)


def _count(source: Source, split: Split) -> int:
    total = 0
    with open_regular(source.files[split]) as file:
        for block in blocks(file):
            total += block.data.count(b"\n") + (block.cut or not block.data.endswith(b"\n"))
    return total
