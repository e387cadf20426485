"""The lines of a file to be written anew, also those that are too long to be held."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from typing import BinaryIO

from temper.kit.jsonl import Block, blocks

Progress = Callable[[float], None]

_PIECE = 1 << 20


@dataclass(frozen=True)
class RawLine:
    """One line of a file."""

    number: int
    """From 1."""
    offset: int
    end: int
    """Offset behind the line and its newline."""
    data: bytes | None
    """Without the newline; None for a line of more than 8 MB."""
    newline: bool
    """Whether a newline ends it."""


def quietly(share: float) -> None:
    """Progress that nobody looks at."""
    return


def raw_lines(file: FileIO, progress: Progress = quietly) -> Iterator[RawLine]:
    """Every line of a file, in bounded memory; `progress` is called with the share that was read."""
    size = os.fstat(file.fileno()).st_size
    waiting: Block | None = None
    for block in blocks(file):
        if waiting is not None:
            yield _long(waiting, block.offset)
        waiting = block if block.cut else None
        if not block.cut:
            yield from _lines(block)
            progress(min((block.offset + len(block.data)) / size, 1.0))
    if waiting is not None:
        yield _long(waiting, size)


def copy_line(file: FileIO, line: RawLine, output: BinaryIO) -> None:
    """Write a line as it is, with its newline where it has one."""
    if line.data is not None:
        output.write(line.data + b"\n" if line.newline else line.data)
        return
    position = line.offset
    while position < line.end:
        # The file's own position belongs to whoever reads its lines.
        piece = os.pread(file.fileno(), min(_PIECE, line.end - position), position)
        if not piece:
            return
        output.write(piece)
        position += len(piece)


def _lines(block: Block) -> Iterator[RawLine]:
    whole = block.data.endswith(b"\n")
    end = block.offset + len(block.data)
    for number, offset, data in block.lines():
        after = offset + len(data) + 1
        newline = whole or after <= end
        yield RawLine(number, offset, after if newline else end, data, newline)


def _long(block: Block, end: int) -> RawLine:
    return RawLine(block.first_line, block.offset, end, None, True)
