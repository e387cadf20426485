"""Trees of arrays and plain values as one safetensors file, exactly: what is read is what was written.

The arrays are tensors; a JSON text in the metadata holds the shape of the tree and all plain values.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import mlx.core as mx
import numpy as np

KEY = "temper_state"
FORMAT = 1
ARRAY = "$array"
"""The key of an object that stands for a tensor of that name."""


class UnreadableState(Exception):
    """The file is no saved state, or not a whole one."""


def write_tree(path: Path, tree: dict[str, Any], save: Callable[..., None]) -> None:
    """Write the file, whole or not at all. Raises OSError, RuntimeError."""
    arrays: dict[str, mx.array] = {}
    metadata = {KEY: json.dumps({"format": FORMAT, "tree": pack(tree, "", arrays)})}
    temporary = path.with_name(f".partial-{os.getpid()}-{path.name}")
    try:
        save(str(temporary), arrays, metadata)
        with temporary.open("rb") as saved:
            os.fsync(saved.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read_tree(path: Path) -> dict[str, Any]:
    """The tree of a file. Raises UnreadableState."""
    load: Any = mx.load  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    try:
        arrays, metadata = load(str(path), return_metadata=True)
        # The file may be gone before a lazy array would be read.
        mx.eval(arrays)  # pyright: ignore[reportUnknownMemberType]
        held = json.loads(metadata[KEY])
        if held["format"] != FORMAT:
            raise UnreadableState(f"it has the format {held['format']}, and this reads {FORMAT}")
        tree = unpack(held["tree"], arrays)
    except FileNotFoundError as error:
        raise UnreadableState("it is not there") from error
    except (OSError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise UnreadableState(f"it is not a whole state file ({error})") from error
    if not isinstance(tree, dict):
        raise UnreadableState("it holds no state")
    return cast("dict[str, Any]", tree)


def pack(value: Any, at: str, arrays: dict[str, mx.array]) -> Any:
    """The value as JSON, its arrays moved into `arrays`. Raises TypeError for anything else."""
    if isinstance(value, np.ndarray):
        value = mx.array(value)
    if isinstance(value, mx.array):
        name = at or "value"
        arrays[name] = value
        return {ARRAY: name}
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: pack(item, f"{at}.{key}" if at else str(key), arrays) for key, item in items}
    if isinstance(value, list | tuple):
        items = enumerate(cast("list[Any]", value))
        return [pack(item, f"{at}.{index}", arrays) for index, item in items]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{at} is a {type(value).__name__}, which no state file holds")


def unpack(packed: Any, arrays: dict[str, mx.array]) -> Any:
    """The value again; tuples have become lists. Raises KeyError where an array is missing."""
    if isinstance(packed, dict):
        held = cast("dict[str, Any]", packed)
        if held.keys() == {ARRAY}:
            return arrays[held[ARRAY]]
        return {key: unpack(item, arrays) for key, item in held.items()}
    if isinstance(packed, list):
        return [unpack(item, arrays) for item in cast("list[Any]", packed)]
    return packed
