"""Members that stand twice in one JSON object: readers keep the last and drop the others in silence."""

import json
from collections.abc import Iterator
from typing import Any, cast

from temper.kit.pointer import pointer


class _Members(dict[str, Any]):
    """An object and the names that it holds more than once."""

    repeated: tuple[str, ...] = ()


def repeated_members(body: bytes) -> list[str]:
    """JSON pointers to such members; none where the body is no JSON, which others say."""
    found: list[_Members] = []

    def members(pairs: list[tuple[str, Any]]) -> _Members:
        read = _Members(pairs)
        if len(read) < len(pairs):
            names = [name for name, _ in pairs]
            read.repeated = tuple(name for name in read if names.count(name) > 1)
            found.append(read)
        return read

    try:
        value = json.loads(body, object_pairs_hook=members)
    except (ValueError, RecursionError):
        return []
    return list(_pointers(value)) if found else []


def _pointers(value: Any) -> Iterator[str]:
    left: list[tuple[str, Any]] = [("", value)]
    while left:
        at, value = left.pop(0)
        if isinstance(value, _Members):
            yield from (at + pointer(name) for name in value.repeated)
            left += [(at + pointer(name), inner) for name, inner in value.items()]
        elif isinstance(value, list):
            left += [(f"{at}/{n}", inner) for n, inner in enumerate(cast("list[Any]", value))]
