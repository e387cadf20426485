"""Files that are either whole or not there."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any, cast


def write_atomic(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Replace `path` by `data`, durably: a crash leaves the old file or the new one, never a part.

    Raises OSError; the temporary file is removed then.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_json(path: Path, value: Any) -> None:
    """Write `value` as indented JSON, atomically."""
    write_atomic(path, json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n")


def read_tail(path: Path, size: int) -> bytes:
    """At most the last `size` bytes of a file. Raises OSError."""
    with path.open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - size, 0))
        return file.read(size)


def read_json(path: Path) -> Any | None:
    """The JSON value in `path`, or None where there is no readable whole one."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def read_object(path: Path) -> dict[str, Any] | None:
    """The JSON object in `path`, or None where there is no readable whole one."""
    value = read_json(path)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
