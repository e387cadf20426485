"""Reports and prepared rows are made once for the same files and kept in the cache folder."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import msgspec
from pydantic import ValidationError

from temper.datasets.formats import DatasetShape
from temper.datasets.prepare import MANIFEST, Manifest, Prepared, prepare
from temper.datasets.schemas import Report
from temper.datasets.source import Source, source_key
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from temper.kit.files import write_atomic
from temper.kit.jsonl import open_regular

_KEEP_PREPARED = 20
_KEEP_REPORTS = 500
_IN_USE_SECONDS = 3600.0
_DEFAULTS = ValidationOptions()

Progress = Callable[[float], None]


class ReportCache:
    """Validation reports by the state of the files and what was asked."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "reports"

    def known(
        self, source: Source, shape: DatasetShape, options: ValidationOptions
    ) -> Report | None:
        """The report where it was made before. Raises SourceError when files are gone."""
        return _read_report(self._place(source, shape, options))

    def get(
        self,
        source: Source,
        shape: DatasetShape,
        options: ValidationOptions = _DEFAULTS,
        *,
        progress: Progress = lambda _: None,
        processes: int = 1,
    ) -> Report:
        """The report on JSON lines, from the cache or fresh. Raises SourceError when files are gone."""
        path = self._place(source, shape, options)
        if (kept := _read_report(path)) is not None:
            return kept
        report = validate(source, shape, options, progress=progress, processes=processes)
        if not any(problem.kind == "changed" for problem in report.problems):
            self._keep(path, report)
        return report

    def _place(self, source: Source, shape: DatasetShape, options: ValidationOptions) -> Path:
        key = source_key(source, shape, asdict(options), source.others)
        return self._folder / f"{key}.json"

    def _keep(self, path: Path, report: Report) -> None:
        # A report that cannot be kept is as good as one that is.
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomic(path, report.model_dump_json().encode())
            _prune(self._folder, _KEEP_REPORTS, lambda old: old.unlink(missing_ok=True))


class PreparedCache:
    """Prepared rows by the state of the files they come from."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "prepared"

    def known(self, source: Source, shape: DatasetShape) -> Prepared | None:
        """The prepared rows where they were made before. Raises SourceError."""
        folder = self._place(source, shape)
        kept = _read_prepared(folder)
        if kept is not None:
            with suppress(OSError):
                os.utime(folder)
        return kept

    def get(
        self,
        source: Source,
        shape: DatasetShape,
        report: Report | None = None,
        *,
        progress: Progress = lambda _: None,
    ) -> Prepared:
        """The prepared rows of JSON lines, from the cache or fresh.

        Raises NotReady, SourceError and OSError.
        """
        if (kept := self.known(source, shape)) is not None:
            return kept
        folder = self._place(source, shape)
        self._folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        prepared = prepare(source, shape, folder, report, progress=progress)
        _prune(self._folder, _KEEP_PREPARED, lambda old: shutil.rmtree(old, ignore_errors=True))
        return prepared

    def _place(self, source: Source, shape: DatasetShape) -> Path:
        return self._folder / source_key(source, shape)


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_report(path: Path) -> Report | None:
    try:
        return Report.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _read_prepared(folder: Path) -> Prepared | None:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None
    whole = all((folder / f"{split}.jsonl").is_file() for split in manifest.rows)
    return manifest.prepared(folder) if whole else None


def _prune(folder: Path, keep: int, remove: Callable[[Path], object]) -> None:
    """Remove the oldest entries beyond `keep`, but none that was touched within the hour."""
    ages: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            ages.append((path.stat().st_mtime, path))
    ages.sort(reverse=True)
    limit = time.time() - _IN_USE_SECONDS
    for modified, path in ages[keep:]:
        if modified < limit:
            remove(path)
