"""Datasets made from others, as the endpoints need them: converted, previewed, split, mapped."""

from collections.abc import Callable
from typing import Any

from temper.datasets.conversion import ColumnsReport, ConvertPreview
from temper.datasets.derived.derive import check_request
from temper.datasets.derived.remembered import MappingStore, top_level, with_remembered
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.schemas import DatasetOut
from temper.datasets.service import DatasetService
from temper.datasets.source import SourceError
from temper.errors import Conflict


class DerivedService:
    """What is made of datasets, and the mappings that were used for it."""

    def __init__(self, datasets: DatasetService, mappings: MappingStore) -> None:
        self._datasets = datasets
        self._mappings = mappings

    def convert(self, dataset_id: str, request: ConvertRequest) -> DatasetOut:
        """A new dataset with converted or repaired rows; its mapping is remembered.

        Raises NotFound, InvalidRequest and Conflict.
        """
        check_request(request)
        made = self._datasets.convert(dataset_id, request)
        if request.format and request.mapping:
            names = top_level(self._columns(dataset_id))
            self._mappings.remember(names, request.format, request.mapping)
        return made

    def split(self, dataset_id: str, request: SplitRequest) -> DatasetOut:
        """A new dataset dealt out anew. Raises NotFound, InvalidRequest and Conflict."""
        return self._datasets.split(dataset_id, request)

    def preview(self, dataset_id: str, request: ConvertRequest) -> ConvertPreview:
        """What `convert` would do; nothing stays. Raises NotFound, InvalidRequest and Conflict."""
        check_request(request)
        source = self._datasets.source(dataset_id)

        def write(do: Callable[..., Any]) -> ConvertPreview:
            with self._datasets.new_files() as folder:
                made = do("preview", convert=request.model_dump(mode="json"), to=str(folder))
                return ConvertPreview.model_validate_json(made)

        title = f"Previewing changes to {source.title}"
        try:
            work = self._datasets.work.make("convert", title, write, lambda _: None, source=source)
            return work.result()
        except SourceError as error:
            raise Conflict(error.detail) from error

    def columns(self, dataset_id: str) -> ColumnsReport:
        """The columns, and what they could be mapped to. Raises NotFound and Conflict."""
        return with_remembered(self._columns(dataset_id), self._mappings)

    def _columns(self, dataset_id: str) -> ColumnsReport:
        source = self._datasets.source(dataset_id)
        title = f"Looking at the columns of {source.title}"
        try:
            found = self._datasets.work.do_once("columns", "columns", title, source)
        except SourceError as error:
            raise Conflict(error.detail) from error
        return ColumnsReport.model_validate_json(found)
