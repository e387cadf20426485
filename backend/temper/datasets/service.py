"""Everything the service does with datasets."""

import asyncio
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from temper.database import Database
from temper.datasets.formats import DatasetShape
from temper.datasets.imports.limits import Limits
from temper.datasets.jobs import Jobs, Running
from temper.datasets.library import DatasetLibrary, name_of, source_of
from temper.datasets.pages import RowPages, Show
from temper.datasets.paths import given_path
from temper.datasets.requests import ConvertRequest, HubSource, SplitRequest
from temper.datasets.schemas import DatasetOut, DatasetReport, Report, RowsPage
from temper.datasets.source import Source, SourceError, find_source, reason, shown
from temper.datasets.terms import Origin, Split
from temper.datasets.uploads.resumable import Uploads
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.report import place_text
from temper.datasets.work import DatasetWork
from temper.errors import Conflict, FieldError, InvalidRequest, NotFound, TemperError
from temper.settings import Settings

T = TypeVar("T")

_DEFAULTS = ValidationOptions()
_WAITING = 64
"""Requests that may wait for work at once."""


@dataclass(frozen=True)
class Usable:
    """A dataset that is ready for a method, with its rows prepared."""

    name: str
    folder: Path
    """Holds train.jsonl, valid.jsonl and test.jsonl as the trainer reads them."""
    rows: dict[str, int]
    digests: dict[str, str]
    """SHA-256 of each file the rows came from."""
    warnings: tuple[str, ...]


