"""`temper validate` and `temper convert`: they read files and need no server."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from temper.datasets.derived.derive import convert_files
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import SourceError, find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.report import render_report
from temper.datasets.validation.validate import validate
from temper.errors import FieldError, InvalidRequest, StorageError
from temper.methods.registry import get_method
from temper.models.service import ModelService
from temper.settings import Settings


def validate_data(
    path: Path, method_id: str, batch_size: int, model: str | None
) -> tuple[dict[str, Any], str]:
    """The report on a dataset as JSON and as text. Raises TemperError for wrong arguments."""
    method = get_method(method_id)
    if not path.exists():
        raise InvalidRequest.of(FieldError("PATH", f"{path} does not exist."))
    if model is not None:
        ModelService(Settings.from_environment()).resolve(model)
    report = validate(path.absolute(), method.dataset_shape, ValidationOptions(batch_size))
    return report.model_dump(mode="json") | {"method": method.id}, render_report(report)


def convert_data(path: Path, output: Path, to: str, fixes: list[str]) -> dict[str, Any]:
    """Write the dataset at `path` in another format. Raises InvalidRequest, StorageError."""
    if output.exists():
        raise InvalidRequest.of(FieldError("--output", f"{output} is there already."))
    try:
        request = ConvertRequest.model_validate({"format": to, "fixes": fixes})
        source = find_source(path.absolute())
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidRequest.of(FieldError(f"--{first['loc'][0]}", first["msg"])) from error
    except SourceError as error:
        raise InvalidRequest.of(FieldError("PATH", error.detail)) from error
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=output.parent, prefix=".converting-"))
    except OSError as error:
        raise StorageError(f"{output} cannot be written: {error.strerror}.") from error
    try:
        derived = convert_files(source, request, folder)
        folder.chmod(0o755)
        folder.rename(output)
    except SourceError as error:
        raise InvalidRequest.of(FieldError("PATH", error.detail)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"path": str(output), "rows": derived.rows, "lineage": derived.lineage}
