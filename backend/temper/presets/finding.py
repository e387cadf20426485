"""What presets adapt to, found out for the model and dataset that a query names."""

from dataclasses import replace

from temper.datasets.service import DatasetService
from temper.datasets.source import Source, SourceError
from temper.datasets.token_service import TokenService
from temper.datasets.validation.options import ValidationOptions
from temper.errors import FieldError, InvalidRequest
from temper.methods.method import Method
from temper.methods.presets.facts import PresetFacts
from temper.models.service import ModelService, ResolvedModel
from temper.presets.facts import gather, known_lengths


class PresetFinder:
    """Looks at models and datasets for presets."""

    def __init__(
        self, models: ModelService, datasets: DatasetService, tokens: TokenService
    ) -> None:
        self._models = models
        self._datasets = datasets
        self._tokens = tokens

    def find(self, method: Method, model: str | None, dataset: str | None) -> PresetFacts:
        """The facts; what is not named stays unknown. Raises InvalidRequest at `?model` and `?dataset`."""
        errors: list[FieldError] = []
        resolved: ResolvedModel | None = None
        source: Source | None = None
        rows: dict[str, int] | None = None
        try:
            resolved = self._models.resolve(model) if model is not None else None
        except InvalidRequest as error:
            errors += [replace(e, pointer="?model") for e in error.errors]
        try:
            if dataset is not None:
                source = self._datasets.resolve(dataset)
                rows = self._rows(source, method)
        except InvalidRequest as error:
            errors += [replace(e, pointer="?dataset") for e in error.errors]
        if errors:
            raise InvalidRequest.of(*errors)
        lengths = known_lengths(self._tokens, source, method, resolved, False)
        return gather(method, rows, resolved, lengths)

    def _rows(self, source: Source, method: Method) -> dict[str, int]:
        """Rows by split, whether or not they are ready for the method."""
        try:
            report = self._datasets.work.report(source, method.dataset_shape, ValidationOptions())
        except SourceError as error:
            raise InvalidRequest.of(FieldError("?dataset", error.detail)) from error
        if not report.splits:
            raise InvalidRequest.of(FieldError("?dataset", report.verdict))
        rows: dict[str, int] = {}
        for split in report.splits:
            rows[split.split] = rows.get(split.split, 0) + split.rows
        return rows
