"""What `temper convert` is told, as the requests that the API takes too."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from temper.datasets.derived.derive import check_request
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.errors import FieldError, InvalidRequest

M = TypeVar("M", bound=BaseModel)

_OPTIONS = {
    "format": "--to",
    "fixes": "--fix",
    "mapping": "--map",
    "multi_turn": "--multi-turn",
    "group_by": "--group-by",
}


def conversion(
    to: str | None, columns: list[str], fixes: list[str], multi_turn: str
) -> dict[str, Any] | None:
    """The conversion that is asked for, if one is. Raises InvalidRequest at the option."""
    if to is None and not columns and not fixes:
        return None
    mapping = dict(map(_pair, columns))
    fields = {"format": to, "mapping": mapping, "fixes": fixes, "multi_turn": multi_turn}
    request = _parsed(ConvertRequest, fields)
    check_request(request)
    return request.model_dump(mode="json")


def splitting(valid: float, test: float, seed: int, group_by: str | None) -> dict[str, Any] | None:
    """The split that is asked for, if one is. Raises InvalidRequest at the option."""
    if not valid and not test:
        return None
    fields = {"valid": valid, "test": test, "seed": seed, "group_by": group_by}
    return _parsed(SplitRequest, fields).model_dump(mode="json")


@contextmanager
def said_by_options() -> Generator[None]:
    """What is wrong with a request, by the options that it came from."""
    try:
        yield
    except InvalidRequest as error:
        errors = tuple(map(_by_option, error.errors))
        raise (InvalidRequest.of(*errors) if errors else error) from error


def _by_option(error: FieldError) -> FieldError:
    root, _, name = error.pointer.partition("/")
    option = root or _OPTIONS.get(name.partition("/")[0], f"--{name}" if name else "")
    allowed = error.allowed
    if option != "--fix":
        return FieldError(
            option, f"{error.detail} Allowed: {allowed}." if allowed else error.detail
        )
    ways = [
        "--multi-turn last_exchange" if way == "last_exchange" else f"--fix {way}"
        for way in (allowed.split(", ") if allowed else [])
    ]
    return FieldError(option, f"{error.detail} Add {' or '.join(ways)}." if ways else error.detail)


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
