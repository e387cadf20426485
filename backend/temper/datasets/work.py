"""Where the long work on datasets is done: a little here in a thread, the rest in a child process."""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from temper.datasets.cache import PreparedCache, ReportCache
from temper.datasets.failures import raised, sent
from temper.datasets.formats import DatasetShape
from temper.datasets.imports.cache import ImportCache
from temper.datasets.imports.limits import Limits
from temper.datasets.job_schemas import JobKind
from temper.datasets.jobs import Jobs, Lane, Running
from temper.datasets.prepare import PREPARING, Prepared
from temper.datasets.schemas import Report
from temper.datasets.source import Source, SourceError, shown, source_key
from temper.datasets.tasks import TASKS, processes, source_fields
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import refused
from temper.kit.child import Cancel, Children, TaskFailed
from temper.kit.tasks import Failure, Progress

T = TypeVar("T")

_REFUSALS = 200
_PASSING = ("changed", "no_space", "unreadable", "missing_file")
"""Kinds of refusals that may be over the next time."""
SMALL_BYTES = 128 << 10
"""Plain JSON lines of this size in all are quicker read than handed over, and hold nobody up."""


class DatasetWork:
    """Imports, validates, prepares and derives, each thing once, and remembers what came of it."""

    def __init__(self, cache: Path, limits: Limits | None = None) -> None:
        self._cache = cache
        self._limits = limits or Limits()
        self._imports = ImportCache(cache)
        self._reports = ReportCache(cache)
        self._prepared = PreparedCache(cache)
        self._children = Children("temper.datasets.worker")
        self._refusals: dict[str, SourceError] = {}
        self.jobs = Jobs()

    def close(self) -> None:
        """Call everything off, and end the children."""
        self.jobs.close()
        self._children.close()

    def clear(self) -> None:
        """Remove what a server left behind that was killed in the middle of its work."""
        for left in self._cache.glob(f"prepared/{PREPARING}*"):
            shutil.rmtree(left, ignore_errors=True)

    def known_lines(self, source: Source) -> Source | None:
        """The dataset as JSON lines, where that takes no work. Raises SourceError."""
        return self._imports.known(source)

    def lines(self, source: Source) -> Source:
        """The dataset as JSON lines. Raises SourceError, StorageError, WorkCancelled, WorkBrokeOff."""
        known = self._imports.known(source)
        if known is None:
            self._import(source)
            known = self._imports.known(source)
        if known is None:
            raise SourceError("changed", f"{shown(source.path)} changed while it was read.")
        return known

    def _import(self, source: Source) -> None:
        """Import it; what is no dataset is not read again and again for each who asks."""
        key = source_key(source)
        if (refusal := self._refusals.get(key)) is not None:
            raise SourceError(refusal.kind, refusal.detail)
        try:
            self._start("import", f"Reading {source.title}", source, {}).result()
        except SourceError as error:
            if error.kind not in _PASSING:
                self._refusals[key] = error
                while len(self._refusals) > _REFUSALS:
                    self._refusals.pop(next(iter(self._refusals)))
            raise

    def lines_within(self, source: Source, cancel: Cancel) -> Source:
        """The dataset as JSON lines, for a job that needs them: no job waits for another.

        Raises SourceError, StorageError, ChildDied, Cancelled.
        """
        if (known := self._imports.known(source)) is None:
            self._do("import", self._source_fields(source), False, lambda _: None, cancel)
            known = self._imports.known(source)
        return known or source

    def report(self, source: Source, shape: DatasetShape, options: ValidationOptions) -> Report:
        """What validation says. Raises SourceError, WorkCancelled, WorkBrokeOff."""
        if (kept := self._reports.known(source, shape, options)) is not None:
            return kept
        try:
            self.lines(source)
        except SourceError as error:
            return refused(error, source.path, shape)
        fields = {"shape": shape, "options": asdict(options), "processes": processes()}
        title = f"Checking {source.title}"
        return Report.model_validate_json(self._start("validate", title, source, fields).result())

    def prepared(self, source: Source, shape: DatasetShape) -> Prepared:
        """Rows that are ready, as the trainer reads them.

        Raises SourceError, StorageError, WorkCancelled, WorkBrokeOff.
        """
        if (kept := self._prepared.known(source, shape)) is not None:
            return kept
        fields = {"shape": shape, "processes": processes()}
        self._start("prepare", f"Preparing {source.title}", source, fields).result()
        if (kept := self._prepared.known(source, shape)) is None:
            raise SourceError("changed", f"{shown(source.path)} changed while it was read.")
        return kept

    def make(
        self,
        kind: JobKind,
        title: str,
        write: Callable[[Callable[..., Any]], T],
        made: Callable[[T], str | None],
        *,
        source: Source | None = None,
        lane: Lane | None = None,
    ) -> Running[T]:
        """Begin work that makes a dataset.

        `write` is handed a function that does one task, `do(task, **fields)`, and is called in the
        job's thread.
        """
        fields = self._source_fields(source) if source else {}
        here = lane is None and source is not None and is_small(source)

        def work(progress: Progress, cancel: Cancel) -> T:
            def do(task: str, **more: Any) -> Any:
                return self._do(task, fields | more, here, progress, cancel)

            return write(do)

        return self.jobs.start(
            kind,
            title,
            work,
            dataset=source.dataset_id if source else None,
            lane=lane or ("small" if here else "heavy"),
            made=made,
        )

    def do_once(self, task: str, kind: JobKind, title: str, source: Source, **fields: Any) -> Any:
        """The result of a task that makes nothing, joined where the same goes on."""
        return self._start(kind, title, source, fields, task).result()

    def _start(
        self,
        kind: JobKind,
        title: str,
        source: Source,
        fields: dict[str, Any],
        task: str | None = None,
    ) -> Running[Any]:
        here = is_small(source)
        request = self._source_fields(source) | fields
        if here:
            request["processes"] = 1
        return self.jobs.start(
            kind,
            title,
            lambda progress, cancel: self._do(task or kind, request, here, progress, cancel),
            key=source_key(source, task, *map(str, fields.items()), source.others),
            dataset=source.dataset_id,
            lane="small" if here else "heavy",
        )

    def _do(
        self, task: str, request: dict[str, Any], here: bool, progress: Progress, cancel: Cancel
    ) -> Any:
        try:
            if here:
                return sent(TASKS[task])(request, progress)
            return self._children.call({"task": task} | request, progress, cancel)
        except (Failure, TaskFailed) as failed:
            raise raised(failed) from failed

    def _source_fields(self, source: Source) -> dict[str, Any]:
        return source_fields(source) | {
            "cache": str(self._cache),
            "limits": asdict(self._limits),
        }


def is_small(source: Source) -> bool:
    """Whether reading it takes no time worth a process. Raises SourceError where it is gone."""
    if source.needs_import:
        return False
    try:
        sizes = [path.stat().st_size for path in source.files.values()]
    except OSError as error:
        detail = f"{shown(source.path)} cannot be read: {error.strerror}."
        raise SourceError("unreadable", detail) from error
    return sum(sizes) <= SMALL_BYTES
