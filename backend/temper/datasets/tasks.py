"""The long work on datasets, each piece as a function of a request that JSON can carry."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from temper.datasets.cache import PreparedCache, ReportCache
from temper.datasets.imports.cache import ImportCache
from temper.datasets.imports.limits import Limits
from temper.datasets.prepare import NotReady
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.source import Source, SourceError, find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import refused
from temper.kit.tasks import Progress, Task

_MOST_PROCESSES = 4


def source_fields(source: Source) -> dict[str, Any]:
    """What a request says of a dataset."""
    return {
        "path": os.fsencode(source.path).hex(),
        "config": source.config,
        "encoding": source.encoding,
        "dataset": source.dataset_id,
    }


def import_rows(request: dict[str, Any], progress: Progress) -> None:
    """Make JSON lines of a dataset in the cache."""
    _lines(request, progress)


def validate_rows(request: dict[str, Any], progress: Progress) -> str:
    """The report as JSON; files that cannot be imported are no fault, but what it says."""
    try:
        lines = _lines(request, _part(progress, 0.0, 0.5))
    except SourceError as error:
        return refused(error, path_of(request), request["shape"]).model_dump_json()
    reports = ReportCache(Path(request["cache"]))
    options = options_of(request["options"])
    begin = 0.5 if lines.imported else 0.0
    report = reports.get(
        lines,
        request["shape"],
        options,
        progress=_part(progress, begin, 1.0),
        processes=request["processes"],
    )
    return report.model_dump_json()


def prepare_rows(request: dict[str, Any], progress: Progress) -> None:
    """Write a dataset's rows as the trainer reads them into the cache."""
    cache = Path(request["cache"])
    lines = _lines(request, _part(progress, 0.0, 0.4))
    report = ReportCache(cache).get(
        lines,
        request["shape"],
        ValidationOptions(),
        progress=_part(progress, 0.4, 0.6),
        processes=request["processes"],
    )
    try:
        PreparedCache(cache).get(
            lines, request["shape"], report, progress=_part(progress, 0.6, 1.0)
        )
    except NotReady as error:
        # They were ready when this was asked for.
        raise SourceError("changed", error.report.verdict) from error


def convert_rows(request: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write converted rows into a folder."""
    from temper.datasets.derived.derive import convert_files

    lines = _lines(request, _part(progress, 0.0, 0.3))
    wanted = ConvertRequest.model_validate(request["convert"])
    made = convert_files(lines, wanted, Path(request["to"]), _part(progress, 0.3, 1.0))
    return {"rows": made.rows, "lineage": made.lineage}


def preview_rows(request: dict[str, Any], progress: Progress) -> str:
    """What a conversion would do, as JSON."""
    from temper.datasets.derived.preview import preview_conversion

    lines = _lines(request, _part(progress, 0.0, 0.3))
    wanted = ConvertRequest.model_validate(request["convert"])
    rest = _part(progress, 0.3, 1.0)
    made = preview_conversion(lines, wanted, None, rest, within=Path(request["to"]))
    return made.model_dump_json()


def look_at_columns(request: dict[str, Any], progress: Progress) -> str:
    """The columns of the first rows, as JSON."""
    from temper.datasets.derived.columns import columns

    lines = _lines(request, _part(progress, 0.0, 0.9))
    return columns(lines, _part(progress, 0.9, 1.0)).model_dump_json()


def split_rows(request: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Deal rows out anew into a folder."""
    from temper.datasets.derived.derive import split_files

    lines = _lines(request, _part(progress, 0.0, 0.3))
    wanted = SplitRequest.model_validate(request["split"])
    made = split_files(lines, wanted, Path(request["to"]), _part(progress, 0.3, 1.0))
    return {"rows": made.rows, "lineage": made.lineage}


def download_dataset(request: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Fetch a dataset of the hub into a folder; the result is its lineage."""
    from temper.datasets.hub import download

    return download(request["hub"], Path(request["to"]), progress)


TASKS: dict[str, Task] = {
    "import": import_rows,
    "validate": validate_rows,
    "prepare": prepare_rows,
    "convert": convert_rows,
    "preview": preview_rows,
    "columns": look_at_columns,
    "split": split_rows,
    "download": download_dataset,
}


def options_of(fields: dict[str, Any]) -> ValidationOptions:
    """The options in a request."""
    functions = fields["reward_functions"]
    return ValidationOptions(
        fields["batch_size"],
        fields["mask_prompt"],
        tuple(functions) if functions is not None else None,
    )


def path_of(request: dict[str, Any]) -> Path:
    """Where the dataset lies; any bytes may be in a path."""
    return Path(os.fsdecode(bytes.fromhex(request["path"])))


def processes() -> int:
    """How many processes a validation may use here."""
    return min(_MOST_PROCESSES, os.cpu_count() or 1)


def _lines(request: dict[str, Any], progress: Callable[[float], None]) -> Source:
    """The dataset's JSON lines, imported now where they are not yet."""
    found = find_source(path_of(request), config=request["config"], encoding=request["encoding"])
    found = replace(found, dataset_id=request["dataset"])
    limits = Limits(**request["limits"])
    return ImportCache(Path(request["cache"]), limits).lines(found, progress)


def _part(progress: Progress, begin: float, end: float) -> Progress:
    """Progress of a step that is a part of the whole."""
    return lambda share: progress(begin + (end - begin) * share)
