"""Datasets that are no JSON lines are imported once and kept in the cache folder."""

import os
import shutil
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from temper.datasets.imports.importer import TEMPORARY, import_source
from temper.datasets.imports.limits import Limits
from temper.datasets.imports.manifest import (
    BAD,
    ImportFinding,
    Manifest,
    RowOrigin,
    lines_file,
    places_file,
    read_manifest,
)
from temper.datasets.source import Source, shown, source_key
from temper.datasets.terms import Split

_VERSION = 1
"""Raised whenever an import gives something else for the same files."""
_KEEP = 20
_IN_USE_SECONDS = 3600.0
_PLACE = struct.Struct("<Q")

Progress = Callable[[float], None]


class ImportCache:
    """JSON lines of datasets by the state of their files."""

    def __init__(self, cache: Path, limits: Limits | None = None) -> None:
        self._folder = cache / "imported"
        self._limits = limits or Limits()

    def lines(self, source: Source, progress: Progress = lambda _: None) -> Source:
        """The dataset as JSON lines: itself where it is that already, from the cache, or imported now.

        Long work, for a child process. Raises SourceError and OSError.
        """
        if (kept := self.known(source)) is not None:
            return kept
        folder = self._place(source)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._prune()
        import_source(source, folder, progress=progress, limits=self._limits)
        manifest = read_manifest(folder)
        assert manifest is not None
        return _imported(source, folder, manifest)

    def known(self, source: Source) -> Source | None:
        """The dataset as JSON lines where that takes no work, else None. Raises SourceError."""
        if not source.needs_import:
            return source
        folder = self._place(source)
        manifest = read_manifest(folder)
        if manifest is None:
            return None
        found = _imported(source, folder, manifest)
        if not all(path.is_file() for path in found.files.values()):
            return None
        with suppress(OSError):
            os.utime(folder)
        return found

    def _place(self, source: Source) -> Path:
        return self._folder / source_key(source, "import", _VERSION)

    def _prune(self) -> None:
        """Remove the oldest imports beyond `_KEEP`, but none that was used within the hour."""
        ages: list[tuple[float, Path]] = []
        for path in self._folder.iterdir():
            if path.name.startswith(TEMPORARY):
                _remove_abandoned(path)
                continue
            with suppress(FileNotFoundError):
                ages.append((path.stat().st_mtime, path))
        ages.sort(reverse=True)
        limit = time.time() - _IN_USE_SECONDS
        for modified, path in ages[_KEEP:]:
            if modified < limit:
                shutil.rmtree(path, ignore_errors=True)


def origin_of(source: Source, split: Split, line: int) -> RowOrigin:
    """Where line `line` (from 1) of a split's JSON lines stands in the file it came from."""
    manifest = _manifest(source)
    if source.imported is None or manifest is None:
        return RowOrigin(shown(source.files[split].name), line)
    before = 0
    for part in manifest.parts[split]:
        if line <= before + part.rows or part is manifest.parts[split][-1]:
            place = _place_of(source.imported, split, line)
            row = line - before
            if part.container == "jsonl":
                return RowOrigin(part.file, place)
            if part.container in ("csv", "tsv"):
                return RowOrigin(part.file, place, row)
            return RowOrigin(
                part.file,
                None,
                row,
                place if part.container == "json" and not part.transcoded else None,
            )
        before += part.rows
    return RowOrigin(shown(source.files[split].name), line)


def import_findings(source: Source) -> list[ImportFinding]:
    """What the import found out, each at its place in the original; the first 100 of a kind."""
    manifest = _manifest(source)
    return manifest.findings if manifest else []


def import_counts(source: Source) -> dict[str, int]:
    """How often the import found each kind, with those whose places were not kept."""
    manifest = _manifest(source)
    return manifest.counts if manifest else {}


def row_counts(source: Source) -> dict[Split, int]:
    """Rows of each split as the import counted them; empty for files that are read in place."""
    manifest = _manifest(source)
    if manifest is None:
        return {}
    return {split: sum(part.rows for part in parts) for split, parts in manifest.parts.items()}


def rows_before(source: Source, split: Split, file: str) -> int:
    """Rows of a split that come before those of one of its originals."""
    manifest = _manifest(source)
    parts = manifest.parts.get(split, []) if manifest else []
    return sum(part.rows for part in takewhile(lambda part: part.file != file, parts))


def bad_lines(source: Source, split: Split) -> set[int]:
    """The lines (from 1) of a split in which the import found an error; a fix may leave them out."""
    if source.imported is None:
        return set()
    data = places_file(source.imported, split).read_bytes()
    return {index + 1 for index, (place,) in enumerate(_PLACE.iter_unpack(data)) if place & BAD}


def original_name(source: Source, split: Split) -> str:
    """What a split is called in what a person has: its file, or the first of its shards."""
    parts = source.parts(split)
    first, *others = (shown(part.path.name) for part in parts)
    return f"{first} and {len(others)} more" if others else first


def _manifest(source: Source) -> Manifest | None:
    return _manifest_in(source.imported) if source.imported else None


@lru_cache(maxsize=16)
def _manifest_in(folder: Path) -> Manifest | None:
    # A folder is named after what was imported, so what lies in it never changes.
    return read_manifest(folder)


def _remove_abandoned(temporary: Path) -> None:
    """Remove what an import left behind whose process is gone."""
    process = temporary.name.removeprefix(TEMPORARY).partition("-")[0]
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        shutil.rmtree(temporary, ignore_errors=True)
    except (ValueError, OSError):
        return


def _place_of(folder: Path, split: Split, line: int) -> int | None:
    try:
        with places_file(folder, split).open("rb") as file:
            file.seek((line - 1) * _PLACE.size)
            found = file.read(_PLACE.size)
    except OSError:
        return None
    return _PLACE.unpack(found)[0] & ~BAD if len(found) == _PLACE.size else None


def _imported(source: Source, folder: Path, manifest: Manifest) -> Source:
    files = {split: lines_file(folder, split) for split in manifest.parts}
    return replace(source, files=files, imported=folder)
