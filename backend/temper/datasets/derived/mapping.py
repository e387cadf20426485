"""Columns under other names: which column, or which part of one, becomes which key."""

from collections.abc import Mapping
from typing import Any, cast

from temper.datasets.derived.turns import Unconvertible
from temper.errors import FieldError, InvalidRequest

MAPPED_KEYS = (
    "prompt",
    "answer",
    "completion",
    "system",
    "messages",
    "conversations",
    "chosen",
    "rejected",
    "text",
    "tools",
    "type",
)
_OPTIONAL = ("system", "tools", "type")
_MISSING = object()


def value_at(row: Mapping[str, Any], path: str) -> Any:
    """The value of a column, or of a part of it (`answers.text.0`); None where there is none."""
    found = _at(row, path)
    return None if found is _MISSING else found


def has_column(row: Mapping[str, Any], path: str) -> bool:
    """Whether a row has a column, or that part of it."""
    return _at(row, path) is not _MISSING


def mapped(row: dict[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """`row` with the mapped keys and without the columns they came from.

    The same row where it has none of the columns, or every key as it is. Raises Unconvertible.
    """
    found = {key: _at(row, path) for key, path in mapping.items()}
    if all(value is _MISSING for value in found.values()):
        return row
    for key, value in found.items():
        if value is _MISSING and key not in _OPTIONAL:
            raise Unconvertible(f"The row has no column `{mapping[key]}` for `{key}`.")
    kept = {key: value for key, value in found.items() if value is not _MISSING}
    if all(key in row and row[key] is value for key, value in kept.items()):
        return row
    left = {key: value for key, value in row.items() if key not in mapping.values()}
    return left | kept


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Raises InvalidRequest for keys that no format has."""
    wrong = [
        FieldError(f"/mapping/{key}", f"`{key}` is no key of a format.", ", ".join(MAPPED_KEYS))
        for key in mapping
        if key not in MAPPED_KEYS
    ]
    if wrong:
        raise InvalidRequest.of(*wrong)


def _at(row: Mapping[str, Any], path: str) -> Any:
    if path in row:
        return row[path]
    value: Any = row
    for part in path.split("."):
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get(part, _MISSING)
        elif isinstance(value, list) and part.isascii() and part.isdecimal() and len(part) < 9:
            items = cast("list[Any]", value)
            value = items[int(part)] if int(part) < len(items) else _MISSING
        else:
            return _MISSING
    return value
