"""A file's unpacked bytes, as a stream that ends in words whatever the file holds."""

import gzip
import io
import os
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from temper.datasets.imports.lazy import pyarrow
from temper.datasets.imports.limits import Budget
from temper.datasets.imports.originals import (
    Compression,
    Original,
    SourceError,
    reason,
    shown,
)
from temper.kit.jsonl import NotRegularFile, open_regular

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1 << 17


class Readable(Protocol):
    """What rows are read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


def open_stream(
    original: Original, budget: Budget, on_read: Callable[[int], None] = lambda _: None
) -> io.BufferedReader:
    """The unpacked bytes of a file; `on_read` hears how far into the packed file reading is.

    Raises SourceError, while it is read too.
    """
    try:
        raw = _AsItWas(open_regular(original.path))
    except FileNotFoundError as error:
        raise SourceError("missing_file", f"{shown(original.path)} does not exist.") from error
    except NotRegularFile as error:
        raise SourceError("not_a_file", f"{shown(original.path)} is not a regular file.") from error
    except OSError as error:
        raise _unreadable(original, error) from error
    return io.BufferedReader(_Unpacked(original, raw, budget, on_read), BLOCK)


class _AsItWas(io.RawIOBase):
    """A file as far as it reached when it was opened: one that grows has an end all the same."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size
        self.at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")[: max(self.size - self.at, 0)]
        count = self._file.readinto(view) if len(view) else 0
        self.at += count or 0
        return count or 0

    def close(self) -> None:
        self._file.close()
        super().close()


class _Unpacked(io.RawIOBase):
    def __init__(
        self, original: Original, raw: _AsItWas, budget: Budget, on_read: Callable[[int], None]
    ) -> None:
        self._original = original
        self._raw = raw
        self._budget = budget
        self._on_read = on_read
        self._count = 0
        self._inner = _unpacker(original.compression, io.BufferedReader(raw, BLOCK))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        name = shown(self._original.path.name)
        try:
            data = self._inner.read(len(view))
        except (EOFError, zlib.error) as error:
            raise self._corrupt(str(error)) from error
        except OSError as error:
            if error.errno is None:
                raise self._corrupt(str(error)) from error
            raise _unreadable(self._original, error) from error
        view[: len(data)] = data
        self._count += len(data)
        if self._original.compression:
            self._budget.expanded(name, len(data), self._count, self._raw.size)
        self._on_read(self._raw.at)
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _corrupt(self, why: str) -> SourceError:
        kind = self._original.compression
        return SourceError(
            "corrupt_file",
            f"{shown(self._original.path.name)} is damaged or incomplete: its {kind} data cannot be "
            f"unpacked beyond byte {self._raw.at:,} of {self._raw.size:,} "
            f"({self._count:,} bytes unpacked; {why}).",
        )


def _unpacker(compression: Compression | None, packed: io.BufferedReader) -> BinaryIO:
    if compression == "gzip":
        return cast("BinaryIO", gzip.GzipFile(fileobj=packed, mode="rb"))
    if compression == "zstd":
        pa = pyarrow()
        stream = pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd")
        return cast("BinaryIO", stream)
    return packed


def _unreadable(original: Original, error: OSError) -> SourceError:
    return SourceError("unreadable", f"{shown(original.path)} cannot be read: {reason(error)}.")
