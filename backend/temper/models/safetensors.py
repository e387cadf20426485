"""What a safetensors file says of itself in its header, without reading the weights."""

import json
import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import Any, cast

from temper.kit.jsonl import open_regular

LARGEST_HEADER = 100_000_000
"""The format's own limit."""


class TornFile(Exception):
    """The file is cut off, or no safetensors file at all; the message says which file and how."""


@dataclass(frozen=True)
class Tensor:
    """One tensor in a file."""

    dtype: str
    """As the format names it: F32, BF16, U32, …"""
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        return prod(self.shape)


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors in a file, by name. Raises TornFile, OSError."""
    status = path.stat()
    return _read(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=512)
def _read(path: Path, size: int, changed: int) -> dict[str, Tensor]:
    """Remembered for as long as size and time of the file stay."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= min(size - 8, LARGEST_HEADER):
            raise TornFile(f"{path.name} is no whole safetensors file")
        header = _header(path, file.read(length))
    tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
    try:
        end = max((entry["data_offsets"][1] for entry in tensors.values()), default=0)
        read = {
            name: Tensor(str(entry["dtype"]), tuple(int(n) for n in entry["shape"]))
            for name, entry in tensors.items()
        }
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise TornFile(f"{path.name} has a header that is no safetensors header") from error
    if 8 + length + end != size:
        raise TornFile(f"{path.name} is cut off: {size} bytes of {8 + length + end}")
    return read


def _header(path: Path, text: bytes) -> dict[str, Any]:
    try:
        header: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TornFile(f"{path.name} has a header that is not JSON") from error
    if not isinstance(header, dict):
        raise TornFile(f"{path.name} has a header that is no safetensors header")
    return cast("dict[str, Any]", header)
