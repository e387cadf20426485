"""The datasets that this server knows: registered, uploaded, made, and built in."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from temper import demo
from temper.database import Database
from temper.datasets.formats import FORMATS
from temper.datasets.imports.cache import ImportCache
from temper.datasets.overview import Overviews
from temper.datasets.paths import given_path
from temper.datasets.requests import on_one_line
from temper.datasets.schemas import DatasetFile, DatasetOut, DatasetPage
from temper.datasets.source import Source, SourceError, find_source
from temper.datasets.store import Dataset, DatasetStore
from temper.datasets.terms import Origin
from temper.errors import Conflict, FieldError, InvalidRequest, NotFound, StorageError
from temper.kit import clock
from temper.kit.ids import new_id
from temper.settings import Settings

BUILTIN = ("arithmetic", "sample")
NEW = ".new-"


class DatasetLibrary:
    """Datasets by id, and the folder of those that Temper made."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.folder = settings.datasets
        self._store = DatasetStore(database)
        self._overviews = Overviews(ImportCache(settings.cache))

    def clear(self) -> None:
        """Remove what a server left behind that was killed in the middle of making a dataset."""
        for left in self.folder.glob(f"{NEW}*"):
            shutil.rmtree(left, ignore_errors=True)

    def register(self, path: str, name: str | None = None) -> tuple[DatasetOut, bool]:
        """Remember a path; also says whether it is new. Raises InvalidRequest at `/path`."""
        try:
            found = given_path(path)
            find_source(found)
        except SourceError as error:
            raise InvalidRequest.of(FieldError("/path", error.detail)) from error
        dataset = Dataset(new_id(), name or name_of(found), str(found), "registered", clock.now())
        kept = self._store.add(dataset)
        return self.shown(kept), kept is dataset

    def list(self, limit: int, cursor: str | None) -> DatasetPage:
        """A page of datasets, newest first. Raises InvalidRequest at `?cursor`."""
        after = _after(cursor) if cursor else None
        found = self._store.page(limit + 1, after)
        items = [self.shown(dataset) for dataset in found[:limit]]
        if len(found) > limit:
            last = found[limit - 1]
            return DatasetPage(items=items, next_cursor=f"{last.created_at}_{last.id}")
        return DatasetPage(items=items + [self.shown(_builtin(name)) for name in BUILTIN])

    def get(self, dataset_id: str) -> DatasetOut:
        """One dataset. Raises NotFound."""
        return self.shown(self.find(dataset_id))

    def delete(self, dataset_id: str) -> None:
        """Forget a dataset; files that Temper made go with it. Raises NotFound and Conflict."""
        dataset = self.find(dataset_id)
        if dataset.origin == "builtin":
            raise Conflict(f"{dataset.name} comes with Temper and cannot be deleted.")
        self._store.remove(dataset_id)
        made = self.folder / dataset_id
        if dataset.path == str(made):
            shutil.rmtree(made, ignore_errors=True)

    @contextmanager
    def new_files(self) -> Generator[Path]:
        """A fresh folder for files to come; what is left in it afterwards is removed."""
        try:
            folder = Path(tempfile.mkdtemp(dir=self.folder, prefix=NEW))
        except OSError as error:
            raise StorageError(f"{self.folder} cannot be written: {error.strerror}.") from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(
        self,
        folder: Path,
        name: str,
        origin: Origin,
        lineage: dict[str, Any] | None = None,
        dataset_id: str | None = None,
    ) -> DatasetOut:
        """Make a dataset of the files in a folder of `new_files`, which moves to its place."""
        dataset_id = dataset_id or new_id()
        made = self.folder / dataset_id
        folder.chmod(0o755)
        folder.rename(made)
        dataset = Dataset(dataset_id, name, str(made), origin, clock.now(), lineage or {})
        try:
            return self.shown(self._store.add(dataset))
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    def known(self, dataset_id: str) -> Dataset | None:
        """The dataset of that id, if there is one."""
        try:
            dataset_id.encode()
        except UnicodeEncodeError:
            return None
        return _builtin(dataset_id) if dataset_id in BUILTIN else self._store.get(dataset_id)

    def find(self, dataset_id: str) -> Dataset:
        """The dataset of that id. Raises NotFound."""
        dataset = self.known(dataset_id)
        if dataset is None:
            raise NotFound(f"There is no dataset {dataset_id!r}.")
        return dataset

    def source(self, dataset_id: str) -> Source:
        """Where a dataset's rows lie. Raises NotFound, and Conflict when its files are gone."""
        dataset = self.find(dataset_id)
        try:
            return source_of(dataset)
        except SourceError as error:
            raise Conflict(f"The files of {dataset.name} cannot be used: {error.detail}") from error

    def shown(self, dataset: Dataset) -> DatasetOut:
        """It with its files at a glance."""
        files: list[DatasetFile] = []
        name: str | None = None
        missing: str | None = None
        try:
            overview = self._overviews.of(source_of(dataset))
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


def source_of(dataset: Dataset) -> Source:
    """Where a dataset's rows lie. Raises SourceError."""
    hub: dict[str, Any] = dataset.lineage.get("hub") or {}
    config = hub.get("config")
    return replace(
        find_source(Path(dataset.path), config=config), dataset_id=dataset.id, name=dataset.name
    )


def _builtin(name: str) -> Dataset:
    path = demo.data_folder() / name
    try:
        modified = path.stat().st_mtime
    except OSError:
        modified = 0.0
    moment = datetime.fromtimestamp(modified, UTC).isoformat(timespec="milliseconds")
    return Dataset(name, name, str(path), "builtin", moment.replace("+00:00", "Z"))


def name_of(path: Path) -> str:
    """What a dataset at this path is called where nobody named it."""
    return on_one_line(path.name if path.is_dir() else path.stem)[:200].strip() or os.sep


def _after(cursor: str) -> tuple[str, str]:
    created_at, separator, dataset_id = cursor.partition("_")
    if not separator:
        raise InvalidRequest.of(FieldError("?cursor", "This is no cursor of this list."))
    return created_at, dataset_id
