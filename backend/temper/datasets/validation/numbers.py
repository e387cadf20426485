"""Rows of whole numbers, as many as there may be: beyond a few megabytes they lie in a file."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint64]

_IN_MEMORY = 4 << 20
_AT_A_TIME = 1 << 20


class Spool:
    """Bytes that are written in order and read anywhere."""

    def __init__(self, *, shared: bool = False) -> None:
        """`shared`: with processes that are forked later, so never in memory."""
        self._held = bytearray()
        self._handle = _temporary() if shared else None
        self.length = 0

    def write(self, data: bytes) -> None:
        """Append."""
        self.length += len(data)
        if self._handle is None and len(self._held) + len(data) > _IN_MEMORY:
            self._handle = _temporary()
            _write(self._handle, self._held)
            self._held = bytearray()
        if self._handle is None:
            self._held += data
        else:
            _write(self._handle, data)

    def read(self, begin: int, length: int) -> bytes:
        """Some of what was written."""
        if self._handle is None:
            return bytes(self._held[begin : begin + length])
        return os.pread(self._handle, length, begin)

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@dataclass
class Numbers:
    """A table with so many columns, made of stretches of spools."""

    columns: int = 1
    parts: list[tuple[Spool, int, int]] = field(default_factory=list[tuple[Spool, int, int]])
    """Spool, offset and length in bytes."""

    def add(self, spool: Spool, begin: int, length: int) -> None:
        """Append what a spool holds."""
        if length:
            self.parts.append((spool, begin, length))

    def __len__(self) -> int:
        return sum(length for _, _, length in self.parts) // (8 * self.columns)

    def chunks(self) -> Iterator[Table]:
        """The rows in order, some at a time."""
        step = _AT_A_TIME - _AT_A_TIME % (8 * self.columns)
        for spool, begin, length in self.parts:
            for at in range(begin, begin + length, step):
                data = spool.read(at, min(step, begin + length - at))
                yield np.frombuffer(data, np.uint64).reshape(-1, self.columns)


def _temporary() -> int:
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _write(handle: int, data: bytes | bytearray) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