class DatasetService(DatasetLibrary):
    """The datasets of this machine, and the work on them.

    What takes long waits for its job, so it is called in a thread that may wait.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        methods_for: Callable[[Sequence[DatasetShape]], list[str]] = lambda _: [],
    ) -> None:
        """`methods_for`: the ids of the methods that read rows of one of these shapes."""
        super().__init__(settings, database)
        self.work = DatasetWork(settings.cache, Limits.of(settings))
        self.uploads = Uploads(settings.datasets, settings.max_upload_bytes)
        self._methods_for = methods_for
        self._waiting = ThreadPoolExecutor(_WAITING, thread_name_prefix="datasets-waiting")
        self._pages = RowPages()

    @property
    def jobs(self) -> Jobs:
        """The work that goes on."""
        return self.work.jobs

    def open(self) -> None:
        """Remove what an earlier server left behind."""
        self.clear()
        self.uploads.sweep()
        self.work.clear()

    def close(self) -> None:
        """Call all work off."""
        self.work.close()
        self._waiting.shutdown(wait=False, cancel_futures=True)

    async def waiting(self, step: Callable[[], T]) -> T:
        """The result of a step that may wait for long work; no thread of other requests is taken."""
        return await asyncio.get_running_loop().run_in_executor(self._waiting, step)

    def report(
        self,
        dataset_id: str,
        method: str,
        shape: DatasetShape,
        options: ValidationOptions = _DEFAULTS,
    ) -> DatasetReport:
        """The validation report for a method. Raises NotFound, and Conflict when the files are gone."""
        source = self.source(dataset_id)
        with self._at_work(dataset_id):
            report = self.work.report(source, shape, options)
            self._check_there(dataset_id)
        return DatasetReport(
            dataset=dataset_id,
            method=method,
            methods=self._methods_for(report.ready_for),
            **report.model_dump(),
        )

    def lines(self, dataset_id: str) -> Source:
        """A dataset's JSON lines. Raises NotFound, and Conflict when its files are gone."""
        source = self.source(dataset_id)
        with self._at_work(dataset_id):
            return self.work.lines(source)

    def rows(
        self, dataset_id: str, split: Split, offset: int, limit: int, show: Show | None = None
    ) -> RowsPage:
        """A page of rows, with views by `show`. Raises NotFound, and Conflict when the file is gone."""
        source = self.lines(dataset_id)
        path = source.files.get(split)
        if path is None:
            has = ", ".join(source.files)
            raise InvalidRequest.of(FieldError("?split", f"The dataset has no {split} file.", has))
        try:
            return self._pages.page(path, split, offset, limit, show)
        except OSError as error:
            raise Conflict(f"{shown(path)} cannot be read: {reason(error)}.") from error

    def convert(self, dataset_id: str, request: ConvertRequest) -> DatasetOut:
        """A new dataset with converted or repaired rows. Raises NotFound, InvalidRequest, Conflict."""
        fields = {"convert": request.model_dump(mode="json")}
        return self._derive(dataset_id, "converted", request.name, fields)

    def split(self, dataset_id: str, request: SplitRequest) -> DatasetOut:
        """A new dataset dealt out anew. Raises NotFound, InvalidRequest, Conflict."""
        return self._derive(
            dataset_id, "split", request.name, {"split": request.model_dump(mode="json")}
        )

    def download(self, hub: HubSource, name: str | None) -> Running[DatasetOut]:
        """Begin to fetch a dataset of the hub."""

        def write(do: Callable[..., Any]) -> DatasetOut:
            with self.new_files() as folder:
                lineage = do("download", hub=hub.model_dump(mode="json"), to=str(folder))
                return self.adopt(folder, name or hub.name, "hub", lineage)

        title = f"Downloading {hub.name}"
        return self.work.make("download", title, write, lambda out: out.id, lane="download")

    def resolve(self, id_or_path: str) -> Source:
        """The files that an id, the name of a built-in dataset, or a path means.

        Raises InvalidRequest at `/dataset`.
        """
        dataset = self.known(id_or_path)
        try:
            return source_of(dataset) if dataset else find_source(given_path(id_or_path))
        except SourceError as error:
            detail = error.detail
            if dataset:
                detail = f"The files of {id_or_path} are gone: {error.detail}"
            elif not id_or_path.startswith(("/", "~")):
                detail = f"There is no dataset {id_or_path!r}; give an id, or an absolute path."
            raise InvalidRequest.of(FieldError("/dataset", detail)) from error

    def usable(
        self, id_or_path: str, shape: DatasetShape, options: ValidationOptions = _DEFAULTS
    ) -> Usable:
        """The prepared rows of a dataset that is ready. Raises InvalidRequest at `/dataset`."""
        source = self.resolve(id_or_path)
        dataset = self.known(id_or_path)
        try:
            report = self.work.report(source, shape, options)
            if not report.ready:
                raise InvalidRequest.of(FieldError("/dataset", report.verdict))
            prepared = self.work.prepared(source, shape)
        except SourceError as error:
            raise InvalidRequest.of(FieldError("/dataset", error.detail)) from error
        return Usable(
            name=dataset.name if dataset else name_of(source.path),
            folder=prepared.folder,
            rows={**prepared.rows},
            digests={**prepared.digests},
            warnings=_warnings(report),
        )

    def delete(self, dataset_id: str) -> None:
        """Forget a dataset, and call off the work on it. Raises NotFound and Conflict."""
        super().delete(dataset_id)
        self.jobs.cancel_on(dataset_id)

    @contextmanager
    def _at_work(self, dataset_id: str) -> Generator[None]:
        """Errors of work on a dataset, as problems; all are one where it was deleted meanwhile."""
        try:
            yield
        except SourceError as error:
            self._check_there(dataset_id)
            raise Conflict(error.detail) from error
        except TemperError:
            self._check_there(dataset_id)
            raise

    def _check_there(self, dataset_id: str) -> None:
        if self.known(dataset_id) is None:
            raise NotFound("The dataset was deleted while it was read.")

    def _derive(
        self, dataset_id: str, origin: Origin, name: str | None, fields: dict[str, Any]
    ) -> DatasetOut:
        dataset = self.find(dataset_id)
        source = self.source(dataset_id)
        (task,) = fields

        def write(do: Callable[..., Any]) -> DatasetOut:
            with self.new_files() as folder:
                made = do(task, to=str(folder), **fields)
                return self.adopt(folder, name or dataset.name, origin, made["lineage"])

        title = f"{_DOING[task]} {dataset.name}"
        kind = "convert" if task == "convert" else "split"
        with self._at_work(dataset_id):
            return self.work.make(kind, title, write, lambda out: out.id, source=source).result()


_DOING = {"convert": "Converting", "split": "Splitting"}


def _warnings(report: Report) -> tuple[str, ...]:
    return tuple(
        f"{problem.title} ({problem.count:,}; {place_text(problem.places[0])}) {problem.fix}"
        for problem in report.problems
        if problem.severity == "warning"
    )
