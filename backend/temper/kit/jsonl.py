"""Files of one JSON value a line, read in blocks of whole lines with bounded memory."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

BLOCK = 1 << 17
LONGEST_LINE = 8 << 20


class NotRegularFile(OSError):
    """The path is a folder, a pipe, a socket or a device."""


@dataclass(frozen=True)
class Block:
    """Whole lines, or the beginning of one line that is longer than the cap (`cut`)."""

    first_line: int
    """From 1."""
    offset: int
    """Of the first byte in the file."""
    data: bytes
    """Ends with a newline, but for the last line of a file that does not."""
    cut: bool = False

    def lines(self) -> Iterator[tuple[int, int, bytes]]:
        """Each line's number, its offset in the file, and its bytes without the newline."""
        offset = self.offset
        body = self.data[:-1] if self.data.endswith(b"\n") else self.data
        for index, line in enumerate(body.split(b"\n")):
            yield self.first_line + index, offset, line
            offset += len(line) + 1


def open_regular(path: Path) -> FileIO:
    """Open a regular file for reading; never waits for a writer. Raises OSError, NotRegularFile."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotRegularFile(f"{path} is not a regular file")
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    # Looked at again: what the name means may have changed between the two calls.
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotRegularFile(f"{path} is not a regular file")
    return os.fdopen(handle, "rb", buffering=0)


def blocks(
    file: FileIO, size: int = BLOCK, longest: int = LONGEST_LINE, most: int | None = None
) -> Iterator[Block]:
    """The file's lines in blocks of about `size` bytes, as far as the file reached at the start.

    With `most` no more bytes than that are read. A line longer than `longest` comes as a block of its own with its first kilobyte. Raises OSError.
    """
    remaining = os.fstat(file.fileno()).st_size
    if most is not None:
        remaining = min(remaining, most)
    line, offset, held = 1, 0, bytearray()
    skipping = False
    while remaining > 0 and (chunk := file.read(min(size, remaining))):
        remaining -= len(chunk)
        if skipping:
            end = chunk.find(b"\n") + 1
            offset += end or len(chunk)
            if not end:
                continue
            skipping, line, chunk = False, line + 1, chunk[end:]
        end = chunk.rfind(b"\n") + 1
        if end:
            data = bytes(held) + chunk[:end]
            yield Block(line, offset, data)
            line, offset = line + data.count(b"\n"), offset + len(data)
            held = bytearray(chunk[end:])
        else:
            held += chunk
        if len(held) > longest:
            yield Block(line, offset, bytes(held[:1024]), cut=True)
            offset, skipping, held = offset + len(held), True, bytearray()
    if held:
        yield Block(line, offset, bytes(held))
