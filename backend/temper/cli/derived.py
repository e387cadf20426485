"""What `temper convert` is told, as the requests that the API takes too."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from temper.datasets.derived.derive import check_request
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.errors import FieldError, InvalidRequest

M = TypeVar("M", bound=BaseModel)

_OPTIONS = {"format": "--to", "fixes": "--fix", "mapping": "--map", "group_by": "--group-by"}


def conversion(to: str | None, columns: list[str], fixes: list[str]) -> dict[str, Any] | None:
    """The conversion that is asked for, if one is. Raises InvalidRequest at the option."""
    if to is None and not columns and not fixes:
        return None
    mapping = dict(map(_pair, columns))
    request = _parsed(ConvertRequest, {"format": to, "mapping": mapping, "fixes": fixes})
    check_request(request)
    return request.model_dump(mode="json")


def splitting(valid: float, test: float, seed: int, group_by: str | None) -> dict[str, Any] | None:
    """The split that is asked for, if one is. Raises InvalidRequest at the option."""
    if not valid and not test:
        return None
    fields = {"valid": valid, "test": test, "seed": seed, "group_by": group_by}
    return _parsed(SplitRequest, fields).model_dump(mode="json")


def _parsed(model: type[M], fields: dict[str, Any]) -> M:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise InvalidRequest.of(
            FieldError(_OPTIONS.get(name, f"--{name}"), first["msg"])
        ) from error


def _pair(text: str) -> tuple[str, str]:
    key, equals, column = text.partition("=")
    if not equals or not key or not column:
        raise InvalidRequest.of(FieldError("--map", f"{text!r} is not KEY=COLUMN."))
    return key, column
