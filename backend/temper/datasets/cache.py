"""Reports and prepared rows are made once for the same files and kept in the cache folder."""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
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


class OneAtATime:
    """Locks by key, so that two requests for the same thing make it once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def hold(self, key: str) -> Generator[None]:
        """Hold the key; others with the same key wait."""
        with self._guard:
            lock, users = self._locks.get(key, (threading.Lock(), 0))
            self._locks[key] = (lock, users + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                users = self._locks[key][1] - 1
                if users:
                    self._locks[key] = (lock, users)
                else:
                    del self._locks[key]


class ReportCache:
    """Validation reports by the state of the files and what was asked."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "reports"
        self._locks = OneAtATime()

    def get(
        self, source: Source, shape: DatasetShape, batch_size: int = 1, mask_prompt: bool = False
    ) -> Report:
        """The report, from the cache or fresh. Raises SourceError when files are gone."""
        key = source_key(source, shape, batch_size, mask_prompt, source.others)
        with self._locks.hold(key):
            path = self._folder / f"{key}.json"
            if (kept := _read_report(path)) is not None:
                return kept
            report = validate(source, shape, ValidationOptions(batch_size, mask_prompt))
            if not any(problem.kind == "changed" for problem in report.problems):
                self._keep(path, report)
            return report

    def _keep(self, path: Path, report: Report) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_atomic(path, report.model_dump_json().encode())
        _prune(self._folder, _KEEP_REPORTS, lambda old: old.unlink(missing_ok=True))


class PreparedCache:
    """Prepared rows by the state of the files they come from."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / "prepared"
        self._locks = OneAtATime()

    def get(self, source: Source, shape: DatasetShape) -> Prepared:
        """The prepared rows, from the cache or fresh. Raises NotReady, SourceError and OSError."""
        key = source_key(source, shape)
        with self._locks.hold(key):
            folder = self._folder / key
            if (kept := _read_prepared(folder)) is not None:
                os.utime(folder)
                return kept
            self._folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            prepared = prepare(source, shape, folder)
            _prune(self._folder, _KEEP_PREPARED, lambda old: shutil.rmtree(old, ignore_errors=True))
            return prepared


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
