"""Everything the service does with datasets."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from temper import demo
from temper.database import Database
from temper.datasets.cache import PreparedCache, ReportCache
from temper.datasets.derived.derive import Derived, convert_files, split_files
from temper.datasets.formats import FORMATS, DatasetShape
from temper.datasets.overview import Overviews
from temper.datasets.pages import RowPages
from temper.datasets.paths import given_path
from temper.datasets.prepare import NotReady
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.schemas import DatasetFile, DatasetOut, DatasetPage, DatasetReport, RowsPage
from temper.datasets.source import Source, SourceError, find_source, reason, shown
from temper.datasets.store import Dataset, DatasetStore
from temper.datasets.terms import Origin, Split
from temper.datasets.validation.report import place_text
from temper.errors import Conflict, FieldError, InvalidRequest, NotFound, StorageError
from temper.kit import clock
from temper.kit.ids import new_id
from temper.kit.jsonl import NotRegularFile
from temper.settings import Settings

BUILTIN = ("arithmetic", "sample")


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


class DatasetService:
    """Datasets on this machine: registered, uploaded, made from others, and built in."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._folder = settings.datasets
        self._store = DatasetStore(database)
        self._reports = ReportCache(settings.cache)
        self._prepared = PreparedCache(settings.cache)
        self._overviews = Overviews()
        self._pages = RowPages()

    def register(self, path: str, name: str | None = None) -> tuple[DatasetOut, bool]:
        """Remember a path; also says whether it is new. Raises InvalidRequest at `/path`."""
        try:
            found = given_path(path)
            find_source(found)
        except SourceError as error:
            raise InvalidRequest.of(FieldError("/path", error.detail)) from error
        dataset = Dataset(new_id(), name or _name_of(found), str(found), "registered", clock.now())
        kept = self._store.add(dataset)
        return self._out(kept), kept is dataset

    def list(self, limit: int, cursor: str | None) -> DatasetPage:
        """A page of datasets, newest first. Raises InvalidRequest at `?cursor`."""
        after = _after(cursor) if cursor else None
        found = self._store.page(limit + 1, after)
        items = [self._out(dataset) for dataset in found[:limit]]
        if len(found) > limit:
            last = found[limit - 1]
            return DatasetPage(items=items, next_cursor=f"{last.created_at}_{last.id}")
        return DatasetPage(items=items + [self._out(_builtin(name)) for name in BUILTIN])

    def get(self, dataset_id: str) -> DatasetOut:
        """One dataset. Raises NotFound."""
        return self._out(self._find(dataset_id))

    def delete(self, dataset_id: str) -> None:
        """Forget a dataset; files that Temper made go with it. Raises NotFound and Conflict."""
        dataset = self._find(dataset_id)
        if dataset.origin == "builtin":
            raise Conflict(f"{dataset.name} comes with Temper and cannot be deleted.")
        self._store.remove(dataset_id)
        made = self._folder / dataset_id
        if dataset.path == str(made):
            shutil.rmtree(made, ignore_errors=True)

    def report(
        self,
        dataset_id: str,
        method: str,
        shape: DatasetShape,
        batch_size: int = 1,
        mask_prompt: bool = False,
    ) -> DatasetReport:
        """The validation report for a method. Raises NotFound, and Conflict when the files are gone."""
        source = self._source(self._find(dataset_id))
        report = self._reports.get(source, shape, batch_size, mask_prompt)
        return DatasetReport(dataset=dataset_id, method=method, **report.model_dump())

    def rows(self, dataset_id: str, split: Split, offset: int, limit: int) -> RowsPage:
        """A page of rows. Raises NotFound, and Conflict when the file is gone."""
        source = self._source(self._find(dataset_id))
        path = source.files.get(split)
        if path is None:
            has = ", ".join(source.files)
            raise InvalidRequest.of(FieldError("?split", f"The dataset has no {split} file.", has))
        try:
            return self._pages.page(path, split, offset, limit)
        except OSError as error:
            raise Conflict(f"{shown(path)} cannot be read: {reason(error)}.") from error

    def convert(self, dataset_id: str, request: ConvertRequest) -> DatasetOut:
        """A new dataset with converted or repaired rows. Raises NotFound, InvalidRequest, Conflict."""
        return self._derive(
            dataset_id, "converted", request.name, lambda s, f: convert_files(s, request, f)
        )

    def split(self, dataset_id: str, request: SplitRequest) -> DatasetOut:
        """A new dataset dealt out anew. Raises NotFound, InvalidRequest, Conflict."""
        return self._derive(
            dataset_id, "split", request.name, lambda s, f: split_files(s, request, f)
        )

    @contextmanager
    def new_files(self) -> Generator[Path]:
        """A fresh folder for files to come; what is left in it afterwards is removed."""
        try:
            folder = Path(tempfile.mkdtemp(dir=self._folder, prefix=".new-"))
        except OSError as error:
            raise StorageError(f"{self._folder} cannot be written: {error.strerror}.") from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(
        self, folder: Path, name: str, origin: Origin, lineage: dict[str, object] | None = None
    ) -> DatasetOut:
        """Make a dataset of the files in a folder of `new_files`."""
        dataset_id = new_id()
        made = self._folder / dataset_id
        folder.chmod(0o755)
        folder.rename(made)
        dataset = Dataset(dataset_id, name, str(made), origin, clock.now(), lineage or {})
        try:
            return self._out(self._store.add(dataset))
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    def resolve(self, id_or_path: str) -> Source:
        """The files that an id, the name of a built-in dataset, or a path means.

        Raises InvalidRequest at `/dataset`.
        """
        try:
            dataset = self._known(id_or_path)
            path = Path(dataset.path) if dataset else given_path(id_or_path)
            return replace(find_source(path), dataset_id=dataset.id if dataset else None)
        except SourceError as error:
            detail = error.detail
            if not id_or_path.startswith(("/", "~")):
                detail = f"There is no dataset {id_or_path!r}; give an id, or an absolute path."
                if self._known(id_or_path):
                    detail = f"The files of {id_or_path} are gone: {error.detail}"
            raise InvalidRequest.of(FieldError("/dataset", detail)) from error

    def usable(
        self,
        id_or_path: str,
        shape: DatasetShape,
        *,
        batch_size: int = 1,
        mask_prompt: bool = False,
    ) -> Usable:
        """The prepared rows of a dataset that is ready. Raises InvalidRequest at `/dataset`."""
        source = self.resolve(id_or_path)
        dataset = self._known(id_or_path)
        try:
            report = self._reports.get(source, shape, batch_size, mask_prompt)
            if not report.ready:
                raise NotReady(report)
            prepared = self._prepared.get(source, shape)
        except NotReady as error:
            raise InvalidRequest.of(FieldError("/dataset", error.report.verdict)) from error
        except SourceError as error:
            raise InvalidRequest.of(FieldError("/dataset", error.detail)) from error
        except OSError as error:
            raise StorageError(
                f"The prepared rows cannot be written to {self._folder.parent}: {error.strerror}."
            ) from error
        warnings = [problem for problem in report.problems if problem.severity == "warning"]
        return Usable(
            name=dataset.name if dataset else _name_of(source.path),
            folder=prepared.folder,
            rows={**prepared.rows},
            digests={**prepared.digests},
            warnings=tuple(
                f"{problem.title} ({problem.count:,}; {place_text(problem.places[0])}) {problem.fix}"
                for problem in warnings
            ),
        )

    def _derive(
        self,
        dataset_id: str,
        origin: Origin,
        name: str | None,
        write: Callable[[Source, Path], Derived],
    ) -> DatasetOut:
        dataset = self._find(dataset_id)
        source = replace(self._source(dataset), dataset_id=dataset_id)
        with self.new_files() as folder:
            try:
                derived = write(source, folder)
                return self.adopt(folder, name or dataset.name, origin, derived.lineage)
            except SourceError as error:
                raise Conflict(error.detail) from error
            except (NotRegularFile, FileNotFoundError, PermissionError) as error:
                raise Conflict(f"A file cannot be read: {error}.") from error
            except OSError as error:
                raise StorageError(f"The rows cannot be written: {error}.") from error

    def _known(self, dataset_id: str) -> Dataset | None:
        try:
            dataset_id.encode()
        except UnicodeEncodeError:
            return None
        return _builtin(dataset_id) if dataset_id in BUILTIN else self._store.get(dataset_id)

    def _find(self, dataset_id: str) -> Dataset:
        dataset = self._known(dataset_id)
        if dataset is None:
            raise NotFound(f"There is no dataset {dataset_id!r}.")
        return dataset

    def _source(self, dataset: Dataset) -> Source:
        try:
            return find_source(Path(dataset.path))
        except SourceError as error:
            raise Conflict(f"The files of {dataset.name} cannot be used: {error.detail}") from error

    def _out(self, dataset: Dataset) -> DatasetOut:
        files: list[DatasetFile] = []
        name: str | None = None
        missing: str | None = None
        try:
            overview = self._overviews.of(find_source(Path(dataset.path)))
            files, name = overview.files, overview.format
        except SourceError as error:
            missing = error.detail
        return DatasetOut(
            id=dataset.id,
            name=dataset.name,
            path=dataset.path,
            origin=dataset.origin,
            created_at=dataset.created_at,
            files=files,
            format=name,
            format_title=FORMATS[name].title if name else None,
            missing=missing,
            lineage=dataset.lineage,
        )


def _builtin(name: str) -> Dataset:
    path = demo.data_folder() / name
    try:
        modified = path.stat().st_mtime
    except OSError:
        modified = 0.0
    moment = datetime.fromtimestamp(modified, UTC).isoformat(timespec="milliseconds")
    return Dataset(name, name, str(path), "builtin", moment.replace("+00:00", "Z"))


def _name_of(path: Path) -> str:
    return (path.name if path.is_dir() else path.stem)[:200] or os.sep


def _after(cursor: str) -> tuple[str, str]:
    created_at, separator, dataset_id = cursor.partition("_")
    if not separator:
        raise InvalidRequest.of(FieldError("?cursor", "This is no cursor of this list."))
    return created_at, dataset_id
