"""The lines of a stretch of a file, in blocks; where stretches meet, each line belongs to one."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from temper.kit.jsonl import LONGEST_LINE

BLOCK = 1 << 18
_SHOWN = 1024


@dataclass(frozen=True)
class Block:
    """Whole lines, or the first bytes of a line that is longer than is read (`cut`)."""

    offset: int
    data: bytes
    cut: bool = False


def blocks(handle: int, begin: int, end: int, size: int) -> Iterator[Block]:
    """The lines that begin from `begin` up to `end`, in a file of `size` bytes. Raises OSError."""
    position = _line_start(handle, begin, min(end, size)) if begin else 0
    # One buffer for all blocks: the system need not hand out fresh pages for each.
    buffer = bytearray(min(BLOCK, size))
    view = memoryview(buffer)
    while position < min(end, size):
        count = os.preadv(handle, [view[: size - position]], position)
        if not count:
            return
        stop = -1
        if end - 1 - position < count:
            stop = buffer.find(b"\n", end - 1 - position, count)
        stop = stop if stop >= 0 else buffer.rfind(b"\n", 0, count)
        if stop < 0:
            block, length = _long_line(handle, bytes(view[:count]), position, size)
        else:
            block, length = Block(position, bytes(view[: stop + 1])), stop + 1
        yield block
        position += length


def _line_start(handle: int, begin: int, end: int) -> int:
    """The first beginning of a line at or after `begin`; `end` where none is before it."""
    position = begin - 1
    while position < end and (chunk := os.pread(handle, min(BLOCK, end - position), position)):
        if (newline := chunk.find(b"\n")) >= 0:
            return position + newline + 1
        position += len(chunk)
    return end


def _long_line(handle: int, chunk: bytes, begin: int, size: int) -> tuple[Block, int]:
    """A line that is longer than a block, and its length with its newline."""
    held = bytearray(chunk)
    position = begin + len(chunk)
    while position < size and (chunk := os.pread(handle, min(BLOCK, size - position), position)):
        newline = chunk.find(b"\n")
        taken = chunk if newline < 0 else chunk[: newline + 1]
        position += len(taken)
        if len(held) <= LONGEST_LINE:
            held += taken
        if newline >= 0:
            break
    length = position - begin
    if len(held.removesuffix(b"\n")) > LONGEST_LINE:
        return Block(begin, bytes(held[:_SHOWN]), cut=True), length
    return Block(begin, bytes(held)), length
